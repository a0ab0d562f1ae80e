import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '@counterpart/shared/errors.ts';
import type { z } from 'zod';
import type { Http } from '../../http.ts';
import { UserPage } from './api.ts';
import type { GoogleAuth } from './auth.ts';
import { explainGoogle } from './explain.ts';
import type { Scope } from './scopes.ts';

const BASE = 'https://admin.googleapis.com/admin/directory/v1';
/** The most that a page holds. */
const PAGE = 500;
/** How often background work that was throttled is begun again, beyond the repeats that every request has. */
const ROUNDS = 3;
const LONGEST_WAIT_SECONDS = 64;

interface Call<T> {
  path: string;
  query?: Record<string, string | number>;
  scope: Scope;
  answer?: z.ZodType<T>;
  /** A technician waits for it. */
  urgent?: boolean;
}

export interface GoogleClient {
  auth: GoogleAuth;
  get<T>(call: Call<T> & { answer: z.ZodType<T> }): Promise<T>;
  send<T>(call: Call<T> & { answer: z.ZodType<T> }, method: 'POST' | 'PATCH', body: unknown): Promise<T>;
  /** Pages of `users.list` to the last one. Throws `provider_incomplete` where they go in a circle. */
  users(call: Omit<Call<UserPage>, 'path' | 'answer'>): AsyncIterable<UserPage>;
}

/** Requests to the Directory API of the Admin SDK: token, paging, backing off. `sleep` (ms) is injected in tests. */
export function createGoogleClient(
  { auth, sleep = wait }: { auth: GoogleAuth; sleep?: (ms: number) => Promise<unknown> },
  http: Http,
): GoogleClient {
  let throttled = 0;
  /** Doubles with every refusal in a row, and differs between servers, so that they do not come back together. */
  const backOff = () => Math.min(LONGEST_WAIT_SECONDS, 2 ** throttled++) * (0.5 + Math.random() / 2);

  async function request<T>(
    { path, query = {}, scope, answer, urgent = false }: Call<T>,
    rest: { method: 'GET' | 'POST' | 'PATCH'; body?: unknown; repeat?: boolean },
  ): Promise<T | null> {
    const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    const url = `${BASE}/${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
    for (let again = false; ; again = true) {
      const token = await auth.token();
      try {
        const said = await http.request({
          ...rest,
          url,
          headers: { authorization: `Bearer ${token.value}` },
          ...(answer && { answer }),
          explain: explainGoogle(scope, backOff),
          urgent,
        });
        throttled = 0;
        return said;
      } catch (error) {
        // A 401 was not acted upon, so even a write may go out again, once, with a new token.
        const stale = error instanceof AppError && error.extra.detail?.status === '401';
        if (again || !stale) throw error;
        auth.drop(token.value);
      }
    }
  }

  const get: GoogleClient['get'] = async (call) => {
    for (let round = 0; ; round++) {
      try {
        return (await request(call, { method: 'GET' }))!;
      } catch (error) {
        const isFull = error instanceof AppError && error.code === 'provider_rate_limited';
        if (!isFull || call.urgent || round >= ROUNDS) throw error;
        const seconds = error.extra.retryAfterSeconds ?? LONGEST_WAIT_SECONDS;
        if (seconds > LONGEST_WAIT_SECONDS) throw error;
        await sleep(seconds * 1000);
      }
    }
  };

  return {
    auth,
    get,
    // A PATCH sets values: twice is once. A POST makes something, so a lost answer to one is not repeated.
    send: async (call, method, body) => (await request(call, { method, body, repeat: method === 'PATCH' }))!,
    async *users(call) {
      const asked = new Set<string>();
      for (let pageToken = ''; ; ) {
        asked.add(pageToken);
        const query = { maxResults: PAGE, ...call.query, ...(pageToken && { pageToken }) };
        const page = await get({ ...call, path: 'users', query, answer: UserPage });
        yield page;
        if (!page.nextPageToken) return;
        pageToken = page.nextPageToken;
        if (asked.has(pageToken)) throw new AppError('provider_incomplete', 'The pages of Google go in a circle');
      }
    },
  };
}
