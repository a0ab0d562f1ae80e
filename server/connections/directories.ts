import type { RemoteDirectory } from '@counterpart/shared/identity.ts';
import type { Tx } from '../db/client.ts';
import { directories } from '../db/schema/index.ts';

/**
 * Known directories keep their row, since links hang on it, and get what is now true of them; one that is reached for the
 * first time is added: a tenant whose administrator consented only now.
 */
export async function saveDirectories(
  tx: Tx,
  of: { workspaceId: string; connectionId: string },
  remote: readonly RemoteDirectory[],
): Promise<void> {
  for (const { id: remoteId, ...directory } of remote) {
    await tx
      .insert(directories)
      .values({ workspaceId: of.workspaceId, connectionId: of.connectionId, remoteId, ...directory })
      .onConflictDoUpdate({
        target: [directories.workspaceId, directories.connectionId, directories.remoteId],
        set: directory,
      });
  }
}
