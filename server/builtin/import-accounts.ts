import {
  type CsvExport,
  type CsvField,
  type CsvImport,
  type CsvImportAnswer,
  MOST_CSV_CHANGES,
  MOST_CSV_PROBLEMS,
  toCsv,
} from '@counterpart/shared/csv.ts';
import { and, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import { audit } from '../audit.ts';
import { requestSyncInside } from '../connections/connections.ts';
import type { Ctx } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { builtinAccounts, builtinAddresses } from '../db/schema/index.ts';
import { foldAddress } from '../identity/address.ts';
import { type CsvRow, type CsvValues, readAccountsCsv } from '../identity/builtin/csv.ts';
import { saveAccounts } from '../sync/mirror.ts';
import { requireBuiltin } from './directory.ts';
import { FIELDS, type Known, planRow } from './plan-import.ts';
import {
  addressesOf,
  type BuiltinRow,
  here,
  lockDirectory,
  type Place,
  type RowDraft,
  saveRows,
  toBuiltinAccount,
} from './rows.ts';
import { readPage } from './store.ts';

/** Rows that are looked up and written at once: what is in memory besides the file itself. */
const BATCH = 1_000;
/** The mirror takes three times as long as the directory itself: what is more than this it reads in the background. */
const MIRRORED_AT_ONCE = 5_000;

/**
 * Reads accounts into the built-in directory. A row whose key is known is an update, in which a blank cell changes
 * nothing; rows that cannot be taken are reported by line and the others go in, all in one transaction. Without `apply`
 * it only says what it would do.
 */
export async function importAccounts(
  ctx: Ctx,
  directoryId: string,
  input: z.infer<typeof CsvImport>,
): Promise<CsvImportAnswer> {
  const { key, apply } = input;
  const file = readAccountsCsv(input.csv, { key, ...(input.columns ? { columns: input.columns } : {}) });
  const answer: CsvImportAnswer = {
    ...{ columns: file.columns, headers: file.headers, key, applied: apply },
    ...{ created: 0, updated: 0, unchanged: 0, refused: file.problems.length > 0 ? 1 : 0 },
    ...{ fields: {}, changes: [], errors: [...file.problems] },
  };
  return ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const { country, connectionId } = await requireBuiltin(tx, ctx, directoryId);
    const place = { workspaceId: ctx.workspaceId, directoryId };
    const at = ctx.now();
    if (apply) await lockDirectory(tx, place);
    for (const batch of batches(file.rows)) {
      const rows = await planBatch(tx, place, batch, answer, at);
      if (!apply || rows.length === 0) continue;
      const saved = await saveRows(tx, place, rows, at);
      if (answer.created + answer.updated > MIRRORED_AT_ONCE) continue;
      await saveAccounts(tx, { ...place, country }, saved.map(toBuiltinAccount), at);
    }
    const { created, updated } = answer;
    if (apply && created + updated > MIRRORED_AT_ONCE) await requestSyncInside(tx, ctx, connectionId);
    if (apply && created + updated > 0) await audit(tx, ctx, 'account.imported', directoryId, { created, updated });
    return answer;
  });
}

/** All accounts as a list that can be imported again. Cells that a spreadsheet would run are marked as text. */
export async function exportAccounts(ctx: Ctx, directoryId: string): Promise<CsvExport> {
  const place = { workspaceId: ctx.workspaceId, directoryId };
  return ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const { name } = await requireBuiltin(tx, ctx, directoryId);
    const rows = [FIELDS.map(([field]) => HEADERS[field])];
    for (let after = 0; ; ) {
      const page = await readPage(tx, place, after, BATCH);
      rows.push(...page.map((row) => FIELDS.map(([, read]) => read(row))));
      if (page.length < BATCH) break;
      after = page.at(-1)!.position;
    }
    await audit(tx, ctx, 'account.exported', directoryId, { accounts: rows.length - 1 });
    return { name, csv: toCsv(rows) };
  });
}

/** As `recogniseColumns` knows them. */
const HEADERS: Record<CsvField, string> = {
  username: 'Username',
  displayName: 'Display name',
  givenName: 'First name',
  familyName: 'Last name',
  email: 'Email',
  phone: 'Phone',
  mobile: 'Mobile',
  homePhone: 'Home phone',
  title: 'Job title',
  department: 'Department',
  externalId: 'External ID',
};

function* batches(rows: Iterable<CsvRow>): Iterable<CsvRow[]> {
  let batch: CsvRow[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** The rows to write of a batch; what is said of it is added to the answer. */
async function planBatch(
  tx: Tx,
  place: Place,
  batch: CsvRow[],
  answer: CsvImportAnswer,
  at: Date,
): Promise<RowDraft[]> {
  const good = batch.flatMap((row) => ('values' in row ? [row.values] : []));
  const known = await findKnown(tx, place, good);
  const rows: RowDraft[] = [];
  for (const row of batch) {
    if ('problems' in row) {
      refuse(answer, row.problems);
      continue;
    }
    const plan = planRow(row.values, answer.key, known, at);
    if (plan.kind === 'refused') {
      const column = answer.columns[plan.column] ?? null;
      refuse(answer, [{ line: row.line, column, code: plan.code, values: {} }]);
    } else if (plan.kind === 'none') answer.unchanged++;
    else {
      rows.push(plan.row);
      if (plan.kind === 'create') answer.created++;
      else {
        answer.updated++;
        for (const { field } of plan.fields) answer.fields[field] = (answer.fields[field] ?? 0) + 1;
        const { username, fields } = plan;
        if (answer.changes.length < MOST_CSV_CHANGES) answer.changes.push({ line: row.line, username, fields });
      }
    }
  }
  return rows;
}

function refuse(answer: CsvImportAnswer, problems: CsvImportAnswer['errors']): void {
  answer.refused++;
  if (answer.errors.length < MOST_CSV_PROBLEMS) answer.errors.push(...problems);
}

/** The accounts that rows may be, by usernames, addresses and external ids at once. */
async function findKnown(tx: Tx, place: Place, rows: CsvValues[]): Promise<Known> {
  const addresses = rows.flatMap(({ username, email }) => [username ?? [], email ?? []].flat().map(foldAddress));
  const externalIds = rows.flatMap(({ externalId }) => externalId ?? []);
  // Two questions, since one with "or" in it no index answers.
  const owners = await tx
    .selectDistinct({ id: builtinAddresses.accountId })
    .from(builtinAddresses)
    .where(and(here(builtinAddresses, place), isOneOf(builtinAddresses.address, addresses, 'text')));
  const ids = owners.map(({ id }) => id);
  const known = new Set(ids);
  const read = (condition: SQL) =>
    tx
      .select()
      .from(builtinAccounts)
      .where(and(here(builtinAccounts, place), condition));
  const found: BuiltinRow[] = await read(isOneOf(builtinAccounts.id, ids, 'uuid'));
  const others = externalIds.length > 0 ? await read(isOneOf(builtinAccounts.externalId, externalIds, 'text')) : [];
  found.push(...others.filter(({ id }) => !known.has(id)));
  const byAddress = new Map<string, BuiltinRow[]>();
  for (const row of found) {
    for (const address of addressesOf(row)) byAddress.set(address, [...(byAddress.get(address) ?? []), row]);
  }
  const byExternalId = new Map(found.flatMap((row) => (row.externalId ? [[row.externalId, row] as const] : [])));
  return { byAddress, byExternalId };
}

function isOneOf(column: PgColumn, values: string[], type: 'text' | 'uuid'): SQL {
  return sql`${column} = any(${sql.param(values)}::${sql.raw(type)}[])`;
}
