import { describe, expect, test } from 'vitest';
import { APPLICATION, TENANT, tenantOf } from '../simulators/identity/graph/harness.ts';
import { createGraphSimulator } from '../simulators/identity/graph/index.ts';

// What the stand-in must do for its tests to mean something, asked without our connector.

const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const user = (number: number, more: object = {}) => ({
  id: idOf(number),
  userPrincipalName: `u${number}@acme.test`,
  displayName: `User ${number}`,
  ...more,
});

async function start(count = 3, more: object = {}) {
  const users = Array.from({ length: count }, (_, number) => user(number));
  const graph = createGraphSimulator({ tenants: [tenantOf(users, more)], application: APPLICATION, deltaPageSize: 2 });
  const form = {
    grant_type: 'client_credentials',
    client_id: APPLICATION.clientId,
    client_secret: 'right',
    scope: 'https://graph.microsoft.com/.default',
  };
  const signIn = await graph.fetch(`https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  const { access_token: token } = (await signIn.json()) as { access_token: string };
  async function ask(
    method: string,
    path: string,
    { body, headers = {} }: { body?: object; headers?: Record<string, string> } = {},
  ) {
    const url = path.startsWith('https:') ? path : `https://graph.microsoft.com/v1.0/${path}`;
    const answer = await graph.fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where it is not there
    return { status: answer.status, headers: answer.headers, body: (text ? JSON.parse(text) : null) as any };
  }
  return { graph, store: graph.tenant(TENANT), ask };
}

