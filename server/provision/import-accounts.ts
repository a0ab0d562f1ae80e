import type { CsvImport, CsvImportAnswer } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import type { AccountDraft } from '@counterpart/shared/identity.ts';
import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import { audit } from '../audit.ts';
import { toBuiltinAccount } from '../connections/builtin-store.ts';
import type { Ctx } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { builtinAccounts, connections, directories } from '../db/schema/index.ts';
import { readAccountsCsv } from '../identity/builtin/csv.ts';
import { saveAccounts } from '../sync/mirror.ts';

type Row = typeof builtinAccounts.$inferSelect;

/**
 * Reads accounts into the built-in directory. A known sign-in name is an update, in which a blank cell changes nothing;
 * rows that cannot be read are reported by line and the others go in, all at once or not at all. Without `apply` it only says what it would do.
 */
export async function importAccounts(
  ctx: Ctx,
  directoryId: string,
  input: z.infer<typeof CsvImport>,
): Promise<CsvImportAnswer> {
  const { columns, rows, errors } = readAccountsCsv(input.csv, input.columns);
  return ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const country = await requireBuiltin(tx, ctx, directoryId);
    const mine = and(eq(builtinAccounts.workspaceId, ctx.workspaceId), eq(builtinAccounts.directoryId, directoryId));
    const there = new Map(
      (await tx.select().from(builtinAccounts).where(mine)).map((row) => [row.username.toLowerCase(), row]),
    );
    const counts = { created: 0, updated: 0, unchanged: 0 };
    const touched: Row[] = [];
    for (const { draft } of rows) {
      const known = there.get(draft.username.toLowerCase());
      const next = known ? merge(known, draft) : null;
      if (known && !next) counts.unchanged++;
      else if (known) counts.updated++;
      else counts.created++;
      if (!input.apply || (known && !next)) continue;
      const [row] = known
        ? await tx
            .update(builtinAccounts)
            .set(next!)
            .where(and(mine, eq(builtinAccounts.id, known.id)))
            .returning()
        : await tx
            .insert(builtinAccounts)
            .values({ workspaceId: ctx.workspaceId, directoryId, ...columnsOf(draft) })
            .returning();
      touched.push(row!);
    }
    if (input.apply && touched.length > 0) {
      await saveAccounts(
        tx,
        { workspaceId: ctx.workspaceId, directoryId, country },
        touched.map(toBuiltinAccount),
        ctx.now(),
      );
      await audit(tx, ctx, 'account.imported', directoryId, { created: counts.created, updated: counts.updated });
    }
    const used = Object.fromEntries(
      Object.entries(columns).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    return { columns: used, ...counts, errors, applied: input.apply };
  });
}

async function requireBuiltin(tx: Tx, ctx: Ctx, directoryId: string): Promise<string | null> {
  const [row] = await tx
    .select({ country: directories.country, provider: connections.provider })
    .from(directories)
    .innerJoin(
      connections,
      and(eq(connections.workspaceId, directories.workspaceId), eq(connections.id, directories.connectionId)),
    )
    .where(and(eq(directories.workspaceId, ctx.workspaceId), eq(directories.id, directoryId)));
  if (!row) throw new AppError('not_found', 'No such directory');
  if (row.provider !== 'builtin') throw new AppError('not_supported', 'Only the built-in directory reads CSV files');
  return row.country;
}

function columnsOf(draft: AccountDraft) {
  const { email, ...rest } = draft;
  return { ...rest, emails: email ? [email.toLowerCase()] : [] };
}

/** The changes, or null where there are none. Blank never overwrites. */
function merge(known: Row, draft: AccountDraft): Partial<Row> | null {
  const wanted = columnsOf(draft);
  const changes: Partial<Row> = {};
  for (const field of ['displayName', 'givenName', 'familyName'] as const) {
    if (wanted[field] && wanted[field] !== known[field]) changes[field] = wanted[field];
  }
  const [email] = wanted.emails;
  if (email && !known.emails.includes(email)) changes.emails = [email, ...known.emails];
  if (wanted.phones.length > 0 && JSON.stringify(wanted.phones) !== JSON.stringify(known.phones))
    changes.phones = wanted.phones;
  return Object.keys(changes).length > 0 ? changes : null;
}
