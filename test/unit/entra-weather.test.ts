import { createBudget, createHttp } from '@counterpart/server/http.ts';
import type { Identity } from '@counterpart/server/identity/types.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import { describe, expect, test } from 'vitest';

import {
  APPLICATION,
  entraConnection,
  extension,
  OTHER_TENANT,
  startEntra,
  TENANT,
  tenantOf,
  toGraphSeed,
} from '../simulators/identity/graph/harness.ts';
import { createGraphSimulator } from '../simulators/identity/graph/index.ts';
import { people, readAll } from '../simulators/identity/harness.ts';

const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const named = (number: number, more: object = {}) => ({
  id: idOf(number),
  userPrincipalName: `user.${number}@acme.test`,
  displayName: `User ${number}`,
  ...more,
});
const draft = { username: 'new@acme.test', displayName: 'New', givenName: '', familyName: '', email: null, phones: [] };

/** One round of changes, in the order it came. */
async function round(identity: Identity, cursor: string | null) {
  const changed: Account[] = [];
  const removed: string[] = [];
  let end: string | null = null;
  for await (const page of identity.changes!(TENANT, cursor)) {
    changed.push(...page.changed);
    removed.push(...page.removed);
    expect(page.changed.filter(({ id }) => page.removed.includes(id))).toEqual([]);
    end = page.cursor;
  }
  return { changed, removed, cursor: end! };
}

describe('changes', () => {
  test('of an account that was deleted, restored and deleted for good', async () => {
    const { identity, store } = startEntra([named(1), named(2)]);
    let { cursor } = await round(identity, null);
    const steps: [() => void, object][] = [
      [() => store.remove(idOf(1)), { changed: [], removed: [idOf(1)] }],
      [
        () => store.restore(idOf(1)),
        { changed: [expect.objectContaining({ id: idOf(1), displayName: 'User 1' })], removed: [] },
      ],
      [() => store.remove(idOf(1)), { changed: [], removed: [idOf(1)] }],
      [() => store.purge(idOf(1)), { changed: [], removed: [idOf(1)] }],
    ];
    for (const [act, expected] of steps) {
      act();
      const next = await round(identity, cursor);
      expect(next).toMatchObject(expected);
      cursor = next.cursor;
    }
    expect(await identity.account(TENANT, idOf(1))).toBeNull();
  });

  test('of what we do not ask for do not show, those of one field bring the whole account', async () => {
    const { identity, store } = startEntra([named(1, { mobilePhone: '+33 1', jobTitle: 'Boss' })]);
    const { cursor } = await round(identity, null);
    store.change(idOf(1), { officeLocation: 'Paris' });
    const silent = await round(identity, cursor);
    expect(silent).toMatchObject({ changed: [], removed: [] });
    store.change(idOf(1), { jobTitle: null });
    const { changed } = await round(identity, silent.cursor);
    expect(changed).toEqual([expect.objectContaining({ title: null, phones: [{ kind: 'mobile', value: '+33 1' }] })]);
  });

  test('that are repeated and replayed tell the same', async () => {
    const { graph, identity, store } = startEntra(
      [1, 2, 3, 4, 5].map((number) => named(number)),
      {},
      2,
    );
    graph.faults.replays = true;
    const first = await round(identity, null);
    expect(new Set(first.changed.map(({ id }) => id)).size).toBe(5);
    store.change(idOf(2), { displayName: 'Once' });
    store.change(idOf(2), { displayName: 'Twice' });
    const { changed } = await round(identity, first.cursor);
    expect(changed.filter(({ id }) => id === idOf(2)).every(({ displayName }) => displayName === 'Twice')).toBe(true);
  });

  test('of ten accounts cost two requests, and a renamed account keeps its id', async () => {
    const { graph, identity, store } = startEntra(people(40).map(toGraphSeed));
    const { cursor } = await round(identity, null);
    const before = graph.requests.length;
    for (let number = 0; number < 10; number++)
      store.change(idOf(number), { userPrincipalName: `renamed.${number}@acme.test` });
    const { changed } = await round(identity, cursor);
    expect(changed.map(({ id, username }) => [id, username])).toEqual(
      Array.from({ length: 10 }, (_, number) => [idOf(number), `renamed.${number}@acme.test`]),
    );
    expect(graph.requests.length - before).toBe(2);
  });

  test.each(['gone', 'syncStateNotFound'] as const)('from a cursor that is %s are to be read anew', async (expired) => {
    const { graph, identity } = startEntra([named(1)]);
    const { cursor } = await round(identity, null);
    graph.faults.expired = expired;
    await expect(round(identity, cursor)).rejects.toMatchObject({ code: 'provider_cursor_expired' });
    expect((await round(identity, null)).changed).toHaveLength(1);
  });

  test('of one tenant are not gone on with in another', async () => {
    const users = [named(1)];
    const other = tenantOf(users, { id: OTHER_TENANT, name: 'Other' });
    const graph = createGraphSimulator({ tenants: [tenantOf(users), other], application: APPLICATION });
    const tenants = [TENANT, OTHER_TENANT].map((id) => ({ id, name: id }));
    const identity = entraConnection(graph, { tenants });
    const { cursor } = await round(identity, null);
    const before = graph.requests.filter(({ url }) => url.includes('/users/delta')).length;
    const reading = identity.changes!(OTHER_TENANT, cursor)[Symbol.asyncIterator]().next();
    await expect(reading).rejects.toMatchObject({ code: 'provider_cursor_expired' });
    expect(graph.requests.filter(({ url }) => url.includes('/users/delta'))).toHaveLength(before);
  });

  test('keep no secret in the cursor, and follow none that leads elsewhere', async () => {
    const { graph, identity } = startEntra([named(1)]);
    const { cursor } = await round(identity, null);
    const token = graph.requests.find(({ headers }) => headers.authorization)!.headers.authorization!.slice(7);
    for (const secret of [token, 'right', 'ada@acme.test']) expect(cursor).not.toContain(secret);
    const before = graph.requests.length;
    const hostile = [
      'https://graph.microsoft.com.evil.example/v1.0/users/delta?$deltatoken=x',
      'https://evil.example/v1.0/users/delta',
      'http://graph.microsoft.com/v1.0/users/delta?$deltatoken=x',
      'https://graph.microsoft.com@evil.example/v1.0/users/delta',
      'https://graph.microsoft.com/v1.0/me/messages',
    ];
    for (const link of hostile) {
      const changed = cursor.replace(/ .*$/, ` ${link}`);
      await expect(round(identity, changed)).rejects.toMatchObject({ code: 'provider_cursor_expired' });
    }
    expect(graph.requests.length).toBe(before);
  });
});

