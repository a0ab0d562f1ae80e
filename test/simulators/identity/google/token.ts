import { createPublicKey, verify } from 'node:crypto';
import type { Fields, GoogleAnswer, GoogleRequest } from './answers.ts';

export const TOKEN_URL = 'https://oauth2.googleapis.com/token';

/** The service account, or the OAuth client with one consent, as Google knows them. */
export interface Application {
  email?: string;
  keyId?: string;
  /** PEM. */
  publicKey?: string;
  clientId?: string;
  clientSecret?: string;
}

export interface Grants {
  /** Scopes delegated to the service account, or consented to; null: withdrawn. */
  scopes: string[] | null;
  /** The key or the client was deleted. */
  keyDeleted: boolean;
  refreshToken: string;
  outage: boolean;
}

/** SIMULATED: Google's token endpoint for a service account acting as an administrator, and for refresh tokens. */
export function issueToken(
  { body }: GoogleRequest,
  {
    application,
    admins,
    grants,
    keep,
  }: { application: Application; admins: string[]; grants: Grants; keep: (scopes: string[]) => string },
): GoogleAnswer {
  if (grants.outage) return { status: 503, headers: {}, body: '<html>Service Unavailable</html>' };
  const form = new URLSearchParams(String(body));
  if (form.get('grant_type') === 'refresh_token') {
    const { clientId, clientSecret } = application;
    if (grants.keyDeleted || form.get('client_id') !== clientId)
      return failed(401, 'invalid_client', 'The OAuth client was not found.');
    if (form.get('client_secret') !== clientSecret) return failed(401, 'invalid_client', 'Unauthorized');
    if (!grants.scopes || form.get('refresh_token') !== grants.refreshToken)
      return failed(400, 'invalid_grant', 'Token has been expired or revoked.');
    return issued(keep(grants.scopes), { scope: grants.scopes.join(' ') });
  }
  if (form.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:jwt-bearer')
    return failed(400, 'unsupported_grant_type', 'Invalid grant_type');
  const [header = '', payload = '', signature = ''] = (form.get('assertion') ?? '').split('.');
  const [head, said] = [decode(header), decode(payload)];
  if (said.iss !== application.email) return failed(400, 'invalid_grant', 'Invalid grant: account not found');
  if (grants.keyDeleted || head.alg !== 'RS256' || head.typ !== 'JWT' || head.kid !== application.keyId)
    return failed(400, 'invalid_grant', 'Invalid JWT Signature.');
  const key = createPublicKey(application.publicKey!);
  if (!verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url')))
    return failed(400, 'invalid_grant', 'Invalid JWT Signature.');
  const now = Date.now() / 1000;
  const [iat, exp] = [Number(said.iat), Number(said.exp)];
  if (!(iat <= now + 60 && exp > now && exp - iat <= 3600)) {
    const text =
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.';
    return failed(400, 'invalid_grant', text);
  }
  if (said.aud !== TOKEN_URL) return failed(400, 'invalid_grant', 'Invalid JWT: Failed audience check.');
  if (!admins.includes(String(said.sub))) return failed(400, 'invalid_grant', 'Invalid email or User ID');
  const scopes = String(said.scope).split(' ');
  if (!scopes.every((scope) => grants.scopes?.includes(scope))) {
    const text =
      'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.';
    return failed(401, 'unauthorized_client', text);
  }
  return issued(keep(scopes), {});
}

function issued(token: string, more: Fields): GoogleAnswer {
  return { status: 200, headers: {}, body: { access_token: token, expires_in: 3599, token_type: 'Bearer', ...more } };
}

function failed(status: number, error: string, description: string): GoogleAnswer {
  return { status, headers: {}, body: { error, error_description: description } };
}

function decode(part: string): Fields {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString()) as Fields;
  } catch {
    return {};
  }
}
