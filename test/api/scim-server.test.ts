import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OwnScim, openScim, sendScim } from '../helpers/own-scim.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { addWorkspace, asOwner, type TestWorkspace } from '../helpers/workspace.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

let server: TestServer;
let mine: TestWorkspace;
let scim: OwnScim;
beforeAll(async () => {
  server = await startTestServer();
  mine = await addWorkspace(server, 'Mine');
  scim = await openScim(server, mine.as.admin);
});
afterAll(() => server?.close());

let made = 0;
const newUser = (more: object = {}) => ({
  schemas: [USER, ENTERPRISE],
  userName: `ada.${++made}@acme.test`,
  externalId: `ext-${made}`,
  name: { givenName: 'Ada', familyName: 'King', formatted: 'Ada King' },
  displayName: 'Ada King',
  active: true,
  emails: [
    { value: `Ada.${made}@mail.acme.test`, type: 'work', primary: true },
    { value: `ada.home.${made}@example.org`, type: 'home' },
  ],
  phoneNumbers: [{ value: '+33 1 23 45 67 89', type: 'work' }],
  [ENTERPRISE]: { department: 'Finance', employeeNumber: '42' },
  ...more,
});
async function create(more: object = {}) {
  const answer = await scim.send('POST', '/Users', newUser(more));
  expect(answer.status).toBe(201);
  return answer.body;
}
const patch = (id: string, ...Operations: object[]) =>
  scim.send('PATCH', `/Users/${id}`, { schemas: [PATCH], Operations });
const without = ({ meta: _, ...user }: Record<string, unknown>) => user;
const find = async (filter: string) => {
  const answer = await scim.send('GET', `/Users?filter=${encodeURIComponent(filter)}`);
  return answer.status === 200 ? answer.body.Resources.map(({ id }: { id: string }) => id) : answer.body.scimType;
};

