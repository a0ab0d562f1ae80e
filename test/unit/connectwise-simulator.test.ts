import { beforeEach, describe, expect, test } from 'vitest';
import { rowTest } from '../simulators/psa/connectwise/evaluate.ts';
import { parseCondition } from '../simulators/psa/connectwise/grammar.ts';
import { contractSeed, MEMBER } from '../simulators/psa/connectwise/harness.ts';
import { type ConnectWiseSimulator, createConnectWiseSimulator } from '../simulators/psa/connectwise/index.ts';

/** The quirks of ConnectWise that a connector can fall over: a stand-in without them would prove nothing. */
describe('the stand-in ConnectWise', () => {
  let connectwise: ConnectWiseSimulator;
  let clock: number;
  let answers: number[];
  let delivered: Request[];
  const login = Buffer.from(`${MEMBER.company}+${MEMBER.publicKey}:${MEMBER.privateKey}`).toString('base64');
  const keys = { authorization: `Basic ${login}`, clientId: MEMBER.clientId };

  const ask = (url: string, init: RequestInit = {}) =>
    connectwise.fetch(new Request(url, { ...init, headers: { ...keys, ...init.headers } }));
  const send = (path: string, init: RequestInit = {}) => ask(`http://cw.example/v4_6_release/apis/3.0/${path}`, init);
  const read = async (path: string, headers: Record<string, string> = {}) => (await send(path, { headers })).json();
  const write = (method: string, path: string, body: unknown) => send(path, { method, body: JSON.stringify(body) });

  beforeEach(() => {
    clock = Date.parse('2026-03-01T10:00:00Z');
    answers = [];
    delivered = [];
    connectwise = createConnectWiseSimulator({
      ...{ seed: contractSeed(60), ...MEMBER, now: () => clock },
      async deliver(request) {
        delivered.push(request);
        return new Response(null, { status: answers.shift() ?? 204 });
      },
    });
    connectwise.control.retryDelaysMs = [1, 1];
  });

  test.each<[string, number[]]>([
    ['id = 23', [23]],
    ['id in (23, 24) and inactiveFlag = False', [23]],
    ['id=23 OR id=24 AND inactiveFlag=False', [23]],
    ['(id = 23 or id = 24) and not inactiveFlag = true', [23]],
    ['firstName like "*n*" and id < 100', [21, 22, 23, 24]],
    ['firstName not like "%n%" and id < 100', []],
    ['lastName contains "OUS"', [23]],
    ['lastName = null', [22]],
    ['lastName != null and id <= 24', [21, 23, 24]],
    ['company/id = 2 and site/name = "main" and id < 24', [21, 22, 23]],
    ["firstName = 'ana'", [23]],
    ['firstName = "\\"ana\\""', []],
    ['lastUpdated > [2026-01-01T00:00:00Z]', []],
    ['_info/lastUpdated > [2026-01-01T00:00:00Z]', []],
  ])('conditions: %s', async (conditions, ids) => {
    const rows = (await read(`company/contacts?conditions=${encodeURIComponent(conditions)}`)) as { id: number }[];
    expect(rows.map(({ id }) => id)).toEqual(ids);
  });

  test('a pattern has no other signs than its own', () => {
    const like = (pattern: string, value: string) => rowTest(`name like "${pattern}"`)({ id: 1, name: value });
    expect([like('a[[]%', 'a[b'), like('a.c', 'abc'), like('%a%a', 'a'), like('%', ''), like('(*', '(x')]).toEqual([
      ...[true, false, false, true, true],
    ]);
  });

  test.each<[string]>([
    ['id'],
    ['id ='],
    ['id = "1'],
    ['id = 1 and'],
    ['(id = 1'],
    ['id = 1) or (id = 2'],
    ['id = name'],
    ['id in ()'],
    ['id is 1'],
    ['lastUpdated > [yesterday]'],
    ['"id" = 1'],
  ])('a condition that is none: %s', (source) => {
    expect(() => parseCondition(source)).toThrow();
  });

  test.each<[string, RegExp]>([
    ['conditions=inactiveFlag%3D1', /Expected a boolean value, not a numeric/],
    ['conditions=id%3D', /is not a value/],
    ['childConditions=id%3D1', /needs a list and a field/],
    ['childConditions=types%2Fid%3D1%20or%20communicationItems%2Fid%3D1', /one list/],
    ['customFieldConditions=name%3D1', /is not a field/],
    ['pageSize=1001', /pageSize/],
  ])('refuses ?%s with 400', async (query, message) => {
    const answer = await send(`company/contacts?${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'ConnectWiseApi', message: expect.stringMatching(message) });
  });

  test('one element of a list must meet all child conditions', async () => {
    const child = (condition: string) => read(`company/contacts?childConditions=${encodeURIComponent(condition)}`);
    const both = 'communicationItems/value like "ana@%" and communicationItems/communicationType = "Email"';
    expect(await child(both)).toMatchObject([{ id: 23 }]);
    expect(
      await child('communicationItems/value like "ana@%" and communicationItems/communicationType = "Fax"'),
    ).toEqual([]);
  });

  test('gives 25 rows where nothing is said, and says where the others are', async () => {
    const first = await send('company/contacts');
    expect(await first.json()).toHaveLength(25);
    expect(first.headers.get('link')).toMatch(/page=2>; rel="next", <.*page=3>; rel="last"/);
    const last = await send('company/contacts?page=3');
    expect(await last.json()).toHaveLength(10);
    expect(last.headers.get('link')).not.toContain('next');
    expect(await read('company/contacts/count')).toEqual({ count: 60 });
  });

  test('forward only: rows above an id, always with a next page', async () => {
    const forward = { 'pagination-type': 'forward-only' };
    const answer = await send('company/contacts?pageSize=2&pageId=23', { headers: forward });
    expect(await answer.json()).toMatchObject([{ id: 24 }, { id: 100 }]);
    expect(answer.headers.get('link')).toContain('pageId=100>; rel="next"');
    const end = await send('company/contacts?pageId=155', { headers: forward });
    expect([await end.json(), end.headers.get('link')]).toEqual([[], expect.stringContaining('rel="next"')]);
    expect((await send('company/contacts?orderBy=id', { headers: forward })).status).toBe(400);
  });

  test.each<[string, object, number, object]>([
    [
      'a member that is not known',
      { firstname: 'A' },
      400,
      { message: expect.stringContaining("member 'firstname' on object of type 'Contact'") },
    ],
    ['no first name', { lastName: 'A' }, 400, { errors: [{ code: 'MissingRequiredField', field: 'firstName' }] }],
    ['a company that is not there', { firstName: 'A', company: { id: 99 } }, 400, { errors: [{ field: 'company' }] }],
    [
      'a site of another company',
      { firstName: 'A', company: { id: 2 }, site: { id: 12 } },
      400,
      { errors: [{ field: 'site' }] },
    ],
    ['a name that is too long', { firstName: 'A'.repeat(31) }, 400, { errors: [{ field: 'firstName' }] }],
    [
      'nothing wrong',
      { firstName: 'A', company: { id: 2 } },
      201,
      { id: 156, site: { id: 11 }, customFields: [{ id: 1 }, { id: 2 }, { id: 3 }] },
    ],
  ])('a new contact with %s', async (_, fields, status, expected) => {
    const answer = await write('POST', 'company/contacts', fields);
    expect([answer.status, await answer.json()]).toMatchObject([status, expected]);
  });

  test('a patch minds case, takes whole references only, and wants the custom fields along', async () => {
    const patch = (...operations: object[]) => write('PATCH', 'company/contacts/23', operations);
    const along = { op: 'replace', path: '/customFields', value: [] };
    expect((await patch({ op: 'replace', path: 'lastName', value: 'B' })).status).toBe(400);
    expect((await patch({ op: 'replace', path: 'LastName', value: 'B' }, along)).status).toBe(400);
    expect((await patch({ op: 'move', path: 'lastName', value: 'B' }, along)).status).toBe(400);
    expect((await patch({ op: 'replace', path: 'customFields', value: { id: 1 } })).status).toBe(400);
    const answer = await patch({ op: 'replace', path: 'company/identifier', value: 'Norrebro' }, along);
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      { company: { id: 2 }, customFields: [{}, {}, { value: expect.any(String) }] },
    ]);
    const moved = await patch(
      { op: 'replace', path: 'company', value: { id: 3 } },
      { op: 'remove', path: 'site' },
      along,
    );
    expect(await moved.json()).toMatchObject({ company: { id: 3, name: 'Nørrebro Bogføring' }, site: { id: 12 } });
  });

  test('a put empties what it leaves out, and does not replace items', async () => {
    const answer = await write('PUT', 'company/contacts/23', { firstName: 'Ana', communicationItems: [] });
    const row = (await answer.json()) as { lastName?: string; communicationItems: object[] };
    expect([row.lastName, row.communicationItems.length]).toEqual([undefined, 6]);
  });

  test('a contact in use is deleted only with an heir', async () => {
    expect((await send('company/contacts/23', { method: 'DELETE' })).status).toBe(409);
    expect((await send('company/contacts/23?transferContactId=24', { method: 'DELETE' })).status).toBe(204);
    expect(await read('service/tickets/4001')).toMatchObject({ contact: { id: 24 } });
  });

  test('another contact brings its name and address to the ticket', async () => {
    await write('PATCH', 'service/tickets/4002', [{ op: 'replace', path: 'contact', value: { id: 23 } }]);
    const named = { contactName: 'Ana Sousa', contactEmailAddress: 'Ana.Sousa@Harbour.example' };
    expect(await read('service/tickets/4002')).toMatchObject(named);
  });

  test('a note must be of some kind', async () => {
    expect((await write('POST', 'service/tickets/4001/notes', { text: 'x' })).status).toBe(400);
  });

  test.each<[string, RequestInit, number]>([
    ['http://cw.example/v4_6_release/apis/3.0/system/info', { headers: { clientId: '' } }, 401],
    ['http://cw.example/v4_6_release/apis/3.0/system/info', { headers: { authorization: 'Basic eA==' } }, 401],
    ['http://cw.example/v2024_1/apis/3.0/system/info', {}, 404],
    ['https://na.myconnectwise.net/v2025_1/apis/3.0/system/info', {}, 403],
    ['https://api-na.myconnectwise.net/v2025_1/apis/3.0/system/info', {}, 200],
    ['https://na.myconnectwise.net/v4_6_release/apis/3.0/system/info', {}, 200],
    ['https://na.myconnectwise.net/v4_6_release/apis/3.0//system/info', {}, 200],
    ['http://cw.example/login/companyinfo/acme', { headers: { authorization: '' } }, 200],
  ])('%s %j answers %i', async (url, init, status) => {
    const answer = await ask(url, init);
    expect(answer.status).toBe(status);
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('says null of a company that it does not know', async () => {
    expect(await (await ask('http://cw.example/login/companyinfo/other')).json()).toBeNull();
  });

  test.each<[string, string, string, number]>([
    ['contacts', 'inquire', 'GET company/contacts', 200],
    ['contacts', 'inquire', 'PATCH company/contacts/0', 403],
    ['contacts', 'edit', 'PATCH company/contacts/0', 404],
    ['contacts', 'none', 'GET company/contacts/23', 403],
    ['tickets', 'inquire', 'POST service/tickets/0/notes', 403],
    ['tickets', 'edit', 'POST service/tickets/0/notes', 404],
    ['companies', 'none', 'GET company/companies/2/sites', 403],
    ['setup', 'none', 'GET company/companies/statuses', 403],
  ])('with %s: %s, %s answers %i', async (area, level, request, status) => {
    Object.assign(connectwise.control.rights, { [area]: level });
    const [method, path] = request.split(' ') as [string, string];
    const answer = await send(path, { method, ...(method !== 'GET' && { body: '[]' }) });
    expect(answer.status).toBe(status);
  });

  test('allows a thousand requests in a rolling minute', async () => {
    for (let sent = 0; sent < 1_000; sent++) expect((await send('system/info')).status).toBe(200);
    clock += 20_000;
    const refused = await send('system/info');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '40']);
    clock += 40_000;
    expect((await send('system/info')).status).toBe(200);
  });

  test('tells of changes: again where it was asked to wait, and not what we did ourselves', async () => {
    const entry = { url: 'https://hook.example/?recordId=', objectId: 1, type: 'contact', level: 'owner' };
    await write('POST', 'system/callbacks', { ...entry, isSelfSuppressedFlag: true });
    await write('POST', 'company/contacts', { firstName: 'By us' });
    await connectwise.settled();
    expect(delivered).toEqual([]);
    answers = [429, 404, 500];
    connectwise.control.edit('contacts', 23, { title: 'Head' });
    await connectwise.settled();
    expect(connectwise.control.deliveries.map(({ status }) => status)).toEqual([429, 404, 500]);
    expect(delivered[0]!.url).toBe('https://hook.example/?recordId=23&action=updated');
    connectwise.control.edit('companies', 2, { name: 'X' });
    await connectwise.settled();
    expect(delivered).toHaveLength(3);
  });

  test('obeys orders over HTTP, logs what it was sent, and keeps no secret', async () => {
    const order = { method: 'PATCH', body: JSON.stringify({ throttle: { retryAfterSeconds: 9, count: 1 } }) };
    expect((await ask('http://cw.example/_simulator', order)).status).toBe(200);
    expect((await send('company/contacts')).headers.get('retry-after')).toBe('9');
    expect((await ask('http://cw.example/_simulator', { method: 'PATCH', body: '{"latency":1}' })).status).toBe(400);
    await ask('http://cw.example/_simulator/records/contacts/23', { method: 'PATCH', body: '{"lastName":"Silva"}' });
    expect(await read('company/contacts/23')).toMatchObject({
      lastName: 'Silva',
      _info: { lastUpdated: '2026-03-01T10:00:00Z' },
    });
    await ask('http://cw.example/_simulator/records/contacts/24', { method: 'DELETE' });
    expect((await send('company/contacts/24')).status).toBe(404);
    const logged = await (await ask('http://cw.example/_simulator/requests')).text();
    expect(logged).toContain('"path":"/v4_6_release/apis/3.0/company/contacts"');
    expect(logged).not.toContain(login);
  });
});
