import { AppError } from '@counterpart/shared/errors.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import type { Filter } from 'ldapts';
import type { Http } from '../../http.ts';
import { hasAddress } from '../address.ts';
import type { AccountCreate, Identity } from '../types.ts';
import { AdUser, USER_ATTRIBUTES } from './api.ts';
import { readChanges } from './changes.ts';
import { checkAd } from './check.ts';
import { createLdapClient, type LdapConfig, type Session } from './client.ts';
import { type Domain, isWithin, placeOf, readDomain, readSuffixes, usersContainer } from './domain.ts';
import { byAddress, byGuids, byKey, byName } from './filter.ts';
import { writeGuid } from './guid.ts';
import { DISABLED, toAccount } from './map.ts';
import { readEveryone } from './pages.ts';
import { RIGHTS } from './rights.ts';
import { checkUsername, commonName, dnOf, refused, shortName, toChange, toNewUser } from './write.ts';

export interface AdConfig extends LdapConfig {
  name: string;
  /** Distinguished names: where accounts are looked for, the whole domain where null; and where new ones are made. */
  base: string | null;
  createIn: string | null;
  /** Mail domains that are no UPN suffixes. */
  domains: string[];
  country: string | null;
}

/** How often another name is tried where the first ones are taken. */
const ATTEMPTS = 6;
/** More accounts with one address than anybody has; the controller is asked for no more. */
const MOST_FOUND = 100;

