import type { Explained } from '../../http.ts';
import { OktaError } from './api.ts';

/** What Okta calls the things that we call by other names, for `fields`. */
const FIELDS: Record<string, string> = {
  login: 'username',
  email: 'email',
  secondEmail: 'email',
  firstName: 'givenName',
  lastName: 'familyName',
  displayName: 'displayName',
  primaryPhone: 'phones',
  mobilePhone: 'phones',
  title: 'title',
  department: 'department',
};

/** Reads Okta's error body. `role`: the admin role that the token's owner needs for it. Never repeats Okta's message, which holds people's data. */
export function explainOkta(role: string): (status: number, body: string, headers: Headers) => Explained | null {
  return (status, body, headers) => {
    const parsed = OktaError.safeParse(readJson(body));
    if (status === 429) {
      const message = 'Okta allows no more requests just now';
      return { code: 'provider_rate_limited', message, retryAfterSeconds: secondsToReset(headers) };
    }
    if (!parsed.success) return null;
    const { errorCode, errorId, errorCauses, errorSummary } = parsed.data;
    const detail = { okta: errorCode.slice(0, 20), ...(errorId ? { oktaErrorId: errorId.slice(0, 40) } : {}) };
    if (status === 401) return { message: 'Okta does not accept the token: it was revoked, or has expired', detail };
    // Both 403 and 400, by version: the state of the account forbids it, not a missing right.
    if (['E0000038', 'E0000016'].includes(errorCode) || /cannot (un)?suspend/i.test(errorSummary ?? '')) {
      const message = 'Okta does not allow this in the state that the account is in';
      return { code: 'provider_rejected', message, detail: { ...detail, reason: 'state' } };
    }
    if (status === 403) {
      return { message: `The owner of the token lacks the role ${role}`, detail: { ...detail, right: role } };
    }
    const causes = (errorCauses ?? []).flatMap((cause) => cause.errorSummary ?? []);
    const property = (text: string) => /^(\w+):/.exec(text)?.[1] ?? '';
    if (causes.some((text) => property(text) === 'login' && /already exists/i.test(text))) return { ...TAKEN, detail };
    const fields = causes.flatMap((text) => {
      const path = FIELDS[property(text)];
      return path ? [{ path, message: 'Okta does not accept this value' }] : [];
    });
    return {
      message: `Okta answered with status ${status} (${detail.okta})`,
      detail,
      ...(fields.length && { fields }),
    };
  };
}

const TAKEN_MESSAGE = 'Okta already has an account with this username; a deactivated one keeps it too';
const TAKEN: Explained = {
  code: 'username_taken',
  message: TAKEN_MESSAGE,
  fields: [{ path: 'username', message: TAKEN_MESSAGE }],
};

/** X-Rate-Limit-Reset is a time by Okta's clock, in seconds since 1970: https://developer.okta.com/docs/reference/rl-best-practices/ */
export function secondsToReset(headers: Headers): number {
  const reset = Number(headers.get('x-rate-limit-reset'));
  if (!Number.isFinite(reset) || reset <= 0) return 5;
  const theirNow = Date.parse(headers.get('date') ?? '');
  return Math.max(0, Math.ceil(reset - (Number.isNaN(theirNow) ? Date.now() : theirNow) / 1000));
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
