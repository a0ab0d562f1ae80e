import { LookupAnswer, type LookupQuery, PairingAnswer, type PairingClaim, Session } from '@counterpart/shared/api.ts';
import { ErrorBody } from '@counterpart/shared/errors.ts';
import { z } from 'zod';
import { CallFault } from '../fault.ts';
import { CALLS, type CallAnswer, type CallInput, type CallName, type Fault } from '../messages.ts';

/** The session has its own verbs (session.ts); everything else is one request to the server. */
export type RemoteCall = Exclude<CallName, 'session.get' | 'session.pair' | 'session.signOut'>;

interface Route<I> {
  method: 'GET' | 'POST' | 'DELETE';
  path(input: I): string;
  body?(input: I): unknown;
  /** The server answers `{ items: [...] }`. */
  list?: true;
  /** Creates something: repeated safely under one key. */
  key?(input: I): string;
  timeoutMs?: number;
}

const fresh = () => crypto.randomUUID();
const segment = encodeURIComponent;

/** Every call the server answers: the whole of its API that the extension uses, on one screen. */
const ROUTES: { [N in RemoteCall]: Route<z.output<(typeof CALLS)[N]['input']>> } = {
  'session.list': { method: 'GET', path: () => '/sessions', list: true },
  'session.revoke': { method: 'DELETE', path: ({ id }) => `/sessions/${segment(id)}` },
  'pairing.create': { method: 'POST', path: () => '/pairings', body: (input) => input, key: fresh },
  'connections.list': { method: 'GET', path: () => '/connections', list: true },
  'connections.check': {
    method: 'POST',
    path: () => '/connections/check',
    body: (draft) => draft,
    timeoutMs: 45_000,
  },
  'connections.create': { method: 'POST', path: () => '/connections', body: (draft) => draft, key: fresh },
  'connections.update': { method: 'POST', path: ({ id }) => `/connections/${segment(id)}`, body: ({ draft }) => draft },
  'connections.recheck': { method: 'POST', path: ({ id }) => `/connections/${segment(id)}/check`, timeoutMs: 45_000 },
  'connections.remove': { method: 'DELETE', path: ({ id }) => `/connections/${segment(id)}` },
  'connections.sync': { method: 'POST', path: ({ id }) => `/connections/${segment(id)}/sync` },
  'connections.hook': {
    method: 'POST',
    path: ({ id }) => `/connections/${segment(id)}/hook`,
    body: ({ server }) => ({ server }),
    timeoutMs: 45_000,
  },
  'connections.unhook': { method: 'DELETE', path: ({ id }) => `/connections/${segment(id)}/hook` },
  'connections.syncState': { method: 'GET', path: ({ id }) => `/connections/${segment(id)}/sync` },
  'directories.import': {
    method: 'POST',
    path: ({ id }) => `/directories/${segment(id)}/import`,
    body: (input) => input.import,
    key: fresh,
    timeoutMs: 300_000,
  },
  'directories.export': {
    method: 'GET',
    path: ({ id }) => `/directories/${segment(id)}/export`,
    timeoutMs: 120_000,
  },
  'scimTokens.list': { method: 'GET', path: ({ id }) => `/directories/${segment(id)}/scim-tokens` },
  'scimTokens.create': {
    method: 'POST',
    path: ({ id }) => `/directories/${segment(id)}/scim-tokens`,
    body: ({ name }) => ({ name }),
    key: fresh,
  },
  'scimTokens.revoke': { method: 'DELETE', path: ({ id }) => `/scim-tokens/${segment(id)}` },
  'links.create': { method: 'POST', path: () => '/links', body: (link) => link, key: fresh },
  'links.remove': { method: 'POST', path: ({ id }) => `/links/${segment(id)}/unlink`, body: ({ body }) => body },
  'links.reject': { method: 'POST', path: () => '/rejections', body: (pair) => pair, key: fresh },
  'contacts.ignore': {
    method: 'POST',
    path: ({ contactId }) => `/contacts/${segment(contactId)}/ignore`,
    body: (input) => input,
    key: fresh,
  },
  'decisions.undo': { method: 'POST', path: ({ id }) => `/decisions/${segment(id)}/undo` },
  'companyLinks.create': { method: 'POST', path: () => '/company-links', body: (link) => link, key: fresh },
  'companyLinks.remove': { method: 'DELETE', path: ({ id }) => `/company-links/${segment(id)}` },
  'accounts.search': {
    method: 'GET',
    path: ({ companyId, q }) => `/companies/${segment(companyId)}/accounts?q=${segment(q)}`,
  },
  'accounts.plan': { method: 'POST', path: () => '/accounts/plan', body: (query) => query },
  'accounts.create': {
    method: 'POST',
    path: () => '/accounts',
    body: ({ idempotencyKey: _key, ...account }) => account,
    key: ({ idempotencyKey }) => idempotencyKey,
  },
  'requester.plan': { method: 'POST', path: () => '/requester-fixes/plan', body: (query) => query },
  'requester.fix': {
    method: 'POST',
    path: () => '/requester-fixes',
    body: ({ idempotencyKey: _key, ...fix }) => fix,
    key: ({ idempotencyKey }) => idempotencyKey,
  },
  'outbox.get': { method: 'GET', path: ({ id }) => `/outbox/${segment(id)}` },
};

export interface ApiOptions {
  fetch: typeof globalThis.fetch;
  /** The paired server and its token; null before pairing. */
  access(): Promise<{ server: string; token: string } | null>;
  timeoutMs?: number;
}

