import { createHash } from 'node:crypto';
import { type Fields, invalid, notFound, Refusal, refuse } from './answers.ts';

export type GoogleRecord = Fields & { id: string; primaryEmail: string; aliases: string[] };

export interface CustomerSeed {
  /** Such as C03az79cb. */
  id: string;
  country: string | null;
  domains: { name: string; verified?: boolean; aliases?: { name: string; verified?: boolean }[] }[];
  users: (Fields & { primaryEmail: string })[];
  /** Addresses of administrators whom a service account may act as. */
  admins: string[];
}

export interface CustomerStore {
  seed: CustomerSeed;
  users: Map<string, GoogleRecord>;
  /** Deleted within twenty days: restorable, and found by no read. */
  bin: Map<string, GoogleRecord>;
  find(key: string): GoogleRecord | undefined;
  put(user: Fields & { primaryEmail: string }): GoogleRecord;
  /** Changes behind the API's back, or by it. The former primary address stays as an alias. */
  change(id: string, fields: Fields): GoogleRecord;
  remove(id: string): void;
  restore(id: string): void;
}

export function createCustomerStore(seed: CustomerSeed): CustomerStore {
  const users = new Map<string, GoogleRecord>();
  const bin = new Map<string, GoogleRecord>();
  let number = 100_000_000_000_000_000_000n;
  const store: CustomerStore = {
    seed,
    users,
    bin,
    find(key) {
      const wanted = fold(key);
      return users.get(key) ?? [...users.values()].find((user) => mailboxes(user).some((one) => fold(one) === wanted));
    },
    put(user) {
      number += 1n;
      const record = whole({
        kind: 'admin#directory#user',
        id: String(number),
        customerId: seed.id,
        creationTime: new Date().toISOString(),
        isAdmin: false,
        isDelegatedAdmin: false,
        suspended: false,
        archived: false,
        orgUnitPath: '/',
        aliases: [],
        nonEditableAliases: [],
        ...user,
      });
      users.set(record.id, record);
      return record;
    },
    change(id, fields) {
      const before = users.get(id)!;
      const { primaryEmail = before.primaryEmail, name, ...rest } = fields as Partial<GoogleRecord> & { name?: Fields };
      const isRenamed = fold(primaryEmail) !== fold(before.primaryEmail);
      const others = before.aliases.filter((alias) => fold(alias) !== fold(primaryEmail));
      const record = whole({
        ...before,
        ...rest,
        name: { ...(before.name as Fields), ...name },
        primaryEmail,
        aliases: isRenamed ? [...others, before.primaryEmail] : before.aliases,
      });
      users.set(id, record);
      return record;
    },
    remove(id) {
      bin.set(id, users.get(id)!);
      users.delete(id);
    },
    restore(id) {
      users.set(id, bin.get(id)!);
      bin.delete(id);
    },
  };
  for (const user of seed.users) store.put(user);
  return store;
}

/** What Google works out by itself: the full name, the addresses once more in one list, the etag. */
function whole(record: Fields): GoogleRecord {
  const name = (record.name ?? {}) as Fields;
  const own = mailboxes(record as GoogleRecord);
  const written = ((record.emails ?? []) as Fields[]).filter(
    ({ address }) => !own.some((one) => fold(one) === fold(address)),
  );
  const before = { ...record };
  const made = {
    ...before,
    name: { ...name, fullName: [name.givenName, name.familyName].filter(Boolean).join(' ') },
    emails: [...own.map((address, index) => ({ address, ...(index === 0 ? { primary: true } : {}) })), ...written],
  };
  const { etag: _old, ...hashed } = made as Fields;
  const etag = `"${createHash('sha256').update(JSON.stringify(hashed)).digest('base64url').slice(0, 32)}"`;
  return { ...made, etag } as unknown as GoogleRecord;
}

/** Addresses at which mail comes in. */
export function mailboxes({ primaryEmail, aliases, nonEditableAliases }: GoogleRecord): string[] {
  return [primaryEmail, ...(aliases ?? []), ...((nonEditableAliases as string[] | undefined) ?? [])];
}

const READ_ONLY = ['id', 'kind', 'etag', 'customerId', 'creationTime', 'isAdmin', 'isDelegatedAdmin', 'aliases'];

export function checkCreate(store: CustomerStore, body: Fields): void {
  const name = (body.name ?? {}) as Fields;
  if (typeof body.primaryEmail !== 'string') throw invalid('primary_user_email');
  if (!name.givenName) throw invalid('Bad request for "GivenName"');
  if (!name.familyName) throw invalid('Bad request for "FamilyName"');
  if (!/^[ -~]{8,100}$/.test(String(body.password ?? ''))) throw invalid('Invalid Password');
  checkValues(store, body, null);
}

export function checkUpdate(store: CustomerStore, user: GoogleRecord, body: Fields): void {
  const name = (body.name ?? {}) as Fields;
  if (name.givenName === '' || name.familyName === '') throw invalid('Invalid Given/Family Name: FamilyName');
  checkValues(store, body, user.id);
}

function checkValues(store: CustomerStore, body: Fields, id: string | null): void {
  for (const field of READ_ONLY) if (field in body) throw invalid(`${field} is read-only`);
  const name = (body.name ?? {}) as Fields;
  if ([name.givenName, name.familyName].some((part) => String(part ?? '').length > 60)) throw invalid('FamilyName');
  if (JSON.stringify(body.phones ?? []).length > 1_024) throw invalid('phones');
  const address = body.primaryEmail;
  if (address === undefined) return;
  const [local = '', domain = ''] = String(address).split('@');
  if (!/^(?!\.)(?!.*\.\.)[A-Za-z0-9'._-]{1,64}(?<!\.)$/.test(local)) throw invalid('primary_user_email');
  const known = store.seed.domains.flatMap(({ name: own, verified, aliases = [] }) => [
    { name: own, verified },
    ...aliases,
  ]);
  if (!known.some((one) => fold(one.name) === fold(domain) && one.verified !== false)) throw notFound('domain');
  const taken = store.find(String(address));
  if (taken && taken.id !== id) throw new Refusal(refuse(409, 'duplicate', 'Entity already exists.'));
}

export function fold(value: unknown): string {
  return String(value ?? '').toLowerCase();
}
