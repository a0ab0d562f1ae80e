import { createHmac } from 'node:crypto';
import path from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { PgBoss } from 'pg-boss';
import postgres, { type Sql } from 'postgres';
import { QUEUES } from '../jobs/queues.ts';
import { secure } from './secure.ts';

const FOLDER = path.join(import.meta.dirname, 'migrations');
const LOCK = 0x636f756e; // "coun": one migration at a time, whichever server starts first

export interface Prepared {
  /** The app role's address: what the server runs on. */
  appUrl: string;
}

/**
 * Brings the schema up to date as its owner and makes the app role, both under one advisory lock, so any number of
 * servers may start at once. The app role's password is derived from `secret`, so that all of them know it.
 * Throws where the owner may not create roles and no `appUrl` was given.
 */
export async function prepareDatabase(ownerUrl: string, secret: Buffer, appUrl?: string): Promise<Prepared> {
  const sql = postgres(ownerUrl, {
    max: 1,
    onnotice: () => {},
    connection: { application_name: 'counterpart-migrate' },
  });
  try {
    await requireVersion(sql);
    await sql`select pg_advisory_lock(${LOCK})`;
    try {
      await migrate(drizzle(sql), { migrationsFolder: FOLDER });
      const app = appUrl ? new URL(appUrl) : await makeAppRole(sql, ownerUrl, secret);
      const role = decodeURIComponent(app.username);
      await secure(sql, role);
      await prepareQueues(sql, ownerUrl, role);
      return { appUrl: app.href };
    } finally {
      await sql`select pg_advisory_unlock(${LOCK})`;
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function requireVersion(sql: Sql) {
  const [row] = await sql<{ server_version_num: string }[]>`show server_version_num`;
  if (Number(row?.server_version_num ?? 0) < 150000) throw new Error('PostgreSQL 15 or newer is needed.');
}

async function makeAppRole(sql: Sql, ownerUrl: string, secret: Buffer): Promise<URL> {
  const url = new URL(ownerUrl);
  const database = decodeURIComponent(url.pathname.slice(1)) || 'postgres';
  const role = `${database}_app`;
  const password = createHmac('sha256', secret).update(`database role ${role}`).digest('hex');
  const [may] = await sql<
    { may: boolean }[]
  >`select rolsuper or rolcreaterole as may from pg_roles where rolname = current_user`;
  if (!may?.may) {
    throw new Error(
      `The role of DATABASE_URL may not create roles. Either grant it CREATEROLE, or create a role by hand (LOGIN NOSUPERUSER NOBYPASSRLS, owner of nothing) and set DATABASE_APP_URL to its address.`,
    );
  }
  const [there] = await sql`select 1 from pg_roles where rolname = ${role}`;
  if (!there) await sql`create role ${sql(role)} login nosuperuser nobypassrls nocreatedb nocreaterole`;
  await sql.unsafe(`alter role "${role.replaceAll('"', '""')}" password '${password}'`); // hex: nothing to escape
  url.username = encodeURIComponent(role);
  url.password = password;
  return url;
}

/** pg-boss keeps its tables in a schema of its own; the owner makes it, the app role uses it. Jobs hold ids only. */
async function prepareQueues(sql: Sql, ownerUrl: string, role: string) {
  const boss = new PgBoss({ connectionString: ownerUrl, max: 2, supervise: false, schedule: false });
  boss.on('error', () => {}); // start() itself rejects; later errors belong to nobody here
  await boss.start();
  for (const [name, options] of Object.entries(QUEUES)) await boss.createQueue(name, options);
  await boss.stop({ graceful: false });
  const app = sql(role);
  await sql`grant usage on schema pgboss to ${app}`;
  await sql`grant select, insert, update, delete on all tables in schema pgboss to ${app}`;
  await sql`grant usage on all sequences in schema pgboss to ${app}`;
  await sql`grant execute on all functions in schema pgboss to ${app}`;
}
