import { randomUUID } from 'node:crypto';
import { createGuard } from '@counterpart/server/egress.ts';
import { readGuid, writeGuid } from '@counterpart/server/identity/ad/guid.ts';
import { IDENTITIES } from '@counterpart/server/identity/index.ts';
import type { Identity } from '@counterpart/server/identity/types.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import { Attribute, Change, Client, Control, EqualityFilter } from 'ldapts';
import { createMemoryStore } from '../simulators/identity/builtin.ts';
import { DIRECTORY_ID, quickHttp } from '../simulators/identity/harness.ts';
import { ADMIN, BASE, type DomainController } from './samba.ts';

export const PEOPLE = `OU=People,${BASE}`;

/** Our connector to controllers of one domain. */
export function adConnection(
  { ip, certificate }: Pick<DomainController, 'ip' | 'certificate'>,
  {
    settings = {},
    bind = ADMIN,
    count = () => {},
    privateNetworks = ['127.0.0.0/8'],
  }: {
    settings?: Record<string, unknown>;
    bind?: typeof ADMIN;
    /** Called before each request. */
    count?: () => void;
    privateNetworks?: string[];
  } = {},
): Identity {
  const { other, ...http } = quickHttp({ guard: createGuard({ privateNetworks }) });
  const counted = { ...other, take: async () => count() };
  return IDENTITIES.ad.create({
    settings: {
      servers: [ip],
      trust: { by: 'ca', ca: certificate },
      bindName: bind.bindName,
      base: PEOPLE,
      createIn: null,
      domains: [],
      country: 'FR',
      ...settings,
    },
    secrets: { password: bind.password },
    name: 'Ours',
    directoryId: DIRECTORY_ID,
    http: { ...http, other: counted },
    store: createMemoryStore(DIRECTORY_ID, []),
  });
}

export type Values = Record<string, (string | Buffer)[]>;
const attributes = (values: Values) =>
  Object.entries(values).map(([type, all]) => new Attribute({ type, values: all as string[] }));
const change = (operation: 'add' | 'delete' | 'replace', values: Values) =>
  attributes(values).map((modification) => new Change({ operation, modification }));
const withDeleted = () => new Control('1.2.840.113556.1.4.417', { critical: true });

/** The domain's own administrator at work, by a connection that knows nothing of ours. */
export async function openAdmin({ ip, certificate }: Pick<DomainController, 'ip' | 'certificate'>) {
  const client = new Client({ url: `ldaps://${ip}`, tlsOptions: { ca: certificate }, strictDN: false });
  await client.bind(ADMIN.bindName, ADMIN.password);
  const find = async (base: string, filter: string, names: string[]) =>
    (await client.search(base, { filter, attributes: names, explicitBufferAttributes: ['objectGUID'] })).searchEntries;
  return {
    client,
    find,
    add: (dn: string, values: Values) => client.add(dn, attributes(values)),
    set: (dn: string, values: Values) => client.modify(dn, change('replace', values)),
    move: (dn: string, to: string) => client.modifyDN(dn, to),
    remove: (dn: string) => client.del(dn),
    async unit(dn: string) {
      await client.add(dn, attributes({ objectClass: ['top', 'organizationalUnit'] }));
    },
    async count(base: string): Promise<number> {
      const found = await client.search(base, { filter: '(objectCategory=person)', attributes: ['1.1'], paged: true });
      return found.searchEntries.length;
    },
    /** Takes a tombstone back; what a tombstone loses is given anew. */
    async revive(id: string, dn: string, values: Values) {
      const filter = new EqualityFilter({ attribute: 'objectGUID', value: writeGuid(id)! });
      const { searchEntries } = await client.search(BASE, { filter, attributes: ['1.1'] }, withDeleted());
      const back = [...change('delete', { isDeleted: [] }), ...change('replace', { distinguishedName: [dn] })];
      await client.modify(searchEntries[0]!.dn, back, withDeleted());
      await client.modify(dn, change('replace', values));
    },
    /** Who an access list names. */
    async sid(dn: string): Promise<string> {
      const only = ['objectSid'];
      const { searchEntries } = await client.search(dn, {
        scope: 'base',
        attributes: only,
        explicitBufferAttributes: only,
      });
      const bytes = searchEntries[0]!.objectSid as Buffer;
      const parts = Array.from({ length: bytes[1]! }, (_, at) => bytes.readUInt32LE(8 + 4 * at));
      return ['S', bytes[0], bytes.readUIntBE(2, 6), ...parts].join('-');
    },
    /** How an access list names an attribute or a class. */
    async schemaId(name: string): Promise<string> {
      const only = ['schemaIDGUID'];
      const options = { filter: `(lDAPDisplayName=${name})`, attributes: only, explicitBufferAttributes: only };
      const { searchEntries } = await client.search(`CN=Schema,CN=Configuration,${BASE}`, options);
      return readGuid(searchEntries[0]!.schemaIDGUID as Buffer);
    },
    close: () => client.unbind(),
  };
}
export type Administrator = Awaited<ReturnType<typeof openAdmin>>;

