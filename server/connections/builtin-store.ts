import { AppError } from '@counterpart/shared/errors.ts';
import { type Account, NOT_KNOWN } from '@counterpart/shared/identity.ts';
import { and, arrayOverlaps, asc, count, eq, gt, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../db/client.ts';
import { isUniqueViolation } from '../db/faults.ts';
import { builtinAccounts } from '../db/schema/index.ts';
import type { BuiltinStore } from '../identity/builtin/api.ts';

type Row = typeof builtinAccounts.$inferSelect;

/** The built-in directory's accounts in our own PostgreSQL, narrowed to one workspace. */
export function createBuiltinStore(db: Db, workspaceId: string): BuiltinStore {
  const where = (directoryId: string, ...more: (SQL | undefined)[]) =>
    and(eq(builtinAccounts.workspaceId, workspaceId), eq(builtinAccounts.directoryId, directoryId), ...more);
  const find = async (directoryId: string, ...more: (SQL | undefined)[]) => {
    const rows = await db.inWorkspace(workspaceId, (tx) =>
      tx
        .select()
        .from(builtinAccounts)
        .where(where(directoryId, ...more))
        .limit(100),
    );
    return rows.map(toBuiltinAccount);
  };
  return {
    async count(directoryId) {
      const [row] = await db.inWorkspace(workspaceId, (tx) =>
        tx.select({ n: count() }).from(builtinAccounts).where(where(directoryId)),
      );
      return row?.n ?? 0;
    },
    async page(directoryId, after, limit) {
      const rows = await db.inWorkspace(workspaceId, async (tx) => {
        const [last] = after
          ? await tx
              .select()
              .from(builtinAccounts)
              .where(where(directoryId, eq(builtinAccounts.id, after)))
          : [];
        const { createdAt, id } = builtinAccounts;
        const behind = last && or(gt(createdAt, last.createdAt), and(eq(createdAt, last.createdAt), gt(id, last.id)));
        return tx
          .select()
          .from(builtinAccounts)
          .where(where(directoryId, behind))
          .orderBy(asc(createdAt), asc(id))
          .limit(limit);
      });
      return rows.map(toBuiltinAccount);
    },
    async get(directoryId, id) {
      if (!UUID.test(id)) return null;
      const [account] = await find(directoryId, eq(builtinAccounts.id, id));
      return account ?? null;
    },
    findByAddress: (directoryId, address) => {
      const lower = address.toLowerCase();
      const { username, emails } = builtinAccounts;
      return find(directoryId, or(eq(sql`lower(${username})`, lower), arrayOverlaps(emails, [lower])));
    },
    async findByExternalId(directoryId, externalId) {
      const [account] = await find(directoryId, eq(builtinAccounts.externalId, externalId));
      return account ?? null;
    },
    async insert(directoryId, { draft, externalId }) {
      const { email, ...rest } = draft;
      try {
        const [row] = await db.inWorkspace(workspaceId, (tx) =>
          tx
            .insert(builtinAccounts)
            .values({ workspaceId, directoryId, externalId, ...rest, emails: email ? [email.toLowerCase()] : [] })
            .returning(),
        );
        return toBuiltinAccount(row!);
      } catch (error) {
        if (isUniqueViolation(error)) throw new AppError('username_taken', 'The directory already has this username');
        throw error;
      }
    },
    async setEnabled(directoryId, id, enabled) {
      if (!UUID.test(id)) return null;
      const [row] = await db.inWorkspace(workspaceId, (tx) =>
        tx
          .update(builtinAccounts)
          .set({ enabled })
          .where(where(directoryId, eq(builtinAccounts.id, id)))
          .returning(),
      );
      return row ? toBuiltinAccount(row) : null;
    },
  };
}

const UUID = /^[0-9a-f-]{36}$/i;

export function toBuiltinAccount(row: Row): Account {
  return {
    id: row.id,
    username: row.username,
    displayName: row.displayName,
    givenName: row.givenName,
    familyName: row.familyName,
    emails: row.emails,
    phones: row.phones,
    title: null,
    department: null,
    externalId: row.externalId,
    enabled: row.enabled,
    kind: row.kind,
    admin: false,
    ...NOT_KNOWN,
    createdAt: row.createdAt.toISOString(),
  };
}
