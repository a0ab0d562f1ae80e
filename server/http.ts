import { AppError, type ErrorCode } from '@counterpart/shared/errors.ts';
import type { z } from 'zod';
import type { Guard } from './egress.ts';

/** One request to a provider. `T` is what `answer` makes of the JSON; without `answer` the body is ignored. */
export interface HttpRequest<T> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  /** Sent as JSON, or as a form when it is URLSearchParams. */
  body?: unknown;
  answer?: z.ZodType<T>;
  /** Statuses that mean "not there": the call answers null. */
  nullOn?: number[];
  /** Turns the provider's error body into a sentence a person can act on, or null where it says nothing. */
  explain?: (status: number, body: string, headers: Headers) => Explained | null;
  /** Told the headers of every answer that was no fault: some providers say there where the next page is. */
  heard?: (headers: Headers) => void;
  /** Repeat after 429, 5xx or a broken connection; by default only GET, since a lost answer to a write is not a failed write. */
  repeat?: boolean;
  /** Technicians wait for this one: it may use the part of the budget that background work must leave. */
  urgent?: boolean;
}

export interface Explained {
  code?: ErrorCode;
  message: string;
  detail?: Record<string, string>;
  fields?: { path: string; message: string }[];
  /** For providers that say when to come back elsewhere than in Retry-After, which goes first. */
  retryAfterSeconds?: number;
}

export interface Http {
  request<T>(request: HttpRequest<T>): Promise<T | null>;
  /** How far the provider's clock is ahead of ours, in ms, by the `Date` of its last answer (RFC 9110 6.6.1); null while none was said. */
  aheadMs(): number | null;
  /** For platforms that speak another protocol than HTTP, under the same rules. */
  other: {
    /** Waits for the budget as a request does. */
    take(urgent: boolean): Promise<void>;
    /** Which addresses may be reached; null where nobody said, and then none may. */
    guard: Guard | null;
  };
}

/** The window of requests one connection may make, shared by everything that uses the connection. */
export interface Budget {
  /** Resolves when a request may go out; rejects with `provider_rate_limited` when the wait would be too long. */
  take(urgent: boolean): Promise<void>;
  /** The provider said 429 or Retry-After: nothing goes out before then. */
  pause(seconds: number): void;
}

export interface HttpOptions {
  fetch: typeof globalThis.fetch;
  budget: Budget;
  guard?: Guard;
  timeoutMs?: number;
  retries?: number;
  maxBytes?: number;
  /** Injected in tests; waits `ms`. */
  sleep?: (ms: number) => Promise<void>;
}

const FAULT: Partial<Record<number, ErrorCode>> = {
  401: 'provider_auth',
  403: 'provider_forbidden',
  404: 'provider_not_found',
  408: 'provider_timeout',
  429: 'provider_rate_limited',
  504: 'provider_timeout',
};

/** How long a person who waits is kept waiting; what the mirror has is then the better answer. */
const URGENT_TIMEOUT_MS = 5_000;

const MOVED: Explained = {
  code: 'provider_rejected',
  message: 'The provider answers at another address than the one configured',
};

/** The one place that turns a provider's faults into `provider_*` errors; never repeats a provider's raw body. */
export function createHttp(options: HttpOptions): Http {
  const { fetch, budget, timeoutMs = 20_000, retries = 2, maxBytes = 20_000_000 } = options;
  const sleep = options.sleep ?? wait;
  let aheadMs: number | null = null;

  async function once<T>(request: HttpRequest<T>): Promise<T | null> {
    await budget.take(request.urgent ?? false);
    let response: Response;
    let text: string;
    try {
      response = await fetch(request.url, {
        method: request.method,
        headers: { accept: 'application/json', ...contentType(request.body), ...request.headers },
        body: encode(request.body),
        redirect: 'manual', // following one would carry the token to another host
        signal: AbortSignal.timeout(request.urgent ? Math.min(timeoutMs, URGENT_TIMEOUT_MS) : timeoutMs),
      });
      const said = Date.parse(response.headers.get('date') ?? '');
      if (!Number.isNaN(said)) aheadMs = said - Date.now();
      text = await readBody(response, maxBytes);
    } catch (error) {
      if (error instanceof AppError) throw error;
      const late = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
      throw new AppError(
        late ? 'provider_timeout' : 'provider_unavailable',
        late ? 'The provider did not answer in time' : 'The provider could not be reached',
        { cause: error },
      );
    }
    // A date is by their clock, so it is held against the time that they say it is.
    const theirNow = Date.parse(response.headers.get('date') ?? '');
    const said = response.ok ? null : explained(request, response, text);
    const asked =
      retryAfter(response.headers.get('retry-after'), Number.isNaN(theirNow) ? Date.now() : theirNow) ??
      said?.retryAfterSeconds ??
      null;
    const isThrottled = response.status === 429 || said?.code === 'provider_rate_limited';
    if (isThrottled || (asked !== null && response.status === 503)) budget.pause(asked ?? 5);
    if (request.nullOn?.includes(response.status)) return null;
    if (!response.ok) throw fault(response.status, said, asked);
    request.heard?.(response.headers);
    if (!request.answer) return null;
    return parse(request.answer, text);
  }

  return {
    aheadMs: () => aheadMs,
    other: { take: budget.take, guard: options.guard ?? null },
    async request(request) {
      const mayRepeat = request.repeat ?? request.method === 'GET';
      for (let attempt = 0; ; attempt++) {
        try {
          return await once(request);
        } catch (error) {
          if (!(error instanceof AppError) || !mayRepeat || attempt >= retries || !isPassing(error.code)) throw error;
          if (request.urgent && error.code === 'provider_timeout') throw error;
          const asked = error.extra.retryAfterSeconds;
          if (asked !== undefined && asked > (request.urgent ? 2 : 120)) throw error;
          // Full jitter, so that many servers do not come back at the same moment.
          await sleep(asked !== undefined ? asked * 1000 : Math.random() * 500 * 2 ** attempt);
        }
      }
    },
  };
}

