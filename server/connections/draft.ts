import type { ConnectionDraft } from '@counterpart/shared/api.ts';
import type { RemoteDirectory } from '@counterpart/shared/identity.ts';
import { and, eq } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { credentials } from '../db/schema/index.ts';

/** The directories a draft's settings reach; none for a PSA, and none for the built-in one, which is our own row. */
export async function remoteDirectories(ctx: Ctx, draft: ConnectionDraft): Promise<RemoteDirectory[]> {
  if (draft.provider === 'builtin') return [];
  const connector = ctx.connectors.draft(ctx.workspaceId, draft);
  return 'directories' in connector ? connector.directories() : [];
}

/** Hosts of the agent screens: the address itself and the custom domains. */
export function hostsOf(draft: ConnectionDraft): string[] {
  if (draft.provider !== 'halopsa') return [];
  return [...new Set([new URL(draft.settings.address).host, ...draft.settings.hosts])];
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
