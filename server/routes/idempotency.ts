import { AppError } from '@counterpart/shared/errors.ts';
import type { Context, MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { AppEnv } from '../context.ts';
import { claimKey, settleKey } from '../idempotency.ts';

/**
 * For every POST that creates: a repeat with the same `Idempotency-Key` gets the first answer and changes nothing.
 * Answers of the server's own failures are not kept, so that trying again can succeed.
 */
export const idempotent: MiddlewareHandler<AppEnv> = async (c, next) => {
  const key = c.req.header('idempotency-key');
  if (!key) return next();
  if (!/^[\x21-\x7e]{16,100}$/.test(key)) {
    const message = 'must be 16 to 100 visible characters';
    throw new AppError('invalid_request', `Idempotency-Key ${message}`, {
      fields: [{ path: 'Idempotency-Key', message }],
    });
  }
  const ctx = c.get('ctx');
  const kept = await claimKey(ctx, key, `${c.req.method} ${c.req.path}\n${await c.req.text()}`);
  if (kept) {
    c.header('idempotency-replayed', 'true');
    return c.json(kept.body as object, kept.status as ContentfulStatusCode);
  }
  await next();
  const { status } = c.res;
  const keep = status < 500 && status !== 429;
  await settleKey(ctx, key, keep ? { status, body: await c.res.clone().json() } : null);
};

/** The key of a request that writes to another system, which must not come without one. */
export function keyOf(c: Context<AppEnv>): string {
  const key = c.req.header('idempotency-key');
  if (key) return key;
  throw new AppError('invalid_request', 'Send an Idempotency-Key: this writes to another system', {
    fields: [{ path: 'Idempotency-Key', message: 'is required' }],
  });
}
