import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OutboxItem } from '@counterpart/shared/api.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChildServer, pairFirst, startChild } from '../helpers/child.ts';
import { makeDatabase } from '../helpers/database.ts';
import { connectNorthwind } from '../helpers/northwind.ts';
import type { ApiClient } from '../helpers/server.ts';
import { type RunningDirectory, startWorld, type World } from '../simulators/serve.ts';

let world: World;
let database: Awaited<ReturnType<typeof makeDatabase>>;
let server: ChildServer;
let scim: RunningDirectory;
let token: string;
let directoryId: string;
beforeAll(async () => {
  [world, database] = await Promise.all([startWorld(), makeDatabase()]);
  server = await startChild({ DATABASE_URL: database.url });
  const admin = await pairFirst(server);
  token = admin.token;
  const northwind = await connectNorthwind(admin, world);
  directoryId = northwind.directoryIds.get('harbour-finch')!;
  scim = world.scim.find(({ directory }) => directory.key === 'harbour-finch')!;
});
afterAll(async () => {
  await server?.end('SIGKILL');
  await database?.drop();
  await world?.close();
});

const admin = (): ApiClient => server.as(token);
const lookup = async (contact: number) => {
  const page = { psa: 'halopsa', host: world.halo.host, kind: 'contact', id: String(contact), number: null };
  return (await admin().call('POST', '/v1/lookup', { page, hints: {}, refresh: false })).body;
};
const posts = () => scim.server.requests.filter((request) => request.startsWith('POST')).length;
const has = (username: string) => scim.server.users().some(({ userName }) => userName === username);
async function until(what: () => boolean) {
  for (let waited = 0; waited < 10_000; waited++) {
    if (what()) return;
    await sleep(1);
  }
  throw new Error('it did not come to that within 10 s');
}

/** The moments between the decision and its stored outcome. Each waits for its own, then the process is gone. */
const MOMENTS: [string, number, (username: string) => Promise<unknown>][] = [
  ['right after the decision', 1001, async () => {}],
  ['while it searches for an earlier attempt', 1002, () => sleep(150)],
  [
    'when the create is on its way',
    1003,
    async () => {
      const before = posts();
      await until(() => posts() > before);
    },
  ],
  [
    'when the account is there and the answer is not',
    1005,
    async (username) => {
      scim.server.faults.loseNextCreate = true;
      await until(() => has(username));
    },
  ],
  ['when the account is there and the answer is on its way', 1015, (username) => until(() => has(username))],
  ['some time', 1020, () => sleep(Math.random() * 1_000)],
];

test('kill -9 between decision and create, at every moment: one account each, linked, within a minute', async () => {
  const asked: { id: string; contact: number; username: string }[] = [];
  for (const [, contact, moment] of MOMENTS) {
    scim.server.faults.slowMs = 250;
    const { contact: card } = await lookup(contact);
    const username = `${randomUUID()}@harbourfinch.example`;
    const draft = { username, displayName: 'A B', givenName: 'A', familyName: 'B', email: null, phones: [] };
    const body = { contactId: card.rowId, contactVersion: card.version, directoryId, draft };
    const answer = await admin().call('POST', '/v1/accounts', body, { 'idempotency-key': randomUUID() });
    expect(answer.status).toBe(202);
    asked.push({ id: answer.body.id, contact, username });
    await moment(username);
    expect((await server.end('SIGKILL')).code).toBe(null);
    scim.server.faults.slowMs = 0;
    server = await startChild({ DATABASE_URL: database.url });
  }
  const restarted = performance.now();
  for (const { id, contact, username } of asked) {
    let item: OutboxItem;
    do {
      await sleep(200);
      item = (await admin().call<OutboxItem>('GET', `/v1/outbox/${id}`)).body;
    } while (item.state !== 'done' && item.state !== 'failed' && performance.now() - restarted < 60_000);
    expect([contact, item.state, item.error]).toEqual([contact, 'done', null]);
    expect(scim.server.users().filter(({ externalId }) => externalId === id)).toHaveLength(1);
    expect(scim.server.users().filter(({ userName }) => userName === username)).toHaveLength(1);
    const seen = await lookup(contact);
    expect(seen.links.map(({ linkId }: { linkId: string }) => linkId)).toContain(item.linkId);
  }
  expect(performance.now() - restarted).toBeLessThan(60_000);
}, 150_000);

test('SIGTERM: the slow request is answered, then the process ends well, within ten seconds', async () => {
  world.halo.simulator.control.latencyMs = 1_500;
  const page = { psa: 'halopsa', host: world.halo.host, kind: 'contact', id: '1001', number: null };
  const slow = admin().call('POST', '/v1/lookup', { page, hints: {}, refresh: true });
  await sleep(300);
  const ending = server.end('SIGTERM');
  await sleep(200);
  await expect(admin().call('GET', '/v1/session')).rejects.toThrow(); // it takes no new work
  const answer = await slow;
  expect([answer.status, answer.body.freshness.source]).toEqual([200, 'psa']);
  const { code, ms } = await ending;
  expect(code).toBe(0);
  expect(ms).toBeLessThan(10_000);
  world.halo.simulator.control.latencyMs = 0;
  server = await startChild({ DATABASE_URL: database.url });
  expect(server.pairingCode).toBe(null);
  expect((await admin().call('GET', '/v1/session')).status).toBe(200);
}, 30_000);
