import { createBudget, createHttp } from '@counterpart/server/http.ts';
import { describe, expect, test } from 'vitest';
import {
  CUSTOMER,
  googleConnection,
  startGoogle,
  startPatient,
  toGoogleSeed,
} from '../simulators/identity/google/harness.ts';
import type { GoogleSimulator } from '../simulators/identity/google/index.ts';
import { people, quickHttp, readAll } from '../simulators/identity/harness.ts';

const idOf = (number: number) => String(100_000_000_000_000_000_000n + BigInt(number));
const named = (number: number, more: object = {}) => ({
  id: idOf(number),
  primaryEmail: `user.${number}@acme.test`,
  name: { givenName: 'User', familyName: String(number) },
  ...more,
});
const draft = {
  ...{ username: 'new@acme.test', displayName: 'New One', givenName: 'New', familyName: 'One' },
  ...{ email: null, phones: [] },
};
/** The budget's own pauses, which a test would have to wait for, left out. */
function unpaused({ fetch }: Pick<GoogleSimulator, 'fetch'>) {
  const none = async () => {};
  return createHttp({ fetch, budget: { take: none, pause: () => {} }, sleep: none });
}
const idsIn = (pages: Awaited<ReturnType<typeof readAll>>) => pages.flatMap(({ items }) => items.map(({ id }) => id));

