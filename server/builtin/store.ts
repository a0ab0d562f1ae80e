import { randomUUID } from 'node:crypto';
import { AppError } from '@counterpart/shared/errors.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import { and, asc, count, eq, gt, inArray, type SQL } from 'drizzle-orm';
import type { Db, Tx } from '../db/client.ts';
import { builtinAccounts, builtinAddresses, builtinRemovals, builtinSequences } from '../db/schema/index.ts';
import { foldAddress } from '../identity/address.ts';
import type { BuiltinStore } from '../identity/builtin/api.ts';
import { changed } from '../identity/builtin/change.ts';
import { type BuiltinRow, here, lockDirectory, type Place, saveRows, toBuiltinAccount } from './rows.ts';

/** The built-in directory's accounts in our own PostgreSQL, narrowed to one workspace. */
export function createBuiltinStore(db: Db, workspaceId: string): BuiltinStore {
  const inside = <T>(work: (tx: Tx) => Promise<T>) => db.inWorkspace(workspaceId, work);
  const find = (directoryId: string, ...more: (SQL | undefined)[]) =>
    inside((tx) => findRows(tx, { workspaceId, directoryId }, ...more));

  const change = (directoryId: string, id: string, make: (before: Account) => Account) =>
    inside(async (tx) => {
      const place = { workspaceId, directoryId };
      await lockDirectory(tx, place);
      const [row] = UUID.test(id) ? await findRows(tx, place, eq(builtinAccounts.id, id)) : [];
      if (!row) return null;
      refuseSent(row);
      const { id: _id, createdAt: _created, ...fields } = make(toBuiltinAccount(row));
      const [saved] = await saveRows(tx, place, [{ ...row, ...fields }], new Date());
      return toBuiltinAccount(saved!);
    });

  return {
    async count(directoryId) {
      const mine = here(builtinAccounts, { workspaceId, directoryId });
      const [row] = await inside((tx) => tx.select({ n: count() }).from(builtinAccounts).where(mine));
      return row?.n ?? 0;
    },
    async page(directoryId, after, limit) {
      const rows = await inside((tx) => readPage(tx, { workspaceId, directoryId }, after, limit));
      return { accounts: rows.map(toBuiltinAccount), last: rows.at(-1)?.position ?? after };
    },
    async get(directoryId, id) {
      if (!UUID.test(id)) return null;
      const [row] = await find(directoryId, eq(builtinAccounts.id, id));
      return row ? toBuiltinAccount(row) : null;
    },
    async findByAddress(directoryId, address) {
      const rows = await inside((tx) => findByAddress(tx, { workspaceId, directoryId }, address));
      return rows.map(toBuiltinAccount);
    },
    async findByExternalId(directoryId, externalId) {
      const [row] = await find(directoryId, eq(builtinAccounts.externalId, externalId));
      return row ? toBuiltinAccount(row) : null;
    },
    async insert(directoryId, { draft, externalId }) {
      const { email, ...rest } = draft;
      const account = { ...rest, emails: email ? [email] : [], externalId };
      const row = { ...BLANK, ...account, id: randomUUID(), createdAt: new Date() };
      const [saved] = await inside((tx) => saveRows(tx, { workspaceId, directoryId }, [row], new Date()));
      return toBuiltinAccount(saved!);
    },
    update: (directoryId, id, wanted) => change(directoryId, id, (before) => changed(before, wanted)),
    setEnabled: (directoryId, id, enabled) => change(directoryId, id, (before) => ({ ...before, enabled })),

    async span(directoryId) {
      const mine = here(builtinSequences, { workspaceId, directoryId });
      const [row] = await inside((tx) => tx.select().from(builtinSequences).where(mine));
      return { from: row?.forgottenTo ?? 0, to: row?.last ?? 0 };
    },
    changes: (directoryId, after, limit) => inside((tx) => readChanges(tx, { workspaceId, directoryId }, after, limit)),
  };
}

/** What an account is that nothing is said of. */
export const BLANK = {
  title: null,
  department: null,
  enabled: true,
  kind: 'member',
  synced: false,
  sent: null,
} as const satisfies Partial<BuiltinRow>;

export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function findRows(tx: Tx, place: Place, ...more: (SQL | undefined)[]): Promise<BuiltinRow[]> {
  return tx
    .select()
    .from(builtinAccounts)
    .where(and(here(builtinAccounts, place), ...more))
    .limit(100);
}

export async function findByAddress(tx: Tx, place: Place, address: string): Promise<BuiltinRow[]> {
  const ids = await tx
    .select({ id: builtinAddresses.accountId })
    .from(builtinAddresses)
    .where(and(here(builtinAddresses, place), eq(builtinAddresses.address, foldAddress(address))))
    .limit(100);
  if (ids.length === 0) return [];
  const wanted = ids.map(({ id }) => id);
  return findRows(tx, place, inArray(builtinAccounts.id, wanted));
}

/** At most `limit` rows behind a position, in the order they were made. */
export function readPage(tx: Tx, place: Place, after: number, limit: number): Promise<BuiltinRow[]> {
  return tx
    .select()
    .from(builtinAccounts)
    .where(and(here(builtinAccounts, place), gt(builtinAccounts.position, after)))
    .orderBy(asc(builtinAccounts.position))
    .limit(limit);
}

async function readChanges(tx: Tx, place: Place, after: number, limit: number) {
  const rows = await tx
    .select()
    .from(builtinAccounts)
    .where(and(here(builtinAccounts, place), gt(builtinAccounts.sequence, after)))
    .orderBy(asc(builtinAccounts.sequence))
    .limit(limit);
  const removals = await tx
    .select()
    .from(builtinRemovals)
    .where(and(here(builtinRemovals, place), gt(builtinRemovals.sequence, after)))
    .orderBy(asc(builtinRemovals.sequence))
    .limit(limit);
  // Of two lists that may both be cut off, only what lies before the earlier cut is whole.
  const all = [...rows, ...removals].map(({ sequence }) => sequence).sort((a, b) => a - b);
  const last = all[Math.min(limit, all.length) - 1] ?? after;
  return {
    changed: rows.filter(({ sequence }) => sequence <= last).map(toBuiltinAccount),
    removed: removals.filter(({ sequence }) => sequence <= last).map(({ accountId }) => accountId),
    last,
  };
}

/** Throws `provider_rejected` for an account that another system sends: its next message would undo the change. */
function refuseSent({ synced }: BuiltinRow): void {
  if (!synced) return;
  throw new AppError('provider_rejected', 'This account is sent by another system: change it there', {
    detail: { reason: 'synced' },
  });
}
