import type { AccountCreate, Identity } from '@counterpart/server/identity/types.ts';
import { Account } from '@counterpart/shared/identity.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { people, readAll } from '../simulators/identity/harness.ts';

/** A running platform filled with accounts, and our connector to it. */
export interface Platform {
  identity: Identity;
  /** The accounts as the platform keeps them, in the same order, where it gives ids and times itself. */
  accounts?: Account[];
  /** How many accounts the platform itself holds. */
  size(): number | Promise<number>;
  /** Does to the platform what its own administrators do, behind our back; absent where no connector tells changes. */
  admin?: {
    rename(id: string, username: string): void | Promise<void>;
    remove(id: string): void | Promise<void>;
    restore(id: string): void | Promise<void>;
    /** The platform forgets where readers are. */
    forget(): void | Promise<void>;
  };
  close(): Promise<void>;
}

/** What a platform is under the contract: how to run it, what it says of every account, and what it lets us do. */
interface Subject {
  start(accounts: Account[]): Promise<Platform>;
  says: Partial<Account>;
  /** Which addresses it makes of a username and others, where its username is a mailbox or it has few places for them. */
  addresses?: (username: string, others: string[]) => string[];
  /** An account that gets another username keeps the former one as an alias. */
  keepsNames?: boolean;
  updates: boolean;
  changes: boolean;
}

const draftOf = (username: string): AccountCreate['draft'] => ({
  username,
  displayName: 'Zoë Ångström',
  givenName: 'Zoë',
  familyName: 'Ångström',
  email: `${username.split('@')[0]}@mail.acme.test`,
  phones: [{ kind: 'mobile', value: '+33 6 12 34 56 78' }],
});

/** What every identity connector keeps to, whatever its platform. */
export function identityContract(name: string, subject: Subject): void {
  const { start, says, updates, changes, keepsNames = false } = subject;
  const addressesOf = subject.addresses ?? ((_username, others) => others);
  const seedsFor = (count: number) =>
    people(count).map((account) => ({
      ...account,
      ...says,
      emails: addressesOf(account.username, account.emails),
    }));

  describe(`${name} as an identity platform`, () => {
    const planned: Account[] = seedsFor(603);
    let seeds = planned;
    let platform: Platform;
    let identity: Identity;
    let directory: string;
    beforeAll(async () => {
      platform = await start(planned);
      seeds = platform.accounts ?? planned;
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
      ['its mail', planned[5]!.emails[0]!],
      ['an alias', planned[5]!.emails[1]!],
      ['its username', planned[5]!.username],
      ['upper case', planned[5]!.emails[1]!.toUpperCase()],
      ['blanks around it', ` ${planned[5]!.emails[0]} `],
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
      const before = await platform.size();
      const draft = draftOf('zoe.new@acme.test');
      const made = await identity.create!(directory, { draft, correlationKey: 'key-new' });
      const { email, ...rest } = draft;
      const emails = addressesOf(draft.username, [email!]);
      expect(made).toMatchObject({ ...rest, emails, externalId: 'key-new', enabled: true });
      expect(await identity.account(directory, made.id)).toEqual(made);
      expect(await identity.findByCorrelationKey!(directory, 'key-new')).toEqual(made);
      expect(await platform.size()).toBe(before + 1);
    });

    test('finds no account by a key that nobody carries, or another case of it', async () => {
      for (const key of ['KEY-NEW', 'absent', '', '" or externalId pr or externalId eq "']) {
        expect(await identity.findByCorrelationKey!(directory, key)).toBeNull();
      }
    });

    test('makes one account of one create, however often it is repeated', async () => {
      const before = await platform.size();
      const create = { draft: draftOf('zoe.twice@acme.test'), correlationKey: 'key-twice' };
      const first = await identity.create!(directory, create);
      expect(await identity.create!(directory, create)).toEqual(first);
      expect(await platform.size()).toBe(before + 1);
    });

    test('refuses a username that another account has, in any case', async () => {
      const before = await platform.size();
      const draft = draftOf(seeds[9]!.username.toUpperCase());
      await expect(identity.create!(directory, { draft, correlationKey: 'key-taken' })).rejects.toMatchObject({
        code: 'username_taken',
      });
      expect(await platform.size()).toBe(before);
    });

    test('makes one of two creates of the same username at once', async () => {
      const before = await platform.size();
      const draft = draftOf('zoe.race@acme.test');
      const results = await Promise.allSettled(
        ['a', 'b', 'c'].map((key) => identity.create!(directory, { draft, correlationKey: `race-${key}` })),
      );
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await platform.size()).toBe(before + 1);
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
      expect({ updates: 'update' in identity, changes: 'changes' in identity }).toEqual({ updates, changes });
    });

    describe.each(updates ? ['updates'] : [])('%s', () => {
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
        const renamed = await identity.update!(directory, id, { username: 'renamed@acme.test' });
        const others = [...people(23)[22]!.emails, ...(keepsNames ? [username] : [])];
        const emails = addressesOf('renamed@acme.test', others);
        expect(renamed).toEqual({ ...seeds[22], username: 'renamed@acme.test', emails });
        await expect(
          identity.update!(directory, id, { username: seeds[23]!.username.toUpperCase() }),
        ).rejects.toMatchObject({ code: 'username_taken' });
        const back = await identity.update!(directory, id, { username });
        const kept = keepsNames ? ['renamed@acme.test'] : [];
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

  describe.each(changes ? ['the changes'] : [])(`%s of ${name}`, () => {
    const planned: Account[] = seedsFor(301);
    let seeds = planned;
    let platform: Platform;
    let directory: string;
    beforeAll(async () => {
      platform = await start(planned);
      seeds = platform.accounts ?? planned;
      directory = (await platform.identity.directories())[0]!.id;
    });
    afterAll(() => platform.close());

    async function round(cursor: string | null) {
      const changed = new Map<string, Account>();
      const removed = new Set<string>();
      let end: string | null = null;
      for await (const page of platform.identity.changes!(directory, cursor)) {
        expect(end).toBeNull();
        for (const account of page.changed)
          changed.set(account.id, Account.parse(account)) && removed.delete(account.id);
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

      await admin!.rename(seeds[4]!.id, 'moved@acme.test');
      await admin!.remove(seeds[5]!.id);
      const some = await round(none.cursor);
      expect(some.changed).toEqual([{ ...seeds[4], username: 'moved@acme.test' }]);
      expect(some.removed).toEqual([seeds[5]!.id]);
      expect(await identity.account(directory, seeds[5]!.id)).toBeNull();

      await admin!.restore(seeds[5]!.id);
      expect(await round(some.cursor)).toMatchObject({ changed: [seeds[5]], removed: [] });
      // The same cursor again tells the same again: a round that was cut off can be repeated.
      expect((await round(none.cursor)).changed.map(({ id }) => id).sort()).toEqual(
        [seeds[4]!.id, seeds[5]!.id].sort(),
      );
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
      await admin!.forget();
      await expect(round(cursor)).rejects.toMatchObject({ code: 'provider_cursor_expired' });
    });
  });
}