describe('a list', () => {
  test('that is empty is no list', async () => {
    const { identity } = startEntra([]);
    await expect(readAll(identity, TENANT)).rejects.toMatchObject({ code: 'provider_incomplete' });
  });

  test.each([
    ['https://evil.example/v1.0/users?$skiptoken=x', 'provider_invalid'],
    ['https://graph.microsoft.com:8443/v1.0/users', 'provider_invalid'],
    ['https://user:secret@graph.microsoft.com/v1.0/users', 'provider_invalid'],
    ['//evil.example/v1.0/users', 'provider_invalid'],
    ['https://graph.microsoft.com/v1.0/users?$skiptoken=MQ', 'provider_incomplete'],
  ])('that goes on at %s is not followed', async (link, code) => {
    const { graph, identity } = startEntra([named(1), named(2)]);
    graph.faults.foreignLink = link;
    await expect(readAll(identity, TENANT)).rejects.toMatchObject({ code });
    expect(
      graph.requests.every(({ url }) => /^https:\/\/(graph\.microsoft|login\.microsoftonline)\.com\//.test(url)),
    ).toBe(true);
  });

  test('goes on after a 429, when Microsoft says, and asks as background work', async () => {
    const { graph } = startEntra([named(1)]);
    let now = 0;
    const sleep = async (ms: number) => {
      now += ms;
    };
    const budget = createBudget({ limit: 1_000, windowMs: 10_000, now: () => now, sleep });
    const identity = entraConnection(graph, { http: createHttp({ fetch: graph.fetch, budget, sleep }) });
    graph.faults.throttle = { times: 2, retryAfter: 7 };
    expect((await readAll(identity, TENANT)).flatMap(({ items }) => items)).toHaveLength(1);
    expect(now).toBeGreaterThanOrEqual(14_000);
    await identity.account(TENANT, idOf(1));
    const priorities = graph.requests
      .filter(({ url }) => /\/users/.test(url))
      .map(({ headers }) => headers['x-ms-throttle-priority']);
    expect(priorities).toEqual(['low', 'high']);
  });

  test('costs one resource unit for each thousand people', async () => {
    const { graph, identity } = startEntra(people(2_500).map(toGraphSeed));
    expect((await readAll(identity, TENANT)).flatMap(({ items }) => items)).toHaveLength(2_500);
    expect(graph.units.spent).toBe(3 + 1); // and one for who holds a role
  });

  test('without leave to read roles knows no administrator, with it those who are', async () => {
    const { graph, identity } = startEntra([named(1), named(2)], { admins: [idOf(2)] });
    const admins = async (one: Identity) =>
      (await readAll(one, TENANT)).flatMap(({ items }) => items.map(({ admin }) => admin));
    expect(await admins(identity)).toEqual([false, true]);
    graph.grants.consents.set(TENANT, ['User.Read.All']);
    expect(await admins(entraConnection(graph))).toEqual([false, false]);
  });
});

describe('a batch', () => {
  test('asks again for the parts that were throttled, and for no others', async () => {
    const { graph, identity, store } = startEntra(people(30).map(toGraphSeed));
    const { cursor } = await round(identity, null);
    for (let number = 0; number < 25; number++) store.change(idOf(number), { jobTitle: 'Chief' });
    graph.faults.throttleParts = { times: 3, retryAfter: 0 };
    const { changed } = await round(identity, cursor);
    expect(changed.map(({ id }) => id)).toEqual(Array.from({ length: 25 }, (_, number) => idOf(number)));
    const sizes = graph.requests
      .filter(({ url }) => url.endsWith('$batch'))
      .map(({ body }) => (body as { requests: unknown[] }).requests.length);
    expect(sizes).toEqual([20, 3, 5]);
  });

  test('gives up where Microsoft does not give in', async () => {
    const { graph, identity, store } = startEntra([named(1)]);
    const { cursor } = await round(identity, null);
    store.change(idOf(1), { jobTitle: 'Chief' });
    graph.faults.throttleParts = { times: 99, retryAfter: 0 };
    await expect(round(identity, cursor)).rejects.toMatchObject({ code: 'provider_rate_limited' });
  });
});

describe('one account', () => {
  test.each([
    ["o'brien@acme.test", "Seán O'Brien"],
    ['zoë@acme.test', 'Zoë Ångström'],
    ['李@例え.test', '李小龍'],
    ['a+b&c=d#e@acme.test', 'Plus'],
  ])('is found by %s', async (address, displayName) => {
    const { graph, identity } = startEntra([named(1, { displayName, otherMails: [address] }), named(2)]);
    for (const fussy of [false, true]) {
      graph.faults.fussyFilters = fussy;
      expect((await identity.findByEmail(TENANT, address)).map((one) => one.displayName)).toEqual([displayName]);
    }
  });

  test('two have the same mail: both are told', async () => {
    const { identity } = startEntra([
      named(1, { mail: 'team@acme.test' }),
      named(2, { otherMails: ['Team@acme.test'] }),
    ]);
    expect((await identity.findByEmail(TENANT, 'team@ACME.test')).map(({ id }) => id)).toEqual([idOf(1), idOf(2)]);
  });

  test('a guest of another tenant is found by the address at home', async () => {
    const guest = {
      userType: 'Guest',
      mail: 'ada@partner.example',
      userPrincipalName: 'ada_partner.example#EXT#@acme.test',
    };
    const { identity } = startEntra([named(1, guest)]);
    const [found] = await identity.findByEmail(TENANT, 'ada@partner.example');
    expect(found).toMatchObject({ id: idOf(1), kind: 'guest', username: guest.userPrincipalName });
    expect(await identity.findByEmail(TENANT, guest.userPrincipalName)).toEqual([found]);
  });

  test('is not asked for by its username, which may pass to somebody else', async () => {
    const { graph, identity } = startEntra([named(1)]);
    expect(await identity.account(TENANT, 'user.1@acme.test')).toBeNull();
    expect(graph.requests).toEqual([]);
  });

  test('is read with a new token where Microsoft refuses the old one, once', async () => {
    const { graph, identity } = startEntra([named(1)]);
    await identity.account(TENANT, idOf(1));
    graph.revokeTokens();
    expect((await identity.account(TENANT, idOf(1)))?.id).toBe(idOf(1));
    const signIns = graph.requests.filter(({ url }) => url.includes('/oauth2/'));
    expect(signIns).toHaveLength(2);
  });

  test('is not gone because a proxy says 404', async () => {
    const { graph, identity } = startEntra([named(1)]);
    await identity.account(TENANT, idOf(1));
    graph.faults.garbage = { status: 404, text: '<html>not here</html>' };
    await expect(identity.account(TENANT, idOf(1))).rejects.toMatchObject({ code: 'provider_not_found' });
  });
});

describe('writing', () => {
  test('makes no second account when the answer was lost, even where the search is late', async () => {
    const { graph, identity, store } = startEntra([named(1)]);
    const create = { draft, correlationKey: 'key-1' };
    graph.faults.loseNextCreate = true;
    await expect(identity.create!(TENANT, create)).rejects.toMatchObject({ code: 'provider_unavailable' });
    graph.faults.fussyFilters = true;
    graph.faults.staleIndex = true;
    const made = await identity.create!(TENANT, create);
    expect(made).toMatchObject({ username: 'new@acme.test', externalId: 'key-1' });
    expect(store.users.size).toBe(2);
  });

  test('tells the whole of what it made although Microsoft does not find it yet', async () => {
    const { graph, identity } = startEntra([named(1)]);
    graph.faults.hideNew = 1;
    const phones = [{ kind: 'mobile' as const, value: '+33 6' }];
    const made = await identity.create!(TENANT, { draft: { ...draft, phones }, correlationKey: 'key-1' });
    expect(made).toMatchObject({ username: 'new@acme.test', enabled: true, phones, externalId: 'key-1' });
  });

  test('never tells the first password', async () => {
    const { graph, identity } = startEntra([named(1)]);
    const made = await identity.create!(TENANT, { draft, correlationKey: 'key-1' });
    const sent = graph.requests.find(({ method, url }) => method === 'POST' && url.endsWith('/users'))!;
    const { password } = (sent.body as { passwordProfile: { password: string } }).passwordProfile;
    expect(JSON.stringify(made)).not.toContain(password);
    const error = await identity.create!(TENANT, { draft, correlationKey: 'another' }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'username_taken', extra: { fields: [{ path: 'username' }] } });
    expect(JSON.stringify(error)).not.toContain('passwordProfile');
  });

  const refusals: [string, object, Partial<typeof draft>, object][] = [
    [
      'in a tenant that is copied from AD',
      { synced: true },
      {},
      { fields: [{ path: 'directory' }], detail: { reason: 'hybrid' } },
    ],
    [
      'under a domain that is not verified',
      { domains: [{ name: 'acme.test', verified: false }] },
      {},
      { fields: [{ path: 'username' }] },
    ],
    [
      'under a federated domain',
      { domains: [{ name: 'acme.test', federated: true }] },
      {},
      { fields: [{ path: 'username' }] },
    ],
    ['with accents in its username', {}, { username: 'zoë@acme.test' }, { fields: [{ path: 'username' }] }],
  ];
  test.each(refusals)('refuses an account %s, and asks for none', async (_name, tenant, wanted, extra) => {
    const { graph, identity } = startEntra([named(1)], tenant);
    await expect(
      identity.create!(TENANT, { draft: { ...draft, ...wanted }, correlationKey: 'k' }),
    ).rejects.toMatchObject({ code: 'provider_rejected', extra });
    expect(graph.requests.filter(({ method, url }) => method === 'POST' && url.endsWith('/users'))).toEqual([]);
  });

  test('refuses an address that another account has', async () => {
    const { identity } = startEntra([named(1, { proxyAddresses: ['smtp:ada@acme.test'] })]);
    const wanted = { ...draft, email: 'Ada@acme.test' };
    await expect(identity.create!(TENANT, { draft: wanted, correlationKey: 'k' })).rejects.toMatchObject({
      code: 'provider_rejected',
      extra: { fields: [{ path: 'email' }] },
    });
  });

  test('refuses to change what Active Directory keeps, and says where to', async () => {
    const { graph, identity } = startEntra([named(1, { onPremisesSyncEnabled: true })]);
    const synced = { code: 'provider_rejected', extra: { detail: { reason: 'synced' } } };
    await expect(identity.update!(TENANT, idOf(1), { title: 'x', phones: [] })).rejects.toMatchObject(synced);
    await expect(identity.setEnabled!(TENANT, idOf(1), false)).rejects.toMatchObject(synced);
    expect(graph.requests.some(({ method }) => method === 'PATCH')).toBe(false);
  });

  test('tells what was written although Microsoft still reads what was before', async () => {
    const { graph, identity } = startEntra([named(1)]);
    graph.faults.staleReads = 9;
    expect(await identity.update!(TENANT, idOf(1), { title: 'Boss' })).toMatchObject({ title: 'Boss' });
    expect(await identity.setEnabled!(TENANT, idOf(1), false)).toMatchObject({ enabled: false });
  });

  test('overwrites no key of somebody else', async () => {
    const { identity } = startEntra([named(1, { onPremisesExtensionAttributes: extension('hr-7') })]);
    const changed = await identity.update!(TENANT, idOf(1), { title: 'Boss' });
    expect(changed).toMatchObject({ title: 'Boss', externalId: 'hr-7' });
  });
});
