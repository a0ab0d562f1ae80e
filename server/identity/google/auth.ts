import { AppError } from '@counterpart/shared/errors.ts';
import type { Http } from '../../http.ts';
import { TokenAnswer } from './api.ts';
import { readKeyFile, type ServiceAccount, TOKEN_URL } from './assertion.ts';
import { explainToken } from './explain.ts';
import { GRANTS, type Scope } from './scopes.ts';

export type GoogleSettings = { signIn: 'delegation'; admin: string } | { signIn: 'consent'; clientId: string };
export type GoogleSecrets = { serviceAccountKey: string } | { clientSecret: string; refreshToken: string };

export interface GoogleToken {
  value: string;
  scopes: readonly string[];
}

export interface GoogleAuth {
  /** Kept until shortly before its end; callers at the same time share one request. Throws `provider_auth` with `detail.fix`. */
  token(): Promise<GoogleToken>;
  /** Google refused this token: the next call of `token` fetches another. */
  drop(value: string): void;
  /** Whether the customer delegated this one scope; null where scopes are not delegated but consented to. */
  isDelegated(scope: Scope): Promise<boolean | null>;
}

/** Signs in for one customer. Throws `invalid_request` where the secrets are not those of the way chosen, or no key file. */
export function createGoogleAuth(settings: GoogleSettings, secrets: GoogleSecrets, http: Http): GoogleAuth {
  const account = 'serviceAccountKey' in secrets ? readKeyFile(secrets.serviceAccountKey) : null;
  if ((settings.signIn === 'delegation') !== (account !== null)) {
    throw new AppError('invalid_request', 'The secret is not of the way of signing in that was chosen');
  }
  let kept: (GoogleToken & { until: number }) | null = null;
  let pending: Promise<GoogleToken> | null = null;

  async function ask(proof: Record<string, string>, scopes: readonly string[]): Promise<GoogleToken> {
    const answer = (await http.request({
      method: 'POST',
      url: TOKEN_URL,
      body: new URLSearchParams(proof),
      answer: TokenAnswer,
      explain: explainToken,
      repeat: true, // asking for a token twice gives two tokens, and that is all
      urgent: true,
    }))!;
    const { access_token: value, expires_in: seconds, scope } = answer;
    // A token that ends while a request is under way costs a 401: let go of it a little early.
    const until = Date.now() + (seconds - Math.min(120, seconds / 10)) * 1000;
    kept = { value, scopes: scope ? scope.split(' ') : scopes, until };
    return kept;
  }

  async function signIn(): Promise<GoogleToken> {
    if (settings.signIn === 'consent') return ask(consentProof(settings, secrets), []);
    let refusal: unknown;
    for (const scopes of GRANTS) {
      try {
        return await ask(delegationProof(account!, settings.admin, scopes), scopes);
      } catch (error) {
        if (!isNotDelegated(error)) throw error;
        refusal ??= error;
      }
    }
    throw refusal;
  }

  return {
    async token() {
      if (kept && kept.until > Date.now()) return kept;
      pending ??= signIn().finally(() => {
        pending = null;
      });
      return pending;
    },
    drop(value) {
      if (kept?.value === value) kept = null;
    },
    async isDelegated(scope) {
      if (settings.signIn === 'consent') return null;
      const before = kept;
      try {
        await ask(delegationProof(account!, settings.admin, [scope]), [scope]);
        return true;
      } catch (error) {
        if (isNotDelegated(error)) return false;
        throw error;
      } finally {
        kept = before;
      }
    },
  };
}

function delegationProof(account: ServiceAccount, admin: string, scopes: readonly string[]): Record<string, string> {
  return {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: account.assertion(admin, scopes, Date.now()),
  };
}

/** https://developers.google.com/identity/protocols/oauth2/web-server#offline */
function consentProof({ clientId }: { clientId: string }, secrets: GoogleSecrets): Record<string, string> {
  if (!('refreshToken' in secrets)) throw new AppError('internal', 'No refresh token');
  const { clientSecret, refreshToken } = secrets;
  return {
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  };
}

function isNotDelegated(error: unknown): boolean {
  return error instanceof AppError && error.extra.detail?.fix === 'google_delegation';
}
