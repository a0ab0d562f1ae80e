import type { Account } from '@counterpart/shared/identity.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { people, quickHttp, readAll, scimConnection, toScimSeed } from '../simulators/identity/harness.ts';
import { startCursorServer } from '../simulators/identity/scim/cursors.ts';
import type { ScimFaults } from '../simulators/identity/scim/faults.ts';
import { EXPRESS_5, type ScimServer, startScimServer } from '../simulators/identity/scim/server.ts';

// What a SCIM service does when it is not at its best, against a third-party one that is told to be so.

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()));
});

async function serve(accounts: Account[], faults: ScimFaults = {}): Promise<ScimServer> {
  const server = await startScimServer({ users: accounts.map(toScimSeed), token: 'right', faults });
  opened.push(server);
  return server;
}

async function idsOf(url: string): Promise<string[]> {
  const pages = await readAll(scimConnection(url), 'scim');
  return pages.flatMap((page) => page.items.map(({ id }) => id));
}

const draft = { username: 'new@acme.test', displayName: 'New', givenName: '', familyName: '', email: null, phones: [] };

describe('a list is read whole', () => {
  const wholes: [string, number, ScimFaults][] = [
    ['from a service that gives fewer rows than asked for', 130, { clamp: 7 }],
    ['from a service that gives one row at a time', 12, { clamp: 1 }],
    ['from a service that keeps no order', 130, { shuffle: true, clamp: 20 }],
    ['from a service whose pages repeat rows', 130, { clamp: 20, overlap: 3 }],
    ['from a service that counts fewer than it has', 130, { clamp: 20, miscount: -60 }],
    ['from a service that counts only the first page', 60, { clamp: 20, miscount: -40 }],
    ['from a service that heeds no index but the count', 450, { ignoreStartIndex: true }],
    ['from a service with nobody in it', 0, {}],
    ['from a service that fails twice and recovers', 30, { status: { code: 500, times: 2 } }],
  ];
  test.each(wholes)('%s', async (_name, count, faults) => {
    const accounts = people(count);
    const { url } = await serve(accounts, faults);
    expect((await idsOf(url)).sort()).toEqual(accounts.map(({ id }) => id).sort());
  });

  test('when somebody is deleted between two pages', async () => {
    const accounts = people(50);
    const server = await serve(accounts, { clamp: 10 });
    const seen: string[] = [];
    for await (const page of scimConnection(server.url).accounts('scim')) {
      if (seen.length === 0) server.remove(accounts[0]!.id);
      seen.push(...page.items.map(({ id }) => id));
    }
    expect(seen.sort()).toEqual(accounts.map(({ id }) => id).sort());
  });
});

describe('under express 5, where scimmy does not heed what is asked', () => {
  test.each([0, 7, 19, 20, 21, 39, 40, 130, 603])('a list of %i is read whole and once, or is none', async (count) => {
    const accounts = people(count);
    const server = await startScimServer({ users: accounts.map(toScimSeed), token: 'right', framework: EXPRESS_5 });
    opened.push(server);
    const wanted = accounts.map(({ id }) => id).sort();
    // It shows its first twenty and no others: more than those it counts and does not give.
    if (count <= 20) expect((await idsOf(server.url)).sort()).toEqual(wanted);
    else await expect(idsOf(server.url)).rejects.toMatchObject({ code: 'provider_incomplete' });
    expect(server.requests.length).toBeLessThan(10);
    const some = accounts.at(-1);
    if (some) expect(await scimConnection(server.url).account('scim', some.id)).toEqual(some);
  });
});

describe('a list that cannot be read whole is no list', () => {
  const parts: [string, number, ScimFaults][] = [
    ['from a service that heeds neither index nor count', 60, { ignorePaging: true }],
    ['from a service that heeds no index and clamps', 60, { ignoreStartIndex: true, clamp: 25 }],
    ['from a service that counts more than it has', 30, { miscount: 1 }],
  ];
  test.each(parts)('%s', async (_name, count, faults) => {
    const server = await serve(people(count), faults);
    await expect(idsOf(server.url)).rejects.toMatchObject({ code: 'provider_incomplete' });
    expect(server.requests.length).toBeLessThan(20);
  });
});

