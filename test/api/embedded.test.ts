import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbedded } from '@counterpart/server/db/embedded.ts';
import postgres from 'postgres';
import { afterAll, expect, test } from 'vitest';
import { type ChildServer, pairFirst, startChild } from '../helpers/child.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'counterpart-embedded-'));
chmodSync(folder, 0o755); // as root, PostgreSQL runs as another user
let server: ChildServer | null = null;
afterAll(async () => {
  if (server) await server.end('SIGTERM');
  if (existsSync(pidFile)) await (await startEmbedded(folder)).stop();
  rmSync(folder, { recursive: true, force: true });
});

const pidFile = path.join(folder, 'postgres/postmaster.pid');
const pid = () => Number(readFileSync(pidFile, 'utf8').split('\n')[0]);

test('the embedded PostgreSQL outlives a killed parent, is found again with its data, and ends with a good stop', async () => {
  server = await startChild({ DATA_DIR: folder, VAULT_KEYS: '' });
  const { token } = await pairFirst(server);
  const first = pid();
  await server.end('SIGKILL');
  expect(() => process.kill(first, 0)).not.toThrow();

  server = await startChild({ DATA_DIR: folder, VAULT_KEYS: '' });
  expect(pid()).toBe(first);
  expect(server.pairingCode).toBe(null);
  expect((await server.as(token).call('GET', '/v1/session')).body.technician.role).toBe('admin');

  const { url, attached } = await startEmbedded(folder);
  expect(attached).toBe(true);
  const sql = postgres(url, { max: 1 });
  expect(
    await sql`select setting from pg_settings where name in ('listen_addresses', 'password_encryption') order by name`,
  ).toMatchObject([{ setting: '127.0.0.1' }, { setting: 'scram-sha-256' }]);
  await sql.end();
  const wrong = postgres(url.replace(/:[^:@]+@/, ':wrong@'), { max: 1 });
  await expect(wrong`select 1`).rejects.toThrow(/password authentication failed/);
  await wrong.end();
  for (const name of ['postgres.secret', 'vault.key']) expect(statSync(path.join(folder, name)).mode & 0o077).toBe(0);

  const { code } = await server.end('SIGTERM');
  expect(code).toBe(0);
  expect(existsSync(pidFile)).toBe(false);

  server = await startChild({ DATA_DIR: folder, VAULT_KEYS: '' });
  expect(pid()).not.toBe(first);
  expect((await server.as(token).call('GET', '/v1/session')).status).toBe(200);
}, 60_000);
