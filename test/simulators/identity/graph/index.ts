import { type Fields, type GraphAnswer, type GraphRequest, ok, Refusal, refuse } from './answers.ts';
import { createDelta, type DeltaFaults } from './delta.ts';
import { TENANT_FACTS } from './facts.ts';
import { createTenantStore, type TenantSeed, type TenantStore } from './store.ts';
import { type Application, type Grants, issueToken } from './token.ts';
import { createUsers, type UserFaults } from './users.ts';

/** How the service misbehaves. All are off at first and can be changed while it runs. */
export interface GraphFaults extends UserFaults, DeltaFaults {
  /** So many of the next requests (parts of a batch: not the batch) are refused for their number. */
  throttle?: { times: number; retryAfter: number };
  throttleParts?: { times: number; retryAfter: number };
  /** The next POST to /users is done, its answer never comes. */
  loseNextCreate?: boolean;
  /** Pages lead to this host. */
  foreignLink?: string;
  /** Answers this status and text. */
  garbage?: { status: number; text: string };
}

export interface Recorded {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
  answer: GraphAnswer;
}

export interface GraphSimulator {
  fetch: typeof globalThis.fetch;
  /** Every token that was given is refused from now on. */
  revokeTokens(): void;
  tenant(id: string): TenantStore;
  faults: GraphFaults;
  grants: Grants;
  /** Everything that was asked so far, tokens too. */
  requests: Recorded[];
  /** Resource units spent: https://learn.microsoft.com/graph/throttling-limits */
  units: { spent: number };
}

export const ALL_RIGHTS = ['User.ReadWrite.All', 'Organization.Read.All', 'RoleManagement.Read.Directory'];

const READS_USERS = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All'];

