import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { idempotencyKeys } from '@counterpart/server/db/schema/index.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiClient, startTestServer, type TestServer } from '../helpers/server.ts';
import { asOwner, contextOf } from '../helpers/workspace.ts';

let server: TestServer;
let other: ApiClient;
beforeAll(async () => {
  server = await startTestServer();
  other = await server.signIn('admin');
});
afterAll(() => server?.close());

const draft = (name: string) => ({ provider: 'builtin', name, settings: { domains: [], country: null }, secrets: {} });
const create = (client: ApiClient, key: string, name = key) =>
  client.call('POST', '/v1/connections', draft(name), { 'idempotency-key': key });
const countOf = async (name: string) => {
  const { body } = await server.admin.call('GET', '/v1/connections');
  return body.items.filter((one: { name: string }) => one.name === name).length;
};

test('twenty repeats at once: one effect, and every one is told the same in the end', async () => {
  const key = randomUUID();
  const untilAnswered = async () => {
    for (;;) {
      const answer = await create(server.admin, key);
      if (answer.body.error?.code !== 'idempotency_in_progress') return answer;
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([409, '1']);
      await sleep(20);
    }
  };
  const answers = await Promise.all(Array.from({ length: 20 }, untilAnswered));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect(new Set(answers.map(({ body }) => JSON.stringify(Object.entries(body).toSorted()))).size).toBe(1);
  expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(19);
  expect(await countOf(key)).toBe(1);
});

test('the same key with another body is refused', async () => {
  const key = randomUUID();
  expect((await create(server.admin, key)).status).toBe(201);
  const answer = await create(server.admin, key, 'something else');
  expect([answer.status, answer.body.error.code]).toEqual([422, 'idempotency_mismatch']);
  expect(await countOf('something else')).toBe(0);
});

test('the same key on another route is refused too', async () => {
  const key = randomUUID();
  const headers = { 'idempotency-key': key };
  const pairing = await server.admin.call('POST', '/v1/pairings', { name: 'New', role: 'technician' }, headers);
  expect(pairing.status).toBe(201);
  expect((await create(server.admin, key)).body.error.code).toBe('idempotency_mismatch');
});

test('a key is one technician’s: another’s same key is another request', async () => {
  const key = randomUUID();
  const [first, second] = [await create(server.admin, key), await create(other, key)];
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(first.body.id).not.toBe(second.body.id);
});

test.each([
  ['too short', 'short'],
  ['too long', 'x'.repeat(101)],
  ['with a space', 'sixteen letters and more'],
  ['beyond ASCII', `${'x'.repeat(16)}é`],
])('a bad key is named: %s', async (_, key) => {
  const answer = await create(server.admin, key);
  expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid_request']);
  expect(answer.body.error.fields).toEqual([{ path: 'Idempotency-Key', message: expect.any(String) }]);
});

test('a refusal is kept like an answer', async () => {
  const headers = { 'idempotency-key': randomUUID() };
  const body = { companyId: randomUUID(), directoryId: randomUUID() };
  const [first, second] = [
    await server.admin.call('POST', '/v1/company-links', body, headers),
    await server.admin.call('POST', '/v1/company-links', body, headers),
  ];
  expect([first.status, second.status]).toEqual([404, 404]);
  expect(second.headers.get('idempotency-replayed')).toBe('true');
});

test('a failure of our own is not kept: the repeat may succeed', async () => {
  const key = randomUUID();
  const { queue } = server.services;
  // The real queue after one refusal: what a database that was away for a moment looks like.
  server.services.queue = { ...queue, send: () => Promise.reject(new Error('away')) };
  const failed = await create(server.admin, key);
  server.services.queue = queue;
  expect([failed.status, failed.body.error.code]).toEqual([500, 'internal']);
  const again = await create(server.admin, key);
  expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, null]);
  expect(await countOf(key)).toBe(1);
});

test('a first request that died does not block its key for ever', async () => {
  const key = randomUUID();
  const { db, workspaceId, technician } = await contextOf(server);
  const row = { workspaceId, technicianId: technician.id, key, requestHash: 'of the dead one' };
  await db.inWorkspace(workspaceId, (tx) =>
    tx.insert(idempotencyKeys).values({ ...row, createdAt: new Date(Date.now() - 61_000) }),
  );
  expect((await create(server.admin, key)).status).toBe(201);
});

test('a repeated pairing request is told the same code, and makes one technician', async () => {
  const headers = { 'idempotency-key': randomUUID() };
  const ask = () => server.admin.call('POST', '/v1/pairings', { name: 'Told twice', role: 'technician' }, headers);
  const [first, second] = [await ask(), await ask()];
  expect(second.body).toEqual(first.body);
  const rows = await asOwner(server, (sql) => sql`select id from technicians where name = 'Told twice'`);
  expect(rows).toHaveLength(1);
});
