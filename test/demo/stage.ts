import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbedded } from '@counterpart/server/db/embedded.ts';
import { readEnv } from '@counterpart/server/env.ts';
import { createLog } from '@counterpart/server/log.ts';
import { type Running, startServer } from '@counterpart/server/serve.ts';
import postgres, { type Sql } from 'postgres';
import { connectNorthwind } from '../helpers/northwind.ts';
import { type ApiClient, apiClient, claimPairing } from '../helpers/server.ts';
import { startWorld, type World } from '../simulators/serve.ts';
import { ROOT } from '../tasks/run.ts';

const FOLDER = path.join(ROOT, '.data/demo');
const FIRST_PORT = 8787;

/** Everything the demo shows, running: PostgreSQL, the backend, the stand-in PSA and the story's directories. */
export interface Stage {
  world: World;
  server: Running;
  admin: ApiClient;
  /** Of the product's database, as its owner. */
  databaseUrl: string;
  /** A one-time code for the technician whose browser it will be. */
  pairingCode: string;
  stop(): Promise<void>;
}

/**
 * Raises the stage. The stand-ins begin anew each time, so the database must too: the state of "connected, read, linked
 * as the story says" is made once, kept as a template, and copied at each start.
 */
export async function raiseStage(say: (what: string) => void): Promise<Stage> {
  mkdirSync(FOLDER, { recursive: true });
  const port = await freePorts();
  const embedded = await startEmbedded(FOLDER);
  say(`PostgreSQL runs${embedded.attached ? ' (it still did)' : ''}`);
  const world = await startWorld({ ports: { haloApi: port + 1, haloSite: port + 2, scim: port + 3 } });
  say(`the stand-in HaloPSA and ${world.scim.length} SCIM directories run`);
  const sql = postgres(embedded.url, { max: 1, onnotice: () => {} });
  try {
    const template = `story_${digest(port)}`;
    const tokenFile = path.join(FOLDER, `${template}.token`);
    const [there] = await sql`select 1 from pg_database where datname = ${template}`;
    if (!there || !existsSync(tokenFile)) {
      say('reading the story in, once');
      await makeTemplate(sql, embedded, world, template, tokenFile, port);
    }
    await sql`drop database if exists demo with (force)`;
    await sql`create database demo template ${sql(template)}`;
    const databaseUrl = databaseOf(embedded, 'demo');
    const server = await startServer(environment(databaseUrl, port), createLog('warn'));
    const admin = apiClient(server.url, readFileSync(tokenFile, 'utf8'));
    const pairing = await admin.call('POST', '/v1/pairings', { name: 'Sam Okoro', role: 'admin' });
    say(`the backend answers on ${server.url}`);
    return {
      ...{ world, server, admin, databaseUrl, pairingCode: pairing.body.code },
      async stop() {
        await server.stop();
        await world.close();
        await embedded.stop();
      },
    };
  } catch (error) {
    await world.close();
    await embedded.stop();
    throw error;
  } finally {
    await sql.end();
  }
}

async function makeTemplate(
  sql: Sql,
  embedded: EmbeddedPostgres,
  world: World,
  name: string,
  tokenFile: string,
  port: number,
) {
  await sql`drop database if exists ${sql(name)} with (force)`;
  await sql`create database ${sql(name)}`;
  const server = await startServer(environment(databaseOf(embedded, name), port), createLog('warn'));
  try {
    const admin = await claimPairing(server.url, server.pairing!.code, 'the demo itself');
    await connectNorthwind(admin, world);
    writeFileSync(tokenFile, admin.token, { mode: 0o600 });
  } finally {
    await server.stop();
  }
}

function environment(databaseUrl: string, port: number) {
  return readEnv({
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    DATA_DIR: FOLDER,
    WORKSPACE: 'Northwind IT',
    // The stand-ins have no certificate that a server would trust, and live on this machine.
    ALLOW_HTTP: 'true',
    PRIVATE_NETWORKS: '127.0.0.0/8',
  });
}

function databaseOf(embedded: EmbeddedPostgres, name: string): string {
  const url = new URL(embedded.url);
  url.pathname = `/${name}`;
  return url.href;
}

/** The template is good as long as neither the story nor what reads it in has changed. */
function digest(port: number): string {
  const hash = createHash('sha256').update(String(port));
  for (const folder of ['shared', 'server', 'test/world', 'test/simulators']) visit(path.join(ROOT, folder), hash);
  return hash.digest('hex').slice(0, 12);
}

function visit(folder: string, hash: ReturnType<typeof createHash>) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name === 'node_modules') continue;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) visit(file, hash);
    else hash.update(entry.name).update(readFileSync(file));
  }
}

/** The first of a run of free ports; another demo, or somebody else's server, may hold the usual ones. */
async function freePorts(): Promise<number> {
  for (let first = FIRST_PORT; first < FIRST_PORT + 1000; first += 20) {
    const wanted = Array.from({ length: 8 }, (_, index) => first + index);
    if ((await Promise.all(wanted.map(isFree))).every(Boolean)) return first;
  }
  throw new Error(`No eight free ports in a row from ${FIRST_PORT} on.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