describe('a user', () => {
  test('is made, read, replaced and removed', async () => {
    const body = newUser({ nickName: 'Countess', password: 'secret', shoeSize: 38 });
    const { status, headers, body: user } = await scim.send('POST', '/Users', body);
    const { password, shoeSize, ...kept } = body as Record<string, unknown>;
    expect([status, headers.get('content-type')]).toEqual([201, 'application/scim+json; charset=utf-8']);
    expect(without(user)).toEqual({ ...kept, id: user.id });
    expect(headers.get('location')).toBe(`${scim.address}/Users/${user.id}`);
    expect(user.meta).toMatchObject({ resourceType: 'User', location: `${scim.address}/Users/${user.id}` });
    expect(headers.get('etag')).toBe(user.meta.version);
    expect((await scim.send('GET', `/Users/${user.id}`)).body).toEqual(user);

    const next = { schemas: [USER], id: 'another', userName: kept.userName, active: false };
    const { body: replaced } = await scim.send('PUT', `/Users/${user.id}`, next);
    expect(without(replaced)).toEqual({ ...next, id: user.id });

    expect((await scim.send('DELETE', `/Users/${user.id}`)).status).toBe(204);
    const gone = await scim.send('GET', `/Users/${user.id}`);
    expect([gone.status, gone.body]).toEqual([404, { schemas: [ERROR], status: '404', detail: expect.any(String) }]);
    expect((await scim.send('DELETE', `/Users/${user.id}`)).status).toBe(404);
  });

  test('stands in the mirror at once, and is gone from it with the directory’s', async () => {
    const { id } = await create({ phoneNumbers: [{ value: '01 23 45 67 88', type: 'mobile' }] });
    const row = () =>
      asOwner(server, async (sql) => {
        const [account] = await sql`select a.username, a.synced, a.gone_at, count(k.*)::int as keys from accounts a
          left join account_keys k on k.account_id = a.id where a.object_id = ${id} group by a.id, a.workspace_id`;
        return account!;
      });
    expect(await row()).toMatchObject({ synced: true, gone_at: null });
    expect((await row()).keys).toBeGreaterThan(2);
    await scim.send('DELETE', `/Users/${id}`);
    expect((await row()).gone_at).not.toBeNull();
  });

  test.each([
    ['without a username', { displayName: 'Ada' }, 400, 'invalidValue'],
    ['with an empty username', { userName: ' ' }, 400, 'invalidValue'],
    ['with too long a username', { userName: 'a'.repeat(257) }, 400, 'invalidValue'],
    ['that is a list', [], 400, 'invalidSyntax'],
    ['that is no JSON', '{"userName": ', 400, 'invalidSyntax'],
    ['of another schema', { schemas: ['urn:other'], userName: 'x' }, 400, 'invalidSyntax'],
    ['with a name that is a number', { userName: 'x', displayName: 7 }, 400, 'invalidValue'],
    ['that is neither active nor not', { userName: 'x', active: 'perhaps' }, 400, 'invalidValue'],
    ['with a NUL', { userName: 'x\0y' }, 400, 'invalidValue'],
    ['with too many addresses', { userName: 'x', emails: Array(101).fill({ value: 'a@b.cd' }) }, 400, 'invalidValue'],
    ['of many megabytes', { userName: 'x', displayName: 'a'.repeat(300_000) }, 413, undefined],
  ])('%s is refused', async (_name, body, status, scimType) => {
    const answer = await scim.send('POST', '/Users', body);
    expect([answer.status, answer.body.scimType, answer.body.schemas]).toEqual([status, scimType, [ERROR]]);
    expect(answer.body.status).toBe(String(status));
  });

  test('that is there already is a conflict, by username in any case and by external id', async () => {
    const user = await create();
    for (const twin of [newUser({ userName: user.userName.toUpperCase() }), newUser({ externalId: user.externalId })]) {
      const answer = await scim.send('POST', '/Users', twin);
      expect([answer.status, answer.body.scimType]).toEqual([409, 'uniqueness']);
    }
    const other = await create();
    const renamed = await patch(other.id, { op: 'replace', path: 'userName', value: user.userName.toUpperCase() });
    expect([renamed.status, renamed.body.scimType]).toEqual([409, 'uniqueness']);
  });

  test('is one, of eight that are sent at once', async () => {
    const body = newUser();
    const answers = await Promise.all(Array.from({ length: 8 }, () => scim.send('POST', '/Users', body)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, ...Array(7).fill(409)]);
  });

  test('is changed only as it was read, where the sender says how that was', async () => {
    const { id, meta } = await create();
    const body = { schemas: [PATCH], Operations: [{ op: 'replace', path: 'title', value: 'Countess' }] };
    const send = (version: string) => scim.send('PATCH', `/Users/${id}`, body, { 'if-match': version });
    const changed = await send(meta.version);
    expect(changed.status).toBe(200);
    expect(changed.body.meta.version).not.toBe(meta.version);
    expect((await send(meta.version)).status).toBe(412);
    expect((await scim.send('DELETE', `/Users/${id}`, undefined, { 'if-match': meta.version })).status).toBe(412);
    const known = { 'if-none-match': changed.body.meta.version };
    expect((await scim.send('GET', `/Users/${id}`, undefined, known)).status).toBe(304);
    // A change that changes nothing is none.
    expect((await send('*')).body.meta).toEqual(changed.body.meta);
  });

  test('is shown in part where a part is asked for', async () => {
    const { id, userName } = await create();
    const { body } = await scim.send('GET', `/Users/${id}?attributes=username,NAME.givenName`);
    expect(Object.keys(body).toSorted()).toEqual(['id', 'name', 'schemas', 'userName']);
    expect(body.userName).toBe(userName);
    const rest = await scim.send('GET', `/Users/${id}?excludedAttributes=emails,${ENTERPRISE}:department`);
    expect(rest.body).not.toHaveProperty('emails');
    expect(rest.body).not.toHaveProperty([ENTERPRISE]);
    expect(rest.body.userName).toBe(userName);
  });
});

