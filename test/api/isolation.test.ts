import { randomUUID } from 'node:crypto';
import { ROLES, type Role } from '@counterpart/shared/api.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ids, MATRIX } from '../helpers/matrix.ts';
import { connectNorthwind } from '../helpers/northwind.ts';
import { type ApiClient, apiClient, startTestServer, type TestServer } from '../helpers/server.ts';
import { addWorkspace, asOwner, type TestWorkspace } from '../helpers/workspace.ts';
import { startWorld, type World } from '../simulators/serve.ts';

let world: World;
let server: TestServer;
/** Two MSPs with the very same customers: only their own rows' ids tell them apart. */
let mine: TestWorkspace;
let theirs: TestWorkspace;
let mineIds: Ids;
let theirIds: Ids;
let theirUuids: Set<string>;
let operations: string[];

beforeAll(async () => {
  world = await startWorld();
  server = await startTestServer();
  mine = await addWorkspace(server, 'Mine');
  theirs = await addWorkspace(server, 'Theirs');
  for (const { as } of [mine, theirs]) await connectNorthwind(as.admin, world);
  mineIds = await oneOfEach(mine);
  theirIds = await oneOfEach(theirs);
  theirUuids = await uuidsOf(theirs.id);
  operations = operationsOf((await apiClient(server.url, '').call('GET', '/openapi.json')).body);
});
afterAll(async () => {
  await server?.close();
  await world?.close();
});

function operationsOf(document: { paths: Record<string, Record<string, unknown>> }): string[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
}

/** One row of each kind, made through the API. */
async function oneOfEach({ id, as }: TestWorkspace): Promise<Ids> {
  const page = { psa: 'halopsa', host: world.halo.host, kind: 'ticket', id: '5101', number: null };
  const { body: found } = await as.technician.call('POST', '/v1/lookup', { page, hints: {}, refresh: false });
  const on = { contactId: found.contact.rowId, contactVersion: found.contact.version };
  const account = found.candidates[0].account;
  const linked = await as.technician.call('POST', '/v1/links', { ...on, accountId: account.rowId, replaces: null });
  const session = await as.technician.call('GET', '/v1/session');
  const rows = await asOwner(server, async (sql) => ({
    link: await sql`select id from links where workspace_id = ${id} and contact_id = ${on.contactId}`,
    companyLink:
      await sql`select id from company_links where workspace_id = ${id} and company_id = ${found.company.rowId}`,
    connection:
      await sql`select connection_id as id from directories where workspace_id = ${id} and id = ${account.directory.id}`,
    outbox: await sql`insert into outbox (workspace_id, kind, contact_id, directory_id, draft, technician_id, state)
      select ${id}, 'account.create', ${on.contactId}, ${account.directory.id}, '{}', id, 'done' from technicians
      where workspace_id = ${id} limit 1 returning id`,
  }));
  const sender = await asOwner(server, (sql) => {
    return sql`insert into scim_tokens (workspace_id, directory_id, name, token_hash, last_four)
      values (${id}, ${account.directory.id}, 'Entra', 'no hash', 'abcd') returning id`;
  });
  return {
    session: session.body.id,
    connection: rows.connection[0]!.id,
    directory: account.directory.id,
    company: found.company.rowId,
    companyLink: rows.companyLink[0]!.id,
    contact: on.contactId,
    contactVersion: linked.body.contactVersion,
    account: account.rowId,
    link: rows.link[0]!.id,
    decision: linked.body.decisionId,
    outbox: rows.outbox[0]!.id,
    scimToken: sender[0]!.id,
  };
}

/** Every id of every row of a workspace. */
async function uuidsOf(workspaceId: string): Promise<Set<string>> {
  return asOwner(server, async (sql) => {
    const tables = await sql<{ name: string }[]>`
      select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'id' and table_name in
        (select table_name from information_schema.columns where column_name = 'workspace_id')`;
    const found = new Set([workspaceId]);
    for (const { name } of tables) {
      for (const { id } of await sql`select id from ${sql(name)} where workspace_id = ${workspaceId}`) found.add(id);
    }
    return found;
  });
}

