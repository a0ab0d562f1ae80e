import { createBudget, createHttp } from '@counterpart/server/http.ts';
import type { Identity } from '@counterpart/server/identity/types.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import { describe, expect, test } from 'vitest';
import { people, quickHttp, readAll } from '../simulators/identity/harness.ts';
import { DIRECTORY, oktaConnection, startOkta, startPatient, toOktaSeed } from '../simulators/identity/okta/harness.ts';
import { ORIGIN } from '../simulators/identity/okta/index.ts';
import type { OktaSeed, Status } from '../simulators/identity/okta/store.ts';

const idOf = (number: number) => `00u${String(number).padStart(17, '0')}`;
const LONG_AGO = '2024-03-01T08:00:00.000Z';
const named = (number: number, profile: object = {}, more: Partial<OktaSeed> = {}): OktaSeed => ({
  id: idOf(number),
  lastUpdated: LONG_AGO,
  ...more,
  profile: {
    ...{ login: `user.${number}@acme.test`, email: `user.${number}@acme.test` },
    ...{ firstName: 'User', lastName: String(number), ...profile },
  },
});
const draft = {
  ...{ username: 'new@acme.test', displayName: 'New One', givenName: 'New', familyName: 'One' },
  ...{ email: null, phones: [] },
};
const several = (count: number) => Array.from({ length: count }, (_, index) => named(index + 1));
const idsIn = (pages: Awaited<ReturnType<typeof readAll>>) => pages.flatMap(({ items }) => items.map(({ id }) => id));

async function round(identity: Identity, cursor: string | null) {
  const changed: Account[] = [];
  const removed: string[] = [];
  let end: string | null = null;
  for await (const page of identity.changes!(DIRECTORY, cursor)) {
    expect(end).toBeNull();
    changed.push(...page.changed);
    removed.push(...page.removed);
    end = page.cursor;
  }
  return { changed, removed, cursor: end! };
}

