import { AppError } from '@counterpart/shared/errors.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import type { Http } from '../../http.ts';
import { hasAddress } from '../address.ts';
import type { Identity } from '../types.ts';
import type { OktaUser } from './api.ts';
import { readChanges } from './changes.ts';
import { checkOkta } from './check.ts';
import { createOktaClient, originOf } from './client.ts';
import { byAddress, byKey } from './filter.ts';
import { isGone, keyOf, keyUrl, refused, refuseSynced, toAccount, toNewUser, toProfile } from './map.ts';

export interface OktaConfig {
  address: string;
  token: string;
  name: string;
  domains: string[];
  country: string | null;
  /** Injected in tests; waits `ms`. */
  sleep?: (ms: number) => Promise<unknown>;
}

/** An organisation is one directory. The id is not its address, which an admin may correct without losing a link. */
export const OKTA_DIRECTORY = 'okta';

/** Connects one Okta organisation. Nothing is requested until a method is called. */
export function createOkta(config: OktaConfig, http: Http): Identity {
  const client = createOktaClient(config, http);

  async function byId(id: string): Promise<OktaUser | null> {
    // Okta takes logins, their first parts and `me` here too, and a login may pass from one person to another.
    if (['', '.', '..'].includes(id) || id.includes('@')) return null;
    const found = await client.user(id);
    return found?.id === id && !isGone(found) ? found : null;
  }

  async function existing(id: string): Promise<OktaUser> {
    const found = await byId(id);
    if (!found) throw new AppError('provider_not_found', 'The account is no longer in the directory');
    return found;
  }

  async function search(expression: string): Promise<Account[]> {
    const found: Account[] = [];
    for await (const users of client.pages({ search: expression }, true)) {
      found.push(...users.filter((user) => !isGone(user)).map(toAccount));
    }
    return found;
  }

  return {
    check: () => checkOkta(client),

    async directories() {
      return [{ id: OKTA_DIRECTORY, name: config.name, domains: config.domains, country: config.country }];
    },

    async *accounts(directoryId) {
      own(directoryId);
      const ids = new Set<string>();
      let held: Account[] | null = null;
      // Without an expression: the directory itself answers, not its index, and leaves out the deactivated.
      for await (const users of client.pages({})) {
        if (held) yield { items: held, seen: ids.size, total: null };
        held = users.filter((user) => !isGone(user) && !ids.has(user.id) && ids.add(user.id)).map(toAccount);
      }
      // The token's owner has an account: an organisation with none is a reading that went wrong.
      if (!held || ids.size === 0) throw new AppError('provider_incomplete', 'Okta answered with an empty list');
      // A page without a next one is the protocol's word that this was all; Okta counts nowhere.
      yield { items: held, seen: ids.size, total: ids.size };
    },

    async *changes(directoryId, cursor) {
      own(directoryId);
      yield* readChanges({ client, origin: originOf(config.address), cursor, aheadMs: () => http.aheadMs() ?? 0 });
    },

    async account(directoryId, id) {
      own(directoryId);
      const found = await byId(id);
      return found && toAccount(found);
    },

    async findByEmail(directoryId, email) {
      own(directoryId);
      const address = email.trim();
      if (address === '') return [];
      return (await search(byAddress(address))).filter((account) => hasAddress(account, address));
    },

    async findByCorrelationKey(directoryId, key) {
      own(directoryId);
      if (key === '') return null;
      // The search disregards case, a key does not.
      const found = (await search(byKey(keyUrl(key)))).filter(({ externalId }) => externalId === key);
      if (found.length > 1) throw new AppError('conflict', 'Several accounts carry the key of one create');
      return found[0] ?? null;
    },

    async create(directoryId, account) {
      own(directoryId);
      try {
        const made = await client.create(toNewUser(account));
        return toAccount((await client.user(made.id)) ?? made);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'username_taken') throw error;
        // The name may be taken by this very create, when its first answer was lost. Asked by name, since a search may be late.
        const taken = await client.user(account.draft.username);
        if (taken && keyOf(taken) === account.correlationKey) return toAccount(taken);
        throw error;
      }
    },

    async update(directoryId, id, wanted) {
      own(directoryId);
      const before = await existing(id);
      refuseSynced(before, Object.keys(wanted));
      const profile = toProfile(wanted);
      return toAccount(Object.keys(profile).length === 0 ? before : await client.update(id, profile));
    },

    /**
     * Suspends: groups, applications and factors stay, so that it can be taken back. Deactivating takes them away for good.
     * Okta suspends active accounts only.
     */
    async setEnabled(directoryId, id, enabled) {
      own(directoryId);
      const before = await existing(id);
      if (toAccount(before).enabled === enabled) return toAccount(before);
      if (enabled && before.status === 'STAGED') {
        throw refused('enabled', 'This account was never activated: activate it in Okta, which mails its owner');
      }
      await client.lifecycle(id, enabled ? 'unsuspend' : 'suspend');
      return toAccount(await existing(id));
    },
  };
}

function own(directoryId: string): void {
  if (directoryId !== OKTA_DIRECTORY) throw new AppError('not_found', 'This connection has no such directory');
}