const allowed = (from: Role | null) => ROLES.slice(from === null ? 0 : ROLES.indexOf(from));
const refused = (from: Role | null) => ROLES.slice(0, from === null ? 0 : ROLES.indexOf(from));

function ask(client: ApiClient, operation: string, { path, body }: { path: string; body?: unknown }) {
  const [method = ''] = operation.split(' ');
  return client.call(method, path, body, method === 'POST' ? { 'idempotency-key': randomUUID() } : {});
}

function expectNothingOf(foreign: Set<string>, body: unknown) {
  const said = JSON.stringify(body) ?? '';
  const leaked = (said.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? []).filter((id) => foreign.has(id));
  expect(leaked).toEqual([]);
}

test('every route of the API has its row here, and no row is left over', () => {
  expect(Object.keys(MATRIX).toSorted()).toEqual(operations.toSorted());
  expect(theirUuids.size).toBeGreaterThan(100);
});

describe.each(Object.entries(MATRIX).filter(([, { from }]) => from !== null))('%s', (operation, row) => {
  test('asks for a token that is good', async () => {
    const workspaceOf = (id: string) => `cp_${id.replaceAll('-', '')}_`;
    const secret = mine.as.admin.token.slice(workspaceOf(mine.id).length);
    const tokens = ['', 'nonsense', `${workspaceOf(theirs.id)}${secret}`, `${workspaceOf(mine.id)}${'A'.repeat(43)}`];
    for (const token of tokens) {
      const answer = await ask(apiClient(server.url, token), operation, row.own(mineIds));
      expect([token, answer.status, answer.body.error.code]).toEqual([token, 401, 'not_signed_in']);
    }
  });

  test('is refused to the roles below', async () => {
    for (const role of refused(row.from)) {
      const answer = await ask(mine.as[role], operation, row.own(mineIds));
      expect([role, answer.status, answer.body.error.code]).toEqual([role, 403, 'forbidden']);
    }
  });

  test('finds nothing of another workspace', async () => {
    for (const role of allowed(row.from)) {
      for (const asked of row.foreign?.(mineIds, theirIds) ?? []) {
        const answer = await ask(mine.as[role], operation, asked);
        expect([role, asked, answer.status, answer.body?.error?.code]).toEqual([role, asked, 404, 'not_found']);
        expectNothingOf(theirUuids, answer.body);
      }
    }
  });

  test('takes no id that is none', async () => {
    if (!operation.includes('{id}')) return;
    const uuid = randomUUID();
    for (const id of ['x', '1', `${uuid}0`, `${uuid}'--`, '%00', '..%2f..%2fsession', uuid.replaceAll('-', ''), uuid]) {
      const path = operation.split(' ')[1]!.replace('{id}', id);
      const answer = await ask(mine.as.admin, operation, { ...row.own(mineIds), path });
      expect([id, answer.status, answer.body.error.code]).toEqual([id, 404, 'not_found']);
    }
  });
});

describe('with one’s own ids, so that a refusal above is not the request’s own fault', () => {
  test.each(Object.entries(MATRIX))('%s', async (operation, row) => {
    const role = row.as ?? row.from ?? 'technician';
    const answer = await ask(mine.as[role], operation, row.own(mineIds));
    const code = answer.body?.error?.code;
    const known = ['conflict', 'already_linked', 'not_supported', 'pairing_code_wrong'];
    if (row.from === null) known.push('not_found');
    expect(answer.status < 300 || known.includes(code), `${answer.status} ${JSON.stringify(answer.body)}`).toBe(true);
    expectNothingOf(theirUuids, answer.body);
  });
});

test('a workspace without the connection does not know the host', async () => {
  const empty = await addWorkspace(server, 'Empty');
  const page = { psa: 'halopsa', host: world.halo.host, kind: 'ticket', id: '5101', number: null };
  const answer = await empty.as.admin.call('POST', '/v1/lookup', { page, hints: {}, refresh: true });
  expect(answer.body).toMatchObject({ state: 'not_verified', reason: 'host_unknown' });
});
