import type { Connection, ConnectionDraft } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import type { RemoteDirectory } from '@counterpart/shared/identity.ts';
import { and, eq, isNull } from 'drizzle-orm';
import { audit } from '../audit.ts';
import type { Ctx } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { connections, directories } from '../db/schema/index.ts';
import { requestSyncInside } from './connections.ts';
import { saveDirectories } from './directories.ts';
import { reach, storeSecrets } from './draft.ts';
import { loadOne } from './load.ts';

/**
 * New settings and secrets for a connection that stays the same one, so that everything linked through it stays linked;
 * then asks for a full read. Throws `invalid_request` for another provider: its records would be others.
 */
export async function updateConnection(ctx: Ctx, connectionId: string, draft: ConnectionDraft): Promise<Connection> {
  const { workspaceId } = ctx;
  const { provider } = await ctx.db.inWorkspace(workspaceId, (tx) => loadOne(tx, ctx, connectionId));
  if (provider !== draft.provider) {
    throw new AppError('invalid_request', 'A connection stays with its provider', {
      fields: [
        { path: 'provider', message: `This connection is one to ${provider}; make another for another provider` },
      ],
    });
  }
  const { hosts, remote } = await reach(ctx, draft);
  const updated = await ctx.db.inWorkspace(workspaceId, async (tx) => {
    const { name, settings } = draft;
    const changed = await tx
      .update(connections)
      // What the old settings reached says nothing of these: rounds begin again after the full read.
      .set({ name, settings, hosts, changesTo: null, changesReadAt: null })
      .where(
        and(eq(connections.workspaceId, workspaceId), eq(connections.id, connectionId), isNull(connections.removedAt)),
      )
      .returning({ id: connections.id });
    if (changed.length === 0) throw new AppError('not_found', 'No such connection');
    await storeSecrets(tx, ctx, connectionId, draft);
    await updateDirectories(tx, ctx, connectionId, draft, remote);
    await audit(tx, ctx, 'connection.updated', connectionId, { provider });
    await requestSyncInside(tx, ctx, connectionId);
    return loadOne(tx, ctx, connectionId);
  });
  ctx.connectors.forget(workspaceId, connectionId);
  return updated;
}

/** The built-in directory is our own row; the others are known by what the platform calls them. */
async function updateDirectories(
  tx: Tx,
  ctx: Ctx,
  connectionId: string,
  draft: ConnectionDraft,
  remote: readonly RemoteDirectory[],
): Promise<void> {
  const { workspaceId } = ctx;
  if (draft.provider === 'builtin') {
    await tx
      .update(directories)
      .set({ name: draft.name, ...draft.settings })
      .where(and(eq(directories.workspaceId, workspaceId), eq(directories.connectionId, connectionId)));
  }
  await saveDirectories(tx, { workspaceId, connectionId }, remote);
}