/** SIMULATED: Microsoft's sign-in and the part of Graph v1.0 that we use, for several tenants, as a `fetch`. */
export function createGraphSimulator({
  tenants,
  application,
  deltaPageSize = 200,
}: {
  tenants: TenantSeed[];
  application: Application;
  deltaPageSize?: number;
}): GraphSimulator {
  const faults: GraphFaults = {};
  const grants: Grants = {
    consents: new Map(tenants.map(({ id }) => [id, ALL_RIGHTS])),
    secretExpired: false,
    outage: false,
  };
  const tokens = new Map<string, string>();
  const requests: Recorded[] = [];
  const units = { spent: 0 };
  const parts = new Map(
    tenants.map((seed) => {
      const store = createTenantStore(seed);
      return [seed.id, { store, users: createUsers(store, faults), delta: createDelta(store, deltaPageSize, faults) }];
    }),
  );

  function answer(request: GraphRequest): GraphAnswer {
    if (faults.garbage) return { status: faults.garbage.status, headers: {}, body: faults.garbage.text };
    if (request.url.host === 'login.microsoftonline.com') {
      const keep = (token: string, tenant: string) => tokens.set(token, tenant);
      return issueToken(request, { application, tenants: tenants.map(({ id }) => id), grants, keep });
    }
    if (request.url.host !== 'graph.microsoft.com') return { status: 500, headers: {}, body: 'another host' };
    const tenant = tokens.get((request.headers.get('authorization') ?? '').replace(/^Bearer /, ''));
    if (!tenant) return refuse(401, 'InvalidAuthenticationToken', 'Access token has expired or is not yet valid.');
    const rights = grants.consents.get(tenant);
    if (!rights)
      return refuse(
        401,
        'Authorization_IdentityNotFound',
        'The identity of the calling application could not be established.',
      );
    if (takes(faults.throttle)) return throttled(faults.throttle!.retryAfter);
    const path = request.url.pathname.replace(/^\/v1\.0/, '');
    if (path === '/$batch') return batch(request, tenant, rights);
    return guarded(() => route(request, path, tenant, rights));
  }

  function batch(request: GraphRequest, tenant: string, rights: string[]): GraphAnswer {
    const asked = (request.body as { requests: { id: string; method: string; url: string; body?: unknown }[] })
      .requests;
    if (asked.length > 20) return refuse(400, 'BadRequest', 'Number of batch request steps exceeds the maximum of 20.');
    const responses = asked.map(({ id, method, url, body }) => {
      const part = { method, url: new URL(`https://graph.microsoft.com/v1.0${url}`), headers: new Headers(), body };
      const path = part.url.pathname.replace(/^\/v1\.0/, '');
      const said = takes(faults.throttleParts)
        ? throttled(faults.throttleParts!.retryAfter)
        : guarded(() => route(part, path, tenant, rights));
      return { id, status: said.status, headers: said.headers, body: said.body };
    });
    // Microsoft gives the parts in any order.
    return ok({ responses: responses.reverse() });
  }

  function route(request: GraphRequest, path: string, tenant: string, rights: string[]): GraphAnswer {
    const { store, users, delta } = parts.get(tenant)!;
    const { method, url } = request;
    const needs = (...some: string[]) => {
      if (some.some((right) => rights.includes(right))) return;
      throw new Refusal(
        refuse(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'),
      );
    };
    units.spent += costOf(method, url);
    const key = /^\/users\/([^/]+)$/.exec(path)?.[1];
    if (method === 'GET') {
      const fact = TENANT_FACTS[path];
      if (fact) {
        needs(...fact.rights);
        return ok(fact.read(store.seed));
      }
      needs(...READS_USERS);
      if (path === '/users') return redirected(users.list(request));
      if (path === '/users/delta' || path === '/users/delta()') return redirected(delta(url));
      if (key) return users.get(request, decodeURIComponent(key));
    }
    needs('User.ReadWrite.All');
    if (method === 'POST' && path === '/users') return users.create(request);
    if (method === 'PATCH' && key) return users.update(request, decodeURIComponent(key));
    if (method === 'DELETE' && key) return users.remove(decodeURIComponent(key));
    return refuse(400, 'BadRequest', `Resource not found for the segment '${path.split('/')[1]}'.`);
  }

  function redirected(said: GraphAnswer): GraphAnswer {
    const body = said.body as Fields;
    if (!faults.foreignLink) return said;
    return { ...said, body: { ...body, '@odata.nextLink': faults.foreignLink } };
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
      if (faults.loseNextCreate && request.method === 'POST' && new URL(request.url).pathname === '/v1.0/users') {
        faults.loseNextCreate = false;
        throw new TypeError('fetch failed');
      }
      const content = said.body === null ? null : typeof said.body === 'string' ? said.body : JSON.stringify(said.body);
      const units = { 'x-ms-resource-unit': String(costOf(request.method, new URL(request.url))) };
      return new Response(content, { status: said.status, headers: { ...units, ...said.headers } });
    },
    revokeTokens: () => tokens.clear(),
    tenant: (id) => parts.get(id)!.store,
    faults,
    grants,
    requests,
    units,
  };
}

function guarded(act: () => GraphAnswer): GraphAnswer {
  try {
    return act();
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

function takes(fault: { times: number } | undefined): boolean {
  if (!fault || fault.times <= 0) return false;
  fault.times--;
  return true;
}

function throttled(retryAfter: number): GraphAnswer {
  return refuse(429, 'TooManyRequests', 'Too many requests.', { headers: { 'retry-after': String(retryAfter) } });
}

/** Reading users costs two, one less with $select, one less for few rows, never less than one. */
function costOf(method: string, url: URL): number {
  const isList = method === 'GET' && /\/users(\/delta(\(\))?)?$/.test(url.pathname);
  if (!isList) return 1;
  const top = Number(url.searchParams.get('$top') ?? 100);
  return Math.max(1, 2 - (url.searchParams.has('$select') ? 1 : 0) - (top < 20 ? 1 : 0));
}
