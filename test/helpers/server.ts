import { Writable } from 'node:stream';
import { readEnv } from '@counterpart/server/env.ts';
import { createLog } from '@counterpart/server/log.ts';
import { type Running, startServer } from '@counterpart/server/serve.ts';
import type { Role } from '@counterpart/shared/api.ts';
import { makeDatabase } from './database.ts';

/** Answers of the API as a test reads them: status, JSON body and headers. */
export interface Answer<T = never> {
  status: number;
  body: T;
  headers: Headers;
}

export interface ApiClient {
  token: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects and fails where it is not there
  call<T = any>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<T>>;
}

export interface TestServer extends Running {
  databaseUrl: string;
  /** Everything it logged, a line each. */
  logged: string[];
  admin: ApiClient;
  /** A signed-in client of a fresh technician with the role. */
  signIn(role: Role): Promise<ApiClient>;
  close(): Promise<void>;
}

/** The vault key of every test server; the app role's password is derived from it. */
export const VAULT_KEY = Buffer.alloc(32, 7);

/** The real server on a database of its own, with its first admin paired. */
export async function startTestServer(environment: Record<string, string> = {}): Promise<TestServer> {
  const database = await makeDatabase();
  const logged: string[] = [];
  const sink = new Writable({
    write(chunk, _encoding, done) {
      logged.push(String(chunk).trim());
      done();
    },
  });
  const env = readEnv({
    NODE_ENV: 'test',
    PORT: '0',
    DATABASE_URL: database.url,
    VAULT_KEYS: `1:${VAULT_KEY.toString('base64')}`,
    ALLOW_HTTP: 'true',
    PRIVATE_NETWORKS: '127.0.0.0/8',
    LOG_LEVEL: 'info',
    WORKSPACE: 'Northwind IT',
    ...environment,
  });
  const running = await startServer(env, createLog(env.LOG_LEVEL, sink));
  const admin = await claimPairing(running.url, running.pairing!.code, 'the first browser');
  return {
    ...running,
    databaseUrl: database.url,
    logged,
    admin,
    async signIn(role) {
      const pairing = await admin.call('POST', '/v1/pairings', { name: `A ${role}`, role });
      return claimPairing(running.url, pairing.body.code, `browser of a ${role}`);
    },
    async close() {
      await running.stop();
      await database.drop();
    },
  };
}

/** Trades a one-time code for a signed-in client. */
export async function claimPairing(url: string, code: string, device: string): Promise<ApiClient> {
  const answer = await apiClient(url, '').call('POST', '/v1/pairing/claim', { code, device });
  if (answer.status !== 201) throw new Error(`pairing failed: ${JSON.stringify(answer.body)}`);
  return apiClient(url, answer.body.token);
}

export function apiClient(url: string, token: string): ApiClient {
  return {
    token,
    async call(method, path, body, headers = {}) {
      const response = await fetch(url + path, {
        method,
        headers: {
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await response.text();
      return { status: response.status, body: text ? JSON.parse(text) : null, headers: response.headers };
    },
  };
}
