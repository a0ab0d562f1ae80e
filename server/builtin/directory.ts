import { AppError } from '@counterpart/shared/errors.ts';
import { and, eq, isNull } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { connections, directories } from '../db/schema/index.ts';

/** The built-in directory of that id. Throws `not_found`, and `not_supported` for one that somebody else keeps. */
export async function requireBuiltin(tx: Tx, { workspaceId }: Pick<Ctx, 'workspaceId'>, directoryId: string) {
  const [row] = await tx
    .select({
      name: directories.name,
      country: directories.country,
      connectionId: directories.connectionId,
      provider: connections.provider,
    })
    .from(directories)
    .innerJoin(
      connections,
      and(eq(connections.workspaceId, directories.workspaceId), eq(connections.id, directories.connectionId)),
    )
    .where(
      and(eq(directories.workspaceId, workspaceId), eq(directories.id, directoryId), isNull(connections.removedAt)),
    );
  if (!row) throw new AppError('not_found', 'No such directory');
  if (row.provider !== 'builtin') throw new AppError('not_supported', 'This is offered for built-in directories alone');
  return row;
}