describe('a list', () => {
  test('that is empty is no list', async () => {
    const { identity } = startOkta([]);
    await expect(readAll(identity, DIRECTORY)).rejects.toMatchObject({ code: 'provider_incomplete' });
  });

  test('leaves out the deactivated, and holds every other state', async () => {
    const states: [Status, boolean, boolean][] = [
      ['ACTIVE', true, false],
      ['LOCKED_OUT', true, true],
      ['PASSWORD_EXPIRED', true, false],
      ['PROVISIONED', true, false],
      ['RECOVERY', true, false],
      ['STAGED', false, false],
      ['SUSPENDED', false, false],
    ];
    const users = states.map(([status], index) => named(index + 1, {}, { status }));
    const { identity } = startOkta([...users, named(99, {}, { status: 'DEPROVISIONED' })]);
    const accounts = (await readAll(identity, DIRECTORY)).flatMap(({ items }) => items);
    expect(accounts.map(({ enabled, locked }) => [enabled, locked])).toEqual(states.map(([, ...rest]) => rest));
    expect(await identity.account(DIRECTORY, idOf(99))).toBeNull();
    expect(await identity.findByEmail(DIRECTORY, 'user.99@acme.test')).toEqual([]);
  });

  test('takes one request for each two hundred people', async () => {
    const { okta, identity } = startOkta(people(450).map(toOktaSeed));
    expect(idsIn(await readAll(identity, DIRECTORY))).toHaveLength(450);
    expect(okta.requests).toHaveLength(3);
  });

  test('tells nobody twice whom Okta repeats', async () => {
    const { okta, identity } = startOkta(several(5));
    Object.assign(okta.faults, { pageSize: 2, repeatsRows: true });
    expect(idsIn(await readAll(identity, DIRECTORY))).toEqual([1, 2, 3, 4, 5].map(idOf));
  });

  test('loses nobody who was there all the time while others come, go and change their names', async () => {
    const { okta, identity, store } = startOkta(several(6));
    let page = 0;
    okta.faults.pageSize = 2;
    okta.faults.beforePage = () => {
      if (++page !== 2) return;
      store.change(idOf(5), { login: 'aaron@acme.test' });
      store.move(idOf(1), 'deactivate');
      store.put(named(0));
    };
    expect(idsIn(await readAll(identity, DIRECTORY))).toEqual([1, 2, 3, 4, 5, 6].map(idOf));
  });

  test('ends in a fault, not in a part, when the token is revoked under way', async () => {
    const { okta, identity } = startOkta(several(5));
    Object.assign(okta.faults, { pageSize: 1, tokenEndsAfter: 2 });
    await expect(readAll(identity, DIRECTORY)).rejects.toMatchObject({ code: 'provider_auth' });
  });

  test.each([
    ['https://evil.example/api/v1/users?after=1', 'provider_invalid'],
    ['https://acme.okta.com.evil.example/api/v1/users?after=1', 'provider_invalid'],
    ['https://acme.okta.com:8443/api/v1/users?after=1', 'provider_invalid'],
    ['http://acme.okta.com/api/v1/users?after=1', 'provider_invalid'],
    ['https://user:secret@acme.okta.com/api/v1/users?after=1', 'provider_invalid'],
    ['https://acme.okta.com/api/v1/apps?after=1', 'provider_invalid'],
    ['/api/v1/users?after=1', 'provider_invalid'],
    [`https://acme.okta.com/api/v1/users?limit=200&after=${idOf(1)}`, 'provider_incomplete'],
  ])('that goes on at %s is not followed', async (link, code) => {
    const { okta, identity } = startOkta(several(2));
    okta.faults.nextLink = link;
    await expect(readAll(identity, DIRECTORY)).rejects.toMatchObject({ code });
    expect(okta.requests.every(({ url }) => url.startsWith(`${ORIGIN}/api/v1/users?`))).toBe(true);
  });

  test('goes on after a 429 when Okta’s own clock says that it may', async () => {
    const { okta } = startOkta(several(1));
    okta.store.clock.aheadMs = 3_600_000; // the time to come back is by that clock, not by ours
    let now = 0;
    const sleep = async (ms: number) => {
      now += ms;
    };
    const budget = createBudget({ limit: 1_000, windowMs: 10_000, now: () => now, sleep });
    const identity = oktaConnection(okta, { http: createHttp({ fetch: okta.fetch, budget, sleep }) });
    okta.faults.throttle = { times: 1, seconds: 20 };
    expect(idsIn(await readAll(identity, DIRECTORY))).toEqual([idOf(1)]);
    expect(now).toBeGreaterThanOrEqual(20_000);
    expect(now).toBeLessThan(60_000);
  });

  test('leaves the last of the allowance to others, and does not wait where there is enough', async () => {
    const { okta, identity, waits } = startPatient(several(5));
    okta.faults.pageSize = 2;
    await readAll(identity, DIRECTORY);
    expect(waits).toEqual([]);
    okta.faults.remaining = 50;
    await readAll(identity, DIRECTORY);
    expect(waits).toHaveLength(2);
    for (const ms of waits) expect(ms).toBeGreaterThanOrEqual(29_000);
    await identity.findByEmail(DIRECTORY, 'user.1@acme.test');
    expect(waits).toHaveLength(2);
  });
});

