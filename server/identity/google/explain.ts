import type { AuthFix } from '@counterpart/shared/api.ts';
import type { Explained } from '../../http.ts';
import { GoogleError, TokenError } from './api.ts';
import type { Scope } from './scopes.ts';

/**
 * The token endpoint's refusals. One word, `invalid_grant`, covers a withdrawn consent, a wrong administrator, a deleted
 * key and a clock that is off, so the description is read too; the order matters, the last line takes the rest.
 * https://developers.google.com/identity/protocols/oauth2/service-account#jwt-error-codes
 */
const FIXES: { error: RegExp; text: RegExp; fix: AuthFix; message: string }[] = [
  {
    ...{ error: /^unauthorized_client$|^access_denied$/, text: /./, fix: 'google_delegation' },
    message: 'the customer has not delegated these scopes to the service account, or no longer does',
  },
  {
    ...{ error: /^invalid_grant$/, text: /email|user id|account .*(deleted|suspended|disabled)/i, fix: 'google_admin' },
    message: 'the administrator we act as does not exist, or is suspended',
  },
  {
    ...{ error: /^invalid_grant$/, text: /timeframe|short-lived|iat|exp\b/i, fix: 'clock' },
    message: "this server's clock differs from Google's",
  },
  {
    ...{ error: /^invalid_grant$/, text: /signature|not a valid.*key|account not found/i, fix: 'google_key' },
    message: 'the key of the service account was deleted',
  },
  {
    ...{ error: /^invalid_grant$|^admin_policy_enforced$|^invalid_rapt$/, text: /./, fix: 'google_revoked' },
    message: 'the consent was withdrawn or has expired',
  },
  {
    ...{ error: /^(invalid|deleted|disabled)_client$|^org_internal$/, text: /./, fix: 'google_client' },
    message: 'the OAuth client or its secret is not known',
  },
];

/** Faults of Google's own that come as an answer of the token endpoint. */
const PASSING = /^(internal_failure|temporarily_unavailable|server_error|backend_error)$/;

/** Tells a withdrawn consent or delegation (`provider_auth`, with `detail.fix`) from an outage. */
export function explainToken(status: number, body: string): Explained | null {
  const said = TokenError.safeParse(readJson(body));
  if (!said.success) return null; // a page of a proxy or of an outage; the status says enough
  const { error, error_description: text } = said.data;
  const detail = { google: error.slice(0, 80) };
  if (PASSING.test(error)) {
    return { code: 'provider_unavailable', message: "Google's sign-in has a fault of its own", detail };
  }
  if (status === 429 || error === 'rate_limit_exceeded') {
    return { code: 'provider_rate_limited', message: "Google's sign-in allows no more requests just now", detail };
  }
  if (status >= 500) return { message: `Google's sign-in answered with status ${status}`, detail };
  const known = FIXES.find((one) => one.error.test(error) && one.text.test(text || '-'));
  const message = `Google refuses the sign-in: ${known?.message ?? detail.google}`;
  return { code: 'provider_auth', message, detail: { ...detail, ...(known && { fix: known.fix }) } };
}

/** A 403 that is no missing right: https://developers.google.com/workspace/admin/directory/v1/limits */
const THROTTLED = new Set(
  ['userRateLimitExceeded', 'rateLimitExceeded', 'quotaExceeded', 'RATE_LIMIT_EXCEEDED', 'dailyLimitExceeded'].map(
    (reason) => reason.toLowerCase(),
  ),
);
const API_OFF = new Set(['accessnotconfigured', 'service_disabled']);
const SCOPE_SHORT = new Set(['insufficientpermissions', 'access_token_scope_insufficient']);

/**
 * Reads Google's error body. `scope` is what the request needs; `backOff` says how many seconds to leave Google alone,
 * which does not say so itself. Never repeats Google's message, which holds people's addresses.
 */
export function explainGoogle(scope: Scope, backOff: () => number): (status: number, body: string) => Explained | null {
  return (status, body) => {
    const parsed = GoogleError.safeParse(readJson(body));
    if (!parsed.success) return status === 429 ? { ...FULL, retryAfterSeconds: backOff() } : null;
    const { errors, details, message } = parsed.data.error;
    const reasons = [...(errors ?? []), ...(details ?? [])].flatMap(({ reason }) => reason?.toLowerCase() ?? []);
    const is = (some: Set<string>) => reasons.some((reason) => some.has(reason));
    const detail = { google: (reasons[0] ?? String(status)).slice(0, 80) };
    if (status === 429 || (status === 403 && is(THROTTLED))) return { ...FULL, detail, retryAfterSeconds: backOff() };
    if (status === 403 && is(API_OFF)) {
      const text = 'The Admin SDK API is switched off in the project of the service account or client';
      return { code: 'provider_forbidden', message: text, detail: { ...detail, fix: 'google_api' } };
    }
    if (status === 403 && is(SCOPE_SHORT)) {
      return { message: `The scope ${scope} was not granted`, detail: { ...detail, right: scope } };
    }
    if (
      (status === 403 || status === 412) &&
      (reasons.includes('limitexceeded') || /limit reached/i.test(message ?? ''))
    )
      return { code: 'provider_rejected', message: 'The customer has no licence left for another account', detail };
    if (status === 403) {
      const text = 'The administrator we act as may not do this: a role with rights over users is missing';
      return { message: text, detail: { ...detail, right: scope } };
    }
    if (status === 409) return { ...TAKEN, detail };
    const field = fieldIn(message);
    return {
      message: `Google answered with status ${status} (${detail.google})`,
      detail,
      ...(field && status < 500 ? { fields: [{ path: field, message: 'Google does not accept this value' }] } : {}),
    };
  };
}

const FULL = {
  code: 'provider_rate_limited',
  message: 'Google allows no more requests just now',
} as const satisfies Explained;

const TAKEN: Explained = {
  code: 'username_taken',
  message: 'The directory already has an account, alias or group with this address',
  fields: [{ path: 'username', message: 'The directory already has an account, alias or group with this address' }],
};

/** Google names what it does not like in its message only: "Invalid Input: primary_user_email". */
function fieldIn(message: string | null | undefined): string | null {
  const text = message?.toLowerCase() ?? '';
  if (/family.?name/.test(text)) return 'familyName';
  if (/given.?name/.test(text)) return 'givenName';
  if (/phone/.test(text)) return 'phones';
  return /primary|email|domain/.test(text) ? 'username' : null;
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
