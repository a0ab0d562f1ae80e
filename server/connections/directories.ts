import type { RemoteDirectory } from '@counterpart/shared/identity.ts';
import type { Tx } from '../db/client.ts';
import { directories } from '../db/schema/index.ts';

type Of = { workspaceId: string; connectionId: string };

/** Known directories keep their row, since links hang on it, and get what is now true of them; new ones are added. */
export async function saveDirectories(tx: Tx, of: Of, remote: readonly RemoteDirectory[]): Promise<void> {
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

/**
 * Adds those that are reached for the first time, such as a tenant whose administrator consented only now. The others stay
 * as they are: whoever reads in the background may still go by settings from before a renewal.
 */
export async function addDirectories(tx: Tx, of: Of, remote: readonly RemoteDirectory[]): Promise<void> {
  for (const { id: remoteId, ...directory } of remote) {
    await tx
      .insert(directories)
      .values({ workspaceId: of.workspaceId, connectionId: of.connectionId, remoteId, ...directory })
      .onConflictDoNothing({ target: [directories.workspaceId, directories.connectionId, directories.remoteId] });
  }
}
