import { request } from 'node:http';
import { createApp } from '@counterpart/server/app.ts';
import { ErrorBody } from '@counterpart/shared/errors.ts';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiClient, startTestServer, type TestServer } from '../helpers/server.ts';

const OURS = 'gjmnjhedhmfliaehlgaoapdcaaihjejk';
const ADDED = 'abcdefghijklmnopabcdefghijklmnop';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ EXTENSION_IDS: ADDED, ALLOWED_HOSTS: 'counterpart.example' });
});
afterAll(() => server?.close());

interface Raw {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
}
/** Plain node:http, since fetch would not send a Host or an Origin of one's choice. */
function raw({ method = 'GET', path = '/v1/session', headers = {}, body }: Raw) {
  return new Promise<{ status: number; headers: Record<string, string>; text: string }>((done, failed) => {
    const sent = request(server.url + path, { method, headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () =>
        done({ status: answer.statusCode!, headers: answer.headers as Record<string, string>, text }),
      );
    });
    sent.on('error', failed);
    sent.end(body);
  });
}
const bearer = () => ({ authorization: `Bearer ${server.admin.token}` });

describe('origins', () => {
  test.each<[string, string, boolean]>([
    ['our extension', `chrome-extension://${OURS}`, true],
    ['one that was added', `chrome-extension://${ADDED}`, true],
    ['a Firefox extension', 'moz-extension://3b1f6f1e-0000-4000-8000-000000000000', true],
    ['a foreign extension', `chrome-extension://${'a'.repeat(32)}`, false],
    ['our id as a prefix', `chrome-extension://${OURS}.evil.example`, false],
    ['our id in a path', `https://evil.example/chrome-extension://${OURS}`, false],
    ['our id by https', `https://${OURS}`, false],
    ['a web page', 'https://evil.example', false],
    ['the PSA itself', 'https://northwind.halopsa.com', false],
    ['this very server', 'http://127.0.0.1', false],
    ['nobody', 'null', false],
    ['a Firefox look-alike', 'moz-extension://evil', false],
  ])('%s (%s): %s', async (_, origin, may) => {
    const wanted = may ? origin : undefined;
    const plain = await raw({ headers: { ...bearer(), origin } });
    expect([plain.status, plain.headers['access-control-allow-origin']]).toEqual([200, wanted]);
    const preflight = await raw({
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    });
    expect(preflight.headers['access-control-allow-origin']).toBe(wanted);
    expect(preflight.headers['access-control-allow-credentials']).toBeUndefined();
    expect(plain.headers['access-control-allow-credentials']).toBeUndefined();
  });

  test('an error answer carries them too, so that the extension can read it', async () => {
    const origin = `chrome-extension://${OURS}`;
    const answer = await raw({ headers: { origin } });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([401, origin]);
  });
});

describe('host names', () => {
  test.each<[string, number]>([
    ['127.0.0.1', 200],
    ['127.0.0.1:8787', 200],
    ['localhost:1', 200],
    ['counterpart.example', 200],
    ['COUNTERPART.example', 200],
    ['evil.example', 403],
    ['counterpart.example.evil.example', 403],
    ['127.0.0.1.evil.example', 403],
    ['169.254.169.254', 403],
    ['localhost@evil.example', 400],
  ])('%s: %i', async (host, status) => {
    expect((await raw({ headers: { ...bearer(), host } })).status).toBe(status);
  });
});

describe('bodies', () => {
  const claim = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    raw({ method: 'POST', path: '/v1/pairing/claim', body, headers });
  test.each<[string, () => ReturnType<typeof raw>]>([
    ['not JSON', () => claim('{"code":')],
    ['nothing', () => claim('')],
    ['a form', () => claim('code=x', { 'content-type': 'application/x-www-form-urlencoded' })],
    [
      'plain text, as a page could send unasked',
      () => claim('{"code":"0000-0000-0000","device":"x"}', { 'content-type': 'text/plain' }),
    ],
    ['more than six megabytes', () => claim(JSON.stringify({ code: 'x'.repeat(6_000_001), device: 'x' }))],
    ['depth', () => claim('['.repeat(100_000))],
    ['a polluted prototype', () => claim('{"__proto__":{"role":"admin"},"code":"0000-0000-0000","device":"x"}')],
  ])('%s: refused in our own words', async (_, send) => {
    const { status, text } = await send();
    expect(status).toBe(400);
    expect(ErrorBody.parse(JSON.parse(text)).error.code).toBe('invalid_request');
  });
});