describe('a change in the words of', () => {
  const home = { value: expect.stringContaining('ada.home'), type: 'home' };
  const cases: [string, object[], object][] = [
    ['the RFC', [{ op: 'replace', path: 'active', value: false }], { active: false }],
    ['Entra: a capital and a word', [{ op: 'Replace', path: 'active', value: 'False' }], { active: false }],
    ['Okta: no path', [{ op: 'replace', value: { active: false } }], { active: false }],
    [
      'Entra: the work address',
      [{ op: 'Replace', path: 'emails[type eq "work"].value', value: 'new@acme.test' }],
      { emails: [{ value: 'new@acme.test', type: 'work', primary: true }, home] },
    ],
    [
      'Entra: an address of a type that is not there',
      [{ op: 'Add', path: 'emails[type eq "other"].value', value: 'o@acme.test' }],
      { emails: [expect.anything(), home, { type: 'other', value: 'o@acme.test' }] },
    ],
    [
      'Entra: paths as keys',
      [{ op: 'Add', value: { 'name.givenName': 'Augusta', [`${ENTERPRISE}:department`]: 'Sales' } }],
      {
        name: { givenName: 'Augusta', familyName: 'King', formatted: 'Ada King' },
        [ENTERPRISE]: { department: 'Sales', employeeNumber: '42' },
      },
    ],
    [
      'Entra: a manager by id alone',
      [{ op: 'Add', path: `${ENTERPRISE}:manager`, value: 'boss' }],
      { [ENTERPRISE]: { department: 'Finance', employeeNumber: '42', manager: { value: 'boss' } } },
    ],
    ['any case', [{ OP: 'x', op: 'REPLACE', path: 'DISPLAYNAME', value: 'Ada' }], { displayName: 'Ada' }],
    [
      'the core schema’s full name',
      [{ op: 'replace', path: `${USER}:name.familyName`, value: 'Byron' }],
      { name: { givenName: 'Ada', familyName: 'Byron', formatted: 'Ada King' } },
    ],
    [
      'a list put in the place of another',
      [{ op: 'replace', path: 'emails', value: [{ value: 'a@b.cd' }] }],
      {
        emails: [{ value: 'a@b.cd' }],
      },
    ],
    [
      'a new first address',
      [{ op: 'add', path: 'emails', value: [{ value: 'p@acme.test', primary: true }] }],
      {
        emails: [
          { value: expect.any(String), type: 'work', primary: false },
          home,
          { value: 'p@acme.test', primary: true },
        ],
      },
    ],
    [
      'an entry chosen by two things',
      [{ op: 'remove', path: 'emails[type eq "home" and value co "ada.home"]' }],
      {
        emails: [expect.objectContaining({ type: 'work' })],
      },
    ],
    [
      'an entry named by its value',
      [{ op: 'Remove', path: 'phoneNumbers', value: [{ value: '+33 1 23 45 67 89' }] }],
      { phoneNumbers: undefined },
    ],
    ['a removal', [{ op: 'remove', path: 'displayName' }], { displayName: undefined }],
    ['a removal of the extension', [{ op: 'remove', path: ENTERPRISE }], { [ENTERPRISE]: undefined }],
    ['null', [{ op: 'replace', path: 'displayName', value: null }], { displayName: undefined }],
    [
      'several, in order',
      [
        { op: 'replace', path: 'title', value: 'A' },
        { op: 'remove', path: 'title' },
        { op: 'add', path: 'title', value: 'B' },
      ],
      { title: 'B' },
    ],
    ['what we do not keep, without a path', [{ op: 'add', value: { shoeSize: 38, title: 'C' } }], { title: 'C' }],
  ];
  test.each(cases)('%s', async (_name, operations, expected) => {
    const before = await create();
    const answer = await patch(before.id, ...operations);
    expect(answer.status).toBe(200);
    const wanted = { ...without(before), ...expected } as Record<string, unknown>;
    if (!wanted[ENTERPRISE]) wanted.schemas = [USER];
    for (const [name, value] of Object.entries(wanted)) expect([name, answer.body[name]]).toEqual([name, value]);
    expect((await scim.send('GET', `/Users/${before.id}`)).body).toEqual(answer.body);
  });

  test.each<[string, unknown, string]>([
    ['no operations', { schemas: [PATCH], Operations: [] }, 'invalidSyntax'],
    ['another schema', { schemas: [USER], Operations: [{ op: 'add', path: 'title', value: 'x' }] }, 'invalidSyntax'],
    ['another verb', { schemas: [PATCH], Operations: [{ op: 'move', path: 'title' }] }, 'invalidSyntax'],
    ['a remove of nothing', { schemas: [PATCH], Operations: [{ op: 'remove' }] }, 'noTarget'],
    ['a path that is none', { schemas: [PATCH], Operations: [{ op: 'add', path: 'a[', value: 1 }] }, 'invalidPath'],
    [
      'an attribute we do not keep',
      { schemas: [PATCH], Operations: [{ op: 'add', path: 'shoe', value: 1 }] },
      'invalidPath',
    ],
    ['the id', { schemas: [PATCH], Operations: [{ op: 'replace', path: 'id', value: 'x' }] }, 'mutability'],
    ['no username', { schemas: [PATCH], Operations: [{ op: 'remove', path: 'userName' }] }, 'mutability'],
    [
      'an empty username',
      { schemas: [PATCH], Operations: [{ op: 'replace', path: 'userName', value: '' }] },
      'invalidValue',
    ],
    [
      'an entry of nowhere',
      { schemas: [PATCH], Operations: [{ op: 'replace', path: 'emails[value co "zz"].type', value: 'x' }] },
      'noTarget',
    ],
    [
      'a list of what is none',
      { schemas: [PATCH], Operations: [{ op: 'add', path: 'title[value eq "x"]', value: 'x' }] },
      'invalidPath',
    ],
  ])('nobody: %s is refused, and nothing of it is done', async (_name, body, scimType) => {
    const before = await create();
    const first = { op: 'replace', path: 'title', value: 'half done' };
    const whole = body as { Operations: object[] };
    const operations = whole.Operations.length > 0 ? [first, ...whole.Operations] : [];
    const answer = await scim.send('PATCH', `/Users/${before.id}`, { ...whole, Operations: operations });
    expect([answer.status, answer.body.scimType]).toEqual([400, scimType]);
    expect((await scim.send('GET', `/Users/${before.id}`)).body).toEqual(before);
  });
});

