import { IDENTITIES } from '@counterpart/server/identity/index.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import { IDENTITY_IDS, type IdentityId } from '@counterpart/shared/providers.ts';
import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../simulators/identity/builtin.ts';
import { startGoogle, toGoogleSeed } from '../simulators/identity/google/harness.ts';
import { startEntra, toGraphSeed } from '../simulators/identity/graph/harness.ts';
import {
  DIRECTORY_ID,
  people,
  quickHttp,
  readAll,
  scimConnection,
  toScimSeed,
} from '../simulators/identity/harness.ts';
import { startOkta, toOktaSeed } from '../simulators/identity/okta/harness.ts';
import { startScimServer } from '../simulators/identity/scim/server.ts';
import { identityContract, type Platform } from './identity-suite.ts';

/** What a platform says of every account that others leave open. */
const SAYS: Partial<Record<IdentityId, Partial<Account>>> = {
  entra: { licensed: true },
  okta: { locked: false },
};

/** Which addresses a platform makes of a username and others: its username is a mailbox, or it has few places for them. */
const ADDRESSES: Partial<Record<IdentityId, (username: string, others: string[]) => string[]>> = {
  google: (username, others) => [username, ...others],
  okta: (_username, others) => [others[0]!, ...others.slice(1).slice(-1)],
};
/** Where an account that gets another username keeps the former one as an alias. */
const KEEPS_NAMES: IdentityId[] = ['google'];

/** Active Directory's contract is held by a real controller, which not every machine can run: `directory/contract.test.ts`. */
type Simulated = Exclude<IdentityId, 'ad'>;
const SIMULATED = IDENTITY_IDS.filter((id): id is Simulated => id !== 'ad');

/** How to run each platform; a slug without one does not compile. */
const HARNESSES: Record<Simulated, (accounts: Account[]) => Promise<Platform>> = {
  async entra(accounts) {
    const { graph, identity, store } = startEntra(accounts.map(toGraphSeed));
    graph.faults.pageSize = 250;
    const admin: Platform['admin'] = {
      rename: (id, userPrincipalName) => store.change(id, { userPrincipalName }),
      remove: store.remove,
      restore: store.restore,
      forget: () => {
        graph.faults.expired = 'gone';
      },
    };
    return { identity, size: () => store.users.size, admin, close: async () => {} };
  },
  async google(accounts) {
    const { google, identity, store } = startGoogle(accounts.map(toGoogleSeed));
    google.faults.pageSize = 250;
    return { identity, size: () => store.users.size, close: async () => {} };
  },
  async okta(accounts) {
    const { okta, identity, store } = startOkta(accounts.map(toOktaSeed));
    const admin: Platform['admin'] = {
      rename: (id, login) => void store.change(id, { login }),
      remove: (id) => void store.move(id, 'deactivate'),
      restore: (id) => void store.move(id, 'activate'),
      // A time is never forgotten; what became of accounts meanwhile is, after long.
      forget: () => {
        okta.store.clock.aheadMs += 30 * 86_400_000;
      },
    };
    return { identity, size: () => store.users.size, admin, close: async () => {} };
  },
  async scim(accounts) {
    const server = await startScimServer({ users: accounts.map(toScimSeed), token: 'right' });
    return { identity: scimConnection(server.url), size: () => server.users().length, close: server.close };
  },
  async builtin(accounts) {
    const store = createMemoryStore(DIRECTORY_ID, accounts);
    const input = { name: 'Ours', directoryId: DIRECTORY_ID, http: quickHttp(), store };
    const identity = IDENTITIES.builtin.create({
      ...input,
      settings: { domains: ['acme.test'], country: 'FR' },
      secrets: {},
    });
    const admin: Platform['admin'] = {
      rename: (id, username) => void store.update(DIRECTORY_ID, id, { username }),
      remove: store.remove,
      restore: store.restore,
      forget: store.forget,
    };
    return { identity, size: () => store.accounts.length, admin, close: async () => {} };
  },
};

/** What a platform lets us do beyond reading, creating and disabling; a method that is absent says it cannot. */
const ABILITIES: Record<Simulated, { updates: boolean; changes: boolean }> = {
  scim: { updates: true, changes: false },
  builtin: { updates: true, changes: true },
  entra: { updates: true, changes: true },
  google: { updates: true, changes: false },
  okta: { updates: true, changes: true },
};

describe.each(SIMULATED)('%s', (provider) => {
  identityContract(provider, {
    start: HARNESSES[provider],
    says: SAYS[provider] ?? {},
    ...(ADDRESSES[provider] ? { addresses: ADDRESSES[provider] } : {}),
    keepsNames: KEEPS_NAMES.includes(provider),
    ...ABILITIES[provider],
  });
});

test('the built-in directory hands over no part of itself for the whole', async () => {
  const store = { ...createMemoryStore(DIRECTORY_ID, people(3)), count: async () => 4 };
  const input = { name: 'Ours', directoryId: DIRECTORY_ID, http: quickHttp(), store };
  const identity = IDENTITIES.builtin.create({ ...input, settings: { domains: [], country: null }, secrets: {} });
  await expect(readAll(identity, DIRECTORY_ID)).rejects.toMatchObject({ code: 'provider_incomplete' });
});

test('refuses settings that are not a provider’s', () => {
  const rest = {
    name: 'Ours',
    directoryId: DIRECTORY_ID,
    http: quickHttp(),
    store: createMemoryStore(DIRECTORY_ID, []),
  };
  for (const provider of IDENTITY_IDS) {
    expect(() => IDENTITIES[provider].create({ ...rest, settings: { address: 7 }, secrets: {} })).toThrow();
  }
});
