import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { type ApiClient, apiClient, claimPairing, VAULT_KEY } from './server.ts';

const MAIN = path.resolve(import.meta.dirname, '../../server/main.ts');

export interface ChildServer {
  url: string;
  /** Said at the start; null once somebody has paired. */
  pairingCode: string | null;
  process: ChildProcess;
  /** Sends the signal and resolves with the exit code (null where it was killed) and how long it took. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<{ code: number | null; ms: number }>;
  as(token: string): ApiClient;
}

/** The product as `npm start` runs it, in a process of its own, for tests that kill it. */
export async function startChild(environment: Record<string, string>): Promise<ChildServer> {
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      PORT: '0',
      VAULT_KEYS: `1:${VAULT_KEY.toString('base64')}`,
      ALLOW_HTTP: 'true',
      PRIVATE_NETWORKS: '127.0.0.0/8',
      LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  let said = '';
  const url = await new Promise<string>((ready, failed) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const found = /answers on (\S+)\n/.exec(said)?.[1];
      if (found) setTimeout(() => ready(found), 50); // the pairing code is the line after
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', (code) => failed(new Error(`the server ended with ${code}: ${said}`)));
  });
  return {
    url,
    pairingCode: /code (\S+) /.exec(said)?.[1] ?? null,
    process: child,
    async end(signal) {
      const started = performance.now();
      child.kill(signal);
      return { code: await ended, ms: performance.now() - started };
    },
    as: (token) => apiClient(url, token),
  };
}

/** Its first admin, paired. */
export function pairFirst({ url, pairingCode }: ChildServer): Promise<ApiClient> {
  if (!pairingCode) throw new Error('The server printed no pairing code');
  return claimPairing(url, pairingCode, 'the first browser');
}
