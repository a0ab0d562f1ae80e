import { randomUUID } from 'node:crypto';
import type { Connection, ConnectionCheck, ConnectionDraft, SyncState } from '@counterpart/shared/api.ts';
import { and, eq } from 'drizzle-orm';
import { audit } from '../audit.ts';
import type { Ctx } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { connections, credentials, directories } from '../db/schema/index.ts';
import { PSAS } from '../psa/index.ts';
import { saveDirectories } from './directories.ts';
import { reach, storeSecrets } from './draft.ts';
import { removeHook } from './hook.ts';
import { load, loadOne } from './load.ts';

const NEVER: SyncState = { state: 'never', progress: {}, startedAt: null, finishedAt: null, error: null };

/** "Test": what works with these settings and which right is missing. Stores nothing. */
export async function checkDraft(ctx: Ctx, draft: ConnectionDraft): Promise<ConnectionCheck> {
  return ctx.connectors.draft(ctx.workspaceId, draft).check();
}

/** The same for a connection that is stored, with its stored secrets. */
export async function checkConnection(ctx: Ctx, connectionId: string): Promise<ConnectionCheck> {
  const { side, directoryId } = await ctx.db.inWorkspace(ctx.workspaceId, (tx) => loadOne(tx, ctx, connectionId));
  if (side === 'psa') return (await ctx.connectors.psa(ctx.workspaceId, connectionId)).check();
  return (await ctx.connectors.identity(ctx.workspaceId, directoryId!)).identity.check();
}

/** Stores a connection, its secrets in the vault, and for the identity side the directories it reaches; then asks for the first sync. */
export async function createConnection(ctx: Ctx, draft: ConnectionDraft): Promise<Connection> {
  const side = draft.provider in PSAS ? 'psa' : 'identity';
  const id = randomUUID();
  const { hosts, remote } = await reach(ctx, draft);
  return ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const { provider, name, settings } = draft;
    await tx
      .insert(connections)
      .values({ workspaceId: ctx.workspaceId, id, side, provider, name, settings, hosts, sync: NEVER });
    await storeSecrets(tx, ctx, id, draft);
    await saveDirectories(tx, { workspaceId: ctx.workspaceId, connectionId: id }, remote);
    if (draft.provider === 'builtin') {
      const rowId = randomUUID(); // here the directory is our own row, so it is its own remote id
      const { domains, country } = draft.settings;
      await tx
        .insert(directories)
        .values({ workspaceId: ctx.workspaceId, id: rowId, connectionId: id, remoteId: rowId, name, domains, country });
    }
    await audit(tx, ctx, 'connection.created', id, { provider });
    await requestSyncInside(tx, ctx, id);
    return loadOne(tx, ctx, id);
  });
}

export async function listConnections(ctx: Ctx): Promise<Connection[]> {
  return ctx.db.inWorkspace(ctx.workspaceId, (tx) => load(tx, ctx));
}

/** Forgets the credentials and stops using the connection. Links stay: they are decisions of people, and say what was true. */
export async function removeConnection(ctx: Ctx, connectionId: string): Promise<void> {
  // While its credentials are still there.
  await removeHook(ctx, connectionId);
  await ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await loadOne(tx, ctx, connectionId);
    const mine = and(eq(connections.workspaceId, ctx.workspaceId), eq(connections.id, connectionId));
    await tx.update(connections).set({ removedAt: ctx.now(), hosts: [] }).where(mine);
    await tx
      .delete(credentials)
      .where(and(eq(credentials.workspaceId, ctx.workspaceId), eq(credentials.connectionId, connectionId)));
    await audit(tx, ctx, 'connection.removed', connectionId);
  });
  ctx.connectors.forget(ctx.workspaceId, connectionId);
}

/** Asks for a full read in the background; one at a time per connection. */
export async function requestSync(ctx: Ctx, connectionId: string): Promise<SyncState> {
  return ctx.db.inWorkspace(ctx.workspaceId, (tx) => requestSyncInside(tx, ctx, connectionId));
}

/** The same in the caller's transaction: the read happens exactly if the change does. */
export async function requestSyncInside(tx: Tx, ctx: Ctx, connectionId: string): Promise<SyncState> {
  const { sync } = await loadOne(tx, ctx, connectionId);
  const asked = await ctx.queue.send(tx, 'sync', { workspaceId: ctx.workspaceId, connectionId }, connectionId);
  if (!asked) return sync; // one is waiting, running or just ending
  await audit(tx, ctx, 'sync.requested', connectionId);
  if (sync.state === 'running') return sync;
  const begun: SyncState = { ...NEVER, state: 'running', startedAt: ctx.now().toISOString() };
  await tx
    .update(connections)
    .set({ sync: begun })
    .where(and(eq(connections.workspaceId, ctx.workspaceId), eq(connections.id, connectionId)));
  return begun;
}

export async function syncState(ctx: Ctx, connectionId: string): Promise<SyncState> {
  return (await ctx.db.inWorkspace(ctx.workspaceId, (tx) => loadOne(tx, ctx, connectionId))).sync;
}