describe('a filter', () => {
  test('finds whom it describes', async () => {
    const ada = await create({ title: 'Countess "of" Lovelace', active: false });
    const bob = await create({ displayName: 'Bob' });
    const cases: [string, string[]][] = [
      [`userName eq "${ada.userName.toUpperCase()}"`, [ada.id]],
      [`USERNAME EQ "${ada.userName}"`, [ada.id]],
      [`${USER}:userName eq "${ada.userName}"`, [ada.id]],
      [`externalId eq "${ada.externalId}"`, [ada.id]],
      [`externalId eq "${ada.externalId.toUpperCase()}"`, []],
      [`emails.value eq "${ada.emails[0].value.toLowerCase()}"`, [ada.id]],
      [`emails eq "${ada.emails[1].value}"`, [ada.id]],
      [`emails[type eq "work" and value eq "${ada.emails[0].value}"]`, [ada.id]],
      [`emails[type eq "home" and value eq "${ada.emails[0].value}"]`, []],
      [`userName eq "${ada.userName}" or userName eq "${bob.userName}"`, [ada.id, bob.id]],
      [`userName eq "${ada.userName}" and active eq true`, []],
      [`userName eq "${ada.userName}" and active eq False`, [ada.id]],
      [`title eq "Countess \\"of\\" Lovelace"`, [ada.id]],
      [`title sw "count" and title ew "LACE" and title co "of"`, [ada.id]],
      [`(displayName eq "Bob" or title pr) and not (id eq "${bob.id}") and id eq "${ada.id}"`, [ada.id]],
      [`id eq "${ada.id}" or id eq "nobody"`, [ada.id]],
      [`${ENTERPRISE}:department eq "finance" and id eq "${bob.id}"`, [bob.id]],
      [`name.familyName ne "King" and id eq "${ada.id}"`, []],
      [`title eq null and id eq "${bob.id}"`, [bob.id]],
      [`meta.lastModified ge "${ada.meta.lastModified}" and id eq "${ada.id}"`, [ada.id]],
      [`meta.created gt "2999-01-01T00:00:00Z"`, []],
      ['userName eq ""', []],
    ];
    for (const [filter, ids] of cases) expect([filter, await find(filter)]).toEqual([filter, ids]);
  });

  test.each([
    '',
    'userName',
    'userName eq',
    'userName eq Bob',
    'userName is "x"',
    'userName eq "x" and',
    'userName eq "x" userName eq "y"',
    '(userName eq "x"',
    'userName eq "x")',
    'not userName eq "x"',
    'shoeSize eq "38"',
    'emails.shoe eq "38"',
    'emails[shoe eq "x"]',
    'title[value eq "x"]',
    'active gt true',
    'active eq "perhaps"',
    'userName eq 7',
    'userName eq "x',
    'userName gt null',
    'meta.created gt "yesterday"',
    '"x" eq userName',
    'userName eq "x"; drop table accounts',
    `${'('.repeat(60)}userName eq "x"${')'.repeat(60)}`,
    `userName eq "${'x'.repeat(5_000)}"`,
  ])('that is none is refused: %s', async (filter) => {
    if (filter === '') return expect((await scim.send('GET', '/Users?filter=')).status).toBe(200);
    expect(await find(filter)).toBe('invalidFilter');
  });
});

