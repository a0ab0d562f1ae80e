import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '@counterpart/shared/errors.ts';
import type { z } from 'zod';
import type { Http } from '../../http.ts';
import { BatchAnswer, GraphError } from './api.ts';
import type { EntraAuth } from './auth.ts';
import { type Cloud, ownLink } from './clouds.ts';
import { explainGraph } from './explain.ts';

/** Application permissions of Microsoft Graph that we ask consent for. */
export type Right = 'User.Read.All' | 'User.ReadWrite.All' | 'Organization.Read.All' | 'RoleManagement.Read.Directory';

interface Call<T> {
  tenant: string;
  /** Below `/v1.0/`, values already encoded by `query`; or a whole address that Graph gave. */
  path: string;
  right: Right;
  answer?: z.ZodType<T>;
  /** A technician waits for it: it may use the last of our budget, and Graph throttles it last. */
  urgent?: boolean;
  headers?: Record<string, string>;
}

export interface GraphClient {
  auth: EntraAuth;
  get<T>(call: Call<T> & { answer: z.ZodType<T> }): Promise<T>;
  send<T>(call: Call<T>, method: 'POST' | 'PATCH', body: unknown): Promise<T | null>;
  /** Every page to the last one. Throws `provider_incomplete` where the pages go in a circle. */
  pages<T extends Linked>(call: Call<T> & { answer: z.ZodType<T> }): AsyncIterable<T>;
  /** Reads several addresses, twenty a request; null for what is not there (404). Answers in the order of `paths`. */
  readMany<T>(call: Omit<Call<T>, 'path'> & { answer: z.ZodType<T> }, paths: string[]): Promise<(T | null)[]>;
}

interface Linked {
  '@odata.nextLink'?: string | null | undefined;
}

/** https://learn.microsoft.com/graph/json-batching: the most that one batch holds. */
export const BATCH = 20;
/** How often a throttled part of a batch is asked for again, and the longest wait between. */
const ROUNDS = 4;
const LONGEST_WAIT_SECONDS = 60;

/** Requests to Microsoft Graph v1.0 of one cloud: token, priority, paging, batches, errors. `sleep` (ms) is injected in tests. */
export function createGraphClient(
  { cloud, auth, sleep = wait }: { cloud: Cloud; auth: EntraAuth; sleep?: (ms: number) => Promise<unknown> },
  http: Http,
): GraphClient {
  async function request<T>(
    { tenant, path, right, answer, urgent = false, headers }: Call<T>,
    rest: { method: 'GET' | 'POST' | 'PATCH'; body?: unknown; repeat?: boolean },
  ): Promise<T | null> {
    const url = ownLink(cloud, path.startsWith('https://') ? path : `${cloud.graph}/v1.0/${path}`);
    for (let again = false; ; again = true) {
      const token = await auth.token(tenant);
      try {
        return await http.request({
          ...rest,
          url,
          headers: {
            authorization: `Bearer ${token.value}`,
            'x-ms-throttle-priority': urgent ? 'high' : 'low',
            ...headers,
          },
          ...(answer && { answer }),
          explain: explainGraph(tenant, right),
          urgent,
        });
      } catch (error) {
        // A 401 was not acted upon, so even a write may go out again, once, with a new token.
        const stale = error instanceof AppError && error.extra.detail?.status === '401';
        if (again || !stale) throw error;
        auth.drop(tenant, token.value);
      }
    }
  }

  const get: GraphClient['get'] = async (call) => (await request(call, { method: 'GET' }))!;

  async function* pages<T extends Linked>(call: Call<T> & { answer: z.ZodType<T> }): AsyncIterable<T> {
    const asked = new Set<string>();
    for (let path = call.path; ; ) {
      asked.add(path);
      const page = await get({ ...call, path });
      yield page;
      const next = page['@odata.nextLink'];
      if (!next) return;
      path = ownLink(cloud, next);
      if (asked.has(path)) throw new AppError('provider_incomplete', 'The pages of Microsoft Graph go in a circle');
    }
  }

  async function readMany<T>(call: Omit<Call<T>, 'path'> & { answer: z.ZodType<T> }, paths: string[]) {
    const found: (T | null)[] = paths.map(() => null);
    for (let from = 0; from < paths.length; from += BATCH) {
      let open = paths.slice(from, from + BATCH).map((_, index) => from + index);
      for (let round = 0; open.length > 0; round++) {
        const throttled = await readBatch(call, paths, open, found);
        open = throttled.map(({ index }) => index);
        if (open.length === 0) break;
        const seconds = Math.max(...throttled.map(({ after }) => after));
        const longest = call.urgent ? 2 : LONGEST_WAIT_SECONDS;
        if (round + 1 >= ROUNDS || seconds > longest) {
          throw new AppError('provider_rate_limited', 'Microsoft Graph allows no more requests just now', {
            retryAfterSeconds: seconds,
          });
        }
        await sleep(seconds * 1000);
      }
    }
    return found;
  }

  /** Asks for `open` (places in `paths`), fills `found`, answers those that were throttled and after how many seconds to ask again. */
  async function readBatch<T>(
    call: Omit<Call<T>, 'path'> & { answer: z.ZodType<T> },
    paths: string[],
    open: number[],
    found: (T | null)[],
  ): Promise<{ index: number; after: number }[]> {
    const requests = open.map((index) => ({ id: String(index), method: 'GET', url: `/${paths[index]}` }));
    const batch = { ...call, path: '$batch', answer: BatchAnswer };
    const { responses } = (await request(batch, { method: 'POST', body: { requests }, repeat: true }))!;
    const throttled: { index: number; after: number }[] = [];
    for (const index of open) {
      const one = responses.find(({ id }) => id === String(index));
      if (!one) throw new AppError('provider_incomplete', 'Microsoft Graph left out a part of a batch');
      if (one.status === 429 || one.status === 503) throttled.push({ index, after: waitOf(one.headers) });
      else if (one.status === 200) found[index] = parsed(call.answer, one.body);
      else if (!(one.status === 404 && GraphError.safeParse(one.body).success)) throw partFault(call, one);
    }
    return throttled;
  }

  return {
    auth,
    get,
    pages,
    readMany,
    // A PATCH sets values: twice is once. A POST makes something, so a lost answer to one is not repeated.
    send: (call, method, body) => request(call, { method, body, repeat: method === 'PATCH' }),
  };
}

/** A path with OData options. Spaces become %20, since Graph takes a plus for a plus. */
export function query(path: string, options: Record<string, string | number | boolean>): string {
  const pairs = Object.entries(options).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${path}?${pairs.join('&')}`;
}

function waitOf(headers: Record<string, string | number> | null | undefined): number {
  const entry = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'retry-after');
  const seconds = Number(entry?.[1]);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : 5;
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new AppError('provider_invalid', 'Microsoft Graph answered a part of a batch in a shape we do not know');
}

function partFault(call: { tenant: string; right: Right }, one: { status: number; body?: unknown }): AppError {
  const said = explainGraph(call.tenant, call.right)(one.status, JSON.stringify(one.body ?? null));
  const usual = { 401: 'provider_auth', 403: 'provider_forbidden' } as const;
  const code =
    said?.code ?? usual[one.status as 401] ?? (one.status >= 500 ? 'provider_unavailable' : 'provider_rejected');
  return new AppError(code, said?.message ?? `Microsoft Graph answered a part of a batch with ${one.status}`, {
    detail: { ...said?.detail, status: String(one.status) },
  });
}
