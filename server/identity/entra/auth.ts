import type { Http } from '../../http.ts';
import { TokenAnswer } from './api.ts';
import { type Certificate, readCertificate } from './assertion.ts';
import type { Cloud } from './clouds.ts';
import { explainToken } from './explain.ts';

export type EntraSecrets = { clientSecret: string } | { certificate: string; privateKey: string };

export interface EntraToken {
  value: string;
  /** The application permissions that the token carries, such as `User.Read.All`; null where it cannot be told. */
  roles: string[] | null;
}

export interface EntraAuth {
  /** A tenant's token, kept until shortly before its end; callers at the same time share one request. */
  token(tenant: string): Promise<EntraToken>;
  /** Graph refused this token: the next call of `token` fetches another. */
  drop(tenant: string, value: string): void;
}

/**
 * Signs the application in to each customer's tenant by client credentials (app-only: no person's token is kept).
 * Throws `invalid_request` for a certificate that cannot be used.
 */
export function createEntraAuth(
  { clientId, cloud, secrets }: { clientId: string; cloud: Cloud; secrets: EntraSecrets },
  http: Http,
): EntraAuth {
  const certificate = 'certificate' in secrets ? readCertificate(secrets.certificate, secrets.privateKey) : null;
  const kept = new Map<string, EntraToken & { until: number }>();
  const pending = new Map<string, Promise<EntraToken>>();

  async function signIn(tenant: string): Promise<EntraToken> {
    const url = `${cloud.login}/${tenant}/oauth2/v2.0/token`;
    const answer = await http.request({
      method: 'POST',
      url,
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        scope: `${cloud.graph}/.default`,
        ...proof(certificate, secrets, clientId, url),
      }),
      answer: TokenAnswer,
      explain: explainToken(tenant),
      repeat: true, // asking for a token twice gives two tokens, and that is all
      urgent: true,
    });
    const { access_token: value, expires_in: seconds } = answer!;
    // A token that ends while a request is under way costs a 401: let go of it a little early.
    const token = { value, roles: rolesIn(value), until: Date.now() + (seconds - Math.min(120, seconds / 10)) * 1000 };
    kept.set(tenant, token);
    return token;
  }

  return {
    async token(tenant) {
      const known = kept.get(tenant);
      if (known && known.until > Date.now()) return known;
      const asked = pending.get(tenant) ?? signIn(tenant).finally(() => pending.delete(tenant));
      pending.set(tenant, asked);
      return asked;
    },
    drop(tenant, value) {
      if (kept.get(tenant)?.value === value) kept.delete(tenant);
    },
  };
}

function proof(
  certificate: Certificate | null,
  secrets: EntraSecrets,
  clientId: string,
  url: string,
): Record<string, string> {
  if (!certificate) return { client_secret: 'clientSecret' in secrets ? secrets.clientSecret : '' };
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: certificate.assertion(clientId, url, Date.now()),
  };
}

/** A hint for "Test" and nothing else: Microsoft promises no form of its tokens, so one that cannot be read says nothing. */
function rolesIn(token: string): string[] | null {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    if (typeof claims !== 'object' || claims === null || !('aud' in claims)) return null;
    const roles: unknown = 'roles' in claims ? claims.roles : [];
    return Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : null;
  } catch {
    return null;
  }
}
