import { AppError } from '@counterpart/shared/errors.ts';
import { type Account, NOT_KNOWN } from '@counterpart/shared/identity.ts';
import { and, eq, inArray, lt, max, sql } from 'drizzle-orm';
import type { Tx } from '../db/client.ts';
import { isUniqueViolation } from '../db/faults.ts';
import { builtinAccounts, builtinAddresses, builtinRemovals, builtinSequences } from '../db/schema/index.ts';
import { foldAddress } from '../identity/address.ts';

/** A built-in directory, which is our own row. */
export interface Place {
  workspaceId: string;
  directoryId: string;
}

export type BuiltinRow = typeof builtinAccounts.$inferSelect;
/** A row to write: one with the id of another takes its place in the list, and all of it. */
export type RowDraft = Omit<BuiltinRow, 'workspaceId' | 'directoryId' | 'position' | 'sequence' | 'changedAt'>;

/** A removal is told to readers for this long; one that comes later reads everything. */
const REMOVALS_KEPT_MS = 30 * 86_400_000;

/** Waits until nobody else changes the directory, until the end of the transaction. Whoever changes what it read calls this first. */
export async function lockDirectory(tx: Tx, place: Place): Promise<void> {
  await count(tx, place, 0);
}

/**
 * Writes whole rows, new ones and changed ones, with their addresses. The directory's count of changes is held until
 * the end of the transaction, so that changes become visible in the order of their numbers and no reader misses one.
 * Throws `username_taken` and `conflict` (the external id).
 */
export async function saveRows(tx: Tx, place: Place, drafts: RowDraft[], at: Date): Promise<BuiltinRow[]> {
  if (drafts.length === 0) return [];
  const first = (await count(tx, place, drafts.length)) - drafts.length + 1;
  const values = drafts.map((draft, index) => ({
    ...draft,
    ...place,
    position: first + index,
    sequence: first + index,
    changedAt: at,
  }));
  const saved = await upsert(tx, values);
  // One that comes back is gone no longer.
  const ids = sql.param(saved.map(({ id }) => id));
  await tx
    .delete(builtinRemovals)
    .where(
      and(eq(builtinRemovals.workspaceId, place.workspaceId), sql`${builtinRemovals.accountId} = any(${ids}::uuid[])`),
    );
  await saveAddresses(tx, place, saved);
  return saved;
}

/** Removes accounts, and keeps only that they are gone. Ids that nobody has are passed over. */
export async function removeRows(tx: Tx, place: Place, ids: string[], at: Date): Promise<string[]> {
  await lockDirectory(tx, place);
  const gone = await tx
    .delete(builtinAccounts)
    .where(and(here(builtinAccounts, place), inArray(builtinAccounts.id, ids)))
    .returning({ accountId: builtinAccounts.id });
  if (gone.length === 0) return [];
  const first = (await count(tx, place, gone.length)) - gone.length + 1;
  await tx
    .insert(builtinRemovals)
    .values(gone.map(({ accountId }, index) => ({ ...place, accountId, sequence: first + index, removedAt: at })));
  await forgetOldRemovals(tx, place, new Date(at.getTime() - REMOVALS_KEPT_MS));
  return gone.map(({ accountId }) => accountId);
}

/** The condition for a table's rows of the directory. */
export function here(
  table: typeof builtinAccounts | typeof builtinAddresses | typeof builtinSequences | typeof builtinRemovals,
  { workspaceId, directoryId }: Place,
) {
  return and(eq(table.workspaceId, workspaceId), eq(table.directoryId, directoryId));
}

/** Under what a row is found: its username and addresses, folded. */
export function addressesOf({ username, emails }: Pick<BuiltinRow, 'username' | 'emails'>): string[] {
  return [...new Set([username, ...emails].map(foldAddress))];
}

export function toBuiltinAccount(row: BuiltinRow): Account {
  const { id, username, displayName, givenName, familyName, emails, phones, title, department } = row;
  const { externalId, enabled, kind, synced } = row;
  return {
    ...{ id, username, displayName, givenName, familyName, emails, phones, title, department },
    ...{ externalId, enabled, kind },
    admin: false,
    ...NOT_KNOWN,
    synced,
    createdAt: row.createdAt.toISOString(),
  };
}

async function count(tx: Tx, place: Place, changes: number): Promise<number> {
  const [row] = await tx
    .insert(builtinSequences)
    .values({ ...place, last: changes })
    .onConflictDoUpdate({
      target: [builtinSequences.workspaceId, builtinSequences.directoryId],
      set: { last: sql`${builtinSequences.last} + ${changes}` },
    })
    .returning({ last: builtinSequences.last });
  return row!.last;
}

async function upsert(tx: Tx, values: BuiltinRow[]): Promise<BuiltinRow[]> {
  const { username, displayName, givenName, familyName, emails, phones, title, department } = builtinAccounts;
  const { externalId, enabled, kind, synced, sent, sequence, changedAt } = builtinAccounts;
  const names = { username, displayName, givenName, familyName, emails, phones, title, department };
  const columns = { ...names, externalId, enabled, kind, synced, sent, sequence, changedAt };
  const set = Object.fromEntries(
    Object.entries(columns).map(([field, column]) => [field, sql.raw(`excluded."${column.name}"`)]),
  );
  try {
    return await tx
      .insert(builtinAccounts)
      .values(values)
      .onConflictDoUpdate({ target: [builtinAccounts.workspaceId, builtinAccounts.id], set })
      .returning();
  } catch (error) {
    if (isUniqueViolation(error, 'builtin_accounts_by_username')) {
      throw new AppError('username_taken', 'The directory already has this username');
    }
    if (isUniqueViolation(error, 'builtin_accounts_by_external')) {
      throw new AppError('conflict', 'The directory already has an account with this external id');
    }
    throw error;
  }
}

async function saveAddresses(tx: Tx, place: Place, rows: BuiltinRow[]): Promise<void> {
  const ids = rows.map(({ id }) => id);
  const pairs = rows.flatMap((row) => addressesOf(row).map((address) => ({ address, accountId: row.id })));
  await tx
    .delete(builtinAddresses)
    .where(
      and(
        eq(builtinAddresses.workspaceId, place.workspaceId),
        sql`${builtinAddresses.accountId} = any(${sql.param(ids)}::uuid[])`,
      ),
    );
  const addresses = sql.param(pairs.map(({ address }) => address));
  const owners = sql.param(pairs.map(({ accountId }) => accountId));
  await tx.execute(sql`
    insert into ${builtinAddresses} (workspace_id, directory_id, address, account_id)
    select ${place.workspaceId}::uuid, ${place.directoryId}::uuid, pair.address, pair.account_id
    from unnest(${addresses}::text[], ${owners}::uuid[]) as pair (address, account_id)`);
}

async function forgetOldRemovals(tx: Tx, place: Place, before: Date): Promise<void> {
  const old = and(here(builtinRemovals, place), lt(builtinRemovals.removedAt, before));
  const [last] = await tx
    .select({ sequence: max(builtinRemovals.sequence) })
    .from(builtinRemovals)
    .where(old);
  if (!last?.sequence) return;
  await tx.delete(builtinRemovals).where(old);
  await tx.update(builtinSequences).set({ forgottenTo: last.sequence }).where(here(builtinSequences, place));
}
