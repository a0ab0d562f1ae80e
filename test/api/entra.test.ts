import { createConnectors } from '@counterpart/server/connections/connectors.ts';
import type { Connection } from '@counterpart/shared/api.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { asOwner } from '../helpers/workspace.ts';
import { APPLICATION, CLIENT_ID, OTHER_TENANT, TENANT, tenantOf } from '../simulators/identity/graph/harness.ts';
import { ALL_RIGHTS, createGraphSimulator, type GraphSimulator } from '../simulators/identity/graph/index.ts';

let server: TestServer;
let graph: GraphSimulator;
beforeAll(async () => {
  const users = ['ada', 'ben'].map((name) => ({ userPrincipalName: `${name}@acme.test`, displayName: name }));
  const others = [{ userPrincipalName: 'cleo@other.test', displayName: 'Cleo' }];
  const other = tenantOf(others, { id: OTHER_TENANT, name: 'Other', domains: [{ name: 'other.test' }], country: null });
  graph = createGraphSimulator({ tenants: [tenantOf(users), other], application: APPLICATION });
  server = await startTestServer();
  const { db, vault } = server.services;
  server.services.connectors = createConnectors({ db, vault, fetch: graph.fetch });
});
afterAll(() => server?.close());

const draft = {
  provider: 'entra',
  name: 'Microsoft',
  settings: {
    clientId: CLIENT_ID,
    cloud: 'global',
    tenants: [
      { id: TENANT, name: 'Acme' },
      { id: OTHER_TENANT, name: 'Other' },
    ],
  },
  secrets: { clientSecret: APPLICATION.clientSecret },
};
const list = async (): Promise<Connection[]> => (await server.admin.call('GET', '/v1/connections')).body.items;
const directories = () =>
  asOwner(server, async (sql) => {
    const rows = await sql`
      select d.name, d.domains, count(a.id) filter (where a.gone_at is null)::int as accounts
      from directories d left join accounts a on a.directory_id = d.id group by d.id, d.name, d.domains order by d.name`;
    return rows.map(({ name, domains, accounts }) => ({ name, domains, accounts }));
  });

async function read(id: string) {
  let sync = (await server.admin.call('GET', `/v1/connections/${id}/sync`)).body;
  for (let waited = 0; sync.state === 'running' && waited < 200; waited++) {
    await new Promise((done) => setTimeout(done, 50));
    sync = (await server.admin.call('GET', `/v1/connections/${id}/sync`)).body;
  }
  return sync;
}
async function readAgain(id: string) {
  // The read before may be ending still, and then a new one is not taken.
  for (let times = 0; times < 100; times++) {
    const { body } = await server.admin.call('POST', `/v1/connections/${id}/sync`);
    if (body.state === 'running') return read(id);
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('no read began');
}

test('one connection reads several tenants, each from its consent on, none held up by another', async () => {
  graph.grants.consents.delete(OTHER_TENANT);
  const check = await server.admin.call('POST', '/v1/connections/check', draft);
  expect(check.body).toMatchObject({ ok: true });
  const { status, body: made } = await server.admin.call<Connection>('POST', '/v1/connections', draft);
  expect(status).toBe(201);
  expect(await read(made.id)).toMatchObject({ state: 'done' });
  expect(await directories()).toEqual([{ name: 'Acme', domains: ['acme.test'], accounts: 2 }]);

  graph.grants.consents.set(OTHER_TENANT, ALL_RIGHTS);
  expect(await readAgain(made.id)).toMatchObject({ state: 'done' });
  const both = [
    { name: 'Acme', domains: ['acme.test'], accounts: 2 },
    { name: 'Other', domains: ['other.test'], accounts: 1 },
  ];
  expect(await directories()).toEqual(both);
  expect((await list()).filter(({ provider }) => provider === 'entra')).toHaveLength(1);

  graph.grants.consents.delete(TENANT);
  graph.tenant(OTHER_TENANT).put({ userPrincipalName: 'dan@other.test', displayName: 'Dan' });
  expect(await readAgain(made.id)).toMatchObject({ state: 'failed', error: 'provider_auth' });
  expect(await directories()).toEqual([both[0], { ...both[1], accounts: 2 }]);

  graph.grants.consents.set(TENANT, ALL_RIGHTS);
  const narrower = { ...draft, settings: { ...draft.settings, tenants: draft.settings.tenants.slice(0, 1) } };
  expect((await server.admin.call('POST', `/v1/connections/${made.id}`, narrower)).status).toBe(200);
  expect(await read(made.id)).toMatchObject({ state: 'done' });
  expect((await directories()).map(({ name }) => name)).toEqual(['Acme', 'Other']);
});

test('the secret goes to Microsoft’s sign-in and nowhere else', async () => {
  const [entra] = (await list()).filter(({ provider }) => provider === 'entra');
  expect(JSON.stringify(entra)).not.toContain(APPLICATION.clientSecret);
  expect(entra!.secrets).toEqual([expect.objectContaining({ field: 'clientSecret' })]);
  for (const { url, body, headers } of graph.requests) {
    if (url.startsWith('https://login.microsoftonline.com/')) continue;
    expect(JSON.stringify([url, body, headers])).not.toContain(`"${APPLICATION.clientSecret}"`);
  }
});