describe('every answer', () => {
  test.each<[string, Raw, number]>([
    ['good', { path: '/v1/session' }, 200],
    ['refused', { path: '/v1/connections/x/sync' }, 404],
    ['no such route', { path: '/v1/nothing/here' }, 404],
    ['no such method', { method: 'PUT' }, 404],
  ])('%s: is not kept, is not sniffed, has a request id', async (_, asked, status) => {
    const answer = await raw({ ...asked, headers: bearer() });
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-frame-options': expect.any(String),
      'referrer-policy': 'no-referrer',
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(answer.headers).not.toHaveProperty('x-powered-by');
    expect(answer.headers).not.toHaveProperty('set-cookie');
    if (status < 400) return;
    const { error } = ErrorBody.parse(JSON.parse(answer.text));
    expect(error.requestId).toBe(answer.headers['x-request-id']);
    expect(server.logged.some((line) => line.includes(error.requestId!))).toBe(true);
  });

  test('to a failure of our own says nothing of it', async () => {
    const { queue } = server.services;
    server.services.queue = { ...queue, send: () => Promise.reject(new Error('secret of the inside')) };
    const body = { provider: 'builtin', name: 'x', settings: { domains: [], country: null }, secrets: {} };
    const answer = await server.admin.call('POST', '/v1/connections', body);
    server.services.queue = queue;
    expect(answer.body).toEqual({
      error: { code: 'internal', message: 'Something went wrong', requestId: answer.headers.get('x-request-id') },
    });
    expect(server.logged.join('\n')).not.toContain('secret of the inside');
  });
});

test('the OpenAPI description has every route, with its answers, and no loose end', async () => {
  const { body: document } = await apiClient(server.url, '').call('GET', '/openapi.json');
  expect(document).toMatchObject({
    openapi: expect.stringMatching(/^3\.1\./),
    info: { title: 'Counterpart', version: expect.any(String) },
  });
  const { routes } = createApp(server.services, { hosts: [], extensionIds: [], ready: async () => true });
  const served = routes
    .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/v1'))
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
  const described: string[] = [];
  for (const [path, methods] of Object.entries<Record<string, never>>(document.paths)) {
    for (const [method, operation] of Object.entries<{
      responses: object;
      security: object[];
      requestBody?: unknown;
      parameters?: { name: string }[];
    }>(methods)) {
      described.push(`${method.toUpperCase()} ${path}`);
      const codes = Object.keys(operation.responses);
      expect([path, codes.some((code) => /^2\d\d$/.test(code)), codes.includes('default')]).toEqual([path, true, true]);
      expect(JSON.stringify(operation.responses)).toContain('requestId');
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect((operation.parameters ?? []).map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    }
  }
  expect(described.toSorted()).toEqual([...new Set(served)].toSorted());
  for (const [, pointer] of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const found = pointer!.split('/').reduce((at, key) => at?.[key], document);
    expect([pointer, found]).toEqual([pointer, expect.any(Object)]);
  }
});

test('alive and ready are two things: without its database the server lives, and takes no work', async () => {
  const status = async (path: string) => (await raw({ path })).status;
  expect([await status('/healthz'), await status('/readyz')]).toEqual([200, 200]);
  const sql = postgres(process.env.TEST_DATABASE_URL!, { max: 1, onnotice: () => {} });
  const name = new URL(server.databaseUrl).pathname.slice(1);
  await sql.unsafe(`alter database ${name} allow_connections false`);
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
  expect([await status('/healthz'), await status('/readyz')]).toEqual([200, 503]);
  const answer = await server.admin.call('GET', '/v1/session');
  expect(answer.status).toBeGreaterThanOrEqual(500);
  expect(JSON.stringify(answer.body)).not.toContain(name);
  await sql.unsafe(`alter database ${name} allow_connections true`);
  await sql.end();
  await expect.poll(() => status('/readyz'), { timeout: 10_000 }).toBe(200);
  expect((await server.admin.call('GET', '/v1/session')).status).toBe(200);
});