describe('a list', () => {
  let long: OwnScim;
  let ids: string[];
  beforeAll(async () => {
    long = await openScim(server, mine.as.admin, 'Long');
    ids = [];
    for (let index = 0; index < 23; index++) {
      ids.push(
        (await long.send('POST', '/Users', { userName: `p${index}@acme.test`, title: index % 2 ? 'odd' : 'even' })).body
          .id,
      );
    }
  });
  const idsOf = (body: { Resources: { id: string }[] }) => body.Resources.map(({ id }) => id);

  test('is read by index', async () => {
    const { body } = await long.send('GET', '/Users?startIndex=11&count=5');
    expect(body).toMatchObject({ totalResults: 23, startIndex: 11, itemsPerPage: 5 });
    expect(idsOf(body)).toEqual(ids.slice(10, 15));
    expect(idsOf((await long.send('GET', '/Users?startIndex=-3')).body)).toEqual(ids);
    expect((await long.send('GET', '/Users?startIndex=24')).body).toMatchObject({ totalResults: 23, Resources: [] });
    expect((await long.send('GET', '/Users?count=0')).body).toMatchObject({ totalResults: 23, Resources: [] });
    expect((await long.send('GET', '/Users?count=-1')).body).toMatchObject({ totalResults: 23, Resources: [] });
    const odd = await long.send('GET', '/Users?filter=title%20eq%20%22odd%22&startIndex=3&count=4');
    expect(odd.body).toMatchObject({ totalResults: 11, itemsPerPage: 4, startIndex: 3 });
    expect(idsOf(odd.body)).toEqual([ids[5], ids[7], ids[9], ids[11]]);
  });

  test.each(['', '&filter=title%20eq%20%22odd%22'])(
    'is read by cursor, whatever is removed meanwhile (%s)',
    async (filter) => {
      const found: string[] = [];
      let cursor = '';
      for (let pages = 0; pages < 20; pages++) {
        const { status, body } = await long.send('GET', `/Users?count=4&cursor=${cursor}${filter}`);
        expect([status, body.startIndex]).toEqual([200, undefined]);
        found.push(...idsOf(body));
        cursor = body.nextCursor;
        if (!cursor) break;
      }
      expect(found).toEqual(filter ? ids.filter((_, index) => index % 2) : ids);
    },
  );

  test.each([
    ['cursor=nonsense', 'invalidCursor'],
    ['cursor=MTIuZGVhZGJlZWY', 'invalidCursor'],
    ['cursor=&startIndex=2', 'invalidValue'],
    ['count=many', 'invalidCount'],
    ['startIndex=first', 'invalidValue'],
  ])('is refused for %s', async (query, scimType) => {
    const answer = await long.send('GET', `/Users?${query}`);
    expect([answer.status, answer.body.scimType]).toEqual([400, scimType]);
  });

  test('takes no cursor of another list', async () => {
    const { body } = await long.send('GET', '/Users?count=4&cursor=');
    const answer = await long.send('GET', `/Users?count=4&cursor=${body.nextCursor}&filter=title%20pr`);
    expect([answer.status, answer.body.scimType]).toEqual([400, 'invalidCursor']);
  });
});

