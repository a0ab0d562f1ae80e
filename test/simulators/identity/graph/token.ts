import { constants, createHash, verify, X509Certificate } from 'node:crypto';
import { type Fields, type GraphAnswer, type GraphRequest, ok } from './answers.ts';

/** The application as it is registered. */
export interface Application {
  clientId: string;
  clientSecret?: string;
  /** Registered certificate, PEM. */
  certificate?: string;
}

export interface Grants {
  /** Application permissions consented to, by tenant; a tenant without an entry has no consent. */
  consents: Map<string, string[]>;
  secretExpired: boolean;
  /** The token service has an outage of its own. */
  outage: boolean;
}

/** SIMULATED: Microsoft's token endpoint for client credentials. Answers tokens that look like Microsoft's, and its numbered errors. */
export function issueToken(
  { url, body }: GraphRequest,
  {
    application,
    tenants,
    grants,
    keep,
  }: {
    application: Application;
    tenants: string[];
    grants: Grants;
    keep: (token: string, tenant: string) => void;
  },
): GraphAnswer {
  const form = new URLSearchParams(String(body));
  const tenant = url.pathname.split('/')[1]!;
  if (grants.outage) return { status: 503, headers: { 'retry-after': '0' }, body: '<html>Service Unavailable</html>' };
  if (!tenants.includes(tenant)) return failed(400, 'invalid_request', 90002, `Tenant '${tenant}' not found.`);
  if (form.get('grant_type') !== 'client_credentials')
    return failed(400, 'unsupported_grant_type', 70003, 'Grant type.');
  if (form.get('scope') !== 'https://graph.microsoft.com/.default') {
    return failed(400, 'invalid_scope', 70011, 'The provided value for the input parameter scope is not valid.');
  }
  if (form.get('client_id') !== application.clientId) {
    return failed(400, 'unauthorized_client', 700016, 'Application was not found in the directory.');
  }
  const proven = prove(form, url.href, application, grants);
  if (proven) return proven;
  const roles = grants.consents.get(tenant);
  if (!roles) {
    return failed(401, 'invalid_client', 7000229, 'The client application is missing service principal in the tenant.');
  }
  const seconds = Math.floor(Date.now() / 1000);
  const claims = {
    aud: 'https://graph.microsoft.com',
    tid: tenant,
    roles,
    iat: seconds,
    exp: seconds + 3599,
    n: Math.random(),
  };
  const parts = [{ typ: 'JWT', alg: 'RS256' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const token = [...parts, 'simulated'].join('.');
  keep(token, tenant);
  return ok({ token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token: token });
}

function prove(form: URLSearchParams, endpoint: string, application: Application, grants: Grants): GraphAnswer | null {
  const assertion = form.get('client_assertion');
  if (assertion === null) {
    if (!application.clientSecret || form.get('client_secret') !== application.clientSecret) {
      return failed(401, 'invalid_client', 7000215, 'Invalid client secret provided.');
    }
    return grants.secretExpired
      ? failed(401, 'invalid_client', 7000222, 'The provided client secret keys are expired.')
      : null;
  }
  const wrong = failed(401, 'invalid_client', 700027, 'Client assertion contains an invalid signature.');
  if (form.get('client_assertion_type') !== 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer') return wrong;
  if (!application.certificate) return wrong;
  const [header, claims, signature] = assertion.split('.');
  const certificate = new X509Certificate(application.certificate);
  const head = decode(header);
  const said = decode(claims);
  const thumbprint = createHash('sha256').update(certificate.raw).digest('base64url');
  if (head.alg !== 'PS256' || head.typ !== 'JWT' || head['x5t#S256'] !== thumbprint) return wrong;
  const key = { key: certificate.publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  if (!verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature!, 'base64url'))) return wrong;
  const now = Date.now() / 1000;
  const inTime = Number(said.nbf) <= now && Number(said.exp) > now && Number(said.exp) - Number(said.nbf) <= 660;
  if (!inTime) return failed(401, 'invalid_client', 700024, 'Client assertion is not within its valid time range.');
  const isOurs = said.aud === endpoint && said.iss === application.clientId && said.sub === application.clientId;
  return isOurs && typeof said.jti === 'string' ? null : wrong;
}

function decode(part: string | undefined): Fields {
  return JSON.parse(Buffer.from(part ?? '', 'base64url').toString()) as Fields;
}

function failed(status: number, error: string, number: number, text: string): GraphAnswer {
  const body = {
    error,
    error_description: `AADSTS${number}: ${text}`,
    error_codes: [number],
    timestamp: new Date().toISOString(),
  };
  return { status, headers: {}, body };
}
