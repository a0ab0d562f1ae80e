import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

export function sameHash(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * A session token: `cp_<workspace>_<256 random bits>`. The workspace is no secret; it lets the server look inside that
 * workspace alone, so that no query ever crosses workspaces to find a session.
 */
export function newToken(workspaceId: string): { token: string; hash: string } {
  const secret = randomBytes(32).toString('base64url');
  return { token: `cp_${workspaceId.replaceAll('-', '')}_${secret}`, hash: hashSecret(secret) };
}

/** The parts of a token, or null for anything else. */
export function readToken(token: string): { workspaceId: string; hash: string } | null {
  const parts = /^cp_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/.exec(
    token,
  );
  if (!parts) return null;
  return { workspaceId: parts.slice(1, 6).join('-'), hash: hashSecret(parts[6]!) };
}

// Crockford's base 32: no I, L, O, U, so that a code can be read out over the phone.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const letters = (count: number) => Array.from({ length: count }, () => ALPHABET[randomInt(32)]).join('');

/** A pairing code `HHHH-SSSS-SSSS`: four letters find the row, eight (40 bits) are the secret. */
export function newPairingCode(): { code: string; handle: string; secretHash: string } {
  const [handle, secret] = [letters(4), letters(8)];
  return { code: `${handle}-${secret.slice(0, 4)}-${secret.slice(4)}`, handle, secretHash: hashSecret(secret) };
}

/** Reads a typed code: any case, spaces and dashes ignored, and the letters people confuse taken for the digit meant. */
export function readPairingCode(typed: string): { handle: string; secretHash: string } | null {
  const plain = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  if (!/^[0-9A-HJKMNP-TV-Z]{12}$/.test(plain)) return null;
  return { handle: plain.slice(0, 4), secretHash: hashSecret(plain.slice(4)) };
}