describe('a list', () => {
  test('that is empty is no list', async () => {
    const { identity } = startGoogle([]);
    await expect(readAll(identity, CUSTOMER)).rejects.toMatchObject({ code: 'provider_incomplete' });
  });

  test('takes one request for each five hundred people', async () => {
    const { google, identity } = startGoogle(people(1_200).map(toGoogleSeed));
    expect(idsIn(await readAll(identity, CUSTOMER))).toHaveLength(1_200);
    expect(google.requests.filter(({ url }) => url.includes('/users?'))).toHaveLength(3);
  });

  test('tells nobody twice whom Google repeats, and follows no circle', async () => {
    const { google, identity } = startGoogle([1, 2, 3, 4, 5].map((number) => named(number)));
    Object.assign(google.faults, { pageSize: 2, repeatsRows: true });
    expect(idsIn(await readAll(identity, CUSTOMER))).toEqual([1, 2, 3, 4, 5].map(idOf));
    google.faults.circles = true;
    await expect(readAll(identity, CUSTOMER)).rejects.toMatchObject({ code: 'provider_incomplete' });
  });

  test('loses nobody who was there all the time while others come, go and change their names', async () => {
    const { google, identity, store } = startGoogle([1, 2, 3, 4, 5, 6].map((number) => named(number)));
    let page = 0;
    google.faults.pageSize = 2;
    google.faults.beforePage = () => {
      page++;
      if (page === 2) {
        store.change(idOf(5), { primaryEmail: 'aaron@acme.test' }); // in the alphabet, behind us
        store.remove(idOf(1));
        store.put(named(0));
      }
    };
    const seen = idsIn(await readAll(identity, CUSTOMER));
    expect(seen).toEqual(expect.arrayContaining([2, 3, 4, 5, 6].map(idOf)));
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('goes on with another token when its own ends under way', async () => {
    const { google, identity } = startGoogle([1, 2, 3, 4, 5].map((number) => named(number)));
    google.faults.pageSize = 1;
    google.faults.tokensEndAfter = 3;
    expect(idsIn(await readAll(identity, CUSTOMER))).toEqual([1, 2, 3, 4, 5].map(idOf));
    expect(google.requests.filter(({ answer }) => answer.status === 401)).toHaveLength(1);
  });

  test('ends in a fault, not in a part, when access is withdrawn under way', async () => {
    const { google, identity } = startGoogle([1, 2, 3, 4].map((number) => named(number)));
    let page = 0;
    google.faults.pageSize = 1;
    google.faults.beforePage = () => {
      if (++page === 2) {
        google.faults.tokensEndAfter = 0;
        google.grants.scopes = null;
      }
    };
    await expect(readAll(identity, CUSTOMER)).rejects.toMatchObject({
      code: 'provider_auth',
      extra: { detail: { fix: 'google_delegation' } },
    });
  });

  test.each([
    [403, 'userRateLimitExceeded'],
    [403, 'quotaExceeded'],
    [403, 'rateLimitExceeded'],
    [429, 'rateLimitExceeded'],
  ] as const)('backs off after %i %s, longer each time, and goes on', async (status, reason) => {
    const { google } = startGoogle([named(1), named(2)]);
    const { identity, waits } = startPatient([], unpaused(google));
    await identity.directories();
    google.faults.throttle = { times: 7, status, reason };
    expect(idsIn(await readAll(identity, CUSTOMER))).toEqual([1, 2].map(idOf));
    // Three tries each round: the waits between rounds follow the third and the sixth refusal.
    expect(waits).toHaveLength(2);
    const [first, second] = waits as [number, number];
    expect(first).toBeGreaterThanOrEqual(2_000);
    expect(first).toBeLessThanOrEqual(4_000);
    expect(second).toBeGreaterThanOrEqual(16_000);
    expect(second).toBeLessThanOrEqual(32_000);
  });

  test('gives up in the end where Google does not give in, and says when to come back', async () => {
    const { google } = startGoogle([named(1)]);
    const { identity } = startPatient([], unpaused(google));
    await identity.directories();
    google.faults.throttle = { times: 99, status: 403, reason: 'quotaExceeded' };
    await expect(readAll(identity, CUSTOMER)).rejects.toMatchObject({
      code: 'provider_rate_limited',
      extra: { retryAfterSeconds: expect.any(Number) },
    });
  });

  test('pauses the whole connection when Google refuses by a 403, so that a person is told at once', async () => {
    const { google } = startGoogle([named(1)]);
    let now = 0;
    const budget = createBudget({
      limit: 1_000,
      windowMs: 1_000,
      now: () => now,
      sleep: async (ms) => {
        now += ms;
      },
    });
    const http = createHttp({ fetch: google.fetch, budget, sleep: async () => {} });
    const identity = googleConnection(google, undefined, http);
    await identity.directories();
    // Google says itself how long, for once.
    const headers = { 'retry-after': '30' };
    google.faults.throttle = { times: 99, status: 403, reason: 'userRateLimitExceeded', headers };
    const limited = { code: 'provider_rate_limited', extra: { retryAfterSeconds: 30 } };
    await expect(identity.account(CUSTOMER, idOf(1))).rejects.toMatchObject(limited);
    const before = google.requests.length;
    await expect(identity.account(CUSTOMER, idOf(1))).rejects.toMatchObject(limited);
    expect(google.requests.length).toBe(before);
  });
});

describe('a 403', () => {
  test('of another reason is a missing right and asked once', async () => {
    const { google, identity } = startGoogle([named(1)]);
    await identity.directories();
    google.faults.noRole = true;
    const before = google.requests.length;
    await expect(readAll(identity, CUSTOMER)).rejects.toMatchObject({ code: 'provider_forbidden' });
    expect(google.requests.length).toBe(before + 1);
  });
});

describe('one account', () => {
  test.each([
    ["o'brien@acme.test", "Seán O'Brien"],
    ['zoë@acme.test', 'Zoë Ångström'],
    ['李@例え.test', '李 小龍'],
    ['a+b&c=d#e@acme.test', 'Plus'],
    ["back\\slash'quote@acme.test", 'Odd'],
  ])('is found by %s', async (address, displayName) => {
    const user = named(1, { name: { givenName: 'A', familyName: 'B', displayName }, emails: [{ address }] });
    const { identity } = startGoogle([user, named(2)]);
    expect((await identity.findByEmail(CUSTOMER, address)).map((one) => one.displayName)).toEqual([displayName]);
  });

  test('that was deleted is gone, restored it is back under its id', async () => {
    const { identity, store } = startGoogle([named(1), named(2)]);
    store.remove(idOf(1));
    expect(await identity.account(CUSTOMER, idOf(1))).toBeNull();
    expect(idsIn(await readAll(identity, CUSTOMER))).toEqual([idOf(2)]);
    store.restore(idOf(1));
    expect(await identity.account(CUSTOMER, idOf(1))).toMatchObject({ id: idOf(1), username: 'user.1@acme.test' });
  });

  test('that is renamed keeps its id, and is found by both names', async () => {
    const { identity, store } = startGoogle([named(1), named(2)]);
    store.change(idOf(1), { primaryEmail: 'married@acme.test' });
    const renamed = await identity.account(CUSTOMER, idOf(1));
    expect(renamed).toMatchObject({ username: 'married@acme.test', emails: ['married@acme.test', 'user.1@acme.test'] });
    for (const address of renamed!.emails) expect(await identity.findByEmail(CUSTOMER, address)).toEqual([renamed]);
  });

  test('is not asked for by an address, which may pass to somebody else', async () => {
    const { google, identity } = startGoogle([named(1)]);
    await identity.directories();
    const before = google.requests.length;
    expect(await identity.account(CUSTOMER, 'user.1@acme.test')).toBeNull();
    expect(google.requests.length).toBe(before);
  });

  test('is not gone because a proxy says 404', async () => {
    const { google, identity } = startGoogle([named(1)]);
    await identity.account(CUSTOMER, idOf(1));
    google.faults.garbage = { status: 404, text: '<html>not here</html>' };
    await expect(identity.account(CUSTOMER, idOf(1))).rejects.toMatchObject({ code: 'provider_not_found' });
  });

  test('of another customer is refused, though the credentials were replaced by that customer’s', async () => {
    const { identity } = startGoogle([named(1)], { id: 'C0other' });
    await expect(identity.account(CUSTOMER, idOf(1))).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('writing', () => {
  test('makes no second account when the answer was lost, even where the search is late', async () => {
    const { google, identity, store } = startGoogle([named(1)]);
    const create = { draft, correlationKey: 'key-1' };
    await identity.findByCorrelationKey!(CUSTOMER, 'key-1');
    Object.assign(google.faults, { loseNextCreate: true, staleIndex: true });
    await expect(identity.create!(CUSTOMER, create)).rejects.toMatchObject({ code: 'provider_unavailable' });
    expect(await identity.findByCorrelationKey!(CUSTOMER, 'key-1')).toBeNull();
    expect(await identity.create!(CUSTOMER, create)).toMatchObject({ username: 'new@acme.test', externalId: 'key-1' });
    expect(store.users.size).toBe(2);
  });

  test('tells the whole of what it made although Google does not find it yet', async () => {
    const { google, identity } = startGoogle([named(1)]);
    google.faults.hideNew = 1;
    const phones = [{ kind: 'mobile' as const, value: '+33 6' }];
    const made = await identity.create!(CUSTOMER, { draft: { ...draft, phones }, correlationKey: 'key-1' });
    expect(made).toMatchObject({ username: 'new@acme.test', enabled: true, phones, externalId: 'key-1' });
  });

  test('waits for a new account that one machine of Google knows and another does not yet', async () => {
    const { google, identity: first } = startGoogle([named(1)]);
    const made = await first.create!(CUSTOMER, { draft, correlationKey: 'key-1' });
    let changes = 0;
    // The read before the change finds it, the change itself does not, twice.
    const fetch: typeof google.fetch = (input, init) => {
      if (init?.method === 'PATCH' && changes++ < 2) google.faults.hideNew = 1;
      return google.fetch(input, init);
    };
    const { identity, waits } = startPatient([], quickHttp({ fetch }));
    expect(await identity.update!(CUSTOMER, made.id, { title: 'Boss' })).toMatchObject({ title: 'Boss' });
    expect(waits).toEqual([500, 1_000]);
  });

  test('never tells the first password, and has it changed', async () => {
    const { google, identity } = startGoogle([named(1)]);
    const made = await identity.create!(CUSTOMER, { draft, correlationKey: 'key-1' });
    const sent = google.requests.find(({ method, url }) => method === 'POST' && url.includes('/users'))!;
    const { password, changePasswordAtNextLogin } = sent.body as Record<string, unknown>;
    expect(changePasswordAtNextLogin).toBe(true);
    expect(JSON.stringify(made)).not.toContain(password);
    const again = identity.create!(CUSTOMER, { draft, correlationKey: 'another' });
    const error = await again.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'username_taken', extra: { fields: [{ path: 'username' }] } });
  });

  const refusals: [string, Partial<typeof draft>, string][] = [
    ['under a domain that is not the customer’s', { username: 'new@elsewhere.test' }, 'username'],
    ['under a domain that is not verified', { username: 'new@unverified.test' }, 'username'],
    ['with accents in its username', { username: 'zoë@acme.test' }, 'username'],
    ['with two dots in its username', { username: 'new..one@acme.test' }, 'username'],
    ['without an @ in its username', { username: 'new' }, 'username'],
    ['with a single name', { familyName: '' }, 'familyName'],
    ['with a name that is too long', { givenName: 'x'.repeat(61) }, 'givenName'],
  ];
  test.each(refusals)('refuses an account %s, and asks for none', async (_name, wanted, path) => {
    const domains = [{ name: 'acme.test' }, { name: 'unverified.test', verified: false }];
    const { google, identity } = startGoogle([named(1)], { domains });
    await expect(
      identity.create!(CUSTOMER, { draft: { ...draft, ...wanted }, correlationKey: 'k' }),
    ).rejects.toMatchObject({ code: 'provider_rejected', extra: { fields: [{ path }] } });
    expect(google.requests.filter(({ method, url }) => method === 'POST' && url.includes('/users'))).toEqual([]);
  });

  test('makes accounts under a domain alias, and says that licences are used up', async () => {
    const domains = [{ name: 'acme.test', aliases: [{ name: 'acme.example' }] }];
    const { google, identity } = startGoogle([named(1)], { domains });
    const made = await identity.create!(CUSTOMER, {
      draft: { ...draft, username: 'new@acme.example' },
      correlationKey: 'key-1',
    });
    expect(made.username).toBe('new@acme.example');
    google.faults.full = true;
    const full = identity.create!(CUSTOMER, { draft, correlationKey: 'key-2' });
    await expect(full).rejects.toMatchObject({
      code: 'provider_rejected',
      message: expect.stringContaining('licence'),
    });
  });

  test('sends back as it was what we do not show', async () => {
    const { identity, store } = startGoogle([
      named(1, {
        phones: [
          { type: 'work', value: '+33 1', primary: true },
          { type: 'work_fax', value: '+33 9' },
        ],
        organizations: [
          { name: 'Old', title: 'Intern' },
          { name: 'Acme', primary: true, title: 'Clerk', costCenter: '7' },
        ],
        emails: [
          { address: 'home@example.test', type: 'home' },
          { address: 'other@example.test', type: 'other' },
        ],
        externalIds: [{ type: 'organization', value: 'payroll-7' }],
      }),
    ]);
    const phones = [{ kind: 'mobile' as const, value: '+33 6' }];
    const changed = await identity.update!(CUSTOMER, idOf(1), { phones, title: 'Boss', email: 'new@example.test' });
    expect(changed).toMatchObject({ phones, title: 'Boss', externalId: null });
    expect(changed.emails).toEqual(['user.1@acme.test', 'new@example.test', 'home@example.test', 'other@example.test']);
    expect(store.users.get(idOf(1))).toMatchObject({
      phones: [
        { type: 'mobile', value: '+33 6' },
        { type: 'work_fax', value: '+33 9' },
      ],
      organizations: [
        { name: 'Old', title: 'Intern' },
        { name: 'Acme', primary: true, title: 'Boss', costCenter: '7' },
      ],
      externalIds: [{ type: 'organization', value: 'payroll-7' }],
    });
  });

  test('does not take its own mailbox for an address that was written down', async () => {
    const { google, identity } = startGoogle([named(1, { aliases: ['alias@acme.test'] })]);
    const before = await identity.account(CUSTOMER, idOf(1));
    expect(await identity.update!(CUSTOMER, idOf(1), { email: 'Alias@acme.test' })).toEqual(before);
    expect(google.requests.some(({ method }) => method === 'PATCH')).toBe(false);
  });

  test('brings no archived account back, which would take a licence', async () => {
    const { identity } = startGoogle([named(1, { archived: true })]);
    expect((await identity.account(CUSTOMER, idOf(1)))!.enabled).toBe(false);
    await expect(identity.setEnabled!(CUSTOMER, idOf(1), true)).rejects.toMatchObject({
      code: 'provider_rejected',
      extra: { fields: [{ path: 'enabled' }] },
    });
  });
});
