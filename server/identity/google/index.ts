import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '@counterpart/shared/errors.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import type { Http } from '../../http.ts';
import { hasAddress } from '../address.ts';
import type { Identity } from '../types.ts';
import { GoogleUser, USER_FIELDS } from './api.ts';
import { createGoogleAuth, type GoogleSecrets, type GoogleSettings } from './auth.ts';
import { checkGoogle } from './check.ts';
import { createGoogleClient } from './client.ts';
import { createCustomer } from './customer.ts';
import { keyOf, toAccount } from './map.ts';
import { byAddress, byKey } from './query.ts';
import { SCOPES } from './scopes.ts';
import { refused, toNewUser, toPatch } from './write.ts';

export interface GoogleConfig {
  name: string;
  settings: GoogleSettings;
  secrets: GoogleSecrets;
  /** Injected in tests; waits `ms`. */
  sleep?: (ms: number) => Promise<unknown>;
}

const LIST_FIELDS = `nextPageToken,users(${USER_FIELDS})`;
/** How often and how long a change waits for an account that Google made just now and does not find yet. */
const SETTLES = 3;
const SETTLE_MS = 500;

/**
 * Connects one customer of Google Workspace. Nothing is requested until a method is called.
 *
 * There is no `changes`: Google has no delta, and telling what changed by etags would take every account's etag in the
 * cursor, and the very same number of requests as reading everything, since a page holds 500 either way (50,000 accounts
 * are a hundred requests, a twentieth of what Google allows in a minute). The mirror compares whole reads.
 */
export function createGoogle({ name, settings, secrets, sleep = wait }: GoogleConfig, http: Http): Identity {
  const auth = createGoogleAuth(settings, secrets, http);
  const client = createGoogleClient({ auth, sleep }, http);
  const customer = createCustomer(client, name);

  /** Null for what is not there. `key`: id or address. */
  async function user(key: string): Promise<GoogleUser | null> {
    const path = `users/${encodeURIComponent(key)}`;
    const query = { projection: 'full', fields: USER_FIELDS };
    try {
      return await client.get({ path, query, scope: SCOPES.readUsers, answer: GoogleUser, urgent: true });
    } catch (error) {
      // Only Google's own word says "gone" (a deleted account answers so too); a proxy's 404 says nothing.
      if (error instanceof AppError && error.code === 'provider_not_found' && error.extra.detail?.google) return null;
      throw error;
    }
  }

  async function byId(id: string): Promise<GoogleUser | null> {
    // Google takes addresses here too, and an address may pass from one person to another.
    if (id.includes('@') || ['', '.', '..'].includes(id)) return null;
    const found = await user(id);
    return found?.id === id ? found : null;
  }

  async function existing(id: string): Promise<GoogleUser> {
    const found = await byId(id);
    if (!found) throw new AppError('provider_not_found', 'The account is no longer in the directory');
    return found;
  }

  async function search(directoryId: string, query: string): Promise<Account[]> {
    const found: Account[] = [];
    const asked = { customer: directoryId, query, projection: 'full', fields: LIST_FIELDS };
    for await (const page of client.users({ query: asked, scope: SCOPES.readUsers, urgent: true })) {
      found.push(...(page.users ?? []).map(toAccount));
    }
    return found;
  }

  async function change(before: GoogleUser, patch: Partial<GoogleUser>): Promise<Account> {
    const call = {
      path: `users/${encodeURIComponent(before.id)}`,
      query: { fields: USER_FIELDS },
      ...{ scope: SCOPES.writeUsers, answer: GoogleUser, urgent: true },
    };
    for (let attempt = 0; ; attempt++) {
      try {
        return toAccount(await client.send(call, 'PATCH', patch));
      } catch (error) {
        // It was read a moment ago: the machine that writes has not heard of it yet.
        const late = error instanceof AppError && error.code === 'provider_not_found' && attempt < SETTLES;
        if (!late) throw error;
        await sleep(SETTLE_MS * 2 ** attempt);
      }
    }
  }

  return {
    check: () => checkGoogle(client),
    directories: async () => [await customer.directory()],

    async *accounts(directoryId) {
      await customer.own(directoryId);
      const ids = new Set<string>();
      // Not sorted by the address: an account that is renamed while we read would move to a page that we have passed.
      const query = { customer: directoryId, projection: 'full', fields: LIST_FIELDS };
      for await (const page of client.users({ query, scope: SCOPES.readUsers })) {
        const fresh = (page.users ?? []).filter(({ id }) => !ids.has(id) && ids.add(id));
        // The administrator whom we act as has an account: a customer with none is a reading that went wrong.
        if (ids.size === 0 && !page.nextPageToken) {
          throw new AppError('provider_incomplete', 'Google answered with an empty list');
        }
        // A page without a next one is the protocol's word that this was all; Google counts nowhere.
        yield { items: fresh.map(toAccount), seen: ids.size, total: page.nextPageToken ? null : ids.size };
      }
    },

    async account(directoryId, id) {
      await customer.own(directoryId);
      const found = await byId(id);
      return found && toAccount(found);
    },

    async findByEmail(directoryId, email) {
      await customer.own(directoryId);
      const address = email.trim();
      if (address === '') return [];
      return (await search(directoryId, byAddress(address))).filter((account) => hasAddress(account, address));
    },

    async findByCorrelationKey(directoryId, key) {
      await customer.own(directoryId);
      if (key === '') return null;
      // The search disregards case, and finds other people's external ids too; a key does neither.
      const found = (await search(directoryId, byKey(key))).filter(({ externalId }) => externalId === key);
      if (found.length > 1) throw new AppError('conflict', 'Several accounts carry the key of one create');
      return found[0] ?? null;
    },

    async create(directoryId, account) {
      await customer.own(directoryId);
      const body = toNewUser(account, await customer.domains());
      const call = { path: 'users', query: { fields: USER_FIELDS }, scope: SCOPES.writeUsers, urgent: true };
      try {
        const made = await client.send({ ...call, answer: GoogleUser }, 'POST', body);
        // A read just after may not find it yet; then what Google took is what there is.
        const { password: _secret, changePasswordAtNextLogin: _must, ...written } = body;
        return toAccount((await user(made.id)) ?? { ...written, ...made });
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'username_taken') throw error;
        // The name may be taken by this very create, when its first answer was lost. Asked by name, since a search may be late.
        const taken = await user(account.draft.username);
        if (taken && keyOf(taken) === account.correlationKey) return toAccount(taken);
        throw error;
      }
    },

    async update(directoryId, id, wanted) {
      await customer.own(directoryId);
      const before = await existing(id);
      const patch = toPatch(wanted, before, wanted.username === undefined ? new Set() : await customer.domains());
      return Object.keys(patch).length === 0 ? toAccount(before) : change(before, patch);
    },

    async setEnabled(directoryId, id, enabled) {
      await customer.own(directoryId);
      const before = await existing(id);
      if (enabled && before.archived === true) {
        throw refused('enabled', 'This account is archived: a licence brings it back, in the Admin console');
      }
      return change(before, { suspended: !enabled });
    },
  };
}
