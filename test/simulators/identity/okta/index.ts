import { type Fields, invalid, notFound, type OktaAnswer, ok, Refusal, refuse } from './answers.ts';
import { parseExpression } from './filter.ts';
import { checkProfile, createOktaStore, type OktaRecord, type OktaSeed, type OktaStore } from './store.ts';

/** How the service misbehaves. All are off at first and can be changed while it runs. */
export interface OktaFaults {
  /** The index that searches are answered from does not hear of anything new. */
  staleIndex?: boolean;
  /** The most rows of a page, where it is less than asked for. */
  pageSize?: number;
  /** Each page begins with the last row of the one before. */
  repeatsRows?: boolean;
  /** So many of the next requests are refused for their number; the allowance is full again after so many seconds. */
  throttle?: { times: number; seconds: number };
  /** What is left of an allowance of 600. */
  remaining?: number;
  /** The next create is done, its answer never comes. */
  loseNextCreate?: boolean;
  /** The token ends after so many requests more. */
  tokenEndsAfter?: number;
  /** What the token's owner may do. */
  role?: 'reader' | 'none';
  /** The next page is said to be here. */
  nextLink?: string;
  /** Called before each page of a list. */
  beforePage?: () => void;
  /** Answers this status and text. */
  garbage?: { status: number; text: string };
}

export interface Recorded {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
  answer: OktaAnswer;
}

export interface OktaSimulator {
  fetch: typeof globalThis.fetch;
  store: OktaStore;
  faults: OktaFaults;
  requests: Recorded[];
}

export const ORIGIN = 'https://acme.okta.com';
export const TOKEN = '00right';

/** SIMULATED: the part of Okta's management API for users that we use, for one organisation, as a `fetch`. */
export function createOktaSimulator(seeds: OktaSeed[]): OktaSimulator {
  const store = createOktaStore(seeds);
  const faults: OktaFaults = {};
  const requests: Recorded[] = [];
  let index: OktaRecord[] = [];

  function answer(method: string, url: URL, headers: Headers, body: unknown): OktaAnswer {
    if (faults.garbage) return { status: faults.garbage.status, headers: {}, body: faults.garbage.text };
    if (url.origin !== ORIGIN) return { status: 500, headers: {}, body: 'another host' };
    const ended = faults.tokenEndsAfter !== undefined && faults.tokenEndsAfter-- <= 0;
    if (ended || headers.get('authorization') !== `SSWS ${TOKEN}`)
      return refuse(401, 'E0000011', 'Invalid token provided');
    if (faults.throttle && faults.throttle.times > 0) {
      faults.throttle.times--;
      return refuse(429, 'E0000047', 'API call exceeded rate limit due to too many requests.');
    }
    if (faults.role === 'none' || (faults.role === 'reader' && method !== 'GET'))
      return refuse(403, 'E0000006', 'You do not have permission to perform the requested action');
    try {
      return route(method, url, body);
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  }

  function route(method: string, url: URL, body: unknown): OktaAnswer {
    const path = url.pathname.replace('/api/v1/users', '');
    if (path === '') return method === 'GET' ? list(url) : create(url, body as Fields);
    const [, key, , act] = path.split('/');
    const user = key === 'me' ? [...store.users.values()][0] : store.find(decodeURIComponent(key!));
    if (!user) throw notFound(decodeURIComponent(key!));
    if (path.includes('/lifecycle/')) {
      store.move(user.id, act!);
      return ok({});
    }
    if (method === 'GET') return ok(user);
    const { profile } = body as { profile: Fields };
    if (user.credentials.provider.type === 'ACTIVE_DIRECTORY')
      throw new Refusal(refuse(403, 'E0000085', 'You do not have permission to change this profile'));
    checkProfile(store, profile, user.id);
    return ok(store.change(user.id, profile));
  }

  function list(url: URL): OktaAnswer {
    faults.beforePage?.();
    const options = url.searchParams;
    if (!faults.staleIndex) index = [...store.users.values()];
    const [search, filter] = [options.get('search'), options.get('filter')];
    const limit = Number(options.get('limit') ?? 200);
    if (!Number.isInteger(limit) || limit < 1 || limit > 200) throw invalid('limit: out of bounds');
    let rows = search !== null ? index : [...store.users.values()];
    if (search !== null) rows = rows.filter(parseExpression(search, 'search'));
    else if (filter !== null) rows = rows.filter(parseExpression(filter, 'filter'));
    else rows = rows.filter(({ status }) => status !== 'DEPROVISIONED');
    rows.sort((one, other) => (one.id < other.id ? -1 : 1));
    const after = options.get('after');
    const from = after === null ? 0 : rows.filter(({ id }) => id <= after).length;
    const end = from + Math.min(limit, faults.pageSize ?? 200);
    const users = rows.slice(faults.repeatsRows && from > 0 ? from - 1 : from, end);
    const self = `<${url.href}>; rel="self"`;
    if (end >= rows.length && !faults.nextLink) return ok(users, { link: self });
    const next = new URL(url);
    next.searchParams.set('after', rows[Math.min(end, rows.length) - 1]?.id ?? '');
    return ok(users, { link: `${self}, <${faults.nextLink ?? next.href}>; rel="next"` });
  }

  function create(url: URL, body: Fields): OktaAnswer {
    const { profile, credentials } = body as { profile: OktaRecord['profile']; credentials?: Fields };
    checkProfile(store, profile, null);
    const password = String((credentials?.password as Fields | undefined)?.value ?? '');
    const isWeak = password.length < 8 || ![/[a-z]/, /[A-Z]/, /\d/].every((one) => one.test(password));
    if (credentials && isWeak) throw invalid('password: Password requirements were not met.');
    const isActive = url.searchParams.get('activate') !== 'false';
    const mustChange = url.searchParams.get('nextLogin') === 'changePassword';
    const status = isActive ? (credentials ? (mustChange ? 'PASSWORD_EXPIRED' : 'ACTIVE') : 'PROVISIONED') : 'STAGED';
    const kept = Object.entries(profile).filter(([, value]) => value !== null);
    return ok(store.put({ status, profile: Object.fromEntries(kept) as OktaRecord['profile'] }));
  }

  return {
    async fetch(input, init) {
      const request = new Request(input as string, init);
      const text = await request.text();
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      const url = new URL(request.url);
      const said = answer(request.method, url, request.headers, body);
      requests.push({
        ...{ method: request.method, url: request.url, headers: Object.fromEntries(request.headers), body },
        answer: said,
      });
      if (faults.loseNextCreate && request.method === 'POST' && url.pathname === '/api/v1/users') {
        faults.loseNextCreate = false;
        throw new TypeError('fetch failed');
      }
      const now = store.clock.now();
      const limits = {
        'x-rate-limit-limit': '600',
        'x-rate-limit-remaining': said.status === 429 ? '0' : String(faults.remaining ?? 599),
        'x-rate-limit-reset': String(Math.ceil(now / 1000) + (faults.throttle?.seconds ?? 30)),
      };
      const content = typeof said.body === 'string' ? said.body : JSON.stringify(said.body);
      const headers = { date: new Date(now).toUTCString(), ...limits, ...said.headers };
      return new Response(content, { status: said.status, headers });
    },
    ...{ store, faults, requests },
  };
}
