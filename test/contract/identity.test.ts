import { IDENTITIES } from '@counterpart/server/identity/index.ts';
import type { AccountCreate, Identity } from '@counterpart/server/identity/types.ts';
import { Account } from '@counterpart/shared/identity.ts';
import { IDENTITY_IDS, type IdentityId } from '@counterpart/shared/providers.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

/** A running platform filled with accounts, and our connector to it. */
interface Platform {
  identity: Identity;
  /** How many accounts the platform itself holds. */
  size(): number;
  /** Does to the platform what its own administrators do, behind our back; absent where no connector tells changes. */
  admin?: {
    rename(id: string, username: string): void;
    remove(id: string): void;
    restore(id: string): void;
    /** The platform forgets where readers are. */
    forget(): void;
  };
  close(): Promise<void>;
}

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
const addressesOf = (provider: IdentityId, username: string, others: string[]) =>
  ADDRESSES[provider]?.(username, others) ?? others;

/** Where an account that gets another username keeps the former one as an alias. */
const KEEPS_NAMES: IdentityId[] = ['google'];

function seedsFor(provider: IdentityId, count: number): Account[] {
  return people(count).map((account) => ({
    ...account,
    ...SAYS[provider],
    emails: addressesOf(provider, account.username, account.emails),
  }));
}

