import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { createDescription, type Description, type Exchange } from '../helpers/graph-description.ts';
import { referenceFile, WITHOUT_REFERENCE } from '../helpers/reference.ts';
import { startEntra, TENANT, toGraphSeed } from '../simulators/identity/graph/harness.ts';
import type { GraphSimulator } from '../simulators/identity/graph/index.ts';
import { people } from '../simulators/identity/harness.ts';

const file = referenceFile('openapi/msgraph-users.min.json');
/** Not in the cut that we have; its schema is. */
const NOT_CUT = '/v1.0/roleManagement/directory/roleAssignments';

describe.skipIf(!file)(`Microsoft's own schemas of Graph${file ? '' : ` (${WITHOUT_REFERENCE})`}`, () => {
  let made: Exchange[] = [];
  let description: Description;
  let openapi: { paths: Record<string, unknown> };

  beforeAll(async () => {
    openapi = JSON.parse(readFileSync(file!, 'utf8'));
    const list = { type: 'array', items: { $ref: '#/components/schemas/microsoft.graph.unifiedRoleAssignment' } };
    const content = {
      'application/json': { schema: { type: 'object', required: ['value'], properties: { value: list } } },
    };
    openapi.paths[NOT_CUT.replace('/v1.0', '')] = { get: { responses: { 200: { content } } } };
    description = createDescription(openapi);
    const { graph } = await useEverything();
    made = graph.requests.filter(({ url }) => url.startsWith('https://graph.microsoft.com/'));
  });

  test('every kind of request was made', () => {
    const kinds = new Set(made.map(({ method, url }) => `${method} ${description.template(new URL(url).pathname)}`));
    expect([...kinds].sort()).toEqual(EXPECTED.sort());
    const statuses = new Set(made.map(({ answer }) => answer.status));
    expect([...statuses].sort()).toEqual([200, 201, 204, 400, 403, 404, 410, 429]);
  });

  test('all requests are described', () => {
    expect(made.flatMap(description.faultsIn)).toEqual([]);
  });

  test('all answers of the stand-in are described', () => {
    expect(made.flatMap(description.faultsInAnswer)).toEqual([]);
    expect(made.filter(({ answer }) => JSON.stringify(answer.body).length > 100).length).toBeGreaterThan(15);
  });

  const at = (path: string) => `https://graph.microsoft.com/v1.0/${path}`;
  const headers = { authorization: 'Bearer x' };
  const list = { method: 'GET', url: at('users'), headers, body: '', answer: { status: 200, body: { value: [] } } };
  const create = { ...list, method: 'POST', body: { displayName: 'A' } };
  const batch = (part: object) => ({
    ...create,
    url: at('$batch'),
    body: { requests: [part] },
    answer: { status: 200, body: { responses: [{ id: '1', status: 200, body: {} }] } },
  });
  test.each<[string, Exchange]>([
    ['an unknown path', { ...list, url: at('persons') }],
    ['an unknown method', { ...list, method: 'PUT' }],
    ['an unknown option', { ...list, url: at('users?$skip=5') }],
    ['a page that is too large', { ...list, url: at('users?$top=1000') }],
    ['a missing token', { ...list, headers: {} }],
    ['an unknown property', { ...create, body: { display_name: 'A' } }],
    ['a property of the wrong type', { ...create, body: { accountEnabled: 'yes' } }],
    ['an unknown property inside another', { ...create, body: { passwordProfile: { forceChange: true } } }],
    ['an unknown path in a batch', batch({ id: '1', method: 'GET', url: '/persons' })],
    ['an unknown part of a batch', batch({ id: '1', method: 'GET', url: '/users', priority: 1 })],
  ])('the check notices %s', (_, exchange) => {
    expect(description.faultsIn(exchange)).not.toEqual([]);
  });

  test('the check notices a strange answer', () => {
    const answers: [number, unknown][] = [
      [200, { value: [{ id: 7 }] }],
      [200, { users: [] }],
      [200, { value: [{ id: 'a', nickname: 'x' }] }],
      [404, { error: 'gone' }],
    ];
    for (const [status, body] of answers) {
      expect(description.faultsInAnswer({ ...list, answer: { status, body } })).not.toEqual([]);
    }
  });
});

const EXPECTED = [
  ...['GET /organization', 'GET /domains', 'GET /roleManagement/directory/roleAssignments'],
  ...[
    'GET /users',
    'GET /users/{user-id}',
    'GET /users/delta()',
    'POST /users',
    'PATCH /users/{user-id}',
    'POST /$batch',
  ],
];

/** Every method of the connector, with every field it may send, in good weather and in bad. */
async function useEverything(): Promise<{ graph: GraphSimulator }> {
  const seeds = people(50).map((account) => ({ ...account, licensed: true }));
  const { graph, identity, store } = startEntra(
    [
      ...seeds.map(toGraphSeed),
      {
        userPrincipalName: 'synced@acme.test',
        id: '11111111-0000-4000-8000-000000000000',
        onPremisesSyncEnabled: true,
        onPremisesImmutableId: 'ABEiM0RVZneImaq7zN3u/w==',
      },
    ],
    { admins: [seeds[1]!.id] },
    20,
  );
  graph.faults.pageSize = 20;
  await identity.check();
  await identity.directories();
  for await (const _page of identity.accounts(TENANT));
  const cursor = await roundOf(identity.changes!(TENANT, null));
  for (const { id } of seeds.slice(0, 3)) store.change(id, { jobTitle: 'Chief' });
  store.remove(seeds[9]!.id);
  graph.faults.throttleParts = { times: 1, retryAfter: 0 };
  await roundOf(identity.changes!(TENANT, cursor));
  graph.faults.expired = 'gone';
  await expect(roundOf(identity.changes!(TENANT, cursor))).rejects.toMatchObject({ code: 'provider_cursor_expired' });
  graph.faults.fussyFilters = true;
  await identity.findByEmail(TENANT, "o'brien@acme.test");
  await identity.findByCorrelationKey!(TENANT, 'key-1');
  await identity.account(TENANT, seeds[9]!.id);
  const phones = (['work', 'mobile', 'home', 'other'] as const).map((kind) => ({ kind, value: '+45 11111111' }));
  const draft = { username: 'zoe@acme.test', displayName: 'Zoë', givenName: 'Zoë', familyName: 'Å', phones };
  const { id } = await identity.create!(TENANT, {
    draft: { ...draft, email: 'zoe@acme.test' },
    correlationKey: 'key-1',
  });
  const other = { ...draft, username: 'zoe.2@acme.test', email: 'zoe@home.example' };
  await identity.create!(TENANT, { draft: other, correlationKey: 'key-2' });
  await identity.update!(TENANT, id, { ...draft, email: null, title: 'Boss', department: 'All' });
  await identity.update!(TENANT, id, {
    givenName: '',
    familyName: '',
    phones: [],
    title: null,
    department: null,
    email: 'z@x.example',
  });
  await identity.setEnabled!(TENANT, id, false);
  await expect(identity.setEnabled!(TENANT, seeds[1]!.id, false)).rejects.toMatchObject({ code: 'provider_forbidden' });
  await expect(identity.create!(TENANT, { draft: { ...other }, correlationKey: 'k' })).rejects.toMatchObject({
    code: 'username_taken',
  });
  graph.faults.throttle = { times: 1, retryAfter: 0 };
  await identity.account(TENANT, id);
  return { graph };
}

async function roundOf(pages: AsyncIterable<{ cursor: string | null }>): Promise<string> {
  let cursor: string | null = null;
  for await (const page of pages) cursor = page.cursor;
  return cursor!;
}
