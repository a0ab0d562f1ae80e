import type { Services } from '@counterpart/server/context.ts';
import { syncChanges } from '@counterpart/server/sync/changes.ts';
import type { Connection } from '@counterpart/shared/api.ts';
import { PSA_IDS } from '@counterpart/shared/providers.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectStatus, untilRead } from '../helpers/northwind.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { asOwner } from '../helpers/workspace.ts';
import { PSA_HARNESSES, type RunningPsa } from '../simulators/psa/harness.ts';

// Rounds of incremental reading: what changes in a PSA comes into the mirror, whatever its clock says, and nothing is lost.

const MINUTE = 60_000;

let server: TestServer;
let workspaceId: string;
beforeAll(async () => {
  server = await startTestServer();
  workspaceId = (await server.admin.call('GET', '/v1/session')).body.workspace.id;
});
afterAll(() => server?.close());

async function connect(psa: string, running: RunningPsa): Promise<Connection> {
  const { settings, secrets } = running.stored;
  const draft = { provider: psa, name: psa, settings, secrets };
  const connection = await expectStatus<Connection>(201, server.admin.call('POST', '/v1/connections', draft));
  await untilRead(server.admin, connection.id);
  return connection;
}
const round = (of: Connection, services: Partial<Services> = {}) =>
  syncChanges({ ...server.services, ...services }, { workspaceId, connectionId: of.id });
const mirrored = (of: Connection, recordId: string) =>
  asOwner(server, async (sql) => {
    const rows = await sql`select c.last_name, c.gone_at, c.version, p.name as company from contacts c
      join companies p on p.id = c.company_id where c.connection_id = ${of.id} and c.record_id = ${recordId}`;
    return rows[0] as { last_name: string; gone_at: Date | null; version: number; company: string } | undefined;
  });
const marks = (of: Connection) =>
  asOwner(server, async (sql) => {
    const [row] = await sql`select changes_to, changes_read_at, sync from connections where id = ${of.id}`;
    return row as { changes_to: Date | null; changes_read_at: Date | null; sync: { finishedAt: string } };
  });
const waiting = (of: Connection) =>
  asOwner(server, async (sql) => {
    const rows = await sql`select extract(epoch from start_after - now())::float8 as seconds from pgboss.job
      where name = 'changes' and state = 'created' and singleton_key = ${of.id}`;
    return rows.map(({ seconds }) => seconds as number);
  });
async function until(what: () => Promise<boolean>): Promise<void> {
  await expect.poll(what, { timeout: 15_000, interval: 100 }).toBe(true);
}