describe('changes', () => {
  test('of an account that was deactivated, activated and deleted for good', async () => {
    const { identity, store } = startOkta(several(2));
    let { cursor } = await round(identity, null);
    const steps: [() => void, object][] = [
      [() => store.move(idOf(1), 'deactivate'), { changed: [], removed: [idOf(1)] }],
      [() => store.move(idOf(1), 'activate'), { changed: [expect.objectContaining({ id: idOf(1) })], removed: [] }],
      [() => store.move(idOf(1), 'deactivate'), { changed: [], removed: [idOf(1)] }],
      [() => store.purge(idOf(1)), { changed: [], removed: [] }],
    ];
    for (const [act, expected] of steps) {
      act();
      const next = await round(identity, cursor);
      expect(next).toMatchObject(expected);
      cursor = next.cursor;
    }
    expect(await identity.account(DIRECTORY, idOf(1))).toBeNull();
  });

  test('of ten accounts cost one request, and a renamed account keeps its id', async () => {
    const { okta, identity, store } = startOkta(several(40));
    const { cursor } = await round(identity, null);
    const before = okta.requests.length;
    for (let number = 1; number <= 10; number++) store.change(idOf(number), { login: `renamed.${number}@acme.test` });
    const { changed } = await round(identity, cursor);
    expect(changed.map(({ id, username }) => [id, username])).toEqual(
      Array.from({ length: 10 }, (_, index) => [idOf(index + 1), `renamed.${index + 1}@acme.test`]),
    );
    expect(okta.requests.length - before).toBe(1);
  });

  test('that Okta lets be found only some minutes later are told then, and the others not again', async () => {
    const { okta, identity, store } = startOkta(several(3));
    const { cursor } = await round(identity, null);
    store.change(idOf(1), { title: 'Boss' });
    store.change(idOf(2), { title: 'Late' });
    const hidden = store.users.get(idOf(2))!;
    store.users.delete(idOf(2));
    okta.store.clock.aheadMs += 60_000;
    const first = await round(identity, cursor);
    expect(first.changed.map(({ id }) => id)).toEqual([idOf(1)]);
    store.users.set(idOf(2), hidden);
    okta.store.clock.aheadMs += 60_000;
    const second = await round(identity, first.cursor);
    expect(second.changed.map(({ id }) => id)).toEqual([idOf(2)]);
    expect((await round(identity, second.cursor)).changed).toEqual([]);
  });

  test('of very many at once come again rather than make the cursor long', async () => {
    const { identity, store } = startOkta(several(300));
    const { cursor } = await round(identity, null);
    for (let number = 1; number <= 300; number++) store.change(idOf(number), { title: 'Boss' });
    const first = await round(identity, cursor);
    expect(first.changed).toHaveLength(300);
    expect(first.cursor.length).toBeLessThan(4_000);
    const second = await round(identity, first.cursor);
    expect(second.changed.length).toBeGreaterThan(0);
    expect(second.changed.length).toBeLessThan(300);
  });

  test('made while the first reading was under way are in the next round', async () => {
    const { okta, identity, store } = startOkta(several(6));
    let page = 0;
    okta.faults.pageSize = 2;
    okta.faults.beforePage = () => {
      page++;
      if (page > 1 && page <= 3) okta.store.clock.aheadMs += 1_200_000; // a reading of forty minutes
      if (page !== 2) return;
      store.move(idOf(1), 'deactivate');
      store.change(idOf(4), { title: 'Boss' });
    };
    const first = await round(identity, null);
    expect(first.changed.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6].map(idOf));
    expect((await round(identity, first.cursor)).removed).toEqual([idOf(1)]);
  });

  test('are read anew after more than a day, and of another organisation', async () => {
    const { okta, identity } = startOkta(several(1));
    const { cursor } = await round(identity, null);
    const elsewhere = oktaConnection(okta, { address: 'https://other.okta.com' });
    await expect(round(elsewhere, cursor)).rejects.toMatchObject({ code: 'provider_cursor_expired' });
    okta.store.clock.aheadMs += 86_400_000 + 1_000;
    await expect(round(identity, cursor)).rejects.toMatchObject({ code: 'provider_cursor_expired' });
  });
});

