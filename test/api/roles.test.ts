import { randomBytes } from 'node:crypto';
import { prepareDatabase } from '@counterpart/server/db/migrate.ts';
import { readEnv } from '@counterpart/server/env.ts';
import { createLog } from '@counterpart/server/log.ts';
import { startServer } from '@counterpart/server/serve.ts';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDatabase } from '../helpers/database.ts';
import { VAULT_KEY } from '../helpers/server.ts';

let database: Awaited<ReturnType<typeof makeDatabase>>;
let admin: Sql;
const made: string[] = [];
const PASSWORD = 'only-for-this-test';
beforeAll(async () => {
  database = await makeDatabase();
  admin = postgres(database.url, { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  await admin.end();
  await database.drop();
  const sql = postgres(process.env.TEST_DATABASE_URL!, { max: 1, onnotice: () => {} });
  for (const role of made) await sql.unsafe(`drop role if exists ${role}`);
  await sql.end();
});

async function makeRole(attributes: string): Promise<{ role: string; url: string }> {
  const role = `r_${randomBytes(6).toString('hex')}`;
  await admin.unsafe(`create role ${role} login password '${PASSWORD}' ${attributes}`);
  made.push(role);
  const url = new URL(database.url);
  url.username = role;
  url.password = PASSWORD;
  return { role, url: url.href };
}

function start(databaseUrl: string, appUrl?: string) {
  const env = readEnv({
    NODE_ENV: 'test',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    ...(appUrl ? { DATABASE_APP_URL: appUrl } : {}),
    VAULT_KEYS: `1:${VAULT_KEY.toString('base64')}`,
  });
  return startServer(env, createLog('silent'));
}

test.each([
  ['a superuser', 'superuser', /"ROLE" is a superuser/],
  ['a role that bypasses row-level security', 'bypassrls', /"ROLE" has BYPASSRLS/],
  ['a member of the owner', 'in role postgres', /"ROLE" owns the tables, or is a member of their owner/],
])('the server does not start as %s', async (_, attributes, why) => {
  const { role, url } = await makeRole(attributes);
  const starting = start(database.url, url);
  await expect(starting).rejects.toThrow(new RegExp(why.source.replace('ROLE', role)));
  await expect(starting).rejects.toThrow(/DATABASE_APP_URL/);
});

test('it starts as a role made by hand that is none of these', async () => {
  const { url } = await makeRole('nosuperuser nobypassrls');
  const running = await start(database.url, url);
  expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
  await running.stop();
});

test('an owner without the right to make roles is told what to do', async () => {
  const { url } = await makeRole('nocreaterole');
  await expect(start(url)).rejects.toThrow();
  const own = await makeDatabase();
  const { role } = await makeRole('nocreaterole');
  await admin.unsafe(`alter database ${new URL(own.url).pathname.slice(1)} owner to ${role}`);
  const owner = new URL(own.url);
  owner.username = role;
  owner.password = PASSWORD;
  await expect(start(owner.href)).rejects.toThrow(/CREATEROLE.*DATABASE_APP_URL/);
  await own.drop();
});

test('an owner that is no superuser migrates, and then sees no row either: row-level security is forced', async () => {
  const own = await makeDatabase();
  const { role } = await makeRole('createrole nosuperuser');
  await admin.unsafe(`alter database ${new URL(own.url).pathname.slice(1)} owner to ${role}`);
  const url = new URL(own.url);
  url.username = role;
  url.password = PASSWORD;
  const running = await start(url.href);
  const [workspace] = await running.services.db.outside((tx) =>
    tx.execute<{ first_workspace: string }>('select * from installation'),
  );
  await running.stop();
  const sql = postgres(url.href, { max: 1, onnotice: () => {} });
  expect((await sql`select * from technicians`).length).toBe(0);
  await sql`select set_config('app.workspace', ${workspace!.first_workspace}, false)`;
  expect((await sql`select * from technicians`).length).toBe(1);
  await sql.end();
  await own.drop();
});

test('several servers may prepare one database at the same moment', async () => {
  const own = await makeDatabase();
  const all = await Promise.all([1, 2, 3].map(() => prepareDatabase(own.url, VAULT_KEY)));
  expect(new Set(all.map(({ appUrl }) => appUrl)).size).toBe(1);
  await own.drop();
});