/** A person as an administrator keeps one in Active Directory: every address but the first is a proxy address. */
export function toAdValues(account: Account): Values {
  const [mail, ...others] = account.emails;
  const phone = account.phones.find(({ kind }) => kind === 'work')?.value;
  return {
    userPrincipalName: [account.username],
    displayName: [account.displayName],
    givenName: [account.givenName],
    sn: [account.familyName],
    ...(mail ? { mail: [mail], proxyAddresses: [`SMTP:${mail}`, ...others.map((one) => `smtp:${one}`)] } : {}),
    ...(phone ? { telephoneNumber: [phone] } : {}),
    ...(account.title ? { title: [account.title] } : {}),
    ...(account.department ? { department: [account.department] } : {}),
    ...(account.externalId ? { 'msDS-cloudExtensionAttribute20': [account.externalId] } : {}),
    userAccountControl: [account.enabled ? '544' : '546'], // without a password, which nobody here needs
  };
}

/** One round of changes: the last word on each account, and where the next round goes on. */
export async function readChanges(identity: Identity, directory: string, cursor: string | null) {
  const changed = new Map<string, Account>();
  const removed = new Set<string>();
  let end = '';
  for await (const page of identity.changes!(directory, cursor)) {
    for (const account of page.changed) changed.set(account.id, account);
    for (const id of page.removed) removed.add(id);
    end = page.cursor ?? end;
  }
  return { changed: [...changed.values()], removed: [...removed], cursor: end };
}

export const dnOf = (name: string, container = PEOPLE) => `CN=${name},${container}`;

/** Puts the accounts into the domain; answers them with the ids and times that it gave them. */
export async function seed(admin: Administrator, accounts: Account[]): Promise<Account[]> {
  await admin.unit(PEOPLE);
  const kept: Account[] = [];
  for (let from = 0; from < accounts.length; from += 50) {
    const some = accounts.slice(from, from + 50);
    await Promise.all(
      some.map((account, at) =>
        admin.add(dnOf(`p${from + at}`), {
          objectClass: ['top', 'person', 'organizationalPerson', 'user'],
          sAMAccountName: [`p${from + at}`],
          ...toAdValues(account),
        }),
      ),
    );
  }
  const found = await admin.find(PEOPLE, '(objectClass=user)', ['cn', 'objectGUID', 'whenCreated']);
  const byName = new Map(found.map((entry) => [entry.cn, entry]));
  for (const [at, account] of accounts.entries()) {
    const entry = byName.get(`p${at}`)!;
    const id = readGuid(entry.objectGUID as Buffer);
    const created = String(entry.whenCreated).replace(/^(....)(..)(..)(..)(..)(..)\.0Z$/, '$1-$2-$3T$4:$5:$6.000Z');
    kept.push({ ...account, id, anchor: id, locked: false, createdAt: created });
  }
  return kept;
}

/** A user that can sign in, as administrators make service accounts; in nothing but the group that everybody is in. */
export async function addServiceAccount(
  admin: Administrator,
  name = 'svc',
): Promise<{ dn: string; bind: typeof ADMIN }> {
  const dn = dnOf(name, `CN=Users,${BASE}`);
  const password = `${randomUUID()}-Aa1`;
  await admin.add(dn, {
    objectClass: ['top', 'person', 'organizationalPerson', 'user'],
    sAMAccountName: [name],
    userPrincipalName: [`${name}@acme.test`],
    unicodePwd: [Buffer.from(`"${password}"`, 'utf16le')],
    userAccountControl: ['66048'], // its password never expires
  });
  return { dn, bind: { bindName: `${name}@acme.test`, password } };
}
