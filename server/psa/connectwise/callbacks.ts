import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '@counterpart/shared/errors.ts';
import { z } from 'zod';
import type { ConnectWiseApi } from './client.ts';

/** A change that ConnectWise tells of. It names the record and no more: the record itself is read again. */
export interface Change {
  action: 'added' | 'updated' | 'deleted';
  /** `contact`, `company`, `ticket`, … */
  type: string;
  id: string;
}

export interface Callbacks {
  /**
   * What a callback says, after its `x-content-signature` was found to be right for exactly this body.
   * Throws `provider_rejected` where it is not, or where the key is said to be on another host than ours.
   */
  read(body: string, signature: string): Promise<Change>;
}

const Callback = z.looseObject({
  Action: z.enum(['added', 'updated', 'deleted']),
  ID: z.union([z.number().int(), z.string().regex(/^\d+$/)]).transform(String),
  Type: z.string().min(1),
  Metadata: z.looseObject({ key_url: z.url() }),
});
const SigningKey = z.looseObject({ signing_key: z.string().min(1) });

/** https://developer.connectwise.com/Best_Practices/PSA_Callbacks#Verifying_the_Callback_Source */
export function createCallbacks(api: ConnectWiseApi): Callbacks {
  const keys = new Map<string, string>();

  async function signingKey(keyUrl: string): Promise<string> {
    const url = new URL(keyUrl);
    const site = new URL(api.site);
    // Our keys go with the request: nowhere but to the site that we are connected to.
    const ours = url.protocol === site.protocol && (url.host === site.host || url.host === `api-${site.host}`);
    if (!ours || url.username !== '') throw refused('its key is on another host');
    const known = keys.get(url.href);
    if (known) return known;
    const answer = await api.follow(url.href, SigningKey);
    keys.set(url.href, answer!.signing_key);
    return answer!.signing_key;
  }

  return {
    async read(body, signature) {
      const parsed = z.preprocess(parseJson, Callback).safeParse(body);
      if (!parsed.success) throw refused('it has another shape');
      const { Action: action, Type: type, ID: id, Metadata } = parsed.data;
      if (!isSigned(body, signature, await signingKey(Metadata.key_url))) throw refused('its signature is wrong');
      return { action, type: type.toLowerCase(), id };
    },
  };
}

/** Base64 of HMAC-SHA256 over the body as it came; the key is the SHA-256 of the signing key. */
function isSigned(body: string, signature: string, signingKey: string): boolean {
  const key = createHash('sha256').update(signingKey).digest();
  const expected = createHmac('sha256', key).update(body).digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function refused(why: string): AppError {
  return new AppError('provider_rejected', `A callback of ConnectWise was refused: ${why}`);
}

function parseJson(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return null;
  }
}