function wait(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}

function isPassing(code: ErrorCode): boolean {
  return code === 'provider_rate_limited' || code === 'provider_unavailable' || code === 'provider_timeout';
}

function explained<T>(request: HttpRequest<T>, { status, headers }: Response, body: string): Explained | null {
  return status >= 300 && status < 400 ? MOVED : (request.explain?.(status, body, headers) ?? null);
}

function fault(status: number, said: Explained | null, asked: number | null): AppError {
  const code = said?.code ?? FAULT[status] ?? (status >= 500 ? 'provider_unavailable' : 'provider_rejected');
  return new AppError(code, said?.message ?? `The provider answered with status ${status}`, {
    detail: { ...said?.detail, status: String(status) },
    ...(said?.fields ? { fields: said.fields } : {}),
    ...(asked !== null ? { retryAfterSeconds: asked } : {}),
  });
}

function parse<T>(schema: z.ZodType<T>, text: string): T {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new AppError('provider_invalid', 'The provider answered something that is not JSON', { cause });
  }
  return checked(schema, json);
}

/** What the schema makes of (a part of) a provider's answer; throws `provider_invalid`. */
export function checked<T>(schema: z.ZodType<T>, json: unknown): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const paths = result.error.issues.slice(0, 5).map((issue) => ({ path: issue.path.join('.'), message: issue.code }));
  throw new AppError('provider_invalid', 'The provider answered in a shape we do not know', { fields: paths });
}

async function readBody(response: Response, maxBytes: number): Promise<string> {
  if (!response.body) return '';
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body) {
    size += part.length;
    if (size > maxBytes) throw new AppError('provider_invalid', 'The provider answered with more than we accept');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function contentType(body: unknown): Record<string, string> {
  if (body === undefined) return {};
  return { 'content-type': body instanceof URLSearchParams ? 'application/x-www-form-urlencoded' : 'application/json' };
}

function encode(body: unknown): string | undefined {
  if (body === undefined) return undefined;
  return body instanceof URLSearchParams ? body.toString() : JSON.stringify(body);
}

/** RFC 9110 10.2.3: seconds or an HTTP date. Null where absent or unreadable. */
export function retryAfter(header: string | null, now = Date.now()): number | null {
  if (!header) return null;
  if (/^\d+$/.test(header.trim())) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000));
}

/**
 * A rolling window: at most `limit` requests in `windowMs`. Background work leaves the last fifth to people who wait.
 * HaloPSA: 300 to 700 in a rolling five minutes.
 */
export function createBudget({
  limit,
  windowMs,
  maxWaitMs = 120_000,
  now = Date.now,
  sleep = wait,
}: {
  limit: number;
  windowMs: number;
  maxWaitMs?: number;
  /** Injected in tests, together: a sleep must move `now` on. */
  now?: () => number;
  sleep?: (ms: number) => Promise<void>;
}): Budget {
  const sent: number[] = [];
  let pausedUntil = 0;
  return {
    async take(urgent) {
      for (;;) {
        while (sent.length > 0 && sent[0]! <= now() - windowMs) sent.shift();
        const allowed = urgent ? limit : Math.max(1, Math.floor(limit * 0.8));
        const free = sent.length < allowed ? now() : sent[sent.length - allowed]! + windowMs;
        const ahead = Math.max(free, pausedUntil) - now();
        if (ahead <= 0) {
          sent.push(now());
          return;
        }
        if (ahead > (urgent ? 2_000 : maxWaitMs)) {
          throw new AppError('provider_rate_limited', 'The provider allows no more requests just now', {
            retryAfterSeconds: Math.ceil(ahead / 1000),
          });
        }
        await sleep(ahead);
      }
    },
    pause(seconds) {
      pausedUntil = Math.max(pausedUntil, now() + seconds * 1000);
    },
  };
}
