import { and, eq, isNull } from 'drizzle-orm';
import { connections } from '../db/schema/index.ts';

export interface Of {
  workspaceId: string;
  connectionId: string;
}

/** The connection's own row, unless somebody has disconnected it. */
export function isOpen(of: Of) {
  return and(
    eq(connections.workspaceId, of.workspaceId),
    eq(connections.id, of.connectionId),
    isNull(connections.removedAt),
  );
}
