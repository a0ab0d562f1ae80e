import type { Context } from 'hono';
import type { ConnectWiseControl } from './control.ts';
import { childTest, customFieldTest, rowTest, type Test } from './evaluate.ts';
import { refused } from './faults.ts';
import type { Kind, Row } from './store.ts';

export interface Question {
  conditions?: string | undefined;
  childConditions?: string | undefined;
  customFieldConditions?: string | undefined;
  orderBy?: string | undefined;
}

const DEFAULT_SIZE = 25;

/** Rows that meet all the conditions, in order; lowest id first where none is asked for. Throws a condition fault. */
export function select(rows: Iterable<Row>, question: Question): Row[] {
  const tests: Test[] = [
    ...(question.conditions ? [rowTest(question.conditions)] : []),
    ...(question.childConditions ? [childTest(question.childConditions)] : []),
    ...(question.customFieldConditions ? [customFieldTest(question.customFieldConditions)] : []),
  ];
  const found: Row[] = [];
  for (const row of rows) if (tests.every((test) => test(row))) found.push(row);
  return sort(found, question.orderBy);
}

/**
 * One page, with its `Link` header. Numbered pages name the next and the last where there are more; forward-only ones
 * take the rows above `pageId`, always name a next, and bear no order of their own.
 */
export function answerPage(
  c: Context,
  rows: Row[],
  kind: Kind,
  control: ConnectWiseControl,
  shown: (row: Row) => Row = (row) => row,
): Response {
  const query = c.req.query();
  const size = positive(query.pageSize) ?? DEFAULT_SIZE;
  if (size > 1000) return refused(c, 'pageSize must be between 1 and 1000.');
  const given = Math.min(size, control.largestPage);
  const cut = control.cutShort?.kind === kind ? rows.slice(0, Math.max(0, rows.length - control.cutShort.rows)) : rows;
  const url = new URL(c.req.url);
  const link = (rel: string, changes: Record<string, string | number>) => {
    for (const [name, value] of Object.entries(changes)) url.searchParams.set(name, String(value));
    return `<${url.href}>; rel="${rel}"`;
  };

  if (c.req.header('pagination-type')?.toLowerCase() === 'forward-only') {
    if (query.orderBy) return refused(c, 'orderBy cannot be used with forward-only pagination.');
    const after = cut.findIndex((row) => row.id > (positive(query.pageId) ?? 0));
    const start = after < 0 ? cut.length : after;
    const page = cut.slice(start === 0 ? 0 : Math.max(0, start - control.repeatRows), start + given);
    c.header('Link', link('next', { pageId: page.at(-1)?.id ?? positive(query.pageId) ?? 0 }));
    return c.json(page.map((row) => only(shown(row), query.fields)));
  }
  const number = positive(query.page) ?? 1;
  const last = Math.max(1, Math.ceil(cut.length / given));
  const links = [
    ...(number < last ? [link('next', { page: number + 1 }), link('last', { page: last })] : []),
    ...(number > 1 ? [link('prev', { page: number - 1 }), link('first', { page: 1 })] : []),
  ];
  if (links.length > 0) c.header('Link', links.join(', '));
  return c.json(cut.slice((number - 1) * given, number * given).map((row) => only(shown(row), query.fields)));
}

/** The named fields only; `company/name` gives the company with its name alone. */
export function only(row: Row, fields: string | undefined): Record<string, unknown> {
  if (!fields) return row;
  const out: Record<string, unknown> = {};
  for (const path of fields.split(',').map((field) => field.trim().split('/'))) {
    const [first, second] = path as [string, string?];
    if (row[first] === undefined) continue;
    if (second === undefined) out[first] = row[first];
    else out[first] = { ...(out[first] as object), [second]: (row[first] as Record<string, unknown> | null)?.[second] };
  }
  return out;
}

/** Answers what `act` does, or what ConnectWise says of a condition that it cannot read. */
export function answering(c: Context, act: () => Response): Response {
  try {
    return act();
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionFault') return refused(c, error.message);
    throw error;
  }
}

function sort(rows: Row[], orderBy: string | undefined): Row[] {
  if (!orderBy) return rows.sort((a, b) => a.id - b.id);
  const keys = orderBy.split(',').map((part) => part.trim().split(/\s+/));
  const read = (row: Row, path: string) =>
    path.split('/').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], row);
  return rows.sort((a, b) => {
    for (const [path, direction] of keys as [string, string?][]) {
      const order = compare(read(a, path), read(b, path));
      if (order !== 0) return direction?.toLowerCase() === 'desc' ? -order : order;
    }
    return a.id - b.id;
  });
}

function compare(a: unknown, b: unknown): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a ?? '').localeCompare(String(b ?? ''));
}

function positive(text: string | undefined): number | null {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : null;
}