export interface Api {
  /** Throws `CallFault` on every failure; an abort by the caller throws the signal's reason. */
  call<N extends RemoteCall>(name: N, input: CallInput<N>, signal?: AbortSignal): Promise<CallAnswer<N>>;
  lookup(query: LookupQuery, signal: AbortSignal): Promise<LookupAnswer>;
  claim(server: string, claim: z.infer<typeof PairingClaim>): Promise<PairingAnswer>;
  session(): Promise<Session>;
  endSession(): Promise<void>;
}

interface Request<T> {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  body?: unknown;
  answer: z.ZodType<T>;
  key?: string;
  /** Sent once more when the connection broke before an answer came. */
  again: boolean;
  signal?: AbortSignal;
  timeoutMs?: number;
}

/** The only place that fetches. The panel, the options and the workbench reach it by message. */
export function createApi({ fetch, access, timeoutMs = 15_000 }: ApiOptions): Api {
  async function request<T>(wanted: Request<T>): Promise<T> {
    const granted = await access();
    if (!granted) throw new CallFault({ code: 'not_signed_in', message: 'This browser is not paired with a server' });
    return send(granted.server, granted.token, wanted);
  }

  async function send<T>(server: string, token: string | null, wanted: Request<T>): Promise<T> {
    const url = endpoint(server, wanted.path);
    const limit = AbortSignal.timeout(wanted.timeoutMs ?? timeoutMs);
    const signal = wanted.signal ? AbortSignal.any([wanted.signal, limit]) : limit;
    const init: RequestInit = {
      method: wanted.method,
      headers: {
        accept: 'application/json',
        ...(wanted.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(wanted.key === undefined ? {} : { 'idempotency-key': wanted.key }),
      },
      body: wanted.body === undefined ? null : JSON.stringify(wanted.body),
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      redirect: 'error', // a redirect would carry the token to another host
      signal,
    };
    try {
      let response: Response;
      try {
        response = await fetch(url, init);
      } catch (error) {
        if (!wanted.again || signal.aborted) throw error;
        response = await fetch(url, init);
      }
      const text = await response.text();
      if (!response.ok) throw new CallFault(faultOf(response, text));
      return read(wanted.answer, text);
    } catch (error) {
      if (error instanceof CallFault) throw error;
      wanted.signal?.throwIfAborted();
      throw new CallFault({ code: 'server_unreachable', message: 'The server did not answer' });
    }
  }

  return {
    call<N extends RemoteCall>(name: N, input: CallInput<N>, signal?: AbortSignal): Promise<CallAnswer<N>> {
      // The table's rows are typed one by one; TypeScript cannot follow the name from the row to the answer.
      const route = ROUTES[name] as unknown as Route<CallInput<N>>;
      const answer = CALLS[name].answer as unknown as z.ZodType<CallAnswer<N>>;
      const key = route.key?.(input);
      return request({
        method: route.method,
        path: route.path(input),
        body: route.body?.(input),
        answer: route.list ? items(answer) : answer,
        again: route.method !== 'POST' || key !== undefined,
        ...(key === undefined ? {} : { key }),
        ...(signal ? { signal } : {}),
        ...(route.timeoutMs ? { timeoutMs: route.timeoutMs } : {}),
      });
    },
    lookup: (query, signal) =>
      request({ method: 'POST', path: '/lookup', body: query, answer: LookupAnswer, again: true, signal }),
    claim: (server, claim) =>
      send(server, null, { method: 'POST', path: '/pairing/claim', body: claim, answer: PairingAnswer, again: false }),
    session: () => request({ method: 'GET', path: '/session', answer: Session, again: true }),
    async endSession() {
      await request({ method: 'DELETE', path: '/session', answer: z.null(), again: true });
    },
  };
}

/** `{server}/v1{path}`. The token never travels unencrypted, except to this machine. Throws `address_refused`. */
export function endpoint(server: string, path: string): string {
  const base = URL.canParse(server) ? new URL(server) : null;
  const local = base !== null && ['127.0.0.1', 'localhost'].includes(base.hostname);
  if (!base || base.username || !(base.protocol === 'https:' || (base.protocol === 'http:' && local))) {
    throw new CallFault({ code: 'address_refused', message: 'The server needs an https address' });
  }
  return `${base.origin}${base.pathname.replace(/\/+$/, '')}/v1${path}`;
}

function items<T>(answer: z.ZodType<T>): z.ZodType<T> {
  return z.object({ items: answer }).transform((body) => body.items);
}

/** An empty body (204) reads as null. */
function read<T>(answer: z.ZodType<T>, text: string): T {
  if (answer.safeParse(null).success && !text) return null as T;
  const parsed = answer.safeParse(json(text));
  if (parsed.success) return parsed.data;
  throw new CallFault({
    code: 'answer_unreadable',
    message: 'The server answered in a shape this version does not know',
    fields: parsed.error.issues.slice(0, 5).map((issue) => ({ path: issue.path.join('.'), message: issue.code })),
  });
}

/** A proxy in between answers in its own words: then only the status is known. */
function faultOf(response: Response, text: string): Fault {
  const said = ErrorBody.safeParse(json(text));
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const wait = Number.isFinite(seconds) && seconds >= 0 ? { retryAfterSeconds: seconds } : {};
  if (said.success) return { ...wait, ...said.data.error };
  return {
    ...wait,
    code: response.status >= 500 ? 'server_unreachable' : 'answer_unreadable',
    message: `The server answered with status ${response.status}`,
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
