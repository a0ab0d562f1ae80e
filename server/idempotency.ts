import { createHash } from 'node:crypto';
import { AppError } from '@counterpart/shared/errors.ts';
import { and, eq, isNull, lt } from 'drizzle-orm';
import type { Ctx } from './context.ts';
import { idempotencyKeys } from './db/schema/index.ts';
import type { Sealed } from './vault.ts';

/** A first request that has not answered for this long is dead; its repeat may run. */
const ABANDONED_MS = 60_000;

/** The first answer to a request, or null where this is the first. */
export interface KeptAnswer {
  status: number;
  body: unknown;
}

/**
 * Takes a key for a request, or finds what the first request with it was told. Throws `idempotency_mismatch` where the
 * key was another request's, `idempotency_in_progress` while the first still runs.
 */
export async function claimKey(ctx: Ctx, key: string, request: string): Promise<KeptAnswer | null> {
  const requestHash = createHash('sha256').update(request).digest('hex');
  const earlier = await ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const abandoned = new Date(ctx.now().getTime() - ABANDONED_MS);
    await tx
      .delete(idempotencyKeys)
      .where(and(mine(ctx, key), isNull(idempotencyKeys.status), lt(idempotencyKeys.createdAt, abandoned)));
    const row = {
      workspaceId: ctx.workspaceId,
      technicianId: ctx.technician.id,
      key,
      requestHash,
      createdAt: ctx.now(),
    };
    const [won] = await tx.insert(idempotencyKeys).values(row).onConflictDoNothing().returning();
    if (won) return null;
    const [there] = await tx.select().from(idempotencyKeys).where(mine(ctx, key));
    return there ?? null;
  });
  if (!earlier) return null;
  if (earlier.requestHash !== requestHash) {
    throw new AppError('idempotency_mismatch', 'This Idempotency-Key was used for another request');
  }
  if (earlier.status === null) {
    throw new AppError('idempotency_in_progress', 'The first request with this key still runs', {
      retryAfterSeconds: 1,
    });
  }
  return { status: earlier.status, body: JSON.parse(ctx.vault.open(slot(ctx, key), earlier.body as Sealed)) };
}

/** Keeps the answer for repeats; null lets the key go, so that trying again can succeed. */
export async function settleKey(ctx: Ctx, key: string, answer: KeptAnswer | null): Promise<void> {
  await ctx.db.inWorkspace(ctx.workspaceId, (tx) =>
    answer
      ? tx
          .update(idempotencyKeys)
          .set({ status: answer.status, body: ctx.vault.seal(slot(ctx, key), JSON.stringify(answer.body)) })
          .where(mine(ctx, key))
      : tx.delete(idempotencyKeys).where(mine(ctx, key)),
  );
}

function mine(ctx: Ctx, key: string) {
  return and(
    eq(idempotencyKeys.workspaceId, ctx.workspaceId),
    eq(idempotencyKeys.technicianId, ctx.technician.id),
    eq(idempotencyKeys.key, key),
  );
}

/** Answers are sealed: one of them may hold a pairing code, and all may hold a person's data. */
function slot(ctx: Ctx, key: string) {
  return { workspaceId: ctx.workspaceId, connectionId: ctx.technician.id, field: `idempotency ${key}` };
}
