import { randomUUID } from 'node:crypto';
import type { Connection, ConnectionCheck } from '@counterpart/shared/api.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Connected, connectNorthwind, untilRead } from '../helpers/northwind.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { addWorkspace, asOwner } from '../helpers/workspace.ts';
import { type RunningDirectory, startWorld, type World } from '../simulators/serve.ts';

let world: World;
let server: TestServer;
let northwind: Connected;
let scim: RunningDirectory;

beforeAll(async () => {
  world = await startWorld();
  server = await startTestServer();
  northwind = await connectNorthwind(server.admin, world);
  scim = world.scim.find(({ directory }) => directory.key === 'harbour-finch')!;
});
afterAll(async () => {
  await server?.close();
  await world?.close();
});

const list = async (): Promise<Connection[]> => (await server.admin.call('GET', '/v1/connections')).body.items;
const one = async (of: (connection: Connection) => boolean) => (await list()).find(of)!;
const scimConnection = () => one(({ directoryId }) => directoryId === northwind.directoryIds.get('harbour-finch'));
const renew = (id: string, draft: object) => server.admin.call('POST', `/v1/connections/${id}`, draft);
const recheck = async (id: string): Promise<ConnectionCheck> =>
  (await server.admin.call('POST', `/v1/connections/${id}/check`)).body;

const haloDraft = (clientSecret = world.halo.clientSecret) => ({
  provider: 'halopsa',
  name: 'HaloPSA, renewed',
  settings: {
    address: world.halo.apiUrl,
    clientId: world.halo.clientId,
    tenant: world.halo.tenant,
    hosts: [world.halo.host, 'support.northwind-it.example'],
  },
  secrets: { clientSecret },
});
const scimDraft = (token = scim.token) => ({
  provider: 'scim',
  name: 'Harbour & Finch, renewed',
  settings: { address: scim.url, domains: ['harbourfinch.example', 'new.example'], country: 'FR' },
  secrets: { token },
});
const auditOf = (subject: string) =>
  asOwner(server, async (sql) => {
    const rows = await sql`select action, technician_id from audit_log where subject = ${subject} order by at`;
    return rows.map(({ action, technician_id: technician }) => ({ action, technician }));
  });
const domainsAndCountry = ({
  settings: { domains, country },
}: {
  settings: { domains: string[]; country: string };
}) => ({
  domains,
  country,
});
/** What the vault holds of a connection, sealed. */
const sealedOf = (connectionId: string) =>
  asOwner(server, async (sql) => {
    return (await sql`select field, sealed from credentials where connection_id = ${connectionId}`).map((row) => ({
      ...row,
    }));
  });
/** A person whom the story's technicians linked, as the panel shows them. */
const linkedPerson = async () => {
  const decision = world.story.decisions.find(({ kind }) => kind === 'linked')!;
  const answer = await northwind.lookup('contact', decision.contactId, { refresh: true });
  if (answer.state !== 'linked') throw new Error(`expected a linked person, got ${answer.state}`);
  return answer;
};

describe('a PSA’s connection that is renewed', () => {
  test('stays the same one, with all that was linked through it', async () => {
    const before = await linkedPerson();
    const all = await list();
    const answer = await renew(northwind.psa.id, haloDraft());
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      id: northwind.psa.id,
      name: 'HaloPSA, renewed',
      settings: haloDraft().settings,
      sync: { state: 'running' },
    });
    expect(answer.body.hosts).toContain('support.northwind-it.example');
    expect(JSON.stringify(answer.body)).not.toContain(world.halo.clientSecret);
    await untilRead(server.admin, northwind.psa.id);
    expect((await list()).map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    const after = await linkedPerson();
    expect(after.links.map(({ linkId }) => linkId)).toEqual(before.links.map(({ linkId }) => linkId));
    expect(after.contact).toMatchObject({ rowId: before.contact.rowId, version: before.contact.version });
  });

  test('is known by its further hosts at once', async () => {
    const page = { psa: 'halopsa', host: 'support.northwind-it.example', kind: 'ticket', id: '5101', number: null };
    const { body } = await server.admin.call('POST', '/v1/lookup', { page, hints: {}, refresh: false });
    expect(body.state).not.toBe('not_verified');
  });

  test('is audited by name of who did it', async () => {
    const { technician } = (await server.admin.call('GET', '/v1/session')).body;
    expect(await auditOf(northwind.psa.id)).toContainEqual({ action: 'connection.updated', technician: technician.id });
  });

  test('uses the new secret, and the old one is gone', async () => {
    const sealed = await sealedOf(northwind.psa.id);
    expect((await recheck(northwind.psa.id)).ok).toBe(true);
    const { body: changed } = await renew(northwind.psa.id, haloDraft('another-secret-that-is-wrong'));
    expect(changed.secrets).toMatchObject([{ field: 'clientSecret', lastFour: 'rong' }]);
    expect(await recheck(northwind.psa.id)).toMatchObject({ ok: false });
    const now = await sealedOf(northwind.psa.id);
    expect(now.map(({ field }) => field)).toEqual(['clientSecret']);
    expect(now).not.toEqual(sealed);
    await renew(northwind.psa.id, haloDraft());
    expect((await recheck(northwind.psa.id)).ok).toBe(true);
  });
});

