import type { Connection } from '@counterpart/shared/api.ts';
import { PSA_IDS } from '@counterpart/shared/providers.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectStatus, untilRead } from '../helpers/northwind.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { addWorkspace, asOwner } from '../helpers/workspace.ts';
import { PSA_HARNESSES, type RunningPsa } from '../simulators/psa/harness.ts';

// What a PSA tells by itself: believed only when it is signed, and even then only a reason to read that one record.

const PUBLIC = 'https://counterpart.example';
interface Message {
  path: string;
  body: string;
  headers: Record<string, string>;
}

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.close());

async function connect(psa: string, running: RunningPsa): Promise<Connection> {
  const { settings, secrets } = running.stored;
  const draft = { provider: psa, name: psa, settings, secrets };
  const connection = await expectStatus<Connection>(201, server.admin.call('POST', '/v1/connections', draft));
  await untilRead(server.admin, connection.id);
  return connection;
}
const setUp = (id: string) =>
  expectStatus<Connection>(200, server.admin.call('POST', `/v1/connections/${id}/hook`, { server: PUBLIC }));
const mirrored = (of: Connection, recordId: string) =>
  asOwner(server, async (sql) => {
    const [row] = await sql`select c.last_name, c.gone_at, p.name as company from contacts c
      join companies p on p.id = c.company_id where c.connection_id = ${of.id} and c.record_id = ${recordId}`;
    return row as { last_name: string; gone_at: Date | null; company: string };
  });
const orders = (of: Connection) =>
  asOwner(server, async (sql) => {
    const [row] = await sql`select count(*)::int as n from pgboss.job
      where name = 'reread' and data->>'connectionId' = ${of.id}`;
    return row!.n as number;
  });
const shown = async (id: string) => {
  const { body } = await server.admin.call('GET', '/v1/connections');
  return (body.items as Connection[]).find((one) => one.id === id)!;
};
const until = (what: () => Promise<unknown>) => expect.poll(what, { timeout: 15_000, interval: 100 });

