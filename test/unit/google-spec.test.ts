import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { createDescription, type Description, type Exchange } from '../helpers/openapi-description.ts';
import { referenceFile, WITHOUT_REFERENCE } from '../helpers/reference.ts';
import {
  CUSTOMER,
  DELEGATION,
  googleConnection,
  startGoogle,
  toGoogleSeed,
} from '../simulators/identity/google/harness.ts';
import type { GoogleSimulator } from '../simulators/identity/google/index.ts';
import { people } from '../simulators/identity/harness.ts';

const file = referenceFile('openapi/google-directory-users.min.json');
const BASE = 'https://admin.googleapis.com/admin/directory/v1';

describe.skipIf(!file)(`Google's own description of the Directory API${file ? '' : ` (${WITHOUT_REFERENCE})`}`, () => {
  let made: Exchange[] = [];
  let description: Description;

  beforeAll(async () => {
    // Google describes no answer but the good one.
    const openapi = JSON.parse(readFileSync(file!, 'utf8'));
    description = createDescription(openapi, { scheme: 'Bearer', everyStatus: false });
    const google = await useEverything();
    made = google.requests.filter(({ url }) => url.startsWith('https://admin.googleapis.com/'));
  });

  test('every kind of request was made', () => {
    const kinds = new Set(made.map(({ method, url }) => `${method} ${description.template(new URL(url).pathname)}`));
    expect([...kinds].sort()).toEqual(EXPECTED.sort());
    const statuses = new Set(made.map(({ answer }) => answer.status));
    expect([...statuses].sort()).toEqual([200, 401, 403, 404, 409]);
  });

  test('all requests are described', () => {
    expect(made.flatMap(description.faultsIn)).toEqual([]);
  });

  test('all answers of the stand-in are described', () => {
    expect(made.flatMap(description.faultsInAnswer)).toEqual([]);
    expect(made.filter(({ answer }) => JSON.stringify(answer.body).length > 300).length).toBeGreaterThan(10);
  });

  const headers = { authorization: 'Bearer x' };
  const list = { method: 'GET', url: `${BASE}/users`, headers, body: '', answer: { status: 200, body: {} } };
  const create = { ...list, method: 'POST', body: { primaryEmail: 'a@b.c' } };
  test.each<[string, Exchange]>([
    ['an unknown path', { ...list, url: `${BASE}/people` }],
    ['an unknown method', { ...list, method: 'PUT' }],
    ['an unknown option', { ...list, url: `${BASE}/users?limit=5` }],
    ['a page that is too large', { ...list, url: `${BASE}/users?maxResults=501` }],
    ['an unknown projection', { ...list, url: `${BASE}/users?projection=whole` }],
    ['a missing token', { ...list, headers: {} }],
    ['a missing body', { ...create, body: '' }],
    ['an unknown property', { ...create, body: { email: 'a@b.c' } }],
    ['a property of the wrong type', { ...create, body: { suspended: 'yes' } }],
    ['an unknown property inside another', { ...create, body: { name: { first: 'A' } } }],
    ['what only Google sets', { ...create, body: { aliases: ['a@b.c'] } }],
  ])('the check notices %s', (_, exchange) => {
    expect(description.faultsIn(exchange)).not.toEqual([]);
  });

  test.each([{ users: {} }, { members: [] }, { users: [{ id: 7 }] }, { users: [{ mail: 'a@b.c' }] }])(
    'the check notices the strange answer %j',
    (body) => {
      expect(description.faultsInAnswer({ ...list, answer: { status: 200, body } })).not.toEqual([]);
    },
  );
});

const PATH = '/admin/directory/v1';
const EXPECTED = [
  ...['customers/{customerKey}', 'customer/{customer}/domains', 'users', 'users/{userKey}'].map(
    (path) => `GET ${PATH}/${path}`,
  ),
  ...[`POST ${PATH}/users`, `PATCH ${PATH}/users/{userKey}`],
];

/** Every method of the connector, with every field it may send, in good weather and in bad. */
async function useEverything(): Promise<GoogleSimulator> {
  const seeds = people(30);
  const aliases = [{ name: 'acme.example' }, { name: 'old.example', verified: false }];
  const { google, identity } = startGoogle(seeds.map(toGoogleSeed), { domains: [{ name: 'acme.test', aliases }] });
  google.faults.pageSize = 20;
  await identity.check();
  await identity.directories();
  for await (const _page of identity.accounts(CUSTOMER));
  await identity.findByEmail(CUSTOMER, "o'brien@acme.test");
  await identity.findByCorrelationKey!(CUSTOMER, 'key-1');
  await identity.account(CUSTOMER, 'nobody');
  const phones = (['work', 'mobile', 'home', 'other'] as const).map((kind) => ({ kind, value: '+45 11111111' }));
  const draft = { username: 'zoe@acme.test', displayName: 'Zoë', givenName: 'Zoë', familyName: 'Å', phones };
  const { id } = await identity.create!(CUSTOMER, {
    draft: { ...draft, email: 'zoe@home.example' },
    correlationKey: 'key-1',
  });
  await identity.update!(CUSTOMER, id, { ...draft, email: 'z@x.example', title: 'Boss', department: 'All' });
  await identity.update!(CUSTOMER, id, { phones: [], title: null, department: null, email: null });
  await identity.setEnabled!(CUSTOMER, id, false);
  await expect(
    identity.create!(CUSTOMER, { draft: { ...draft, email: null }, correlationKey: 'k' }),
  ).rejects.toMatchObject({ code: 'username_taken' });
  google.faults.throttle = { times: 1, status: 403, reason: 'userRateLimitExceeded', headers: { 'retry-after': '0' } };
  await identity.account(CUSTOMER, id);
  google.faults.tokensEndAfter = 0;
  await identity.account(CUSTOMER, id);
  google.faults.noRole = true;
  await googleConnection(google, DELEGATION).check();
  return google;
}