describe('one account', () => {
  test.each([
    ["o'brien@acme.test", "Seán O'Brien"],
    ['zoë@acme.test', 'Zoë Ångström'],
    ['李@例え.test', '李 小龍'],
    ['a+b&c=d#e@acme.test', 'Plus'],
    ['"quoted\\"@acme.test', 'Quoted'],
  ])('is found by %s', async (address, displayName) => {
    const { identity } = startOkta([named(1, { displayName, secondEmail: address }), named(2)]);
    expect((await identity.findByEmail(DIRECTORY, address)).map((one) => one.displayName)).toEqual([displayName]);
  });

  test('is not asked for by its login, its shortname or as ourselves', async () => {
    const { identity } = startOkta(several(2));
    for (const key of ['user.1@acme.test', 'user.1', 'me']) expect(await identity.account(DIRECTORY, key)).toBeNull();
  });

  test('is not gone because a proxy says 404', async () => {
    const { okta, identity } = startOkta(several(1));
    okta.faults.garbage = { status: 404, text: '<html>not here</html>' };
    await expect(identity.account(DIRECTORY, idOf(1))).rejects.toMatchObject({ code: 'provider_not_found' });
  });
});

describe('writing', () => {
  test('makes no second account when the answer was lost, even where the search is late', async () => {
    const { okta, identity, store } = startOkta(several(1));
    const create = { draft, correlationKey: 'key 1/ü' };
    await identity.findByCorrelationKey!(DIRECTORY, create.correlationKey);
    Object.assign(okta.faults, { loseNextCreate: true, staleIndex: true });
    await expect(identity.create!(DIRECTORY, create)).rejects.toMatchObject({ code: 'provider_unavailable' });
    expect(await identity.findByCorrelationKey!(DIRECTORY, create.correlationKey)).toBeNull();
    expect(await identity.create!(DIRECTORY, create)).toMatchObject({ externalId: create.correlationKey });
    expect(store.users.size).toBe(2);
    okta.faults.staleIndex = false;
    expect(await identity.findByCorrelationKey!(DIRECTORY, create.correlationKey)).not.toBeNull();
  });

  test('never tells the first password, and has it changed', async () => {
    const { okta, identity, store } = startOkta(several(1));
    const made = await identity.create!(DIRECTORY, { draft, correlationKey: 'key-1' });
    const sent = okta.requests.find(({ method }) => method === 'POST')!;
    const { credentials } = sent.body as { credentials: { password: { value: string } } };
    expect(JSON.stringify(made)).not.toContain(credentials.password.value);
    expect(store.users.get(made.id)!.status).toBe('PASSWORD_EXPIRED');
    expect(made).toMatchObject({ enabled: true, emails: ['new@acme.test'] });
  });

  test.each<[string, Partial<typeof draft>, string[]]>([
    ['with a single name', { familyName: '' }, ['familyName']],
    ['with a username that is no address', { username: 'new' }, ['username', 'email']],
    ['with a name that is too long', { givenName: 'x'.repeat(51) }, ['givenName']],
  ])('names the field of an account %s', async (_name, wanted, fields) => {
    const { identity, store } = startOkta(several(1));
    await expect(
      identity.create!(DIRECTORY, { draft: { ...draft, ...wanted }, correlationKey: 'k' }),
    ).rejects.toMatchObject({ code: 'provider_rejected', extra: { fields: fields.map((path) => ({ path })) } });
    expect(store.users.size).toBe(1);
  });

  test('says that a deactivated account keeps the username', async () => {
    const { identity, store } = startOkta([named(1), named(2, { login: 'new@acme.test' })]);
    store.move(idOf(2), 'deactivate');
    await expect(identity.create!(DIRECTORY, { draft, correlationKey: 'k' })).rejects.toMatchObject({
      code: 'username_taken',
      message: expect.stringContaining('deactivated'),
    });
  });

  test.each<[Status, boolean, object]>([
    ['LOCKED_OUT', false, { code: 'provider_rejected', extra: { detail: { reason: 'state' } } }],
    ['PASSWORD_EXPIRED', false, { code: 'provider_rejected', extra: { detail: { reason: 'state' } } }],
    ['STAGED', true, { code: 'provider_rejected', extra: { fields: [{ path: 'enabled' }] } }],
    ['DEPROVISIONED', true, { code: 'provider_not_found' }],
  ])('refuses to change one that is %s to enabled: %s', async (status, enabled, refusal) => {
    const { identity, store } = startOkta([named(1, {}, { status })]);
    await expect(identity.setEnabled!(DIRECTORY, idOf(1), enabled)).rejects.toMatchObject(refusal);
    expect(store.users.get(idOf(1))!.status).toBe(status);
  });

  test.each([
    ['SUSPENDED', false],
    ['ACTIVE', true],
  ] as const)('asks for nothing where one that is %s is to be enabled: %s', async (status, enabled) => {
    const { okta, identity } = startOkta([named(1, {}, { status })]);
    expect(await identity.setEnabled!(DIRECTORY, idOf(1), enabled)).toMatchObject({ enabled });
    expect(okta.requests.some(({ method }) => method === 'POST')).toBe(false);
  });

  test('refuses to change what Active Directory keeps, and says where to', async () => {
    const credentials = { provider: { type: 'ACTIVE_DIRECTORY', name: 'acme.local' } };
    const { okta, identity } = startOkta([named(1, {}, { credentials })]);
    expect(await identity.account(DIRECTORY, idOf(1))).toMatchObject({ synced: true });
    await expect(identity.update!(DIRECTORY, idOf(1), { title: 'x', phones: [] })).rejects.toMatchObject({
      code: 'provider_rejected',
      extra: { detail: { reason: 'synced' } },
    });
    expect(okta.requests.some(({ method }) => method === 'POST')).toBe(false);
  });

  test('overwrites no profile address of the person’s own', async () => {
    const { identity, store } = startOkta([named(1, { profileUrl: 'https://acme.test/ada' })]);
    const changed = await identity.update!(DIRECTORY, idOf(1), { title: 'Boss' });
    expect(changed).toMatchObject({ title: 'Boss', externalId: null });
    expect(store.users.get(idOf(1))!.profile.profileUrl).toBe('https://acme.test/ada');
  });
});

