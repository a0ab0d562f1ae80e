import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '@counterpart/shared/errors.ts';
import type { z } from 'zod';
import type { Http } from '../../http.ts';
import { OktaUser, OktaUsers } from './api.ts';
import { explainOkta, secondsToReset } from './explain.ts';

/** The standard administrator roles that are enough: https://help.okta.com/en-us/content/topics/security/administrators-admin-comparison.htm */
export const READER = 'Read-only Administrator';
export const WRITER = 'Group Administrator (or Organization Administrator)';

/** The most that a page holds. */
const LIMIT = 200;
/** Background work leaves the last tenth of the company's allowance, which it shares with everything else, to others. */
const LEAVE = 0.1;
const LONGEST_WAIT_SECONDS = 60;

export interface OktaClient {
  /** Pages to the last one, by what Okta says in its Link header. Throws `provider_incomplete` where they go in a circle. */
  pages(query: Record<string, string>, urgent?: boolean): AsyncIterable<OktaUser[]>;
  /** Null for what is not there. `key`: id or login. */
  user(key: string): Promise<OktaUser | null>;
  one(): Promise<void>;
  create(body: unknown): Promise<OktaUser>;
  update(id: string, profile: Record<string, unknown>): Promise<OktaUser>;
  lifecycle(id: string, act: 'suspend' | 'unsuspend'): Promise<void>;
}

/** Requests to one Okta organisation. `sleep` (ms) is injected in tests. */
export function createOktaClient(
  { address, token, sleep = wait }: { address: string; token: string; sleep?: (ms: number) => Promise<unknown> },
  http: Http,
): OktaClient {
  const origin = originOf(address);
  const users = `${origin}/api/v1/users`;
  const headers = { authorization: `SSWS ${token}` };

  async function ask<T>(
    url: string,
    answer: z.ZodType<T>,
    { urgent = true, heard }: { urgent?: boolean; heard?: (headers: Headers) => void } = {},
  ): Promise<T> {
    const request = { method: 'GET' as const, url, headers, answer, explain: explainOkta(READER), urgent };
    return (await http.request({ ...request, ...(heard && { heard }) }))!;
  }

  async function post<T>(path: string, body: unknown, answer: z.ZodType<T> | undefined, repeat: boolean) {
    return http.request({
      ...{ method: 'POST' as const, url: `${users}${path}`, headers, explain: explainOkta(WRITER), urgent: true },
      ...{ repeat, ...(body !== undefined && { body }), ...(answer && { answer }) },
    });
  }

  return {
    async *pages(query, urgent = false) {
      const asked = new Set<string>();
      for (let url: string | null = addressOf(users, { limit: LIMIT, ...query }); url !== null; ) {
        asked.add(url);
        let next: string | null = null;
        let pause = 0;
        const heard = (said: Headers) => {
          next = nextIn(said.get('link'));
          pause = urgent ? 0 : pauseAfter(said);
        };
        yield await ask(url, OktaUsers, { urgent, heard });
        url = next && ownLink(users, next);
        if (url && asked.has(url)) throw new AppError('provider_incomplete', 'The pages of Okta go in a circle');
        if (url && pause > 0) await sleep(pause * 1000);
      }
    },

    async user(key) {
      try {
        return await ask(`${users}/${encodeURIComponent(key)}`, OktaUser);
      } catch (error) {
        // Only Okta's own word says "gone"; a proxy's 404 says nothing.
        if (error instanceof AppError && error.code === 'provider_not_found' && error.extra.detail?.okta) return null;
        throw error;
      }
    },

    async one() {
      await ask(addressOf(users, { limit: 1 }), OktaUsers);
    },

    // It makes something, so a lost answer is not repeated.
    create: async (body) => (await post('?activate=true&nextLogin=changePassword', body, OktaUser, false))!,

    // Setting values twice sets them once.
    update: async (id, profile) => (await post(`/${encodeURIComponent(id)}`, { profile }, OktaUser, true))!,

    async lifecycle(id, act) {
      await post(`/${encodeURIComponent(id)}/lifecycle/${act}`, undefined, undefined, false);
    },
  };
}

/** Without path and query, however the address was pasted; the admin console's own host does not answer for the API. */
export function originOf(address: string): string {
  const url = new URL(address);
  url.hostname = url.hostname.replace(/-admin(?=\.(okta|oktapreview|okta-emea|okta-gov)\.com$)/, '');
  return url.origin;
}

function addressOf(base: string, query: Record<string, string | number>): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${base}?${pairs.join('&')}`;
}

/** RFC 8288: `<https://…?after=…>; rel="next"`, among others. */
function nextIn(link: string | null): string | null {
  for (const [, url, parameters] of (link ?? '').matchAll(/<([^>]*)>([^<]*)/g)) {
    if (/;\s*rel\s*=\s*"?next"?\s*(;|,|$)/i.test(parameters!)) return url!;
  }
  return null;
}

/** The token goes where the address says, so one to another host or resource is thrown as `provider_invalid` and never asked. */
function ownLink(users: string, link: string): string {
  const url = URL.canParse(link) ? new URL(link) : null;
  if (url && !url.username && !url.password && `${url.origin}${url.pathname}` === users) return url.href;
  throw new AppError('provider_invalid', 'Okta names another address to go on with');
}

/** Seconds to leave Okta alone, where little of the allowance is left. */
function pauseAfter(said: Headers): number {
  const [limit, left] = ['x-rate-limit-limit', 'x-rate-limit-remaining'].map((name) =>
    Number(said.get(name) ?? 'none'),
  );
  if (!(limit! > 0) || !(left! <= limit! * LEAVE)) return 0;
  return Math.min(LONGEST_WAIT_SECONDS, secondsToReset(said));
}