describe('the stand-in for Graph', () => {
  test('gives what was selected and no more, ten fields where nothing was', async () => {
    const { ask } = await start();
    expect((await ask('GET', `users/${idOf(1)}?$select=id,otherMails`)).body).toEqual({ id: idOf(1), otherMails: [] });
    const plain = Object.keys((await ask('GET', `users/${idOf(1)}`)).body);
    expect(plain).toContain('userPrincipalName');
    for (const hidden of ['accountEnabled', 'proxyAddresses', 'userType']) expect(plain).not.toContain(hidden);
    expect((await ask('GET', 'users?$select=nickname')).body.error.code).toBe('Request_BadRequest');
  });

  test('pages, and each page leads to the next', async () => {
    const { ask } = await start(5);
    const ids: string[] = [];
    let next = 'users?$top=2&$select=id';
    for (let pages = 0; next; pages++) {
      const { body } = await ask('GET', next);
      ids.push(...body.value.map(({ id }: { id: string }) => id));
      next = body['@odata.nextLink'];
      expect(pages).toBeLessThan(3);
    }
    expect(ids).toEqual([0, 1, 2, 3, 4].map(idOf));
    expect((await ask('GET', 'users?$top=1000')).status).toBe(400);
  });

  test.each([
    ["userPrincipalName eq 'U1@ACME.test'", [1]],
    ["startsWith(displayName,'user') and not (mail eq 'x')", null],
    ["startsWith(displayName,'USER 2')", [2]],
    ["mail ne 'x'", null],
    ["endsWith(mail,'x')", null],
    ["(displayName eq 'User 1' or displayName eq 'User 2') and accountEnabled eq true", [1, 2]],
    ["displayName eq 'User 1' and accountEnabled eq false", []],
    ['mail eq null', [0, 1, 2]],
    ["nickname eq 'x'", null],
    ["displayName eq 'x", null],
    ["displayName eq 'x' or", null],
    ["displayName gt 'x'", null],
  ])('filters by %s', async (filter, numbers) => {
    const { ask } = await start();
    const { status, body } = await ask('GET', `users?$filter=${encodeURIComponent(filter)}&$select=id`);
    if (numbers === null) expect(status).toBe(400);
    else expect(body.value.map(({ id }: { id: string }) => id)).toEqual(numbers.map(idOf));
  });

  test('answers advanced filters from an index that may be late', async () => {
    const { ask, graph, store } = await start();
    const path = `users?$filter=${encodeURIComponent("displayName ne 'User 0'")}&$count=true&$select=id`;
    const advanced = () => ask('GET', path, { headers: { ConsistencyLevel: 'eventual' } });
    expect((await advanced()).body).toMatchObject({ '@odata.count': 2 });
    graph.faults.staleIndex = true;
    store.put(user(9));
    expect((await advanced()).body).toMatchObject({ '@odata.count': 2 });
    graph.faults.staleIndex = false;
    expect((await advanced()).body).toMatchObject({ '@odata.count': 3 });
  });

  test('begins a delta from now, and knows no token that it did not give', async () => {
    const { ask, store } = await start();
    const { body } = await ask('GET', 'users/delta?$deltatoken=latest&$select=id,displayName');
    expect(body.value).toEqual([]);
    store.change(idOf(1), { displayName: 'New' });
    const next = await ask('GET', body['@odata.deltaLink']);
    expect(next.body.value).toEqual([{ id: idOf(1), displayName: 'New' }]);
    const strange = await ask('GET', 'users/delta?$deltatoken=strange');
    expect(strange.status).toBe(410);
    expect(strange.headers.get('location')).toContain('/users/delta');
  });

  test('deletes so that no read finds it, and restores', async () => {
    const { ask, store } = await start();
    expect((await ask('DELETE', `users/${idOf(1)}`)).status).toBe(204);
    expect((await ask('GET', `users/${idOf(1)}`)).body.error.code).toBe('Request_ResourceNotFound');
    store.restore(idOf(1));
    expect((await ask('GET', `users/${idOf(1)}`)).status).toBe(200);
  });

  const whole = {
    accountEnabled: true,
    displayName: 'A',
    mailNickname: 'a',
    userPrincipalName: 'a@acme.test',
    passwordProfile: { password: 'Long-enough-1' },
  };
  test.each<[string, object]>([
    ['without a password', { ...whole, passwordProfile: undefined }],
    ['with a weak password', { ...whole, passwordProfile: { password: 'password' } }],
    ['with an alias that holds a blank', { ...whole, mailNickname: 'a b' }],
    ['under a strange domain', { ...whole, userPrincipalName: 'a@other.test' }],
    ['with an accent in its name', { ...whole, userPrincipalName: 'é@acme.test' }],
    ['with two business numbers', { ...whole, businessPhones: ['1', '2'] }],
    ['with proxy addresses of its own', { ...whole, proxyAddresses: ['smtp:a@acme.test'] }],
    ['with an empty text', { ...whole, jobTitle: '' }],
    ['that is there already', { ...whole, userPrincipalName: 'U1@acme.test' }],
  ])('makes no account %s', async (_name, body) => {
    const { ask, store } = await start();
    expect((await ask('POST', 'users', { body })).status).toBe(400);
    expect(store.users.size).toBe(3);
    expect((await ask('POST', 'users', { body: whole })).status).toBe(201);
  });

  test('counts resource units, throttles when told to, and holds a batch to twenty', async () => {
    const { ask, graph } = await start();
    await ask('GET', 'users');
    await ask('GET', 'users?$select=id');
    await ask('GET', 'users?$select=id&$top=5');
    expect(graph.units.spent).toBe(2 + 1 + 1);
    graph.faults.throttle = { times: 1, retryAfter: 9 };
    const { status, headers } = await ask('GET', 'users');
    expect([status, headers.get('retry-after')]).toEqual([429, '9']);
    const requests = Array.from({ length: 21 }, (_, id) => ({
      id: String(id),
      method: 'GET',
      url: `/users/${idOf(id)}`,
    }));
    expect((await ask('POST', '$batch', { body: { requests } })).status).toBe(400);
    const { body } = await ask('POST', '$batch', { body: { requests: requests.slice(0, 5) } });
    const statuses = body.responses.map(({ id, status }: { id: string; status: number }) => `${id}:${status}`);
    expect(statuses.sort()).toEqual(['0:200', '1:200', '2:200', '3:404', '4:404']);
  });
});
