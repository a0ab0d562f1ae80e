import {
  constants,
  createHash,
  createPrivateKey,
  type KeyObject,
  randomUUID,
  sign,
  X509Certificate,
} from 'node:crypto';
import { AppError } from '@counterpart/shared/errors.ts';

/** Ten minutes are usual; half of it bears a clock that is a little off at either end. */
const LIFE_SECONDS = 300;

export interface Certificate {
  /** ISO 8601. */
  validTo: string;
  /** A signed statement of who we are (RFC 7523), for one token endpoint. Throws `provider_auth` once the certificate has expired. */
  assertion(clientId: string, audience: string, now: number): string;
}

/**
 * A certificate with its private key, both PEM, as the application's credential: the key signs, and never leaves.
 * Throws `invalid_request` where they cannot be read, do not belong together, or are not RSA.
 * https://learn.microsoft.com/entra/identity-platform/certificate-credentials
 */
export function readCertificate(certificatePem: string, privateKeyPem: string): Certificate {
  const certificate = attempt(
    'certificate',
    'This is no certificate in PEM',
    () => new X509Certificate(certificatePem),
  );
  const key = attempt('privateKey', 'This is no private key in PEM without a passphrase', () =>
    createPrivateKey(privateKeyPem),
  );
  if (key.asymmetricKeyType !== 'rsa') throw invalid('privateKey', 'Microsoft takes RSA keys only');
  if (!certificate.checkPrivateKey(key)) throw invalid('privateKey', 'This is not the key of the certificate');
  const thumbprint = createHash('sha256').update(certificate.raw).digest('base64url');
  return {
    validTo: certificate.validToDate.toISOString(),
    assertion(clientId, audience, now) {
      if (certificate.validToDate.getTime() <= now) {
        throw new AppError('provider_auth', 'The certificate has expired', { detail: { fix: 'certificate_expired' } });
      }
      const seconds = Math.floor(now / 1000);
      const claims = {
        ...{ aud: audience, iss: clientId, sub: clientId, jti: randomUUID() },
        ...{ iat: seconds, nbf: seconds - 30, exp: seconds + LIFE_SECONDS },
      };
      return signed({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint }, claims, key);
    },
  };
}

/** A JSON web signature by PS256: RSASSA-PSS with SHA-256 and a salt as long as the digest (RFC 7518 section 3.5). */
function signed(header: object, claims: object, key: KeyObject): string {
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  return `${text}.${sign('sha256', Buffer.from(text), { key, padding, saltLength: 32 }).toString('base64url')}`;
}

function attempt<T>(path: string, message: string, act: () => T): T {
  try {
    return act();
  } catch {
    // The cause may quote what was pasted, and that may be the key.
    throw invalid(path, message);
  }
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid_request', message, { fields: [{ path: `secrets.${path}`, message }] });
}