describe('cursors', () => {
  const accounts = people(95);
  async function serveCursors(counts = true) {
    const server = await startCursorServer({ users: accounts.map(toScimSeed), token: 'right', pageSize: 10, counts });
    opened.push(server);
    return server;
  }

  test.each([true, false])('are followed to the end (the service counts: %s)', async (counts) => {
    const server = await serveCursors(counts);
    expect(await idsOf(server.url)).toEqual(accounts.map(({ id }) => id));
    expect(server.cursors).toHaveLength(10);
  });
  test('that expire are begun anew, and nobody is told twice', async () => {
    const server = await serveCursors();
    server.faults.expireNext = true;
    expect((await idsOf(server.url)).sort()).toEqual(accounts.map(({ id }) => id).sort());
  });
  test.each([true, false])('that run in a circle are no list (the service counts: %s)', async (counts) => {
    const server = await serveCursors(counts);
    server.faults.loop = true;
    await expect(idsOf(server.url)).rejects.toMatchObject({ code: 'provider_incomplete' });
    expect(server.cursors.length).toBeLessThan(10);
  });
  test('that skip somebody are no list', async () => {
    const server = await serveCursors();
    server.faults.drop = 1;
    await expect(idsOf(server.url)).rejects.toMatchObject({ code: 'provider_incomplete' });
  });
});

