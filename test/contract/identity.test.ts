import { IDENTITIES } from '@counterpart/server/identity/index.ts';
import type { AccountCreate, Identity } from '@counterpart/server/identity/types.ts';
import { Account } from '@counterpart/shared/identity.ts';
import { IDENTITY_IDS, type IdentityId } from '@counterpart/shared/providers.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMemoryStore } from '../simulators/identity/builtin.ts';
import {
  DIRECTORY_ID,
  people,
  quickHttp,
  readAll,
  scimConnection,
  toScimSeed,
} from '../simulators/identity/harness.ts';
import { startScimServer } from '../simulators/identity/scim/server.ts';

/** A running platform filled with accounts, and our connector to it. */
interface Platform {
  identity: Identity;
  /** How many accounts the platform itself holds. */
  size(): number;
  close(): Promise<void>;
}

/** How to run each platform; a slug without one does not compile. */
const HARNESSES: Record<IdentityId, (accounts: Account[]) => Promise<Platform>> = {
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

const draftOf = (username: string): AccountCreate['draft'] => ({
  username,
  displayName: 'Zoë Ångström',
  givenName: 'Zoë',
  familyName: 'Ångström',
  email: `${username.split('@')[0]}@mail.acme.test`,
  phones: [{ kind: 'mobile', value: '+33 6 12 34 56 78' }],
});

describe.each(IDENTITY_IDS)('%s as an identity platform', (provider) => {
  const seeds = people(603);
  let platform: Platform;
  let identity: Identity;
  let directory: string;
  beforeAll(async () => {
    platform = await HARNESSES[provider](seeds);
    identity = platform.identity;
    directory = (await identity.directories())[0]!.id;
  });
  afterAll(() => platform.close());

  test('says which directory it reaches', async () => {
    expect(await identity.directories()).toEqual([
      { id: directory, name: 'Ours', domains: ['acme.test'], country: 'FR' },
    ]);
  });

  test('lists every account once, whole, and counts as it goes', async () => {
    const pages = await readAll(identity, directory);
    const accounts = pages.flatMap((page) => page.items);
    expect(accounts.map(({ id }) => id).sort()).toEqual(seeds.map(({ id }) => id).sort());
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.at(-1)).toMatchObject({ seen: seeds.length, total: seeds.length });
    for (const account of accounts) expect(Account.parse(account)).toEqual(account);
    expect(accounts.find(({ id }) => id === seeds[7]!.id)).toEqual(seeds[7]);
  });

  test('gets one account, and null for an id nobody has', async () => {
    expect(await identity.account(directory, seeds[3]!.id)).toEqual(seeds[3]);
    for (const id of ['nobody', '', '.', '..', 'a/b', '0']) expect(await identity.account(directory, id)).toBeNull();
  });

  test('refuses a directory that is not its own', async () => {
    await expect(identity.account('another', seeds[3]!.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(readAll(identity, 'another')).rejects.toMatchObject({ code: 'not_found' });
  });

  test.each([
    ['its mail', seeds[5]!.emails[0]!],
    ['an alias', seeds[5]!.emails[1]!],
    ['its username', seeds[5]!.username],
    ['upper case', seeds[5]!.emails[1]!.toUpperCase()],
    ['blanks around it', ` ${seeds[5]!.emails[0]} `],
  ])('finds an account by %s', async (_by, address) => {
    expect(await identity.findByEmail(directory, address)).toEqual([seeds[5]]);
    expect(await identity.findByEmail(directory, address.toLowerCase())).toEqual([seeds[5]]);
  });

  test('finds every account that has the address, and none by a part of it', async () => {
    const shared = await identity.findByEmail(directory, 'Team@ACME.test');
    expect(shared.map(({ id }) => id).sort()).toEqual([seeds[0]!.id, seeds[1]!.id].sort());
    for (const address of ['acme.test', 'team', '', '"', 'x" or userName pr or userName eq "', '\\']) {
      expect(await identity.findByEmail(directory, address)).toEqual([]);
    }
  });

  test('creates an account that can be read, found and counted', async () => {
    const before = platform.size();
    const draft = draftOf('zoe.new@acme.test');
    const made = await identity.create!(directory, { draft, correlationKey: 'key-new' });
    const { email, ...rest } = draft;
    expect(made).toMatchObject({ ...rest, emails: [email], externalId: 'key-new', enabled: true });
    expect(await identity.account(directory, made.id)).toEqual(made);
    expect(await identity.findByCorrelationKey!(directory, 'key-new')).toEqual(made);
    expect(platform.size()).toBe(before + 1);
  });

  test('finds no account by a key that nobody carries, or another case of it', async () => {
    for (const key of ['KEY-NEW', 'absent', '', '" or externalId pr or externalId eq "']) {
      expect(await identity.findByCorrelationKey!(directory, key)).toBeNull();
    }
  });

  test('makes one account of one create, however often it is repeated', async () => {
    const before = platform.size();
    const create = { draft: draftOf('zoe.twice@acme.test'), correlationKey: 'key-twice' };
    const first = await identity.create!(directory, create);
    expect(await identity.create!(directory, create)).toEqual(first);
    expect(platform.size()).toBe(before + 1);
  });

  test('refuses a username that another account has, in any case', async () => {
    const before = platform.size();
    const draft = draftOf(seeds[9]!.username.toUpperCase());
    await expect(identity.create!(directory, { draft, correlationKey: 'key-taken' })).rejects.toMatchObject({
      code: 'username_taken',
    });
    expect(platform.size()).toBe(before);
  });

  test('makes one of two creates of the same username at once', async () => {
    const before = platform.size();
    const draft = draftOf('zoe.race@acme.test');
    const results = await Promise.allSettled(
      ['a', 'b', 'c'].map((key) => identity.create!(directory, { draft, correlationKey: `race-${key}` })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(platform.size()).toBe(before + 1);
  });

  test('disables and enables an account', async () => {
    const { id } = seeds[11]!;
    expect(await identity.setEnabled!(directory, id, false)).toEqual({ ...seeds[11], enabled: false });
    expect((await identity.account(directory, id))!.enabled).toBe(false);
    expect(await identity.setEnabled!(directory, id, true)).toEqual(seeds[11]);
    await expect(identity.setEnabled!(directory, 'nobody', false)).rejects.toMatchObject({
      code: 'provider_not_found',
    });
  });

  test('checks out', async () => {
    const check = await identity.check();
    expect(check.ok).toBe(true);
    const states = Object.fromEntries(check.steps.map((step) => [step.capability, step.state]));
    expect(states).toMatchObject({ reach: 'works', sign_in: 'works', read_accounts: 'works' });
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
