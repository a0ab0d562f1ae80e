import { and, eq, inArray, or } from 'drizzle-orm';
import { z } from 'zod';
import type { BuiltinRow } from '../builtin/rows.ts';
import { findByAddress, findRows, readPage, UUID } from '../builtin/store.ts';
import type { Tx } from '../db/client.ts';
import { builtinAccounts } from '../db/schema/index.ts';
import { project, toUser } from './account.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { scimFault } from './fault.ts';
import { parseFilter } from './filter.ts';
import { matcherOf } from './match.ts';
import { type Lookup, narrow } from './narrow.ts';
import { countUsers, type ScimRequest } from './users.ts';

export const MOST_RESULTS = 200;
const DEFAULT_RESULTS = 100;
const READ_AT_ONCE = 1_000;

/** RFC 7644 section 3.4.2.4: too small an index is the first, a negative count is none. */
const Whole = z
  .string()
  .regex(/^-?\d{1,9}$/)
  .transform(Number);
const ListQuery = z.object({
  filter: z.string().optional(),
  startIndex: Whole.transform((index) => Math.max(1, index)).optional(),
  count: Whole.transform((count) => Math.min(MOST_RESULTS, Math.max(0, count))).default(DEFAULT_RESULTS),
  cursor: z.string().max(200).optional(),
  attributes: z.string().max(2_000).optional(),
  excludedAttributes: z.string().max(2_000).optional(),
});
type ListQuery = z.infer<typeof ListQuery>;

/** A page of users in the order they were made, by index or (RFC 9865) by cursor. `base`: the directory's own address. */
export async function listUsers(request: ScimRequest, query: Record<string, string>, base: string) {
  const asked = ListQuery.safeParse(query);
  if (!asked.success) {
    const [path] = asked.error.issues.map((issue) => String(issue.path[0]));
    throw scimFault(400, path === 'count' ? 'invalidCount' : 'invalidValue', `${path} is not right`);
  }
  const { filter, attributes, excludedAttributes, cursor, startIndex } = asked.data;
  if (cursor !== undefined && startIndex !== undefined) {
    throw scimFault(400, 'invalidValue', 'A list is asked for by cursor or by index, not by both');
  }
  const { rows, total, next } = await request.services.db.inWorkspace(request.workspaceId, (tx) =>
    filter ? readMatching(tx, request, asked.data, filter) : readAll(tx, request, asked.data),
  );
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: total,
    itemsPerPage: rows.length,
    ...(cursor === undefined ? { startIndex: startIndex ?? 1 } : next === null ? {} : { nextCursor: next }),
    Resources: rows.map((row) => project(toUser(row, base), attributes, excludedAttributes)),
  };
}

interface Page {
  rows: BuiltinRow[];
  total: number;
  next: string | null;
}

async function readAll(tx: Tx, place: ScimRequest, { count, cursor, startIndex = 1 }: ListQuery): Promise<Page> {
  const total = await countUsers(tx, place);
  if (cursor === undefined) {
    const rows = await readFrom(tx, place, startIndex - 1, count);
    return { rows, total, next: null };
  }
  const after = readCursor(cursor, undefined);
  const found = await readPage(tx, place, after, count + 1);
  return { ...cut(found, count, after, undefined), total };
}

function readFrom(tx: Tx, { workspaceId, directoryId }: ScimRequest, offset: number, limit: number) {
  const { position } = builtinAccounts;
  return tx
    .select()
    .from(builtinAccounts)
    .where(and(eq(builtinAccounts.workspaceId, workspaceId), eq(builtinAccounts.directoryId, directoryId)))
    .orderBy(position)
    .offset(offset)
    .limit(limit);
}

/** Tests each row that may fit; only the page that is asked for is kept in memory. */
async function readMatching(tx: Tx, place: ScimRequest, query: ListQuery, text: string): Promise<Page> {
  const { count, cursor, startIndex = 1 } = query;
  const filter = parseFilter(text);
  const fits = matcherOf(filter);
  const after = cursor === undefined ? 0 : readCursor(cursor, text);
  const most = cursor === undefined ? count : count + 1;
  const skipped = cursor === undefined ? startIndex - 1 : 0;
  const rows: BuiltinRow[] = [];
  let total = 0;
  let behind = 0;
  for await (const candidates of rowsFor(tx, place, narrow(filter))) {
    for (const row of candidates) {
      if (!fits(toUser(row, ''))) continue;
      total++;
      if (row.position <= after) continue;
      if (++behind > skipped && rows.length < most) rows.push(row);
    }
  }
  return cursor === undefined ? { rows, total, next: null } : { ...cut(rows, count, after, text), total };
}

async function* rowsFor(tx: Tx, place: ScimRequest, lookups: Lookup[] | null): AsyncIterable<BuiltinRow[]> {
  if (lookups) {
    yield await lookUp(tx, place, lookups);
    return;
  }
  for (let after = 0; ; ) {
    const rows = await readPage(tx, place, after, READ_AT_ONCE);
    yield rows;
    if (rows.length < READ_AT_ONCE) return;
    after = rows.at(-1)!.position;
  }
}

async function lookUp(tx: Tx, place: ScimRequest, lookups: Lookup[]): Promise<BuiltinRow[]> {
  const valuesOf = (by: Lookup['by']) => lookups.filter((one) => one.by === by).map(({ value }) => value);
  const ids = valuesOf('id').filter((id) => UUID.test(id));
  const found = new Map<string, BuiltinRow>();
  const add = (rows: BuiltinRow[]) => {
    for (const row of rows) found.set(row.id, row);
  };
  const externalIds = valuesOf('externalId');
  if (ids.length + externalIds.length > 0) {
    const byId = ids.length > 0 ? inArray(builtinAccounts.id, ids) : undefined;
    const byExternal = externalIds.length > 0 ? inArray(builtinAccounts.externalId, externalIds) : undefined;
    add(await findRows(tx, place, or(byId, byExternal)));
  }
  for (const address of new Set(valuesOf('address'))) add(await findByAddress(tx, place, address));
  return [...found.values()].sort((a, b) => a.position - b.position);
}

function cut(found: BuiltinRow[], count: number, after: number, filter: string | undefined) {
  const rows = found.slice(0, count);
  const last = rows.at(-1)?.position ?? after;
  return { rows, next: found.length > count ? writeCursor(last, filter) : null };
}
