import { randomUUID } from 'node:crypto';
import { outbox } from '@counterpart/server/db/schema/index.ts';
import { abandon } from '@counterpart/server/provision/deliver.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addCustomer, type Customer } from '../helpers/customer.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { contextOf } from '../helpers/workspace.ts';

let server: TestServer;
let customer: Customer;
let ctx: Awaited<ReturnType<typeof contextOf>>;
beforeAll(async () => {
  server = await startTestServer();
  ctx = await contextOf(server);
  customer = await addCustomer(ctx, { contacts: 1, accounts: 0 });
});
afterAll(() => server?.close());

async function intent(state: 'running' | 'done'): Promise<string> {
  const id = randomUUID();
  const draft = { username: 'a', displayName: 'A', givenName: '', familyName: '', email: null, phones: [] };
  const on = { contactId: customer.contacts[0]!, directoryId: customer.directory, technicianId: ctx.technician.id };
  await ctx.db.inWorkspace(ctx.workspaceId, (tx) =>
    tx.insert(outbox).values({ workspaceId: ctx.workspaceId, id, kind: 'account.create', ...on, draft, state }),
  );
  return id;
}

test('a delivery whose workers all died ends as failed, and says so', async () => {
  const outboxId = await intent('running');
  await abandon(server.services, { workspaceId: ctx.workspaceId, outboxId });
  const { body } = await server.admin.call('GET', `/v1/outbox/${outboxId}`);
  expect(body).toMatchObject({ state: 'failed', error: 'internal' });
});

test('one that was delivered after all stays delivered', async () => {
  const outboxId = await intent('done');
  await abandon(server.services, { workspaceId: ctx.workspaceId, outboxId });
  expect((await server.admin.call('GET', `/v1/outbox/${outboxId}`)).body.state).toBe('done');
});

test('asking for a read while one waits does not leave it running for ever', async () => {
  const draft = { provider: 'builtin', name: 'Ours', settings: { domains: [], country: null }, secrets: {} };
  const { body: made } = await server.admin.call('POST', '/v1/connections', draft);
  for (let times = 0; times < 20; times++) await server.admin.call('POST', `/v1/connections/${made.id}/sync`);
  let state = 'running';
  for (let waited = 0; state === 'running' && waited < 200; waited++) {
    await new Promise((done) => setTimeout(done, 50));
    state = (await server.admin.call('GET', `/v1/connections/${made.id}/sync`)).body.state;
  }
  expect(state).toBe('done');
});

test('a directory that was disconnected is no longer linked to a company', async () => {
  const draft = { provider: 'builtin', name: 'Gone', settings: { domains: [], country: null }, secrets: {} };
  const { body: made } = await server.admin.call('POST', '/v1/connections', draft);
  await server.admin.call('DELETE', `/v1/connections/${made.id}`);
  const body = { companyId: customer.company, directoryId: made.directoryId };
  expect((await server.admin.call('POST', '/v1/company-links', body)).status).toBe(404);
});
