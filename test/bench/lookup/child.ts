import { fork } from 'node:child_process';
import { openSync } from 'node:fs';
import path from 'node:path';
import { openSession } from '@counterpart/server/auth/sessions.ts';
import { installation, technicians } from '@counterpart/server/db/schema/index.ts';
import { readEnv } from '@counterpart/server/env.ts';
import { createLog } from '@counterpart/server/log.ts';
import { startServer } from '@counterpart/server/serve.ts';
import { ROOT } from '../../tasks/run.ts';
import { VAULT_KEYS } from './seed.ts';

/** The real server in a process of its own, so that it shares no event loop with whoever asks it. */
export interface BenchServer {
  url: string;
  token: string;
  /** Times `count` bare `select 1` through the server's own pool, one after another; ms each. */
  pings(count: number): Promise<number[]>;
  /** CPU ms that the process has used since its start. */
  cpu(): Promise<number>;
  stop(): Promise<void>;
}

/** What the servers of the last run said. */
export const LOG = path.join(ROOT, '.data/bench/server.log');

type Ask = { ask: 'pings'; count: number } | { ask: 'cpu' } | { ask: 'stop' };

export async function startBenchServer(databaseUrl: string, profile: string | null): Promise<BenchServer> {
  const child = fork(path.join(import.meta.dirname, 'child.ts'), ['serve', databaseUrl], {
    stdio: ['ignore', openSync(LOG, 'a'), 'inherit', 'ipc'],
    execArgv: profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [],
  });
  let failed: (error: Error) => void = () => {};
  child.once('error', (error) => failed(error));
  child.once('exit', (code) => failed(new Error(`The server ended with ${code}.`)));
  const answer = <T>() =>
    new Promise<T>((resolve, reject) => {
      failed = reject;
      child.once('message', (message) => resolve(message as T));
    });
  const ask = <T>(message: Ask) => {
    const coming = answer<T>();
    child.send(message);
    return coming;
  };
  const { url, token } = await answer<{ url: string; token: string }>();
  return {
    url,
    token,
    pings: (count) => ask({ ask: 'pings', count }),
    cpu: () => ask({ ask: 'cpu' }),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.send({ ask: 'stop' });
      await ended;
    },
  };
}

async function serve(databaseUrl: string) {
  const env = readEnv({
    PORT: '0',
    DATABASE_URL: databaseUrl,
    VAULT_KEYS,
    ALLOW_HTTP: 'true',
    PRIVATE_NETWORKS: '127.0.0.0/8',
  });
  const running = await startServer(env, createLog(env.LOG_LEVEL));
  const { services } = running;
  const [row] = await services.db.outside((tx) => tx.select().from(installation));
  const workspaceId = row!.firstWorkspace;
  const { token } = await services.db.inWorkspace(workspaceId, async (tx) => {
    const [technician] = await tx.select().from(technicians).limit(1);
    const of = { workspaceId, technicianId: technician!.id, device: 'bench', requestId: null };
    return openSession(tx, services, of);
  });
  process.on('message', async (message: Ask) => {
    if (message.ask === 'cpu') {
      const { user, system } = process.cpuUsage();
      process.send!((user + system) / 1000);
    } else if (message.ask === 'pings') {
      const samples: number[] = [];
      for (let i = 0; i < message.count; i++) {
        const started = performance.now();
        await services.db.ping();
        samples.push(performance.now() - started);
      }
      process.send!(samples);
    } else {
      await running.stop();
      process.exit(0);
    }
  });
  process.once('disconnect', () => process.exit(1));
  process.send!({ url: running.url, token });
}

if (process.argv[2] === 'serve' && process.send) await serve(process.argv[3]!);
