import { randomBytes } from 'node:crypto';
import type { NewScimToken, ScimTokenAnswer, ScimTokens } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { and, asc, eq, isNull, lt, or } from 'drizzle-orm';
import type { z } from 'zod';
import { audit } from '../audit.ts';
import { hashSecret, sameHash } from '../auth/tokens.ts';
import { requireBuiltin } from '../builtin/directory.ts';
import { here } from '../builtin/rows.ts';
import { requestSyncInside } from '../connections/connections.ts';
import type { Ctx, Services } from '../context.ts';
import { builtinAccounts, connections, directories, scimTokens } from '../db/schema/index.ts';

/** Who speaks SCIM to us, and about which directory. */
export interface ScimCaller {
  workspaceId: string;
  directoryId: string;
  tokenId: string;
  /** For reading phone numbers. */
  country: string | null;
}

/** More are never needed at once: one in use, and one to replace it. */
const MOST_TOKENS = 10;
const USED_EVERY_MS = 60_000;

/** Where the other system finds the directory, below the address of this server. */
export const scimPath = (directoryId: string) => `/scim/v2/${directoryId}`;

/** A token for another system to send accounts with. It is told here once and kept as a hash. */
export async function createScimToken(
  ctx: Ctx,
  directoryId: string,
  { name }: z.infer<typeof NewScimToken>,
): Promise<ScimTokenAnswer> {
  const { workspaceId } = ctx;
  const secret = randomBytes(32).toString('base64url');
  return ctx.db.inWorkspace(workspaceId, async (tx) => {
    await requireBuiltin(tx, ctx, directoryId);
    const open = await tx
      .select({ id: scimTokens.id })
      .from(scimTokens)
      .where(and(ofDirectory({ workspaceId, directoryId }), isNull(scimTokens.revokedAt)));
    if (open.length >= MOST_TOKENS) throw new AppError('conflict', 'The directory has enough tokens: revoke one first');
    const tokenHash = hashSecret(secret);
    const values = { workspaceId, directoryId, name, tokenHash, lastFour: secret.slice(-4), createdAt: ctx.now() };
    const [row] = await tx.insert(scimTokens).values(values).returning();
    await audit(tx, ctx, 'scim_token.created', row!.id, { directoryId });
    return { token: `cpscim_${workspaceId.replaceAll('-', '')}_${secret}`, item: toItem(row!) };
  });
}

/** The directory's tokens that still open it, oldest first, and the path that goes with them. */
export async function listScimTokens(ctx: Ctx, directoryId: string): Promise<ScimTokens> {
  const { workspaceId } = ctx;
  return ctx.db.inWorkspace(workspaceId, async (tx) => {
    await requireBuiltin(tx, ctx, directoryId);
    const rows = await tx
      .select()
      .from(scimTokens)
      .where(and(ofDirectory({ workspaceId, directoryId }), isNull(scimTokens.revokedAt)))
      .orderBy(asc(scimTokens.createdAt), asc(scimTokens.id));
    return { path: scimPath(directoryId), items: rows.map(toItem) };
  });
}

/** Ends a token at once. With the last one, the accounts that were sent are ours to change again. */
export async function revokeScimToken(ctx: Ctx, tokenId: string): Promise<void> {
  const { workspaceId } = ctx;
  await ctx.db.inWorkspace(workspaceId, async (tx) => {
    const [row] = await tx
      .update(scimTokens)
      .set({ revokedAt: ctx.now() })
      .where(and(eq(scimTokens.workspaceId, workspaceId), eq(scimTokens.id, tokenId), isNull(scimTokens.revokedAt)))
      .returning();
    if (!row) throw new AppError('not_found', 'No such token');
    await audit(tx, ctx, 'scim_token.revoked', tokenId, { directoryId: row.directoryId });
    const place = { workspaceId, directoryId: row.directoryId };
    const [left] = await tx
      .select({ id: scimTokens.id })
      .from(scimTokens)
      .where(and(ofDirectory(place), isNull(scimTokens.revokedAt)))
      .limit(1);
    if (left) return;
    const freed = await tx
      .update(builtinAccounts)
      .set({ synced: false })
      .where(and(here(builtinAccounts, place), eq(builtinAccounts.synced, true)))
      .returning({ id: builtinAccounts.id });
    if (freed.length === 0) return;
    const [directory] = await tx
      .select({ connectionId: connections.id })
      .from(directories)
      .innerJoin(
        connections,
        and(eq(connections.workspaceId, directories.workspaceId), eq(connections.id, directories.connectionId)),
      )
      .where(
        and(
          eq(directories.workspaceId, workspaceId),
          eq(directories.id, row.directoryId),
          isNull(connections.removedAt),
        ),
      );
    // The mirror says of each account who keeps it.
    if (directory) await requestSyncInside(tx, ctx, directory.connectionId);
  });
}

/**
 * Whose token it is. The workspace stands in it, so that no query crosses workspaces; of the directory's tokens each is
 * compared in constant time. Throws `not_signed_in` for everything else, another directory's token among it.
 */
export async function findScimToken(services: Services, directoryId: string, token: string): Promise<ScimCaller> {
  const refused = new AppError('not_signed_in', 'The token does not open this directory');
  const parts = /^cpscim_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_([\w-]{43})$/.exec(token);
  if (!parts) throw refused;
  const workspaceId = parts.slice(1, 6).join('-');
  const hash = hashSecret(parts[6]!);
  const at = services.now();
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const rows = await tx
      .select({ token: scimTokens, country: directories.country })
      .from(scimTokens)
      .innerJoin(
        directories,
        and(eq(directories.workspaceId, scimTokens.workspaceId), eq(directories.id, scimTokens.directoryId)),
      )
      .innerJoin(
        connections,
        and(eq(connections.workspaceId, directories.workspaceId), eq(connections.id, directories.connectionId)),
      )
      .where(
        and(
          ofDirectory({ workspaceId, directoryId }),
          isNull(scimTokens.revokedAt),
          isNull(connections.removedAt),
          eq(connections.provider, 'builtin'),
        ),
      );
    const found = rows.find((row) => sameHash(row.token.tokenHash, hash));
    if (!found) throw refused;
    const mine = and(eq(scimTokens.workspaceId, workspaceId), eq(scimTokens.id, found.token.id));
    const stale = new Date(at.getTime() - USED_EVERY_MS);
    if (!found.token.usedAt || found.token.usedAt < stale) {
      await tx
        .update(scimTokens)
        .set({ usedAt: at })
        .where(and(mine, or(isNull(scimTokens.usedAt), lt(scimTokens.usedAt, stale))));
    }
    return { workspaceId, directoryId, tokenId: found.token.id, country: found.country };
  });
}

function ofDirectory({ workspaceId, directoryId }: { workspaceId: string; directoryId: string }) {
  return and(eq(scimTokens.workspaceId, workspaceId), eq(scimTokens.directoryId, directoryId));
}

function toItem({ id, name, lastFour, createdAt, usedAt }: typeof scimTokens.$inferSelect) {
  return { id, name, lastFour, createdAt: createdAt.toISOString(), usedAt: usedAt?.toISOString() ?? null };
}
