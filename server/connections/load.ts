import type { Connection } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { connections, credentials, directories, hooks } from '../db/schema/index.ts';
import { hookPath } from '../sync/hear.ts';

/** Throws `not_found` where the workspace has no such connection, or no longer. */
export async function loadOne(tx: Tx, ctx: Ctx, connectionId: string): Promise<Connection> {
  const [one] = await load(tx, ctx, connectionId);
  if (!one) throw new AppError('not_found', 'No such connection');
  return one;
}

/** The workspace's connections as the API tells of them, oldest first; of each secret only what tells it from another. */
export async function load(tx: Tx, ctx: Ctx, connectionId?: string): Promise<Connection[]> {
  const rows = await tx
    .select({ connection: connections, directoryId: directories.id })
    .from(connections)
    .leftJoin(
      directories,
      and(eq(directories.workspaceId, connections.workspaceId), eq(directories.connectionId, connections.id)),
    )
    .where(
      and(
        eq(connections.workspaceId, ctx.workspaceId),
        isNull(connections.removedAt),
        connectionId ? eq(connections.id, connectionId) : undefined,
      ),
    )
    .orderBy(asc(connections.createdAt), asc(connections.id), asc(directories.name), asc(directories.id));
  const heard = await tx.select().from(hooks).where(eq(hooks.workspaceId, ctx.workspaceId));
  const secrets = await tx.select().from(credentials).where(eq(credentials.workspaceId, ctx.workspaceId));
  // One row a directory: a connection that reaches several is told once, with the first of them.
  const firsts = rows.filter(
    ({ connection }, at) => rows.findIndex((row) => row.connection.id === connection.id) === at,
  );
  return firsts.map(
    ({ connection: { id, side, provider, name, settings, hosts, sync, changesReadAt }, directoryId }) => ({
      ...{ id, side, provider, name, hosts, settings, directoryId, sync },
      changesReadAt: changesReadAt?.toISOString() ?? null,
      hook: toHook(heard.find(({ connectionId: of }) => of === id)),
      address: addressOf(settings, hosts),
      secrets: secrets
        .filter((one) => one.connectionId === id)
        .map(({ field, lastFour, fingerprint }) => ({ field, lastFour, fingerprint })),
    }),
  );
}

function addressOf(settings: Connection['settings'], hosts: string[]): string | null {
  if ('address' in settings) return settings.address;
  if ('servers' in settings) return `ldaps://${settings.servers[0]}`;
  return hosts[0] ? `https://${hosts[0]}` : null;
}

function toHook(hook: typeof hooks.$inferSelect | undefined): Connection['hook'] {
  if (!hook) return null;
  return { path: hookPath(hook), heardAt: hook.heardAt?.toISOString() ?? null, refused: hook.refused };
}
