import { IDENTITIES } from '@counterpart/server/identity/index.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import { IDENTITY_IDS, type IdentityId } from '@counterpart/shared/providers.ts';
import { describe, expect, test } from 'vitest';
import { createMemoryStore } from '../simulators/identity/builtin.ts';
import { startEntra, toGraphSeed } from '../simulators/identity/graph/harness.ts';
import {
  DIRECTORY_ID,
  people,
  quickHttp,
  readAll,
  scimConnection,
  toScimSeed,
} from '../simulators/identity/harness.ts';
import { startScimServer } from '../simulators/identity/scim/server.ts';
import { identityContract, type Platform } from './identity-suite.ts';

/** What a platform says of every account that others leave open. */
const SAYS: Partial<Record<IdentityId, Partial<Account>>> = { entra: { licensed: true } };

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
    return { identity, size: () => store.accounts.length, close: async () => {} };
  },
};

/** What a platform lets us do beyond reading, creating and disabling; a method that is absent says it cannot. */
const ABILITIES: Record<Simulated, { updates: boolean; changes: boolean }> = {
  scim: { updates: false, changes: false },
  builtin: { updates: false, changes: false },
  entra: { updates: true, changes: true },
};

describe.each(SIMULATED)('%s', (provider) => {
  identityContract(provider, {
    start: HARNESSES[provider],
    says: SAYS[provider] ?? {},
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