describe.each(PSA_IDS.filter((psa) => psa !== 'halopsa'))('%s', (psa) => {
  let running: RunningPsa;
  let connection: Connection;
  /** What the PSA has said; it reaches the server unless a test holds it back. */
  const said: Message[] = [];
  let held = false;
  const send = ({ path, body, headers }: Message, more: Partial<Message> = {}) =>
    fetch(server.url + (more.path ?? path), {
      method: 'POST',
      body: more.body ?? body,
      headers: more.headers ?? headers,
    });
  beforeAll(async () => {
    running = await PSA_HARNESSES[psa]({
      async deliver(url, { body, headers }) {
        const { origin, pathname, search } = new URL(url);
        expect(origin).toBe(PUBLIC);
        const message = { path: pathname + search, body, headers };
        said.push(message);
        return held ? new Response(null, { status: 200 }) : send(message);
      },
    });
  });
  afterAll(() => running?.close());
  beforeEach(async () => {
    connection = await connect(psa, running);
  });
  afterEach(async () => {
    await server.admin.call('DELETE', `/v1/connections/${connection.id}`);
    said.length = 0;
    held = false;
  });
  /** One message of the PSA, kept from the server. */
  async function overheard(): Promise<Message> {
    held = true;
    running.screen.renameContact(running.known.contact.id, 'Overheard');
    await until(async () => said.length).toBe(1);
    return said[0]!;
  }

  test('what changes at a screen is in the mirror at once', async () => {
    const { hook } = await setUp(connection.id);
    expect(hook).toEqual({ path: expect.stringContaining(connection.id), heardAt: null, refused: 0 });
    const { contact, companyId } = running.known;
    running.screen.renameContact(contact.id, 'Núñez & "Sons"');
    await until(async () => (await mirrored(connection, contact.id)).last_name).toBe('Núñez & "Sons"');
    running.screen.renameCompany(companyId, 'Harbour Dental Care');
    await until(async () => (await mirrored(connection, contact.id)).company).toBe('Harbour Dental Care');
    expect((await shown(connection.id)).hook).toMatchObject({ heardAt: expect.any(String), refused: 0 });
    running.screen.renameCompany(companyId, 'Harbour Dental');
  });

  test('who is deleted is gone once the PSA itself says so', async () => {
    const connector = await server.services.connectors.psa(await workspace(), connection.id);
    const person = { companyId: running.known.companyId, siteId: null, firstName: 'Short', lastName: 'Stay' };
    await setUp(connection.id);
    const { id } = await connector.createContact({ ...person, email: 'short@harbour.example', phones: [] });
    await until(() => mirrored(connection, id)).toMatchObject({ gone_at: null });
    running.screen.removeContact(id);
    await until(async () => (await mirrored(connection, id)).gone_at).not.toBeNull();
  });

  test('a message about a deletion deletes nobody who is still there', async () => {
    await setUp(connection.id);
    held = true;
    const connector = await server.services.connectors.psa(await workspace(), connection.id);
    const person = { companyId: running.known.companyId, siteId: null, firstName: 'Still', lastName: 'Here' };
    const made = await connector.createContact({ ...person, email: 'still@harbour.example', phones: [] });
    running.screen.removeContact(made.id);
    await until(async () => said.length).toBe(2);
    // As if the message were untrue, or late: the PSA, when asked, has the contact.
    const { psa: open } = server.services.connectors;
    server.services.connectors.psa = async (...of) => ({ ...(await open(...of)), contact: async () => made });
    try {
      expect((await send(said[1]!)).status).toBe(202);
      await until(() => mirrored(connection, made.id)).toMatchObject({ last_name: 'Here', gone_at: null });
    } finally {
      server.services.connectors.psa = open;
    }
  });

  test('what is not signed for exactly these bytes is refused, counted, and nothing is read', async () => {
    await setUp(connection.id);
    const message = await overheard();
    const name = Object.keys(message.headers).find((header) => /signature$/i.test(header))!;
    const signature = message.headers[name]!;
    const { [name]: _none, ...unsigned } = message.headers;
    const id = running.known.contact.id;
    const cases: Partial<Message>[] = [
      { headers: unsigned },
      { headers: { ...unsigned, [name]: '' } },
      { headers: { ...unsigned, [name]: 'x'.repeat(10_000) } },
      { headers: { ...unsigned, [name]: signature.slice(0, -6) } },
      { headers: { ...unsigned, [name]: signature.replace(/.(?=.{5}$)/, (char) => (char === 'A' ? 'B' : 'A')) } },
      { body: message.body.replace(new RegExp(`:${id}\\b`), `:${running.known.colleagueId}`) },
      { body: `${message.body} ` },
      { body: '' },
      { body: '[]' },
      { body: 'not json' },
    ];
    const before = running.requests().length;
    for (const wrong of cases) {
      const answer = await send(message, wrong);
      expect([wrong, answer.status]).toEqual([wrong, 401]);
    }
    expect(await orders(connection)).toBe(0);
    expect((await shown(connection.id)).hook).toMatchObject({ heardAt: null, refused: cases.length });
    expect((await send(message)).status).toBe(202);
    const asked = running
      .requests()
      .slice(before)
      .filter(({ path }) => !/callbackkey|contacts/i.test(path));
    expect(asked).toEqual([]);
  });

  test('a message for one connection is none for another, nor for another workspace', async () => {
    await setUp(connection.id);
    const message = await overheard();
    const elsewhere = await addWorkspace(server, 'Elsewhere');
    const other = '00000000-0000-4000-8000-000000000001';
    for (const path of [
      message.path.replace(connection.id, other),
      message.path.replace(await workspace(), elsewhere.id),
      message.path.replace(await workspace(), 'x'),
    ]) {
      expect((await send(message, { path })).status).toBe(404);
    }
  });

  test('the same message many times is read few times', async () => {
    await setUp(connection.id);
    const message = await overheard();
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(message)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    await until(async () => (await mirrored(connection, running.known.contact.id)).last_name).toBe('Overheard');
    expect(await orders(connection)).toBeLessThan(20);
  });

  test('a body that is too large is refused unread', async () => {
    await setUp(connection.id);
    const message = await overheard();
    // Answered before it was sent whole; a sender that goes on sending finds the connection closed.
    const answer = send(message, { body: `${message.body}${' '.repeat(300_000)}` });
    expect(await answer.then(({ status }) => status, String)).toSatisfy((got) => got === 400 || /failed/.test(got));
    expect(await orders(connection)).toBe(0);
    expect((await shown(connection.id)).hook).toMatchObject({ refused: 0 });
  });

  test('so many messages that nobody could mean them are turned away for a while', async () => {
    await setUp(connection.id);
    const path = (await shown(connection.id)).hook!.path;
    const statuses = new Map<number, number>();
    for (let sent = 0; sent < 1_300; sent += 50) {
      const some = Array.from({ length: 50 }, () => fetch(server.url + path, { method: 'POST', body: '{}' }));
      for (const { status } of await Promise.all(some)) statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    // Two minutes may begin meanwhile.
    expect([...statuses.keys()].sort()).toEqual([401, 429]);
    expect(statuses.get(401)).toBeLessThanOrEqual(1_200);
  });

  test('set up again it has one entry of each kind, and a message of before counts no more', async () => {
    await setUp(connection.id);
    const earlier = await overheard();
    await setUp(connection.id);
    running.screen.renameContact(running.known.contact.id, 'Again');
    await until(async () => said.length).toBe(2);
    expect((await send(said[1]!)).status).toBe(202);
    // ConnectWise signs with a key of its own, which stays.
    expect((await send(earlier)).status).toBe(psa === 'autotask' ? 401 : 202);
  });

  test('taken away, with the hook or with the connection, the PSA tells no more and nobody listens', async () => {
    await setUp(connection.id);
    const message = await overheard();
    await expectStatus(204, server.admin.call('DELETE', `/v1/connections/${connection.id}/hook`));
    running.screen.renameContact(running.known.contact.id, 'Unheard');
    expect((await send(message)).status).toBe(404);
    expect((await shown(connection.id)).hook).toBeNull();
    await setUp(connection.id);
    await server.admin.call('DELETE', `/v1/connections/${connection.id}`);
    running.screen.renameContact(running.known.contact.id, 'Unheard as well');
    expect((await send(message)).status).toBe(404);
    expect(said).toHaveLength(1);
  });

  test('no secret of it is in an answer, an address or the log', async () => {
    const sealed = await setUp(connection.id);
    const { vault } = server.services;
    const slot = { workspaceId: await workspace(), connectionId: connection.id, field: 'hook' };
    const [row] = await asOwner(
      server,
      (sql) => sql`select kid, iv, sealed from hooks where connection_id = ${connection.id}`,
    );
    const secret = vault.open(slot, row as { kid: string; iv: string; sealed: string });
    expect(secret).toHaveLength(43);
    running.screen.renameContact(running.known.contact.id, 'Secret');
    await until(async () => said.length).toBe(1);
    const everything = [JSON.stringify(sealed), said[0]!.path, said[0]!.body, ...server.logged].join('\n');
    expect(everything).not.toContain(secret);
  });

  test('is set up by who may write connections, for an https address only', async () => {
    const technician = await server.signIn('technician');
    expect((await technician.call('POST', `/v1/connections/${connection.id}/hook`, { server: PUBLIC })).status).toBe(
      403,
    );
    const plain = await server.admin.call('POST', `/v1/connections/${connection.id}/hook`, {
      server: 'http://x.example',
    });
    expect([plain.status, plain.body.error.code]).toEqual([400, 'invalid_request']);
    expect((await shown(connection.id)).hook).toBeNull();
  });
});

test('a PSA that signs nothing is not listened to', async () => {
  const running = await PSA_HARNESSES.halopsa();
  try {
    const { id } = await connect('halopsa', running);
    const { status, body } = await server.admin.call('POST', `/v1/connections/${id}/hook`, { server: PUBLIC });
    expect([status, body.error.code]).toEqual([501, 'not_supported']);
    expect(
      (await fetch(`${server.url}/v1/hooks/${await workspace()}/${id}`, { method: 'POST', body: '{}' })).status,
    ).toBe(404);
    await server.admin.call('DELETE', `/v1/connections/${id}`);
  } finally {
    await running.close();
  }
});

async function workspace(): Promise<string> {
  return (await server.admin.call('GET', '/v1/session')).body.workspace.id;
}
