import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Connected, connectNorthwind } from '../helpers/northwind.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { startWorld, type World } from '../simulators/serve.ts';

let world: World;
let server: TestServer;
let northwind: Connected;
beforeAll(async () => {
  world = await startWorld();
  server = await startTestServer();
  northwind = await connectNorthwind(server.admin, world);
});
afterAll(async () => {
  await server?.close();
  await world?.close();
});

const page = (more: object = {}) => ({
  psa: 'halopsa',
  host: world.halo.host,
  kind: 'ticket',
  id: '5101',
  number: null,
  ...more,
});
const ask = (body: unknown) => server.admin.call('POST', '/v1/lookup', body);

describe('a page that lies', () => {
  test.each([
    ['another address', { requesterEmail: 'ceo@harbourfinch.example' }, 'requesterEmail'],
    ['another name', { requesterName: 'Helen Marsh' }, 'requesterName'],
    ['another number', { number: '5102' }, 'number'],
  ])('%s: not verified, and no person is shown', async (_, hints, field) => {
    const answer = await northwind.lookup('ticket', 5101, { hints });
    expect(answer).toMatchObject({ state: 'not_verified', reason: 'hints_differ', differences: [{ field }] });
    expect(answer).not.toHaveProperty('contact');
  });

  test.each([
    { requesterEmail: ' PRIYA.RAMAN@harbourfinch.example ' },
    { requesterName: 'Raman, Priya' },
    { number: 'ID: 0005101' },
    {},
  ])('the truth in another dress is no lie: %o', async (hints) => {
    // A number as the adapter hands it over has no spaces; the schema refuses those.
    if ('number' in hints) expect((await ask({ page: page(), hints })).status).toBe(400);
    else expect((await northwind.lookup('ticket', 5101, { hints })).state).toBe('candidates');
  });
});

describe('a request that is not right', () => {
  test.each<[string, () => unknown, string]>([
    ['an extra field in the page', () => ({ page: page({ contactId: '1001' }), hints: {} }), 'page'],
    ['an extra hint', () => ({ page: page(), hints: { workspace: 'x' } }), 'hints'],
    ['an extra field beside', () => ({ page: page(), hints: {}, role: 'admin' }), ''],
    ['an unknown PSA', () => ({ page: page({ psa: 'jira' }), hints: {} }), 'page.psa'],
    ['a host with a path', () => ({ page: page({ host: 'a/b' }), hints: {} }), 'page.host'],
    ['an id that is none', () => ({ page: page({ id: '1 or 1=1' }), hints: {} }), 'page.id'],
    ['an id without end', () => ({ page: page({ id: '1'.repeat(19) }), hints: {} }), 'page.id'],
    ['an id that is a number', () => ({ page: page({ id: 5101 }), hints: {} }), 'page.id'],
    ['no page', () => ({ hints: {} }), 'page'],
    ['null', () => null, ''],
    ['a list', () => [], ''],
  ])('%s is refused and named', async (_, body, path) => {
    const { status, body: answer } = await ask(body());
    expect([status, answer.error.code]).toEqual([400, 'invalid_request']);
    expect(answer.error.fields.map((field: { path: string }) => field.path)).toContain(path);
  });
});

describe('a record that is not there', () => {
  test.each<[string, object, string]>([
    ['an unknown ticket', { id: '999999' }, 'record_missing'],
    ['the highest id', { id: '9'.repeat(18) }, 'record_missing'],
    ['an unknown contact', { kind: 'contact', id: '999999' }, 'record_missing'],
    ['an unknown company', { kind: 'company', id: '999999' }, 'record_missing'],
    ['an unknown host', { host: 'evil.example' }, 'host_unknown'],
    ['our host as the end of another', { host: 'x.northwind.halopsa.com' }, 'host_unknown'],
    ['no id', { id: null }, 'no_id'],
  ])('%s', async (_, change, reason) => {
    const answer = await ask({ page: page(change), hints: {} });
    expect(answer.body).toMatchObject({ state: 'not_verified', reason });
  });

  test('a ticket whose contact was deleted says so, also the second time', async () => {
    expect((await northwind.lookup('ticket', 5402, { refresh: true })).state).toBe('candidates');
    world.halo.simulator.control.remove('users', 1304);
    for (const refresh of [true, false]) {
      const answer = await northwind.lookup('ticket', 5402, { refresh });
      expect(answer).toMatchObject({ state: 'not_verified', reason: 'contact_missing' });
    }
  });

  test('a ticket that was deleted after it was seen', async () => {
    expect((await northwind.lookup('ticket', 5401, { refresh: true })).state).toBe('candidates');
    world.halo.simulator.control.remove('tickets', 5401);
    for (const refresh of [true, false]) {
      expect(await northwind.lookup('ticket', 5401, { refresh })).toMatchObject({ reason: 'record_missing' });
    }
  });
});

describe('a directory that was disconnected', () => {
  test('its links stay, and show even when their copy is old', async () => {
    const linked = await northwind.lookup('contact', 1019);
    if (linked.state !== 'linked') throw new Error(linked.state);
    const { body } = await server.admin.call('GET', '/v1/connections');
    const { id } = body.items.find(
      (one: { directoryId: string }) => one.directoryId === linked.links[0]!.account.directory.id,
    );
    expect((await server.admin.call('DELETE', `/v1/connections/${id}`)).status).toBe(204);
    server.services.now = () => new Date(Date.now() + 3_600_000);
    const answer = await northwind.lookup('contact', 1019);
    server.services.now = () => new Date();
    expect(answer).toMatchObject({ state: 'linked', links: [{ linkId: linked.links[0]!.linkId }] });
  });
});
