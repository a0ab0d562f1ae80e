import { beforeEach, describe, expect, test } from 'vitest';
import { contractSeed } from '../simulators/psa/halopsa/harness.ts';
import { createHaloSimulator, type HaloSimulator } from '../simulators/psa/halopsa/index.ts';

// The other two stand-ins are also held against clients that somebody else wrote. For HaloPSA npm has none that could be:
// in November 2026 neither the vendor's name nor the names of the clients on GitHub (node-halopsa, halopsa-rest) led to a
// package, and what exists there for n8n runs only inside it. What stands in for one is `halopsa-spec.test.ts`: requests
// and answers against the vendor's own description.

/** The quirks of HaloPSA that a connector can fall over: a stand-in without them would prove nothing. */
describe('the stand-in HaloPSA', () => {
  const credentials = { clientId: 'c', clientSecret: 's' };
  let halo: HaloSimulator;
  let token: string;
  let clock: number;

  const send = (path: string, init: RequestInit = {}) =>
    halo.fetch(
      new Request(`http://halo.test${path}`, {
        ...init,
        headers: { authorization: `Bearer ${token}`, ...init.headers },
      }),
    );
  const read = async (path: string) => (await send(path)).json();
  const post = (path: string, body: unknown) =>
    send(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
  const signIn = (fields: Record<string, string> = {}) => {
    const form = { grant_type: 'client_credentials', client_id: 'c', client_secret: 's', scope: 'all', ...fields };
    return send('/auth/token', { method: 'POST', body: new URLSearchParams(form) });
  };

  beforeEach(async () => {
    clock = Date.parse('2026-03-01T10:00:00Z');
    halo = createHaloSimulator({ seed: contractSeed(60), ...credentials, now: () => clock });
    token = ((await (await signIn()).json()) as { access_token: string }).access_token;
  });

  test('answers nothing but 401, empty, without a good token', async () => {
    token = 'guessed';
    const answer = await send('/api/Users');
    expect([answer.status, await answer.text()]).toEqual([401, '']);
    expect((await send('/api/authinfo')).status).toBe(200);
    expect((await send('/api/InstanceInfo')).status).toBe(200);
  });

  test('ends a token with its time', async () => {
    clock += 3_600_000;
    expect((await send('/api/Users')).status).toBe(401);
  });

  test('gives no CORS header', async () => {
    const answer = await send('/api/Users', { headers: { origin: 'https://page.example' } });
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test.each<[string, number, object[]]>([
    ['pageinate=true&page_size=10&page_no=6&includeinactive=true', 60, [{ id: 146 }]],
    ['pageinate=true&page_size=10&page_no=7&includeinactive=true', 60, []],
    ['search=sousa', 1, [{ id: 23 }]],
    ['search=6f0d4f5e', 0, []],
    ['search=gone', 0, []],
    ['search=gone&includeinactive=true', 1, [{ id: 24 }]],
    ['client_id=1&exclude_generaluser=true&count=1', 21, [{ id: 22 }]],
    ['client_id=1&count=1', 22, [{ id: 21 }]],
    ['nosuchparameter=1&search=sousa', 1, [{ id: 23 }]],
    [
      `advanced_search=${encodeURIComponent('[{"filter_name":"azureoid","filter_type":2,"filter_value":"6f0d4f5e-5f5a-4b57-9b0c-2f5d0b6c1a11"}]')}`,
      1,
      [{ id: 23 }],
    ],
    ['order=name&orderdesc=true&count=1', 59, [{ name: 'Scanner' }]],
    ['order=name&orderdesc=1&count=1', 59, [{ name: 'Ana Sousa' }]],
  ])('lists users by %s', async (query, record_count, first) => {
    const body = (await read(`/api/Users?${query}`)) as { record_count: number; users: object[] };
    expect(body.record_count).toBe(record_count);
    expect(body.users.slice(0, 1)).toMatchObject(first);
  });

  test('never gives more than 100 tickets a page', async () => {
    for (let id = 5_000; id < 5_200; id++) halo.store.save('tickets', { summary: `T${id}`, client_id: 1, user_id: 23 });
    const body = (await read('/api/Tickets?pageinate=true&page_size=999')) as { tickets: object[] };
    expect(body.tickets).toHaveLength(100);
  });

  test('writes some ids as doubles, and takes none back', async () => {
    expect(await (await send('/api/Users/23')).text()).toContain('"site_id":11.0');
    expect((await post('/api/Users', '[{"id":23,"site_id":11.0}]')).status).toBe(400);
    expect((await post('/api/Users', '[{"id":23,"site_id":11}]')).status).toBe(201);
  });

  test.each<[string, string, unknown, object]>([
    ['an object', 'Users', { firstname: 'A' }, { '': [expect.stringContaining('JSON array')] }],
    [
      'text for a number',
      'Actions',
      [{ outcome_id: 'X' }],
      { '[0].outcome_id': [expect.stringContaining('integer: X')] },
    ],
    ['no outcome', 'Actions', [{ ticket_id: 4001 }], { Message: 'An Outcome must be entered for this Action' }],
    [
      'a name that is taken',
      'Client',
      [{ name: 'harbour dental' }],
      { ClassName: 'System.Exception', Message: 'Name must be unique' },
    ],
    ['a user without a site', 'Users', [{ firstname: 'A' }], { Message: expect.stringContaining('NULL into column') }],
  ])('refuses %s with 400', async (_, path, body, expected) => {
    const answer = await post(`/api/${path}`, body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject(expected);
  });

  test('creates with 201, answers one element alone, merges what has an id', async () => {
    const made = await post('/api/Users', [{ firstname: 'Al', surname: 'Bo', site_id: 12 }]);
    const user = (await made.json()) as { id: number };
    expect([made.status, user]).toMatchObject([
      201,
      { name: 'Al Bo', client_id: 2, ulastupdate: '2026-03-01T10:00:00.000' },
    ]);
    await post('/api/Users', [{ id: user.id, email2: 'al@bo.example' }]);
    expect(await read(`/api/Users/${user.id}`)).toMatchObject({ firstname: 'Al', email2: 'al@bo.example' });
    const two = await (await post('/api/Users', [{ id: user.id }, { id: 23 }])).json();
    expect(two).toHaveLength(2);
    expect((await send(`/api/Users/${user.id}`, { method: 'PATCH' })).status).toBe(404);
    expect((await send(`/api/Users/${user.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await send(`/api/Users/${user.id}`)).status).toBe(404);
  });

  test('shows a ticket with its user, and its private notes to agents only', async () => {
    expect(await read('/api/Tickets/4001')).toMatchObject({ user_name: 'Ana Sousa', client_name: 'Harbour Dental' });
    await post('/api/Actions', [{ ticket_id: 4001, outcome_id: 7, note_html: 'x', hiddenfromuser: true }]);
    expect(await read('/api/Actions?ticket_id=4001')).toMatchObject({ record_count: 1 });
    expect(await read('/api/Actions?ticket_id=4001&excludeprivate=true')).toMatchObject({ record_count: 0 });
    expect((await send('/api/Actions')).status).toBe(504);
  });

  test('answers setup lists as bare arrays', async () => {
    for (const path of ['Outcome', 'Status', 'TicketType', 'Agent']) {
      expect(Array.isArray(await read(`/api/${path}`))).toBe(true);
    }
  });

  test('drops the events of a new webhook; a notification binds them', async () => {
    const made = await post('/api/Webhook', [{ name: 'W', url: 'https://x.example', events: [{ eventno: 1 }] }]);
    const { id, events } = (await made.json()) as { id: string; events: object[] };
    expect(events).toEqual([]);
    await post('/api/Notification', [
      { eventno: 1, name: 'New Ticket Logged', type: -2, delivery_method: 6, webhook_id: id },
    ]);
    expect(await read(`/api/Webhook/${id}`)).toMatchObject({ events: [{ eventno: 1 }] });
  });

  test.each<[string[], string, number]>([
    [['read:customers'], '/api/Users', 200],
    [['read:customers'], '/api/Tickets', 403],
    [['edit:tickets'], '/api/Tickets', 200],
    [['edit:tickets', 'edit:customers'], '/api/Webhook', 403],
  ])('with %j %s answers %i', async (scopes, path, status) => {
    halo.control.scopes = scopes;
    token = ((await (await signIn()).json()) as { access_token: string }).access_token;
    expect((await send(path)).status).toBe(status);
  });

  test('allows 700 requests in a rolling five minutes', async () => {
    for (let sent = 0; sent < 700; sent++) expect((await send('/api/Status')).status).toBe(200);
    clock += 60_000;
    const refused = await send('/api/Status');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '240']);
    clock += 240_000;
    expect((await send('/api/Status')).status).toBe(200);
  });

  test('obeys orders over HTTP, logs what it was sent, and keeps no secret', async () => {
    const order = { method: 'PATCH', body: JSON.stringify({ throttle: { retryAfterSeconds: 9, count: 1 } }) };
    expect((await send('/_simulator', order)).status).toBe(200);
    expect((await send('/api/Users')).headers.get('retry-after')).toBe('9');
    expect((await send('/_simulator', { method: 'PATCH', body: '{"latency":1}' })).status).toBe(400);
    await send('/_simulator/records/users/23', { method: 'PATCH', body: '{"surname":"Silva"}' });
    expect(await read('/api/Users/23')).toMatchObject({ surname: 'Silva' });
    await send('/_simulator/records/users/23', { method: 'DELETE' });
    expect((await send('/api/Users/23')).status).toBe(404);
    await send('/_simulator/revoke-tokens', { method: 'POST' });
    expect((await send('/api/Users')).status).toBe(401);
    const logged = (await read('/_simulator/requests')) as { path: string; body: unknown }[];
    expect(logged[0]).toMatchObject({ path: '/auth/token', body: { client_id: 'c', client_secret: '(sent)' } });
  });
});
