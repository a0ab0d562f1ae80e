import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Connected, connectNorthwind } from '../helpers/northwind.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { asOwner } from '../helpers/workspace.ts';
import { startWorld, type World } from '../simulators/serve.ts';
import { peopleOf, ticketsOf } from '../world/story.ts';

let world: World;
let server: TestServer;
let northwind: Connected;
beforeAll(async () => {
  world = await startWorld();
  server = await startTestServer({ LOG_LEVEL: 'debug' });
  northwind = await connectNorthwind(server.admin, world);
});
afterAll(async () => {
  await server?.close();
  await world?.close();
});

test('whatever is done, well or badly, no person and no secret is in the log', async () => {
  const { admin } = server;
  const lead = await server.signIn('lead');
  for (const { id } of ticketsOf(world.story)) await northwind.lookup('ticket', id, { refresh: true, as: lead });
  const pairing = await admin.call('POST', '/v1/pairings', { name: 'Zebedee Quill', role: 'technician' });
  await admin.call('POST', '/v1/pairing/claim', { code: '0000-CANA-RY00', device: 'Zebedee’s browser' });

  const found = await northwind.lookup('contact', 1015);
  if (found.state !== 'nobody') throw new Error(found.state);
  await admin.call('GET', `/v1/companies/${found.company.rowId}/accounts?q=callum.reid@harbourfinch.example`);
  await admin.call('GET', '/v1/callum.reid@harbourfinch.example');
  await admin.call('POST', '/v1/lookup', {
    page: 'Callum Reid',
    hints: { requesterEmail: 'callum.reid@harbourfinch.example' },
  });
  const draft = {
    username: 'callum.reid@harbourfinch.example',
    displayName: 'Callum Reid',
    givenName: 'Callum',
    familyName: 'Reid',
    email: null,
    phones: [],
  };
  const on = {
    contactId: found.contact.rowId,
    contactVersion: found.contact.version,
    directoryId: found.directories[0]!.id,
  };
  const scim = world.scim.find(({ directory }) => directory.key === 'harbour-finch')!.server;
  scim.faults.status = { code: 500, times: 4 };
  await admin.call('POST', '/v1/accounts', { ...on, draft }, { 'idempotency-key': randomUUID() });
  await sleep(3_000);
  // A failure inside the database, whose own message repeats the values.
  await asOwner(server, (sql) => sql`alter table technicians add constraint short check (length(name) < 40) not valid`);
  const long = await admin.call('POST', '/v1/pairings', {
    name: `Zebedee Quill ${'x'.repeat(60)}`,
    role: 'technician',
  });
  expect(long.status).toBe(500);
  const provider = {
    provider: 'scim',
    name: 'x',
    settings: { address: 'http://127.0.0.1:9', domains: [], country: null },
  };
  await admin.call('POST', '/v1/connections/check', { ...provider, secrets: { token: 'canary-secret-token' } });
  await admin.call('POST', '/v1/connections', { ...provider, secrets: { token: ['canary-secret-token'] } });

  const said = server.logged.join('\n');
  expect(server.logged.filter((line) => line.includes('"request"')).length).toBeGreaterThan(60);
  expect(said).toContain('"level":50');
  const people = peopleOf(world.story).flatMap(({ contact, accounts }) => [
    ...(contact ? [contact.name, ...contact.emails, ...contact.phones.map(({ value }) => value)] : []),
    ...accounts.flatMap((one) => [one.username, one.displayName, ...one.emails]),
  ]);
  const companies = world.story.customers.map(({ company }) => company.name);
  const secrets = [
    admin.token,
    admin.token.slice(-43),
    lead.token,
    pairing.body.code,
    'CANA',
    'Zebedee',
    'canary-secret',
  ];
  const keys = [
    world.halo.clientSecret,
    world.halo.clientId,
    ...world.scim.map(({ token }) => token),
    server.databaseUrl,
  ];
  // A name of one short word is a word of any language.
  const canaries = [...people, ...companies, ...secrets, ...keys].filter(
    (text) => text.length > 5 || text.includes(' '),
  );
  expect(canaries.length).toBeGreaterThan(150);
  expect(canaries.filter((text) => said.toLowerCase().includes(text.toLowerCase()))).toEqual([]);
}, 40_000);