describe('bad weather', () => {
  const garbage = [
    ['no JSON', '<html>Sign in</html>'],
    ['half of it', '{"totalResults": 2, "Resources": [{"id": "1", "userName": "a'],
    ['another shape', '[1, 2]'],
    ['a user without an id', '{"totalResults": 2, "Resources": [{"id": "1", "userName": "a"}, {"userName": "b"}]}'],
    ['a user without a name', '{"totalResults": 1, "Resources": [{"id": "1", "userName": ""}]}'],
    ['a user that is text', '{"totalResults": 1, "Resources": ["a"]}'],
    ['e-mails that are text', '{"totalResults": 1, "Resources": [{"id": "1", "userName": "a", "emails": "a@b.c"}]}'],
    [
      'an account state nobody knows',
      '{"totalResults": 1, "Resources": [{"id": "1", "userName": "a", "active": "no"}]}',
    ],
  ];
  test.each(garbage)('garbage (%s) is refused, and no half of it is taken', async (_name, text) => {
    const { url } = await serve([], { garbage: text });
    const identity = scimConnection(url);
    await expect(readAll(identity, 'scim')).rejects.toMatchObject({ code: 'provider_invalid' });
    await expect(identity.findByEmail('scim', 'a@b.c')).rejects.toMatchObject({ code: 'provider_invalid' });
    await expect(identity.account('scim', '1')).rejects.toMatchObject({ code: 'provider_invalid' });
    const check = await identity.check();
    expect(check.ok).toBe(false);
    expect(check.steps).toContainEqual(
      expect.objectContaining({ capability: 'read_accounts', code: 'provider_invalid' }),
    );
  });

  test('a wrong token is named as such, everywhere', async () => {
    const { url } = await serve(people(3));
    const identity = scimConnection(url, { token: 'wrong' });
    const calls = [
      readAll(identity, 'scim'),
      identity.account('scim', 'x'),
      identity.findByEmail('scim', 'x@acme.test'),
      identity.create!('scim', { draft, correlationKey: 'k' }),
      identity.setEnabled!('scim', 'x', false),
    ];
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'provider_auth' });
    expect((await identity.check()).steps).toEqual([
      { capability: 'reach', state: 'works' },
      { capability: 'sign_in', state: 'failed', code: 'provider_auth' },
      { capability: 'read_accounts', state: 'unknown' },
      { capability: 'write_accounts', state: 'unknown' },
    ]);
  });

  test('a missing right is told from a wrong token', async () => {
    const { url } = await serve(people(3), { status: { code: 403 } });
    const check = await scimConnection(url).check();
    expect(check.ok).toBe(false);
    expect(check.steps).toContainEqual({
      capability: 'read_accounts',
      state: 'missing',
      code: 'provider_forbidden',
      right: 'GET /Users',
    });
  });

  test('nobody at the address is told from nobody in the directory', async () => {
    const server = await serve(people(3));
    const identity = scimConnection(server.url);
    const elsewhere = scimConnection(server.url.replace('/v2', '/v9'));
    await expect(elsewhere.account('scim', 'x')).rejects.toMatchObject({ code: 'provider_not_found' });
    await server.close();
    opened.length = 0;
    await expect(identity.account('scim', 'x')).rejects.toMatchObject({ code: 'provider_unavailable' });
    expect((await identity.check()).steps[0]).toEqual({
      capability: 'reach',
      state: 'failed',
      code: 'provider_unavailable',
    });
  });

  test('"too many requests" is waited out when it is short', async () => {
    const accounts = people(3);
    const { url } = await serve(accounts, { status: { code: 429, times: 1, retryAfter: 1 } });
    const before = performance.now();
    expect(await idsOf(url)).toHaveLength(3);
    expect(performance.now() - before).toBeGreaterThan(900);
  });

  test('"too many requests" is handed on to a technician who would wait too long', async () => {
    const server = await serve(people(3), { status: { code: 429, retryAfter: 30 } });
    const identity = scimConnection(server.url);
    const limited = { code: 'provider_rate_limited', extra: { retryAfterSeconds: 30 } };
    await expect(identity.account('scim', people(1)[0]!.id)).rejects.toMatchObject(limited);
    expect(server.requests).toHaveLength(1);
  });

  test('a slow service times out', async () => {
    const { url } = await serve(people(3), { slowMs: 400 });
    const identity = scimConnection(url, { http: quickHttp({ timeoutMs: 50, retries: 0 }) });
    await expect(identity.account('scim', 'x')).rejects.toMatchObject({ code: 'provider_timeout' });
    expect((await identity.check()).steps[0]).toMatchObject({ state: 'failed', code: 'provider_timeout' });
  });

  test('the answer to a create is lost: the account is found by its key, and none is made twice', async () => {
    const server = await serve(people(3), { loseNextCreate: true });
    const identity = scimConnection(server.url);
    const create = { draft, correlationKey: 'key-lost' };
    await expect(identity.create!('scim', create)).rejects.toMatchObject({ code: 'provider_unavailable' });
    expect(server.users()).toHaveLength(4);
    const made = await identity.findByCorrelationKey!('scim', 'key-lost');
    expect(made).toMatchObject({ username: 'new@acme.test', externalId: 'key-lost' });
    expect(await identity.create!('scim', create)).toEqual(made);
    expect(server.users()).toHaveLength(4);
  });

  test('two accounts with the key of one create are shown to a person', async () => {
    const server = await serve(people(3));
    for (const userName of ['a@acme.test', 'b@acme.test']) server.put({ userName, externalId: 'key-two' });
    const found = scimConnection(server.url).findByCorrelationKey!('scim', 'key-two');
    await expect(found).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('dialects', () => {
  test.each(['refused', 'ignored'] as const)(
    'a service that has filters %s is searched by its list',
    async (filters) => {
      const accounts = people(230);
      const server = await serve(accounts, { filters });
      const identity = scimConnection(server.url);
      const wanted = accounts[220]!;
      expect(await identity.findByEmail('scim', wanted.emails[1]!.toLowerCase())).toEqual([wanted]);
      expect(await identity.findByCorrelationKey!('scim', 'hr-220')).toEqual(wanted);
      expect(await identity.findByCorrelationKey!('scim', 'hr-999')).toBeNull();
    },
  );

  test('a service that finds addresses in any case is asked for one, not for its list', async () => {
    const accounts = people(430);
    const server = await serve(accounts, { foldsCase: true });
    const identity = scimConnection(server.url);
    const wanted = accounts[420]!;
    const addresses = [wanted.username, ...wanted.emails].flatMap((own) => [own.toUpperCase(), own.toLowerCase()]);
    for (const address of addresses) expect(await identity.findByEmail('scim', address)).toEqual([wanted]);
    expect(await identity.findByEmail('scim', 'TEAM@acme.test')).toHaveLength(2);
    expect(await identity.findByEmail('scim', ' ')).toEqual([]);
    // Two to learn how it compares, then one for each address.
    expect(server.requests).toHaveLength(2 + addresses.length + 1);
  });

  test('a service that was empty at first is not taken to fold case for ever', async () => {
    const server = await serve([]);
    const identity = scimConnection(server.url);
    const [first] = people(1);
    expect(await identity.findByEmail('scim', first!.emails[0]!)).toEqual([]);
    server.put(toScimSeed(first!));
    expect(await identity.findByEmail('scim', first!.username.toUpperCase())).toEqual([first]);
  });

  test('a service that takes no paths in PATCH is asked without', async () => {
    const accounts = people(2);
    const { url } = await serve(accounts, { pathlessPatch: true });
    const changed = await scimConnection(url).setEnabled!('scim', accounts[1]!.id, false);
    expect(changed).toEqual({ ...accounts[1], enabled: false });
  });

  test('a service that accepts a change and does not make it is found out', async () => {
    const accounts = people(2);
    const { url } = await serve(accounts, { ignorePatch: true });
    const changed = scimConnection(url).setEnabled!('scim', accounts[1]!.id, false);
    await expect(changed).rejects.toMatchObject({ code: 'provider_rejected' });
  });

  test('an address may be pasted with a slash at its end', async () => {
    const { url } = await serve(people(3));
    expect(await idsOf(`${url}/`)).toHaveLength(3);
  });

  test('several services in one process keep their users apart', async () => {
    const [here, there] = [await serve(people(2)), await serve(people(5))];
    await scimConnection(here.url).create!('scim', { draft, correlationKey: 'k' });
    expect(await idsOf(here.url)).toHaveLength(3);
    expect(await idsOf(there.url)).toHaveLength(5);
  });

  test('two thousand users are there at once and listed in seconds', async () => {
    const { url } = await serve(people(2_000));
    expect(new Set(await idsOf(url)).size).toBe(2_000);
  });
});
