import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Pairing } from '@counterpart/shared/api.ts';
import { type ServerType, serve } from '@hono/node-server';
import type { Logger } from 'pino';
import postgres from 'postgres';
import { createApp } from './app.ts';
import { prepareFirstStart } from './auth/first-start.ts';
import { createConnectors } from './connections/connectors.ts';
import type { Services } from './context.ts';
import { openDb } from './db/client.ts';
import { startEmbedded } from './db/embedded.ts';
import { prepareDatabase } from './db/migrate.ts';
import { weaknesses } from './db/secure.ts';
import { createEgress, createGuard } from './egress.ts';
import type { Env } from './env.ts';
import { openQueue } from './jobs/queue.ts';
import { abandon, deliver } from './provision/deliver.ts';
import { syncChanges } from './sync/changes.ts';
import { rereadRecord } from './sync/reread.ts';
import { syncConnection } from './sync/run.ts';
import { createVault, localVaultKeys, parseVaultKeys } from './vault.ts';

/** The extension's id in unpacked and demo builds; a store's id is added by EXTENSION_IDS. */
const OWN_EXTENSION = 'gjmnjhedhmfliaehlgaoapdcaaihjejk';
/** How long requests and jobs that run may still take once a stop was asked for. */
const STOP_MS = 9_000;

export interface Running {
  url: string;
  services: Services;
  /** For the first admin; null once somebody has paired a browser. */
  pairing: Pairing | null;
  /** Takes no new work, lets what runs finish, then closes everything it opened. */
  stop(): Promise<void>;
}

/** Composes the whole server from its environment: database, vault, connectors, jobs, routes. */
export async function startServer(env: Env, log: Logger): Promise<Running> {
  const embedded = env.DATABASE_URL ? null : await startEmbedded(env.DATA_DIR);
  const keys = env.VAULT_KEYS ? parseVaultKeys(env.VAULT_KEYS) : localVaultKeys(env.DATA_DIR);
  const ownerUrl = env.DATABASE_URL ?? embedded!.url;
  const { appUrl } = await prepareDatabase(ownerUrl, keys.at(-1)!.secret, env.DATABASE_APP_URL);
  await refuseWeakRole(appUrl);

  const db = openDb(appUrl);
  const vault = createVault(keys);
  const egress = createEgress({ privateNetworks: env.PRIVATE_NETWORKS, allowHttp: env.ALLOW_HTTP });
  const queue = await openQueue(appUrl, log);
  const services: Services = {
    db,
    vault,
    connectors: createConnectors({
      db,
      vault,
      fetch: egress,
      guard: createGuard({ privateNetworks: env.PRIVATE_NETWORKS }),
    }),
    queue,
    log,
    now: () => new Date(),
  };
  await queue.work({
    deliver: (data) => deliver(services, data),
    undelivered: (data) => abandon(services, data),
    sync: async (data) => {
      await syncConnection(services, data);
    },
    changes: (data) => syncChanges(services, data),
    reread: (data) => rereadRecord(services, data),
  });

  let stopping = false;
  const app = createApp(services, {
    hosts: [...new Set(['localhost', '127.0.0.1', ...localAddresses(env.HOST), ...env.ALLOWED_HOSTS])],
    extensionIds: [OWN_EXTENSION, ...env.EXTENSION_IDS],
    ready: async () =>
      !stopping &&
      (await db.ping().then(
        () => true,
        () => false,
      )),
  });
  const server = await listen(app.fetch, env);
  const pairing = await prepareFirstStart(services, env.WORKSPACE);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${env.HOST === '0.0.0.0' ? '127.0.0.1' : env.HOST}:${port}`,
    services,
    pairing,
    async stop() {
      if (stopping) return;
      stopping = true;
      await closeServer(server);
      await queue.stop(STOP_MS);
      await db.close();
      await embedded?.stop();
    },
  };
}

/** A role that sees through row-level security is no start, in production or elsewhere: tests must run as what runs. */
async function refuseWeakRole(appUrl: string) {
  const sql = postgres(appUrl, { max: 1, onnotice: () => {} });
  try {
    const found = await weaknesses(sql);
    if (found.length > 0) {
      throw new Error(
        `The database role is not safe to run on:\n  ${found.join('\n  ')}\nGive DATABASE_APP_URL a role of its own.`,
      );
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function listen(fetch: (request: Request) => Response | Promise<Response>, env: Env): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port: env.PORT, hostname: env.HOST }, () => resolve(server));
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new Error(`Port ${env.PORT} is taken. Set PORT to another one.`) : error);
    });
  });
}

function closeServer(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeIdleConnections' in server) server.closeIdleConnections();
    setTimeout(() => {
      if ('closeAllConnections' in server) server.closeAllConnections();
    }, STOP_MS).unref();
  });
}

/** When it listens on every interface, this machine's own addresses are names for it too. */
function localAddresses(host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host];
  return Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
}
