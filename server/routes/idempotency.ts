import { createHash } from 'node:crypto';
import { AppError } from '@counterpart/shared/errors.ts';
import { and, eq, isNull, lt } from 'drizzle-orm';
import type { MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { AppEnv } from '../app.ts';
import { idempotencyKeys } from '../db/schema/index.ts';

/** A first request that has not answered for this long is dead; its repeat may run. */
const ABANDONED_MS = 60_000;

/**
 * For every POST that creates: a repeat with the same `Idempotency-Key` gets the first answer and changes nothing, the
 * same key with another body is refused (`idempotency_mismatch`), and a repeat while the first still runs waits its turn
 * (`idempotency_in_progress`). Answers of the server's own failures are not kept, so that trying again can succeed.
 */
export const idempotent: MiddlewareHandler<AppEnv> = async (c, next) => {
  const key = c.req.header('idempotency-key');
  if (!key) return next();
  if (!/^[\x21-\x7e]{16,100}$/.test(key)) {
    throw new AppError('invalid_request', 'Idempotency-Key must be 16 to 100 visible characters', {
      fields: [{ path: 'Idempotency-Key', message: '16 to 100 visible characters' }],
    });
  }
  const { db, workspaceId, technician, now } = c.get('ctx');
  const requestHash = createHash('sha256')
    .update(`${c.req.method} ${c.req.path}\n${await c.req.text()}`)
    .digest('hex');
  const mine = and(
    eq(idempotencyKeys.workspaceId, workspaceId),
    eq(idempotencyKeys.technicianId, technician.id),
    eq(idempotencyKeys.key, key),
  );
  const earlier = await db.inWorkspace(workspaceId, async (tx) => {
    const abandoned = new Date(now().getTime() - ABANDONED_MS);
    await tx
      .delete(idempotencyKeys)
      .where(and(mine, isNull(idempotencyKeys.status), lt(idempotencyKeys.createdAt, abandoned)));
    const row = { workspaceId, technicianId: technician.id, key, requestHash, createdAt: now() };
    const [won] = await tx.insert(idempotencyKeys).values(row).onConflictDoNothing().returning();
    if (won) return null;
    const [there] = await tx.select().from(idempotencyKeys).where(mine);
    return there ?? null;
  });
  if (earlier) {
    if (earlier.requestHash !== requestHash)
      throw new AppError('idempotency_mismatch', 'This Idempotency-Key was used for another request');
    if (earlier.status === null)
      throw new AppError('idempotency_in_progress', 'The first request with this key still runs', {
        retryAfterSeconds: 1,
      });
    c.header('idempotency-replayed', 'true');
    return c.json(earlier.body as object, earlier.status as ContentfulStatusCode);
  }
  await next();
  const { status } = c.res;
  const kept = status < 500 && status !== 429;
  const answer: unknown = kept ? await c.res.clone().json() : null;
  await db.inWorkspace(workspaceId, (tx) =>
    kept
      ? tx.update(idempotencyKeys).set({ status, body: answer }).where(mine)
      : tx.delete(idempotencyKeys).where(mine),
  );
};
