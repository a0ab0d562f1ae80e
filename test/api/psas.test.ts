import type { Connection, ConnectionCheck } from '@counterpart/shared/api.ts';
import type { Hints } from '@counterpart/shared/page.ts';
import { PSA_IDS } from '@counterpart/shared/providers.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { expectStatus, untilRead } from '../helpers/northwind.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { addWorkspace, asOwner } from '../helpers/workspace.ts';
import { contractSeed } from '../simulators/psa/autotask/harness.ts';
import { serveAutotaskSimulator } from '../simulators/psa/autotask/serve.ts';
import { PSA_HARNESSES, type RunningPsa } from '../simulators/psa/harness.ts';

// What is the same for every PSA of the registry, from the wizard's test to the panel's answer.

describe.each(PSA_IDS)('%s', (psa) => {
  let running: RunningPsa;
  let server: TestServer;
  beforeAll(async () => {
    running = await PSA_HARNESSES[psa]();
    server = await startTestServer();
  });
  afterAll(async () => {
    await server?.close();
    await running?.close();
  });
  const made: string[] = [];
  afterEach(async () => {
    for (const id of made.splice(0)) await server.admin.call('DELETE', `/v1/connections/${id}`);
  });

  const draft = ({ settings, secrets } = running.stored) => ({ provider: psa, name: 'Ours', settings, secrets });
  async function connect(as = server.admin): Promise<Connection> {
    const connection = await expectStatus<Connection>(201, as.call('POST', '/v1/connections', draft()));
    if (as === server.admin) made.push(connection.id);
    return connection;
  }
  const host = () => new URL(running.url).host;
  async function lookup(
    page: { id?: string; number?: string; host?: string; kind?: string },
    as = server.admin,
    hints: Hints = {},
  ) {
    const full = { psa, host: host(), kind: 'ticket', id: null, number: null, ...page };
    return expectStatus<{
      state: string;
      reason?: string;
      ticket?: { id: string; number: string };
      contact?: { name: string };
    }>(200, as.call('POST', '/v1/lookup', { page: full, hints, refresh: false }));
  }

  test('a draft is tested, right by right', async () => {
    const check = await expectStatus<ConnectionCheck>(200, server.admin.call('POST', '/v1/connections/check', draft()));
    expect(check.steps.filter(({ state }) => state !== 'works')).toEqual([]);
    expect(check.ok).toBe(true);
    for (const { stored } of running.wrong) {
      const wrong = await expectStatus<ConnectionCheck>(
        200,
        server.admin.call('POST', '/v1/connections/check', draft(stored)),
      );
      expect(wrong.ok).toBe(false);
      expect(wrong.steps).toContainEqual(expect.objectContaining({ capability: 'sign_in', code: 'provider_auth' }));
    }
  });

  test('what a draft lacks is named', async () => {
    const settings = running.stored.settings as object;
    const secrets = running.stored.secrets as object;
    for (const [field, wrong] of [
      ...Object.keys(secrets).map((key) => [`secrets.${key}`, { secrets: { ...secrets, [key]: '' } }] as const),
      ['settings', { settings: { ...settings, another: 1 } }] as const,
    ]) {
      const { status, body } = await server.admin.call('POST', '/v1/connections', { ...draft(), ...wrong });
      expect([status, body.error.code]).toEqual([400, 'invalid_request']);
      expect(body.error.fields.map(({ path }: { path: string }) => path)).toContain(field);
    }
  });

  test('is connected and read whole; no secret comes back', async () => {
    const connection = await connect();
    expect(connection).toMatchObject({ side: 'psa', provider: psa, settings: running.stored.settings });
    expect(connection.hosts).toEqual([host()]);
    expect(new URL(connection.address!).host).toBe(host());
    await untilRead(server.admin, connection.id);
    const { body } = await server.admin.call('GET', '/v1/connections');
    expect(body.items).toMatchObject([{ id: connection.id, sync: { state: 'done' }, hosts: [host()] }]);
    const { progress } = body.items[0].sync;
    for (const kind of ['companies', 'sites', 'contacts'] as const) {
      expect(progress[kind].seen).toBe(running.counts[kind]);
    }
    for (const secret of Object.values(running.stored.secrets as object)) {
      expect(JSON.stringify(body)).not.toContain(secret);
    }
  });

  test('a ticket is found by its id and by the number that people say', async () => {
    const connection = await connect();
    await untilRead(server.admin, connection.id);
    const { id, number } = running.known.ticket;
    const plain = number.replace(/^#/, '');
    for (const page of [{ number: plain }, { id }, { id, number: plain }, { number: plain }]) {
      const answer = await lookup(page);
      expect(answer.state).not.toBe('not_verified');
      expect(answer.ticket?.id).toBe(id);
    }
    for (const page of [{ number: `${plain}9` }, { id: '999999' }, { number: '0' }]) {
      expect(await lookup(page)).toMatchObject({ state: 'not_verified', reason: 'record_missing' });
    }
    expect(await lookup({})).toMatchObject({ reason: 'no_id' });
  });

  test('its host means nothing outside the workspace, nor another PSA’s page on it', async () => {
    await connect();
    const { id } = running.known.ticket;
    const theirs = await addWorkspace(server, `Theirs, with ${psa}`);
    expect(await lookup({ id }, theirs.as.admin)).toMatchObject({ state: 'not_verified', reason: 'host_unknown' });
    expect(await lookup({ id, host: 'ww9.elsewhere.example' })).toMatchObject({ reason: 'host_unknown' });
    const other = PSA_IDS.find((one) => one !== psa)!;
    const page = { psa: other, host: host(), kind: 'ticket', id, number: null };
    const { body } = await server.admin.call('POST', '/v1/lookup', { page, hints: {}, refresh: false });
    expect(body).toMatchObject({ state: 'not_verified', reason: 'host_unknown' });
  });

  test('where the address and the screen disagree, nobody is shown', async () => {
    const connection = await connect();
    await untilRead(server.admin, connection.id);
    const { id, number } = running.known.ticket;
    const plain = number.replace(/^#/, '');
    const another = plain.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
    expect((await lookup({ id }, server.admin, { number: plain })).ticket?.id).toBe(id);
    for (const answer of [
      await lookup({ id }, server.admin, { number: another }),
      await lookup({ id, number: another }),
      await lookup({ id, number: another }, server.admin, { number: plain }),
      await lookup({ number: plain }, server.admin, { number: another }),
    ]) {
      expect(answer).toMatchObject({
        state: 'not_verified',
        reason: 'hints_differ',
        differences: [{ field: 'number' }],
      });
      expect(answer).not.toHaveProperty('ticket');
      expect(answer).not.toHaveProperty('contact');
    }
  });

  // On a vendor's shared host every customer has a ticket of this id: the pairing says whose is meant, and what the
  // screen shows of its requester says whether the browser is signed in to the same one.
  test('two customers on one host: each technician sees the own ticket of that id, and no stranger’s', async () => {
    const other = await PSA_HARNESSES[psa]();
    try {
      const ours = await connect();
      const them = await addWorkspace(server, `Neighbours, with ${psa}`);
      const { settings, secrets } = other.stored;
      const body = { provider: psa, name: 'Theirs', settings, secrets };
      const theirs = await expectStatus<Connection>(201, them.as.admin.call('POST', '/v1/connections', body));
      await Promise.all([untilRead(server.admin, ours.id), untilRead(them.as.admin, theirs.id)]);
      const { id } = running.known.ticket;
      expect((await lookup({ id, host: theirs.hosts[0]! }, them.as.admin)).ticket?.id).toBe(id);
      await asOwner(server, async (sql) => {
        await sql`update connections set hosts = ${[host()]} where id = ${theirs.id}`;
        await sql`update contacts set name = 'Zoe Quill' where connection_id = ${theirs.id}`;
      });
      const our = (await lookup({ id })).contact!.name;
      expect((await lookup({ id }, them.as.admin)).contact!.name).toBe('Zoe Quill');
      const [seesOurs, seesTheirs] = [{ requesterName: our }, { requesterName: 'Zoe Quill' }];
      expect((await lookup({ id }, server.admin, seesOurs)).contact!.name).toBe(our);
      expect((await lookup({ id }, them.as.admin, seesTheirs)).contact!.name).toBe('Zoe Quill');
      expect(await lookup({ id }, them.as.admin, seesOurs)).toMatchObject({ reason: 'hints_differ' });
      expect(await lookup({ id }, server.admin, seesTheirs)).toMatchObject({ reason: 'hints_differ' });
    } finally {
      await other.close();
    }
  });

  test('a host that two connections share decides nothing, until one of them is gone', async () => {
    await connect();
    const twin = await connect();
    const { id, number } = running.known.ticket;
    for (const page of [{ id }, { number: number.replace(/^#/, '') }, { id: '2', kind: 'company' }]) {
      expect(await lookup(page)).toMatchObject({ state: 'not_verified', reason: 'host_shared' });
    }
    await server.admin.call('DELETE', `/v1/connections/${twin.id}`);
    expect((await lookup({ id })).ticket?.id).toBe(id);
  });

  test('its credentials are renewed, and it stays the same connection', async () => {
    const before = await connect();
    await untilRead(server.admin, before.id);
    const renew = (body: object) => server.admin.call('POST', `/v1/connections/${before.id}`, body);
    const after = await expectStatus<Connection>(200, renew({ ...draft(), name: 'Ours, renewed' }));
    expect(after).toMatchObject({ id: before.id, name: 'Ours, renewed', hosts: before.hosts });
    await untilRead(server.admin, before.id);
    const check = await expectStatus<ConnectionCheck>(
      200,
      server.admin.call('POST', `/v1/connections/${before.id}/check`),
    );
    expect(check.ok).toBe(true);
  });
});

test('an Autotask customer who is moved to another zone is found at its new host after the next read', async () => {
  const user = { username: 'counterpart@msp.example', secret: 's3cret', integrationCode: 'CODE' };
  const autotask = await serveAutotaskSimulator({ seed: contractSeed(20), ...user });
  const server = await startTestServer();
  try {
    autotask.control.screens = 'https://ww{zone}.autotask.net/';
    const { username, ...secrets } = user;
    const settings = { username, zoneUrl: autotask.url };
    const draft = { provider: 'autotask', name: 'Autotask', settings, secrets };
    const { id, hosts, address } = await expectStatus<Connection>(
      201,
      server.admin.call('POST', '/v1/connections', draft),
    );
    expect([hosts, address]).toEqual([['ww5.autotask.net'], 'https://ww5.autotask.net']);
    await untilRead(server.admin, id);
    const look = async (host: string) => {
      const page = { psa: 'autotask', host, kind: 'ticket', id: '53203', number: null };
      return (await server.admin.call('POST', '/v1/lookup', { page, hints: {}, refresh: true })).body;
    };
    expect((await look('ww5.autotask.net')).ticket.url).toContain('https://ww5.autotask.net/');
    autotask.control.moveZone();
    await expectStatus(202, server.admin.call('POST', `/v1/connections/${id}/sync`));
    await untilRead(server.admin, id);
    expect((await look('ww5.autotask.net')).reason).toBe('host_unknown');
    expect((await look('ww6.autotask.net')).ticket.url).toContain('https://ww6.autotask.net/');
  } finally {
    await server.close();
    await autotask.close();
  }
});