/** Connects one domain of Active Directory by LDAP over TLS. Nothing is sent until a method is called. */
export function createAd(config: AdConfig, http: Pick<Http, 'other'>): Identity {
  const ldap = createLdapClient(config, http);
  const domains = new WeakMap<Session, Promise<Domain>>();

  /** What a session is with, asked once for each. */
  function domainOf(session: Session): Promise<Domain> {
    const known = domains.get(session) ?? readDomain(session, config.base);
    domains.set(session, known);
    known.catch(() => domains.delete(session));
    return known;
  }
  async function own(session: Session, directoryId: string): Promise<Domain> {
    const domain = await domainOf(session);
    if (domain.id !== directoryId) throw new AppError('not_found', 'This connection has no such domain');
    return domain;
  }
  const within = <T>(directoryId: string, work: (session: Session, domain: Domain) => Promise<T>) =>
    ldap.use(async (session) => work(session, await own(session, directoryId)));

  function search(session: Session, filter: Filter, base: string): Promise<AdUser[]> {
    const purpose = { right: RIGHTS.read, where: base };
    const find = { base, scope: 'sub', filter, attributes: USER_ATTRIBUTES, answer: AdUser } as const;
    return session.find({ ...find, purpose, sizeLimit: MOST_FOUND, urgent: true });
  }
  async function userBy(session: Session, { base }: Domain, id: string): Promise<AdUser | null> {
    const guid = writeGuid(id);
    return guid ? ((await search(session, byGuids([guid]), base))[0] ?? null) : null;
  }
  async function existing(session: Session, domain: Domain, id: string): Promise<AdUser> {
    const user = await userBy(session, domain, id);
    if (!user) throw new AppError('provider_not_found', 'The account is no longer in the directory');
    return user;
  }
  async function again(session: Session, domain: Domain, { objectGUID }: AdUser): Promise<Account> {
    return toAccount(await existing(session, domain, objectGUID), domain.name);
  }
  /** Throws `username_taken`; answers whether only the short name is. `own`: an account that may have them. */
  async function isShortTaken(session: Session, domain: Domain, username: string, short: string, own?: string) {
    const same = (await search(session, byName(username, short, domain.name), domain.dn)).filter(
      ({ objectGUID }) => objectGUID !== own,
    );
    const taken = same.find((user) => toAccount(user, domain.name).username.toLowerCase() === username.toLowerCase());
    if (!taken) return same.length > 0;
    const message = 'The directory already has an account with this username';
    throw new AppError('username_taken', message, { fields: [{ path: 'username', message }] });
  }
  async function suffixesOf(session: Session, domain: Domain): Promise<string[]> {
    return [...new Set([...config.domains, ...(await readSuffixes(session, domain))])];
  }

  async function* everyone(session: Session, domain: Domain) {
    for await (const { users, ...counts } of readEveryone(session, domain)) {
      yield { items: users.map((user) => toAccount(user, domain.name)), ...counts };
    }
  }

  async function make(session: Session, domain: Domain, account: AccountCreate): Promise<AdUser> {
    const { username, displayName } = account.draft;
    checkUsername(username, await suffixesOf(session, domain));
    const place = config.createIn ?? config.base ?? usersContainer(domain.dn);
    const container = await placeOf(session, place, 'create_in');
    if (!isWithin(container, domain.base)) {
      throw refused('directory', 'New accounts would be made outside of the part of the domain that is read');
    }
    let [shorts, names] = [0, 0];
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const short = shortName(username, shorts);
      if (await isShortTaken(session, domain, username, short)) {
        shorts++;
        continue;
      }
      const dn = dnOf(commonName(displayName, short, names), container);
      try {
        await session.add(dn, toNewUser(account, short), { right: RIGHTS.create, where: container });
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
        names++; // the short name, if it was that, is looked at again
        continue;
      }
      const find = { base: dn, scope: 'base', attributes: USER_ATTRIBUTES, answer: AdUser, urgent: true } as const;
      const [made] = await session.find({ ...find, purpose: { right: RIGHTS.read, where: container } });
      if (made) return made;
      throw new AppError('provider_forbidden', 'The account was made, and the service account may not read it');
    }
    throw new AppError('conflict', 'Too many accounts have a name like this one: choose another');
  }

  async function findKey(session: Session, domain: Domain, key: string): Promise<AdUser | null> {
    if (key === '') return null;
    // AD disregards case, a key does not.
    const all = await search(session, byKey(key), domain.base);
    const found = all.filter((user) => toAccount(user, domain.name).externalId === key);
    if (found.length > 1) throw new AppError('conflict', 'Several accounts carry the key of one create');
    return found[0] ?? null;
  }

  return {
    check: () => checkAd(ldap, domainOf, config),

    directories: () =>
      ldap.use(async (session) => {
        const domain = await domainOf(session);
        const { name, country } = config;
        return [{ id: domain.id, name, domains: await suffixesOf(session, domain), country }];
      }),

    accounts: (directoryId) =>
      ldap.stream(async function* (session) {
        yield* everyone(session, await own(session, directoryId));
      }),

    changes: (directoryId, cursor) =>
      ldap.stream(async function* (session) {
        const domain = await own(session, directoryId);
        yield* readChanges({ session, domain, cursor, everything: () => everyone(session, domain) });
      }),

    account: (directoryId, id) =>
      within(directoryId, async (session, domain) => {
        const user = await userBy(session, domain, id);
        return user && toAccount(user, domain.name);
      }),

    findByEmail: (directoryId, email) =>
      within(directoryId, async (session, domain) => {
        const address = email.trim();
        if (address === '') return [];
        const users = await search(session, byAddress(address, domain.name), domain.base);
        return users.map((user) => toAccount(user, domain.name)).filter((account) => hasAddress(account, address));
      }),

    findByCorrelationKey: (directoryId, key) =>
      within(directoryId, async (session, domain) => {
        const user = await findKey(session, domain, key);
        return user && toAccount(user, domain.name);
      }),

    create: (directoryId, account) =>
      within(directoryId, async (session, domain) => {
        try {
          return toAccount(await make(session, domain, account), domain.name);
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'username_taken') throw error;
          // The name may be taken by this very create, when its first answer was lost.
          const mine = await findKey(session, domain, account.correlationKey);
          if (!mine) throw error;
          return toAccount(mine, domain.name);
        }
      }),

    update: (directoryId, id, wanted) =>
      within(directoryId, async (session, domain) => {
        const before = await existing(session, domain, id);
        const values = toChange(wanted, before);
        if (wanted.username !== undefined && 'userPrincipalName' in values) {
          checkUsername(wanted.username, await suffixesOf(session, domain));
          // Controllers before Windows Server 2012 R2 do not look for it themselves.
          await isShortTaken(session, domain, wanted.username, before.sAMAccountName ?? '', before.objectGUID);
        }
        if (Object.keys(values).length === 0) return toAccount(before, domain.name);
        const right = RIGHTS.write(Object.keys(values));
        await session.replace(before.dn, values, { right, where: before.dn });
        return again(session, domain, before);
      }),

    setEnabled: (directoryId, id, enabled) =>
      within(directoryId, async (session, domain) => {
        const before = await existing(session, domain, id);
        const { userAccountControl: flags } = before;
        // One bit of many: the others say how the account signs in.
        const wanted = enabled ? flags & ~DISABLED : flags | DISABLED;
        if (wanted !== flags) {
          const purpose = { right: RIGHTS.enable, where: before.dn };
          await session.replace(before.dn, { userAccountControl: [String(wanted)] }, purpose);
        }
        return again(session, domain, before);
      }),
  };
}
