import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { createDescription, type Description, type Exchange } from '../helpers/openapi-description.ts';
import { referenceFile, WITHOUT_REFERENCE } from '../helpers/reference.ts';
import { people } from '../simulators/identity/harness.ts';
import { DIRECTORY, startOkta, toOktaSeed } from '../simulators/identity/okta/harness.ts';
import { type OktaSimulator, ORIGIN } from '../simulators/identity/okta/index.ts';

const file = referenceFile('openapi/okta-users.min.json');
/** Profiles may hold a company's own properties; we send none, and the stand-in has none. */
const CLOSED = [
  ...['UserProfile', 'CreateUserRequest', 'UpdateUserRequest', 'UserCredentialsWritable', 'PasswordCredential'],
  ...['User', 'Error', 'ErrorCause'],
];

describe.skipIf(!file)(`Okta's own description of its users${file ? '' : ` (${WITHOUT_REFERENCE})`}`, () => {
  let made: Exchange[] = [];
  let description: Description;

  beforeAll(async () => {
    const openapi = JSON.parse(readFileSync(file!, 'utf8'));
    description = createDescription(openapi, { closed: CLOSED, scheme: 'SSWS', everyStatus: true });
    made = (await useEverything()).requests;
  });

  test('every kind of request was made', () => {
    const kinds = new Set(made.map(({ method, url }) => `${method} ${description.template(new URL(url).pathname)}`));
    expect([...kinds].sort()).toEqual(EXPECTED.sort());
    const statuses = new Set(made.map(({ answer }) => answer.status));
    expect([...statuses].sort()).toEqual([200, 400, 403, 404, 429]);
  });

  test('all requests are described', () => {
    expect(made.flatMap(description.faultsIn)).toEqual([]);
  });

  test('all answers of the stand-in are described', () => {
    expect(made.flatMap(description.faultsInAnswer)).toEqual([]);
    expect(made.filter(({ answer }) => JSON.stringify(answer.body).length > 300).length).toBeGreaterThan(10);
  });

  const users = `${ORIGIN}/api/v1/users`;
  const headers = { authorization: 'SSWS x' };
  const list = { method: 'GET', url: users, headers, body: undefined, answer: { status: 200, body: [] as unknown } };
  const create = { ...list, method: 'POST', body: { profile: { login: 'a@b.c' } } };
  test.each<[string, Exchange]>([
    ['an unknown path', { ...list, url: `${ORIGIN}/api/v1/people` }],
    ['an unknown method', { ...list, method: 'PATCH' }],
    ['an unknown option', { ...list, url: `${users}?page=5` }],
    ['a limit that is no number', { ...list, url: `${users}?limit=many` }],
    ['another kind of token', { ...list, headers: { authorization: 'Bearer x' } }],
    ['a missing body', { ...create, body: undefined }],
    ['a body where none belongs', { ...create, url: `${users}/1/lifecycle/suspend` }],
    ['a body without a profile', { ...create, body: { credentials: {} } }],
    ['an unknown property', { ...create, body: { profile: { mail: 'a@b.c' } } }],
    ['a property of the wrong type', { ...create, body: { profile: { title: 7 } } }],
    ['nothing where something has to be', { ...create, body: { profile: { department: null } } }],
    ['a name that is too long', { ...create, body: { profile: { lastName: 'x'.repeat(51) } } }],
    ['an unknown kind of next sign-in', { ...create, url: `${users}?nextLogin=never` }],
  ])('the check notices %s', (_, exchange) => {
    expect(description.faultsIn(exchange)).not.toEqual([]);
  });

  test.each<[number, unknown]>([
    [200, {}],
    [200, [{ id: 7 }]],
    [200, [{ status: 'GONE' }]],
    [200, [{ name: 'x' }]],
    [404, { error: 'gone' }],
    [418, {}],
  ])('the check notices the strange answer %i %j', (status, body) => {
    expect(description.faultsInAnswer({ ...list, answer: { status, body } })).not.toEqual([]);
  });
});

const EXPECTED = [
  ...['GET /api/v1/users', 'GET /api/v1/users/{id}', 'POST /api/v1/users', 'POST /api/v1/users/{id}'],
  ...['POST /api/v1/users/{id}/lifecycle/suspend', 'POST /api/v1/users/{id}/lifecycle/unsuspend'],
];

/** Every method of the connector, with every field it may send, in good weather and in bad. */
async function useEverything(): Promise<OktaSimulator> {
  const seeds = people(30);
  const { okta, identity, store } = startOkta(seeds.map(toOktaSeed));
  okta.faults.pageSize = 20;
  await identity.check();
  for await (const _page of identity.accounts(DIRECTORY));
  const cursor = await roundOf(identity.changes!(DIRECTORY, null));
  for (const { id } of seeds.slice(0, 3)) store.change(id, { title: 'Chief' });
  store.move(seeds[9]!.id, 'deactivate');
  await roundOf(identity.changes!(DIRECTORY, cursor));
  await identity.findByEmail(DIRECTORY, `"o'brien"@acme.test`);
  await identity.findByCorrelationKey!(DIRECTORY, 'key-1');
  await identity.account(DIRECTORY, 'nobody');
  const phones = (['work', 'mobile', 'home', 'other'] as const).map((kind) => ({ kind, value: '+45 11111111' }));
  const draft = { username: 'zoe@acme.test', displayName: 'Zoë', givenName: 'Zoë', familyName: 'Å', phones };
  await identity.create!(DIRECTORY, { draft: { ...draft, email: null }, correlationKey: 'key-1' });
  const { id } = seeds[20]!;
  await identity.update!(DIRECTORY, id, { ...draft, username: 'zoe.2@acme.test', email: 'z@x.example', title: 'Boss' });
  await identity.update!(DIRECTORY, id, { phones: [], title: null, department: null });
  await identity.setEnabled!(DIRECTORY, id, false);
  await identity.setEnabled!(DIRECTORY, id, true);
  const taken = identity.create!(DIRECTORY, { draft: { ...draft, email: null }, correlationKey: 'k' });
  await expect(taken).rejects.toMatchObject({ code: 'username_taken' });
  okta.faults.role = 'reader';
  await expect(identity.setEnabled!(DIRECTORY, id, false)).rejects.toMatchObject({ code: 'provider_forbidden' });
  okta.faults.throttle = { times: 1, seconds: 0 };
  await identity.account(DIRECTORY, id);
  return okta;
}

async function roundOf(pages: AsyncIterable<{ cursor: string | null }>): Promise<string> {
  let cursor: string | null = null;
  for await (const page of pages) cursor = page.cursor;
  return cursor!;
}