describe('the test of a connection', () => {
  test.each<[string, (connection: ReturnType<typeof startOkta>['okta']) => unknown, boolean, object]>([
    ['of all', () => {}, true, { reach: { state: 'works' }, read_accounts: { state: 'works' } }],
    [
      'by somebody without a role',
      ({ faults }) => Object.assign(faults, { role: 'none' }),
      false,
      { sign_in: { state: 'works' }, read_accounts: { state: 'missing', right: 'Read-only Administrator' } },
    ],
    [
      'by a revoked token',
      ({ faults }) => Object.assign(faults, { tokenEndsAfter: 0 }),
      false,
      { reach: { state: 'works' }, sign_in: { state: 'failed', code: 'provider_auth' } },
    ],
    [
      'in an outage',
      ({ faults }) => Object.assign(faults, { garbage: { status: 503, text: '<html>' } }),
      false,
      { reach: { state: 'failed', code: 'provider_unavailable' }, sign_in: { state: 'unknown' } },
    ],
    [
      'of something that is not Okta',
      ({ faults }) => Object.assign(faults, { garbage: { status: 200, text: '<html>' } }),
      false,
      { read_accounts: { state: 'failed', code: 'provider_invalid' } },
    ],
  ])('%s', async (_name, act, ok, expected) => {
    const { okta, identity } = startOkta(several(1));
    act(okta);
    const check = await identity.check();
    expect(check.ok).toBe(ok);
    expect(Object.fromEntries(check.steps.map((step) => [step.capability, step]))).toMatchObject(expected);
  });

  test.each([
    'https://acme.okta.com/',
    'https://acme-admin.okta.com/admin/dashboard',
    'https://acme.okta.com/app/UserHome?fromAdmin=true',
  ])('works with the address %s', async (address) => {
    const { okta } = startOkta(several(1));
    const identity = oktaConnection(okta, { address, http: quickHttp({ fetch: okta.fetch }) });
    expect((await identity.check()).ok).toBe(true);
    expect(okta.requests.every(({ url }) => url.startsWith(`${ORIGIN}/api/v1/`))).toBe(true);
  });
});
