import { AppError } from '@counterpart/shared/errors.ts';
import { z } from 'zod';
import type { Explained, Http } from '../../http.ts';
import { PATCH_OP, ScimError, ScimList, ScimUser, ServiceProviderConfig } from './api.ts';
import type { ScimFilter } from './filter.ts';
import { applyChanges, pathOf, type ScimChange } from './write.ts';

/** Where to read: a row number (counted from 1) or a cursor ('' is the first), and how many rows to ask for. */
export type Position = { startIndex: number; count: number } | { cursor: string; count: number };

export interface ScimClient {
  config(): Promise<ServiceProviderConfig | null>;
  list(position: Position, filter?: ScimFilter, urgent?: boolean): Promise<ScimList>;
  user(id: string): Promise<ScimUser | null>;
  create(user: Record<string, unknown>): Promise<ScimUser>;
  /** Sets attributes in the dialect that the service takes: PATCH by paths, PATCH without, or PUT. */
  change(id: string, changes: ScimChange[]): Promise<void>;
}

/** PATCH with paths (RFC 7644 section 3.5.2); the way Entra sends it, which services built for it alone expect; PUT (3.5.1). */
type Dialect = 'paths' | 'whole' | 'put';

/** The requests of a SCIM service (RFC 7644). `address` is its base, such as https://host/scim/v2. */
export function createScimClient({ address, token }: { address: string; token: string }, http: Http): ScimClient {
  const base = baseOf(address);
  const headers = { authorization: `Bearer ${token}`, accept: 'application/scim+json, application/json' };
  const writing = { ...headers, 'content-type': 'application/scim+json' };

  const list: ScimClient['list'] = async (position, filter, urgent = false) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(position)) query.set(name, String(value));
    if (filter) query.set('filter', filter.text);
    // %20, not +: RFC 3986 servers read a plus as a plus.
    const url = `${base}/Users?${query.toString().replaceAll('+', '%20')}`;
    return answered(await http.request({ method: 'GET', url, headers, answer: ScimList, explain, urgent }));
  };

  const write = (method: 'PATCH' | 'PUT', id: string, body: unknown) =>
    http.request({
      method,
      url: userUrl(base, id),
      headers: writing,
      body,
      explain: explainWrite,
      repeat: true, // setting a value twice sets it once
      urgent: true,
    });
  const patch = async (id: string, operations: Record<string, unknown>[]) => {
    await write('PATCH', id, { schemas: [PATCH_OP], Operations: operations });
  };
  const send: Record<Dialect, (id: string, changes: ScimChange[]) => Promise<void>> = {
    paths: (id, changes) =>
      patch(
        id,
        changes.map((change) => {
          const path = pathOf(change);
          return change.value === null ? { op: 'remove', path } : { op: 'replace', path, value: change.value };
        }),
      ),
    whole: (id, changes) => patch(id, [{ op: 'Replace', value: applyChanges({}, changes) }]),
    async put(id, changes) {
      const url = userUrl(base, id);
      const user = answered(
        await http.request({ method: 'GET', url, headers, answer: z.looseObject({}), explain, urgent: true }),
      );
      const { meta: _ours, ...rest } = applyChanges(user, changes);
      await write('PUT', id, tidy(rest));
    },
  };
  let understood: Dialect = 'paths';

  return {
    list,

    /** Null where the service has no such page; it is optional in practice. */
    config: () =>
      http.request({
        method: 'GET',
        url: `${base}/ServiceProviderConfig`,
        headers,
        answer: ServiceProviderConfig,
        nullOn: [403, 404, 405, 501],
        explain,
      }),

    async user(id) {
      // These would ask for another resource than a user's.
      if (['', '.', '..'].includes(id)) return null;
      try {
        const url = userUrl(base, id);
        const user = answered(
          await http.request({ method: 'GET', url, headers, answer: ScimUser, explain, urgent: true }),
        );
        if (user.id !== id) throw new AppError('provider_invalid', 'The directory answered with another account');
        return user;
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'provider_not_found') throw error;
        // A proxy or a wrong address answers 404 to everything; only SCIM's own 404, or a service that lists, says "gone".
        if (error.extra.detail?.from !== 'scim') await list({ startIndex: 1, count: 1 }, undefined, true);
        return null;
      }
    },

    async create(user) {
      const url = `${base}/Users`;
      return answered(
        await http.request({
          method: 'POST',
          url,
          headers: writing,
          body: user,
          answer: ScimUser,
          explain: explainWrite,
          urgent: true,
        }),
      );
    },

    async change(id, changes) {
      let tried = understood;
      for (;;) {
        try {
          await send[tried](id, changes);
          understood = tried;
          return;
        } catch (error) {
          const next = nextDialect(tried, error);
          if (!next) throw error;
          tried = next;
        }
      }
    },
  };
}

/** Without credentials, query and closing slash, however the address was pasted. */
function baseOf(address: string): string {
  const url = new URL(address);
  return url.origin + url.pathname.replace(/\/+$/, '');
}

function userUrl(base: string, id: string): string {
  return `${base}/Users/${encodeURIComponent(id)}`;
}

function answered<T>(answer: T | null): T {
  if (answer === null) throw new AppError('provider_invalid', 'The directory answered with nothing');
  return answer;
}

const MESSAGES: Record<number, string> = {
  401: 'The directory does not accept the token',
  403: 'The directory accepts the token but not this request',
  501: 'The directory does not offer this',
};

function explain(status: number, body: string): Explained {
  const error = ScimError.safeParse(readJson(body));
  const scimType = error.success ? error.data.scimType : null;
  return {
    ...(status === 501 ? { code: 'not_supported' } : {}),
    message: MESSAGES[status] ?? `The directory answered with status ${status}${scimType ? ` (${scimType})` : ''}`,
    detail: { ...(error.success ? { from: 'scim' } : {}), ...(scimType ? { scimType } : {}) },
  };
}

function explainWrite(status: number, body: string): Explained {
  if (status !== 409) return explain(status, body);
  const message = 'The directory already has an account with this username';
  return { code: 'username_taken', message, fields: [{ path: 'username', message }] };
}

/**
 * How else to say it to a service that does not take this form; null where it has another reason to refuse. PUT is for
 * services that have no PATCH at all: it takes away what one does not know of.
 */
function nextDialect(tried: Dialect, error: unknown): Dialect | null {
  if (!(error instanceof AppError) || tried === 'put') return null;
  const { status, scimType } = error.extra.detail ?? {};
  if (error.code === 'not_supported' || status === '405') return 'put';
  const isForm = status === '400' && !['invalidValue', 'mutability', 'uniqueness'].includes(scimType ?? '');
  return tried === 'paths' && isForm ? 'whole' : null;
}

/** A user as PUT wants it: what is taken away is left out. */
function tidy(user: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(user).flatMap(([name, value]) => {
      if (value === null) return [];
      const isPart = typeof value === 'object' && !Array.isArray(value);
      return [[name, isPart ? tidy(value as Record<string, unknown>) : value]];
    }),
  );
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