describe.each(PSA_IDS.filter((psa) => psa !== 'halopsa'))('%s', (psa) => {
  let running: RunningPsa;
  let connection: Connection;
  let skew = 0;
  beforeAll(async () => {
    running = await PSA_HARNESSES[psa]({ now: () => Date.now() + skew });
  });
  afterAll(() => running?.close());
  beforeEach(async () => {
    skew = 0;
    connection = await connect(psa, running);
    return async () => {
      await server.admin.call('DELETE', `/v1/connections/${connection.id}`);
    };
  });
  const requests = async (work: () => Promise<void>) => {
    const before = running.requests().length;
    await work();
    return running.requests().slice(before);
  };

  test('a round that finds nothing is one request, and moves the mark', async () => {
    const before = await marks(connection);
    expect(before.changes_read_at).toBeNull();
    const asked = await requests(() => round(connection));
    expect(asked.map(({ path, status }) => [/count$/.test(path), status])).toEqual([[true, 200]]);
    const after = await marks(connection);
    expect(after.changes_to!.getTime()).toBeGreaterThan(before.changes_to!.getTime());
    const { body } = await server.admin.call('GET', '/v1/connections');
    expect(body.items).toMatchObject([{ id: connection.id, changesReadAt: after.changes_read_at!.toISOString() }]);
  });

  test.each([
    ['right', 0, true],
    ['10 minutes ahead', 10 * MINUTE, true],
    ['10 minutes behind', -10 * MINUTE, true],
    ['10 minutes ahead, and it does not say so', 10 * MINUTE, false],
    ['10 minutes behind, and it does not say so', -10 * MINUTE, false],
    ['3 hours behind', -180 * MINUTE, true],
    ['3 hours ahead', 180 * MINUTE, true],
  ])('the clock of the PSA is %s: no change is lost', async (_clock, ms, tells) => {
    skew = ms;
    // By now the PSA has the other time; this read begins under it.
    await server.admin.call('POST', `/v1/connections/${connection.id}/sync`);
    await untilRead(server.admin, connection.id);
    const services = tells ? {} : { connectors: { ...server.services.connectors, aheadMs: () => null } };
    const { contact, colleagueId } = running.known;
    for (const [turn, id] of [contact.id, colleagueId, contact.id].entries()) {
      await round(connection, services);
      running.screen.renameContact(id, `Turn ${turn}`);
      await round(connection, services);
      expect((await mirrored(connection, id))?.last_name).toBe(`Turn ${turn}`);
    }
  });

  test('who is new comes with the company that is new', async () => {
    const { companyId } = running.known;
    const record = { connection: connection.id, company: companyId };
    // As if the company had been made since: the mirror does not know its id.
    await asOwner(
      server,
      (sql) => sql`update companies set record_id = 'another', name = 'Another'
      where connection_id = ${record.connection} and record_id = ${record.company}`,
    );
    const draft = {
      companyId,
      siteId: null,
      firstName: 'Zoë',
      lastName: 'Neil',
      email: 'zoe@harbour.example',
      phones: [],
    };
    const connector = await server.services.connectors.psa(workspaceId, connection.id);
    const made = await connector.createContact(draft);
    await round(connection);
    expect(await mirrored(connection, made.id)).toMatchObject({ last_name: 'Neil', company: 'Harbour Dental' });
  });

  test.each([
    ['the PSA is down', () => running.weather.fail(20, 500)],
    ['it answers nonsense', () => running.weather.garble(1)],
    ['the list is short', () => running.weather.cutShort('contacts', 1)],
  ])('%s: nothing is stored, the mark stays, and the next round has it', async (_what, storm) => {
    const { id } = running.known.contact;
    const name = `After ${_what}`;
    running.screen.renameContact(id, name);
    const before = await marks(connection);
    storm();
    await round(connection);
    expect(await marks(connection)).toEqual(before);
    expect((await mirrored(connection, id))?.last_name).not.toBe(name);
    running.weather.fail(0, 500);
    running.weather.garble(0);
    running.weather.cutShort('contacts', 0);
    expect(await waiting(connection)).toHaveLength(1);
    await round(connection);
    expect((await mirrored(connection, id))?.last_name).toBe(name);
  });

  test('what a round stores and its mark are one: where the mark cannot move, nothing was stored', async () => {
    const { id } = running.known.contact;
    running.screen.renameContact(id, 'Halfway');
    const before = await marks(connection);
    const queue = { ...server.services.queue, send: () => Promise.reject(new Error('the database went away')) };
    await expect(round(connection, { queue })).rejects.toThrow('went away');
    expect(await marks(connection)).toEqual(before);
    expect((await mirrored(connection, id))?.last_name).not.toBe('Halfway');
  });

  test('who is gone from the PSA is not gone for a round; a full read sees it', async () => {
    const { id } = await (await server.services.connectors.psa(workspaceId, connection.id)).createContact({
      ...{ companyId: running.known.companyId, siteId: null, firstName: 'Short', lastName: 'Stay' },
      ...{ email: 'short@harbour.example', phones: [] },
    });
    await round(connection);
    running.screen.removeContact(id);
    await round(connection);
    expect(await mirrored(connection, id)).toMatchObject({ gone_at: null });
    await server.admin.call('POST', `/v1/connections/${connection.id}/sync`);
    await untilRead(server.admin, connection.id);
    expect((await mirrored(connection, id))?.gone_at).not.toBeNull();
  });

  test('one round waits, some minutes off; a worker carries it out, and the next one waits', async () => {
    for (const seconds of await waiting(connection)) {
      expect(seconds).toBeGreaterThan(200);
      expect(seconds).toBeLessThanOrEqual(300);
    }
    expect(await waiting(connection)).toHaveLength(1);
    await asOwner(
      server,
      (sql) => sql`update pgboss.job set start_after = now() where singleton_key = ${connection.id}`,
    );
    await until(async () => (await marks(connection)).changes_read_at !== null);
    await until(async () => (await waiting(connection)).some((seconds) => seconds > 200));
    expect(await waiting(connection)).toHaveLength(1);
  });

  test('a full read is asked for when the last one is a day old', async () => {
    const day = { finishedAt: new Date(Date.now() - 25 * 60 * MINUTE).toISOString() };
    const old = JSON.stringify(day);
    await asOwner(
      server,
      (sql) => sql`update connections set sync = sync || ${old}::text::jsonb where id = ${connection.id}`,
    );
    await round(connection);
    await until(async () => (await marks(connection)).sync.finishedAt > day.finishedAt);
  });

  test('a connection that was taken away has no more rounds', async () => {
    await server.admin.call('DELETE', `/v1/connections/${connection.id}`);
    await asOwner(server, (sql) => sql`delete from pgboss.job where singleton_key = ${connection.id}`);
    expect(await requests(() => round(connection))).toEqual([]);
    expect(await waiting(connection)).toEqual([]);
  });
});

describe('halopsa', () => {
  test('tells no changes: a round asks it nothing, but sees to the daily full read', async () => {
    const running = await PSA_HARNESSES.halopsa();
    try {
      const connection = await connect('halopsa', running);
      const asked = running.requests().length;
      await round(connection);
      expect(running.requests()).toHaveLength(asked);
      expect((await marks(connection)).changes_read_at).toBeNull();
      const finishedAt = new Date(Date.now() - 25 * 60 * MINUTE).toISOString();
      const old = JSON.stringify({ finishedAt });
      await asOwner(
        server,
        (sql) => sql`update connections set sync = sync || ${old}::text::jsonb where id = ${connection.id}`,
      );
      await round(connection);
      await until(async () => (await marks(connection)).sync.finishedAt > finishedAt);
      await server.admin.call('DELETE', `/v1/connections/${connection.id}`);
    } finally {
      await running.close();
    }
  });
});