describe('the service says what it is', () => {
  test.each(['ServiceProviderConfig', 'ResourceTypes', 'ResourceTypes/User', 'Schemas', `Schemas/${ENTERPRISE}`])(
    '%s',
    async (path) => {
      const answer = await scim.send('GET', `/${path}`);
      expect([answer.status, answer.body.schemas.length]).toEqual([200, 1]);
    },
  );

  test('with groups, bulk and me refused in words', async () => {
    for (const [method, path] of [
      ['GET', '/Groups?filter=displayName%20eq%20%22x%22'],
      ['POST', '/Groups'],
      ['PATCH', `/Groups/${randomUUID()}`],
      ['POST', '/Bulk'],
      ['GET', '/Me'],
    ] as const) {
      const answer = await scim.send(method, path, method === 'GET' ? undefined : {});
      expect([path, answer.status, answer.body.detail]).toEqual([path, 501, expect.any(String)]);
    }
    expect((await scim.send('GET', '/Devices')).status).toBe(404);
    expect((await scim.send('GET', '/Schemas/urn:other')).status).toBe(404);
    const config = (await scim.send('GET', '/ServiceProviderConfig')).body;
    expect(config).toMatchObject({
      patch: { supported: true },
      bulk: { supported: false },
      sort: { supported: false },
    });
  });
});