describe('a directory’s connection that is renewed', () => {
  test('keeps its directory, which has the new name, domains and country', async () => {
    const before = await scimConnection();
    const person = await linkedPerson();
    const { status, body } = await renew(before.id, scimDraft());
    expect([status, body.directoryId]).toEqual([200, before.directoryId]);
    await untilRead(server.admin, before.id);
    const [row, ...more] = await asOwner(
      server,
      (sql) => sql`select name, domains, country from directories where connection_id = ${before.id}`,
    );
    expect(more).toEqual([]);
    expect({ ...row }).toEqual({ name: scimDraft().name, ...domainsAndCountry(scimDraft()) });
    const after = await linkedPerson();
    expect(after.links.map(({ linkId }) => linkId)).toEqual(person.links.map(({ linkId }) => linkId));
  });

  test('can be the built-in one, which has no secret', async () => {
    const { body: made } = await server.admin.call('POST', '/v1/connections', {
      provider: 'builtin',
      name: 'Before',
      settings: { domains: [], country: null },
      secrets: {},
    });
    const draft = {
      provider: 'builtin',
      name: 'After',
      settings: { domains: ['after.example'], country: 'GB' },
      secrets: {},
    };
    const { status, body } = await renew(made.id, draft);
    expect([status, body.name, body.directoryId]).toEqual([200, 'After', made.directoryId]);
    const [row] = await asOwner(
      server,
      (sql) => sql`select name, domains, country from directories where id = ${made.directoryId}`,
    );
    expect({ ...row }).toEqual({ name: 'After', ...domainsAndCountry(draft) });
  });
});

describe('a renewal that is refused', () => {
  test.each([
    ['to another provider', () => scimDraft(), 'provider'],
    ['without its secret', () => ({ ...haloDraft(), secrets: {} }), 'secrets.clientSecret'],
    ['with an empty secret', () => haloDraft(''), 'secrets.clientSecret'],
  ])('%s names the field and changes nothing', async (_, draft, field) => {
    const before = { connections: await list(), sealed: await sealedOf(northwind.psa.id) };
    const audited = await auditOf(northwind.psa.id);
    const { status, body } = await renew(northwind.psa.id, draft());
    expect([status, body.error.code]).toEqual([400, 'invalid_request']);
    expect(body.error.fields.map(({ path }: { path: string }) => path)).toContain(field);
    const withoutSync = (all: Connection[]) => all.map(({ sync: _sync, ...rest }) => rest);
    expect(withoutSync(await list())).toEqual(withoutSync(before.connections));
    expect(await sealedOf(northwind.psa.id)).toEqual(before.sealed);
    expect(await auditOf(northwind.psa.id)).toEqual(audited);
  });

  test('knows neither another workspace’s connection, nor one that was removed, nor one that never was', async () => {
    const theirs = await addWorkspace(server, 'Theirs');
    const foreign = await theirs.as.admin.call('POST', `/v1/connections/${northwind.psa.id}`, haloDraft());
    const { body: gone } = await server.admin.call('POST', '/v1/connections', scimDraft());
    await server.admin.call('DELETE', `/v1/connections/${gone.id}`);
    const answers = [foreign, await renew(gone.id, scimDraft()), await renew(randomUUID(), scimDraft())];
    for (const { status, body } of answers) expect([status, body.error.code]).toEqual([404, 'not_found']);
    expect(await sealedOf(gone.id)).toEqual([]);
  });
});
