import { CODE_MINUTES, claimPairing, createPairing, MAX_TRIES } from '@counterpart/server/auth/pairing.ts';
import { ABSOLUTE_DAYS, IDLE_DAYS } from '@counterpart/server/auth/sessions.ts';
import type { ErrorCode } from '@counterpart/shared/errors.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { apiClient, startTestServer, type TestServer } from '../helpers/server.ts';
import { asOwner, contextOf } from '../helpers/workspace.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.close());
afterEach(() => {
  server.services.now = () => new Date();
});

const later = (ms: number) => () => new Date(Date.now() + ms);
const MINUTE = 60_000;
const DAY = 86_400_000;
const device = 'a browser';
const freshCode = async () => {
  const made = await server.admin.call('POST', '/v1/pairings', { name: 'New', role: 'technician' });
  return made.body.code as string;
};
const claim = (code: string) => apiClient(server.url, '').call('POST', '/v1/pairing/claim', { code, device });
/** A code that differs in its secret part alone. */
const wrongOf = (code: string) => code.slice(0, -1) + (code.endsWith('7') ? '8' : '7');

describe('a one-time code', () => {
  test('works once', async () => {
    const code = await freshCode();
    expect((await claim(code)).status).toBe(201);
    expect((await claim(code)).body.error.code).toBe('pairing_code_wrong');
  });

  test('works once, also for twenty who come at the same moment', async () => {
    const code = await freshCode();
    const answers = await Promise.all(Array.from({ length: 20 }, () => claim(code)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(19);
  });

  test.each<[string, number, ErrorCode | null]>([
    ['just before its end', CODE_MINUTES * MINUTE - 5_000, null],
    ['after its end', CODE_MINUTES * MINUTE + 1, 'pairing_code_expired'],
  ])('is good for ten minutes: %s', async (_, ms, code) => {
    const { code: typed } = await createPairing(await contextOf(server), { name: 'New', role: 'technician' });
    const claiming = claimPairing({ db: server.services.db, now: later(ms) }, { code: typed, device }, null);
    if (code) await expect(claiming).rejects.toMatchObject({ code });
    else await expect(claiming).resolves.toMatchObject({ session: { device } });
  });

  test('is dead after five wrong tries, even for the right secret', async () => {
    const code = await freshCode();
    for (let tries = 0; tries < MAX_TRIES; tries++) expect((await claim(wrongOf(code))).status).toBe(401);
    expect((await claim(code)).body.error.code).toBe('pairing_code_wrong');
    const other = await freshCode();
    for (let tries = 1; tries < MAX_TRIES; tries++) await claim(wrongOf(other));
    expect((await claim(other)).status).toBe(201);
  });

  test('counts every one of many guesses that come at once', async () => {
    const code = await freshCode();
    await Promise.all(Array.from({ length: MAX_TRIES * 2 }, () => claim(wrongOf(code))));
    expect((await claim(code)).status).toBe(401);
    const [row] = await asOwner(server, (sql) => sql`select tries from pairings where handle = ${code.slice(0, 4)}`);
    expect(row!.tries).toBe(MAX_TRIES);
  });

  test('says the same of a code that is unknown, used, wrong or dead', async () => {
    const used = await freshCode();
    await claim(used);
    const said = await Promise.all(
      ['0000-0000-0000', used, wrongOf(await freshCode()), 'not-a-code'].map(async (code) => {
        const { status, body } = await claim(code);
        return [status, body.error.code];
      }),
    );
    expect(new Set(said.map(String))).toEqual(new Set(['401,pairing_code_wrong']));
  });

  test.each<[string, (code: string) => string]>([
    ['lower case', (code) => code.toLowerCase()],
    ['spaces', (code) => ` ${code.replaceAll('-', ' ')} `],
    ['nothing between', (code) => code.replaceAll('-', '')],
    ['the letter O for zero', (code) => code.replaceAll('0', 'O')],
    ['I and l for one', (code) => code.replace('1', 'I').replaceAll('1', 'l')],
  ])('may be typed with %s', async (_, type) => {
    expect((await claim(type(await freshCode()))).status).toBe(201);
  });

  test('leaves no secret behind: neither code nor token is in the database', async () => {
    const code = await freshCode();
    const { body } = await claim(code);
    const secret = body.token.split('_').slice(2).join('_');
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    const stored = await asOwner(server, async (sql) => {
      return JSON.stringify([
        await sql`select * from sessions`,
        await sql`select * from pairings`,
        await sql`select * from audit_log`,
      ]);
    });
    expect(stored).not.toContain(secret);
    expect(stored).not.toContain(code.slice(5).replace('-', ''));
  });
});

describe('who may pair whom', () => {
  test.each<['technician' | 'lead' | 'admin', 'technician' | 'lead' | 'admin', number]>([
    ['technician', 'technician', 403],
    ['lead', 'technician', 201],
    ['lead', 'lead', 403],
    ['lead', 'admin', 403],
    ['admin', 'lead', 201],
    ['admin', 'admin', 201],
  ])('a %s a new %s: %i', async (who, role, status) => {
    const client = await server.signIn(who);
    expect((await client.call('POST', '/v1/pairings', { name: 'New', role })).status).toBe(status);
  });

  test('nobody by extra fields', async () => {
    const answer = await server.admin.call('POST', '/v1/pairings', { name: 'New', role: 'admin', workspaceId: 'x' });
    expect(answer.status).toBe(400);
  });
});

describe('a session', () => {
  const seen = async (client: { token: string }) =>
    (await apiClient(server.url, client.token).call('GET', '/v1/session')).body;

  test('ends when it was idle too long, and use keeps it open', async () => {
    const [idle, busy] = [await server.signIn('technician'), await server.signIn('technician')];
    server.services.now = later((IDLE_DAYS - 1) * DAY);
    expect(await seen(busy)).toMatchObject({ technician: { role: 'technician' } });
    server.services.now = later(IDLE_DAYS * DAY + MINUTE);
    expect(await seen(idle)).toMatchObject({ error: { code: 'session_expired' } });
    expect(await seen(busy)).toMatchObject({ technician: { role: 'technician' } });
  });

  test('ends at its absolute limit, however busy', async () => {
    const client = await server.signIn('technician');
    for (let day = 0; day < ABSOLUTE_DAYS; day += IDLE_DAYS - 1) {
      server.services.now = later(day * DAY);
      expect((await seen(client)).error).toBeUndefined();
    }
    server.services.now = later(ABSOLUTE_DAYS * DAY + MINUTE);
    expect(await seen(client)).toMatchObject({ error: { code: 'session_expired' } });
  });

  test('ends at once by signing out, and another stays', async () => {
    const [gone, stays] = [await server.signIn('technician'), await server.signIn('technician')];
    expect((await gone.call('DELETE', '/v1/session')).status).toBe(204);
    expect(await seen(gone)).toMatchObject({ error: { code: 'session_expired' } });
    expect((await seen(stays)).error).toBeUndefined();
  });

  test('is listed and ended by its own technician alone', async () => {
    const [me, other] = [await server.signIn('lead'), await server.signIn('lead')];
    const mine = await seen(me);
    expect((await me.call('GET', '/v1/sessions')).body.items.map(({ id }: { id: string }) => id)).toEqual([mine.id]);
    expect((await other.call('DELETE', `/v1/sessions/${mine.id}`)).status).toBe(404);
    expect((await me.call('DELETE', `/v1/sessions/${mine.id}`)).status).toBe(204);
    expect((await me.call('GET', '/v1/sessions')).status).toBe(401);
  });

  test('ends with its technician', async () => {
    const client = await server.signIn('technician');
    const { technician } = await seen(client);
    await asOwner(server, (sql) => sql`update technicians set disabled_at = now() where id = ${technician.id}`);
    expect(await seen(client)).toMatchObject({ error: { code: 'session_expired' } });
  });

  test('follows a change of role at once', async () => {
    const client = await server.signIn('lead');
    const { technician } = await seen(client);
    expect((await client.call('GET', '/v1/connections')).status).toBe(200);
    await asOwner(server, (sql) => sql`update technicians set role = 'technician' where id = ${technician.id}`);
    expect((await client.call('GET', '/v1/connections')).status).toBe(403);
  });
});