describe('a token', () => {
  test('opens its own directory, and no other of the same customer or of another', async () => {
    const theirs = await addWorkspace(server, 'Theirs');
    const others = [await openScim(server, mine.as.admin, 'Second'), await openScim(server, theirs.as.admin)];
    const user = await create();
    for (const other of others) {
      for (const [address, token] of [
        [scim.address, other.token],
        [other.address, scim.token],
      ] as const) {
        const answers = [
          await sendScim(`${address}/Users`, token, 'GET'),
          await sendScim(`${address}/Users/${user.id}`, token, 'DELETE'),
          await sendScim(`${address}/ServiceProviderConfig`, token, 'GET'),
        ];
        for (const { status, headers } of answers) {
          expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
        }
      }
      expect((await other.send('GET', `/Users/${user.id}`)).status).toBe(404);
      expect((await other.send('GET', '/Users')).body.totalResults).toBe(0);
    }
    expect((await scim.send('GET', `/Users/${user.id}`)).status).toBe(200);
  });

  test.each([null, 'nonsense', 'cpscim_', `cpscim_${'0'.repeat(32)}_${'A'.repeat(43)}`])(
    'is needed: %s',
    async (token) => {
      const answer = await sendScim(`${scim.address}/Users`, token, 'GET');
      expect([answer.status, (answer.body as { schemas: string[] }).schemas]).toEqual([401, [ERROR]]);
      expect((await sendScim(`${server.url}/scim/v2/nowhere/Users`, scim.token, 'GET')).status).toBe(401);
    },
  );

  test('is no session, and a session no token', async () => {
    const session = await fetch(`${server.url}/v1/session`, { headers: { authorization: `Bearer ${scim.token}` } });
    expect(session.status).toBe(401);
    expect((await sendScim(`${scim.address}/Users`, mine.as.admin.token, 'GET')).status).toBe(401);
  });

  test('is told once, kept as a hash, listed without it, and ends at once; then its accounts are ours again', async () => {
    const own = await openScim(server, mine.as.admin, 'Ending');
    const { id } = (await own.send('POST', '/Users', newUser())).body;
    const path = `/v1/directories/${own.directoryId}/scim-tokens`;
    const { body } = await mine.as.admin.call('GET', path);
    expect(body).toEqual({
      path: `/scim/v2/${own.directoryId}`,
      items: [
        {
          ...{ id: own.tokenId, name: 'Entra', lastFour: own.token.slice(-4) },
          ...{ createdAt: expect.any(String), usedAt: expect.any(String) },
        },
      ],
    });
    const kept = await asOwner(server, (sql) => sql`select * from scim_tokens where id = ${own.tokenId}`);
    expect(JSON.stringify(kept)).not.toContain(own.token.slice(-43));
    expect(server.logged.join('\n')).not.toContain(own.token.slice(-43));

    expect((await mine.as.lead.call('DELETE', `/v1/scim-tokens/${own.tokenId}`)).status).toBe(403);
    expect((await own.send('GET', '/Users')).status).toBe(200);
    expect((await mine.as.admin.call('DELETE', `/v1/scim-tokens/${own.tokenId}`)).status).toBe(204);
    expect((await own.send('GET', '/Users')).status).toBe(401);
    expect((await mine.as.admin.call('DELETE', `/v1/scim-tokens/${own.tokenId}`)).status).toBe(404);
    expect((await mine.as.admin.call('GET', path)).body.items).toEqual([]);
    const [row] = await asOwner(server, (sql) => sql`select synced from builtin_accounts where id = ${id}`);
    expect(row!.synced).toBe(false);
  });

  test('ends with its connection', async () => {
    const own = await openScim(server, mine.as.admin, 'Disconnected');
    expect((await mine.as.admin.call('DELETE', `/v1/connections/${own.connectionId}`)).status).toBe(204);
    expect((await own.send('GET', '/Users')).status).toBe(401);
  });

  test('is written down in the audit log with what it did, and without anybody’s name', async () => {
    const own = await openScim(server, mine.as.admin, 'Audited');
    const { id } = (await own.send('POST', '/Users', newUser())).body;
    await own.send('PATCH', `/Users/${id}`, {
      schemas: [PATCH],
      Operations: [{ op: 'add', path: 'title', value: 'x' }],
    });
    await own.send('DELETE', `/Users/${id}`);
    const rows = await asOwner(server, (sql) => {
      return sql`select action, technician_id, detail, request_id from audit_log where subject = ${id} order by at`;
    });
    expect(rows.map(({ action }) => action)).toEqual(['account.received', 'account.changed', 'account.removed']);
    for (const { technician_id, detail, request_id } of rows) {
      expect(technician_id).toBeNull();
      expect(detail).toEqual({ directoryId: own.directoryId, tokenId: own.tokenId });
      expect(request_id).not.toBeNull();
    }
  });

  test('that is guessed is soon not listened to, and the right one still is', async () => {
    const own = await openScim(server, mine.as.admin, 'Guessed');
    const statuses = new Set<number>();
    for (let tries = 0; tries < 70; tries++) {
      statuses.add(
        (await sendScim(`${own.address}/Users`, `cpscim_${'0'.repeat(32)}_${'A'.repeat(43)}`, 'GET')).status,
      );
    }
    expect([...statuses]).toEqual([401, 429]);
    expect((await own.send('GET', '/Users')).status).toBe(200);
  });
});
