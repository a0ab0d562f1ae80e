import { type GoogleAnswer, type GoogleRequest, ok, Refusal, refuse } from './answers.ts';
import { type CustomerSeed, type CustomerStore, createCustomerStore } from './store.ts';
import { type Application, type Grants, issueToken, TOKEN_URL } from './token.ts';
import { createUsers, forbidden, type UserFaults } from './users.ts';

/** How the service misbehaves. All are off at first and can be changed while it runs. */
export interface GoogleFaults extends UserFaults {
  /** So many of the next requests are refused for their number, with this status and reason. */
  throttle?: { times: number; status: 403 | 429; reason: string; headers?: Record<string, string> };
  /** The next POST to /users is done, its answer never comes. */
  loseNextCreate?: boolean;
  /** Tokens given out so far end after so many requests more. */
  tokensEndAfter?: number;
  /** The administrator has no role with rights over users. */
  noRole?: boolean;
  /** The Admin SDK is not switched on in our project. */
  apiOff?: boolean;
  /** Answers this status and text. */
  garbage?: { status: number; text: string };
}

export interface Recorded {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
  answer: GoogleAnswer;
}

export interface GoogleSimulator {
  fetch: typeof globalThis.fetch;
  store: CustomerStore;
  faults: GoogleFaults;
  grants: Grants;
  /** Everything that was asked so far, tokens too. */
  requests: Recorded[];
}

const SCOPE = 'https://www.googleapis.com/auth/admin.directory.';
export const ALL_SCOPES = ['user', 'user.readonly', 'domain.readonly', 'customer.readonly'].map(
  (name) => `${SCOPE}${name}`,
);

/** SIMULATED: Google's sign-in and the part of the Directory API that we use, for one customer, as a `fetch`. */
export function createGoogleSimulator(seed: CustomerSeed, application: Application): GoogleSimulator {
  const faults: GoogleFaults = {};
  const grants: Grants = { scopes: [...ALL_SCOPES], keyDeleted: false, refreshToken: 'refresh-right', outage: false };
  const store = createCustomerStore(seed);
  const users = createUsers(store, faults);
  const tokens = new Map<string, string[]>();
  const requests: Recorded[] = [];

  function answer(request: GoogleRequest): GoogleAnswer {
    if (faults.garbage) return { status: faults.garbage.status, headers: {}, body: faults.garbage.text };
    if (request.url.href === TOKEN_URL) {
      const keep = (scopes: string[]) => {
        const token = `ya29.${tokens.size}-${Math.random()}`;
        tokens.set(token, scopes);
        return token;
      };
      return issueToken(request, { application, admins: seed.admins, grants, keep });
    }
    if (request.url.host !== 'admin.googleapis.com') return { status: 500, headers: {}, body: 'another host' };
    if (faults.tokensEndAfter !== undefined && faults.tokensEndAfter-- <= 0) {
      tokens.clear();
      delete faults.tokensEndAfter;
    }
    const scopes = tokens.get((request.headers.get('authorization') ?? '').replace(/^Bearer /, ''));
    if (!scopes) return refuse(401, 'authError', 'Invalid Credentials');
    if (faults.throttle && faults.throttle.times > 0) {
      faults.throttle.times--;
      const { status, reason, headers = {} } = faults.throttle;
      return { ...refuse(status, reason, 'Quota exceeded for quota metric.', 'usageLimits'), headers };
    }
    if (faults.apiOff) {
      return refuse(403, 'accessNotConfigured', 'Admin SDK API has not been used in project 1 before.', 'usageLimits');
    }
    try {
      return route(request, scopes);
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  }

  function route(request: GoogleRequest, scopes: string[]): GoogleAnswer {
    const path = request.url.pathname.replace('/admin/directory/v1', '');
    const needs = (...some: string[]) => {
      if (some.some((name) => scopes.includes(`${SCOPE}${name}`))) return;
      throw new Refusal(refuse(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.'));
    };
    const { method } = request;
    const key = /^\/users\/([^/]+)$/.exec(path)?.[1];
    if (method === 'GET' && path === '/customers/my_customer') {
      needs('customer', 'customer.readonly');
      return ok(customer(seed));
    }
    if (method === 'GET' && path === '/customer/my_customer/domains') {
      needs('domain', 'domain.readonly');
      return ok(domains(seed));
    }
    if (method === 'GET' && (path === '/users' || key)) {
      needs('user', 'user.readonly');
      if (faults.noRole) throw forbidden();
      return key ? users.get(request, decodeURIComponent(key)) : users.list(request);
    }
    needs('user');
    if (faults.noRole) throw forbidden();
    if (method === 'POST' && path === '/users') return users.create(request);
    if (method === 'PATCH' && key) return users.update(request, decodeURIComponent(key));
    return refuse(404, 'notFound', 'Not Found');
  }

  return {
    async fetch(input, init) {
      const request = new Request(input as string, init);
      const text = await request.text();
      const isJson = request.headers.get('content-type')?.startsWith('application/json');
      const body: unknown = isJson && text ? JSON.parse(text) : text;
      const said = answer({ method: request.method, url: new URL(request.url), headers: request.headers, body });
      const headers = Object.fromEntries(request.headers);
      requests.push({ method: request.method, url: request.url, headers, body, answer: said });
      if (faults.loseNextCreate && request.method === 'POST' && new URL(request.url).pathname.endsWith('/users')) {
        faults.loseNextCreate = false;
        throw new TypeError('fetch failed');
      }
      const content = typeof said.body === 'string' ? said.body : JSON.stringify(said.body);
      return new Response(content, { status: said.status, headers: said.headers });
    },
    ...{ store, faults, grants, requests },
  };
}

function customer({ id, country, domains: all }: CustomerSeed) {
  return {
    kind: 'admin#directory#customer',
    etag: '"customer"',
    id,
    customerDomain: all[0]?.name,
    customerCreationTime: '2019-05-01T08:00:00.000Z',
    ...(country ? { postalAddress: { countryCode: country } } : {}),
  };
}

function domains({ domains: all }: CustomerSeed) {
  return {
    kind: 'admin#directory#domains',
    etag: '"domains"',
    domains: all.map(({ name, verified = true, aliases = [] }, index) => ({
      ...{ kind: 'admin#directory#domain', domainName: name, isPrimary: index === 0, verified },
      creationTime: '1556697600000',
      ...(aliases.length > 0 && {
        domainAliases: aliases.map((alias) => ({
          ...{ kind: 'admin#directory#domainAlias', domainAliasName: alias.name, parentDomainName: name },
          ...{ verified: alias.verified !== false, creationTime: '1556697600000' },
        })),
      }),
    })),
  };
}
