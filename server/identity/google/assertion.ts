import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { AppError } from '@counterpart/shared/errors.ts';
import { KeyFile } from './api.ts';

export const TOKEN_URL = 'https://oauth2.googleapis.com/token';
/** An hour is the most that Google takes; one request needs a few seconds of it. */
const LIFE_SECONDS = 300;

export interface ServiceAccount {
  /** What a customer's administrator is shown in the list of delegations. */
  email: string;
  /** A signed statement that we act as `admin`, for Google's token endpoint (RFC 7523). `now` in ms. */
  assertion(admin: string, scopes: readonly string[], now: number): string;
}

/**
 * Reads the key file that Google makes for a service account. Throws `invalid_request` for another file.
 * https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests
 */
export function readKeyFile(text: string): ServiceAccount {
  const { client_email: email, private_key_id: kid, key } = read(text);
  return {
    email,
    assertion(admin, scopes, now) {
      const iat = Math.floor(now / 1000);
      const claims = { iss: email, sub: admin, scope: scopes.join(' '), aud: TOKEN_URL, iat, exp: iat + LIFE_SECONDS };
      const signed = [{ alg: 'RS256', typ: 'JWT', kid }, claims]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.');
      return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
    },
  };
}

function read(text: string): KeyFile & { key: KeyObject } {
  try {
    const file = KeyFile.parse(JSON.parse(text));
    const key = createPrivateKey(file.private_key);
    if (key.asymmetricKeyType === 'rsa') return { ...file, key };
  } catch {
    // The cause may quote what was pasted, and that is the key.
  }
  const message = 'This is no key file of a service account: choose the JSON file that Google Cloud made';
  throw new AppError('invalid_request', message, { fields: [{ path: 'secrets.serviceAccountKey', message }] });
}