/** How to run each platform; a slug without one does not compile. */
const HARNESSES: Record<IdentityId, (accounts: Account[]) => Promise<Platform>> = {
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
      rename: (id, login) => store.change(id, { login }),
      remove: (id) => store.move(id, 'deactivate'),
      restore: (id) => store.move(id, 'activate'),
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

/** What a platform lets us do beyond reading, creating and disabling; a method that is absent says it cannot. */
const ABILITIES: Record<IdentityId, { updates: boolean; changes: boolean }> = {
  scim: { updates: false, changes: false },
  builtin: { updates: false, changes: false },
  entra: { updates: true, changes: true },
  google: { updates: true, changes: false },
  okta: { updates: true, changes: true },
};

describe.each(IDENTITY_IDS)('%s as an identity platform', (provider) => {
  const seeds = seedsFor(provider, 603);
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
    const emails = addressesOf(provider, draft.username, [email!]);
    expect(made).toMatchObject({ ...rest, emails, externalId: 'key-new', enabled: true });
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

  test('offers what it can, and has no method for what it cannot', () => {
    const { updates, changes } = ABILITIES[provider];
    expect({ updates: 'update' in identity, changes: 'changes' in identity }).toEqual({ updates, changes });
  });

  describe.each(ABILITIES[provider].updates ? ['updates'] : [])('%s', () => {
    test('changes the chosen fields and leaves the others', async () => {
      const { id } = seeds[21]!;
      const title = await identity.update!(directory, id, { title: 'Head of Accounts' });
      expect(title).toEqual({ ...seeds[21], title: 'Head of Accounts' });
      const phones = [{ kind: 'mobile' as const, value: '+33 6 00 00 00 01' }];
      const change = {
        displayName: 'Renée O’Hara',
        givenName: 'Renée',
        familyName: "O'Hara",
        phones,
        department: null,
      };
      const changed = await identity.update!(directory, id, change);
      expect(changed).toEqual({ ...seeds[21], title: 'Head of Accounts', ...change });
      expect(await identity.account(directory, id)).toEqual(changed);
      expect(await identity.update!(directory, id, {})).toEqual(changed);
      const { displayName, givenName, familyName, department, title: job } = seeds[21]!;
      const back = { displayName, givenName, familyName, department, title: job, phones: seeds[21]!.phones };
      expect(await identity.update!(directory, id, back)).toEqual(seeds[21]);
    });

    test('gives another username, and refuses one that is taken', async () => {
      const { id, username } = seeds[22]!;
      const former = KEEPS_NAMES.includes(provider) ? [username] : [];
      const others = [...people(23)[22]!.emails, ...former];
      const renamed = await identity.update!(directory, id, { username: 'renamed@acme.test' });
      const emails = addressesOf(provider, 'renamed@acme.test', others);
      expect(renamed).toEqual({ ...seeds[22], username: 'renamed@acme.test', emails });
      await expect(
        identity.update!(directory, id, { username: seeds[23]!.username.toUpperCase() }),
      ).rejects.toMatchObject({ code: 'username_taken' });
      const back = await identity.update!(directory, id, { username });
      const kept = KEEPS_NAMES.includes(provider) ? ['renamed@acme.test'] : [];
      expect(back).toEqual({ ...seeds[22], emails: [...seeds[22]!.emails, ...kept] });
    });

    test('refuses an account that is not there', async () => {
      for (const id of ['nobody', '00000000-0000-4000-8000-999999999999']) {
        await expect(identity.update!(directory, id, { title: 'x' })).rejects.toMatchObject({
          code: 'provider_not_found',
        });
      }
    });
  });

  test('checks out', async () => {
    const check = await identity.check();
    expect(check.ok).toBe(true);
    const states = Object.fromEntries(check.steps.map((step) => [step.capability, step.state]));
    expect(states).toMatchObject({ reach: 'works', sign_in: 'works', read_accounts: 'works' });
  });
});

const TELLING = IDENTITY_IDS.filter((provider) => ABILITIES[provider].changes);

describe.each(TELLING)('the changes of %s', (provider) => {
  const seeds = seedsFor(provider, 301);
  let platform: Platform;
  let directory: string;
  beforeAll(async () => {
    platform = await HARNESSES[provider](seeds);
    directory = (await platform.identity.directories())[0]!.id;
  });
  afterAll(() => platform.close());

  async function round(cursor: string | null) {
    const changed = new Map<string, Account>();
    const removed = new Set<string>();
    let end: string | null = null;
    for await (const page of platform.identity.changes!(directory, cursor)) {
      expect(end).toBeNull();
      for (const account of page.changed) changed.set(account.id, Account.parse(account)) && removed.delete(account.id);
      for (const id of page.removed) removed.add(id) && changed.delete(id);
      end = page.cursor;
    }
    expect(end).not.toBeNull();
    return { changed: [...changed.values()], removed: [...removed], cursor: end! };
  }

  test('are everything at first, then exactly what was changed', async () => {
    const { identity, admin } = platform;
    const first = await round(null);
    expect(first.changed).toHaveLength(seeds.length);
    expect(first.changed.find(({ id }) => id === seeds[7]!.id)).toEqual(seeds[7]);
    expect(first.removed).toEqual([]);

    const none = await round(first.cursor);
    expect(none).toMatchObject({ changed: [], removed: [] });

    admin!.rename(seeds[4]!.id, 'moved@acme.test');
    admin!.remove(seeds[5]!.id);
    const some = await round(none.cursor);
    expect(some.changed).toEqual([{ ...seeds[4], username: 'moved@acme.test' }]);
    expect(some.removed).toEqual([seeds[5]!.id]);
    expect(await identity.account(directory, seeds[5]!.id)).toBeNull();

    admin!.restore(seeds[5]!.id);
    expect(await round(some.cursor)).toMatchObject({ changed: [seeds[5]], removed: [] });
    // The same cursor again tells the same again: a round that was cut off can be repeated.
    expect((await round(none.cursor)).changed.map(({ id }) => id).sort()).toEqual([seeds[4]!.id, seeds[5]!.id]);
  });

  test('go on from the cursor in another process', async () => {
    const { cursor } = await round(null);
    expect(JSON.parse(JSON.stringify(cursor))).toBe(cursor);
    expect(cursor).not.toContain('\0');
    expect(cursor.length).toBeLessThan(4_000);
  });

  test('refuse a cursor that nobody knows, or no longer knows', async () => {
    const { admin } = platform;
    const { cursor } = await round(null);
    for (const strange of [
      '',
      'nonsense',
      'https://elsewhere.example/x',
      `${cursor.slice(0, 8)} https://elsewhere.example/x`,
    ]) {
      await expect(round(strange)).rejects.toMatchObject({ code: 'provider_cursor_expired' });
    }
    admin!.forget();
    await expect(round(cursor)).rejects.toMatchObject({ code: 'provider_cursor_expired' });
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
