import { randomBytes } from 'node:crypto';
import type { Connection, NewHook } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import { audit } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { hooks } from '../db/schema/index.ts';
import { hookPath, hookSlot } from '../sync/hear.ts';
import { loadOne } from './load.ts';

/**
 * Has the PSA tell this server of its changes, under the address that it has for the PSA. What was set up before is
 * replaced, with a new secret. Throws `not_supported` where the PSA signs nothing, and the PSA's own fault where it
 * does not accept the address or our right is missing.
 */
export async function setUpHook(
  ctx: Ctx,
  connectionId: string,
  { server }: z.infer<typeof NewHook>,
): Promise<Connection> {
  const { workspaceId } = ctx;
  const of = { workspaceId, connectionId };
  const { side } = await ctx.db.inWorkspace(workspaceId, (tx) => loadOne(tx, ctx, connectionId));
  const psa = side === 'psa' ? await ctx.connectors.psa(workspaceId, connectionId) : null;
  if (!psa?.hooks)
    throw new AppError('not_supported', 'This platform does not tell of changes in a way that can be checked');
  const secret = randomBytes(32).toString('base64url');
  const url = `${new URL(server).origin}${hookPath(of)}`;
  const { kid, iv, sealed } = ctx.vault.seal(hookSlot(of), secret);
  const row = { kid, iv, sealed, remoteIds: [] as string[], heardAt: null, refused: 0, createdAt: ctx.now() };
  const target = [hooks.workspaceId, hooks.connectionId];
  // The secret first: a PSA may speak before it has answered us.
  await ctx.db.inWorkspace(workspaceId, (tx) =>
    tx
      .insert(hooks)
      .values({ ...of, ...row })
      .onConflictDoUpdate({ target, set: row }),
  );
  const remoteIds = await psa.hooks.register({ url, secret });
  return ctx.db.inWorkspace(workspaceId, async (tx) => {
    await tx
      .update(hooks)
      .set({ remoteIds })
      .where(and(eq(hooks.workspaceId, workspaceId), eq(hooks.connectionId, connectionId)));
    await audit(tx, ctx, 'hook.created', connectionId);
    return loadOne(tx, ctx, connectionId);
  });
}

/** Takes it back, as far as the PSA can be reached: what it still says finds no hook any more. */
export async function removeHook(ctx: Ctx, connectionId: string): Promise<void> {
  const { workspaceId } = ctx;
  const mine = and(eq(hooks.workspaceId, workspaceId), eq(hooks.connectionId, connectionId));
  const removed = await ctx.db.inWorkspace(workspaceId, async (tx) => {
    await loadOne(tx, ctx, connectionId);
    const rows = await tx.delete(hooks).where(mine).returning({ remoteIds: hooks.remoteIds });
    if (rows.length > 0) await audit(tx, ctx, 'hook.removed', connectionId);
    return rows;
  });
  for (const { remoteIds } of removed) {
    try {
      const psa = await ctx.connectors.psa(workspaceId, connectionId);
      await psa.hooks?.remove(remoteIds);
    } catch (error) {
      ctx.log.warn({ err: error, connectionId }, 'the PSA keeps its entry for a hook that is gone');
    }
  }
}
