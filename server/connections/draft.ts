import type { ConnectionDraft } from '@counterpart/shared/api.ts';
import type { RemoteDirectory } from '@counterpart/shared/identity.ts';
import { and, eq } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { credentials } from '../db/schema/index.ts';
import { hostsOf } from './hosts.ts';

/**
 * What a draft's settings reach: a PSA has hosts of its screens, an identity platform directories. The built-in
 * directory is our own row, so it has neither.
 */
export async function reach(ctx: Ctx, draft: ConnectionDraft): Promise<{ hosts: string[]; remote: RemoteDirectory[] }> {
  if (draft.provider === 'builtin') return { hosts: [], remote: [] };
  const connector = ctx.connectors.draft(ctx.workspaceId, draft);
  const remote = 'directories' in connector ? await connector.directories() : [];
  return { hosts: await hostsOf(connector, draft.settings), remote };
}

/** Puts the draft's secrets into the vault in place of all that the connection had. */
export async function storeSecrets(tx: Tx, ctx: Ctx, connectionId: string, draft: ConnectionDraft): Promise<void> {
  const { workspaceId } = ctx;
  await tx
    .delete(credentials)
    .where(and(eq(credentials.workspaceId, workspaceId), eq(credentials.connectionId, connectionId)));
  for (const [field, plain] of Object.entries(draft.secrets as Record<string, string>)) {
    const sealed = ctx.vault.seal({ workspaceId, connectionId, field }, plain);
    await tx.insert(credentials).values({ workspaceId, connectionId, field, ...sealed });
  }
}
