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
   * Throws `provider_rejected` where it is not, or where the key is said to be on another host than ours, and
   * `provider_rate_limited` where too many keys were asked for that are not there.
   */
  read(body: string | Uint8Array, signature: string): Promise<Change>;
}

const Callback = z.looseObject({
  Action: z.enum(['added', 'updated', 'deleted']),
  ID: z.union([z.number().int(), z.string().regex(/^\d+$/)]).transform(String),
  Type: z.string().min(1),
  Metadata: z.looseObject({ key_url: z.url() }),
});
/** Anybody may name keys, and each is looked for with our own rights: no more than this in a minute, nor kept. */
const MOST_NEW_KEYS = 6;
const MOST_KEYS = 20;
const KEY_PATH = /^\/v[\w.]{1,20}\/+system\/callbackkey\/index\.rails$/i;
const SIGNATURE = /^[A-Za-z0-9+/]{43}=$/;
const SigningKey = z.looseObject({ signing_key: z.string().min(1) });

/** https://developer.connectwise.com/Best_Practices/PSA_Callbacks#Verifying_the_Callback_Source */
export function createCallbacks(api: ConnectWiseApi): Callbacks {
  const keys = new Map<string, string>();
  let asked: number[] = [];

  async function signingKey(keyUrl: string): Promise<string> {
    const url = new URL(keyUrl);
    const site = new URL(api.site);
    // Our keys go with the request: nowhere but to the site that we are connected to.
    const ours = url.protocol === site.protocol && (url.host === site.host || url.host === `api-${site.host}`);
    if (!ours || url.username !== '') throw refused('its key is on another host');
    if (!KEY_PATH.test(url.pathname)) throw refused('its key is not where keys are');
    const known = keys.get(url.href);
    if (known) return known;
    asked = asked.filter((at) => at > Date.now() - 60_000);
    if (asked.length >= MOST_NEW_KEYS) {
      throw new AppError('provider_rate_limited', 'Too many keys of callbacks were asked for', {
        retryAfterSeconds: 60,
      });
    }
    asked.push(Date.now());
    const key = (await follow(url.href)).signing_key;
    if (keys.size >= MOST_KEYS) keys.clear();
    keys.set(url.href, key);
    return key;
  }

  async function follow(url: string): Promise<z.infer<typeof SigningKey>> {
    try {
      return (await api.follow(url, SigningKey))!;
    } catch (error) {
      if (error instanceof AppError && error.code === 'provider_not_found') throw refused('there is no such key');
      throw error;
    }
  }

  return {
    async read(body, signature) {
      if (!SIGNATURE.test(signature)) throw refused('it is not signed');
      const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
      const parsed = z.preprocess(parseJson, Callback).safeParse(text);
      if (!parsed.success) throw refused('it has another shape');
      const { Action: action, Type: type, ID: id, Metadata } = parsed.data;
      if (!isSigned(body, signature, await signingKey(Metadata.key_url))) throw refused('its signature is wrong');
      return { action, type: type.toLowerCase(), id };
    },
  };
}

/** Base64 of HMAC-SHA256 over the body as it came; the key is the SHA-256 of the signing key. */
export function isSigned(body: string | Uint8Array, signature: string, signingKey: string): boolean {
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
