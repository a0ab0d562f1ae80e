import { setImmediate as sent } from 'node:timers/promises';

/** Rows with ids above `after`, up to and with `upTo`; null: without end. */
export interface Range {
  after: number | null;
  upTo: number | null;
}
export interface Page<T> {
  ids: string[];
  last: boolean;
  /** Reads the rows, in the order of their ids; throws where one is not as we know it. */
  rows(): T[];
}
/** Walks through a range; `gap` is the usual distance between two ids where it is. */
interface Cursor extends Range {
  gap: number;
}

/** As many as Autotask has lanes for. */
const AT_ONCE = 3;
/** A range ends with a page that is not full, and a badly guessed one holds next to nothing: so many pages for each. */
const PAGES_A_SPLIT = 5;
/** Parts of a page whose usual distance of ids counts: a stretch of numbers that nobody has is in one of them. */
const PARTS = 8;

/**
 * Every row once, in any order: cursors on the id walk through different ranges of it, and whichever is through takes
 * half of the most that another still has before it. A cursor on the id loses nothing to what comes and goes meanwhile.
 * `counted`: how many rows there should be; 0 where one cursor is to do. The first page does not wait for it. The next pages are asked for before the rows
 * of a page are read and handed over, so that they come while it is worked on.
 */
export async function* readRanges<T>(
  read: (range: Range) => Promise<Page<T>>,
  pageSize: number,
  counted: number | Promise<number>,
): AsyncIterable<T[]> {
  const ids = new Set<string>();
  const flights = new Map<Cursor, Promise<{ cursor: Cursor; page: Page<T> }>>();
  function start(cursor: Cursor) {
    const flight = read({ after: cursor.after, upTo: cursor.upTo }).then((page) => ({ cursor, page }));
    // A fault is told when its turn comes, and not at all to somebody who has stopped reading.
    flight.catch(() => undefined);
    flights.set(cursor, flight);
  }

  start({ after: null, upTo: null, gap: 1 });
  const total = await counted;
  let splits = Math.floor(total / pageSize / PAGES_A_SPLIT);
  while (flights.size > 0) {
    const { cursor, page } = await Promise.race(flights.values());
    flights.delete(cursor);
    const isFresh = page.ids.map((id) => !ids.has(id) && ids.add(id));
    const numbers = page.ids.map(Number);
    const reached = Math.max(cursor.after ?? -1, ...numbers);
    const isThrough = page.last || reached === cursor.after || (cursor.upTo !== null && reached >= cursor.upTo);
    cursor.gap = usualGap(numbers) ?? cursor.gap;
    cursor.after = reached;
    if (!isThrough) start(cursor);
    for (; flights.size > 0 && flights.size < AT_ONCE && splits > 0; splits--) {
      const { longest, rows } = longestOf([...flights.keys()], total - ids.size, pageSize);
      if (rows <= pageSize) break;
      start(cut(longest, rows, pageSize, 1 / (AT_ONCE - flights.size + 1)));
    }
    await sent();
    yield page.rows().filter((_, at) => isFresh[at]);
  }
}

/** The cursor that has most before it, beyond the page that it has asked for, and how many rows that is; a guess. */
function longestOf(cursors: Cursor[], left: number, pageSize: number): { longest: Cursor; rows: number } {
  const ahead = cursors.map((cursor) =>
    cursor.upTo === null ? 0 : (cursor.upTo - pageEnd(cursor, pageSize)) / cursor.gap,
  );
  const bounded = ahead.reduce((sum, rows) => sum + Math.max(0, rows), 0);
  const rows = ahead.map((one, at) => (cursors[at]!.upTo === null ? left - bounded - cursors.length * pageSize : one));
  const most = Math.max(...rows);
  return { longest: cursors[rows.indexOf(most)]!, rows: Math.min(most, left) };
}

/** Leaves the cursor the first `share` of what it has before it, and answers one for the rest. */
function cut(cursor: Cursor, rows: number, pageSize: number, share: number): Cursor {
  const from = pageEnd(cursor, pageSize);
  const middle = Math.floor(from + (cursor.upTo === null ? cursor.gap * rows : cursor.upTo - from) * share);
  const rest = { after: middle, upTo: cursor.upTo, gap: cursor.gap };
  cursor.upTo = middle;
  return rest;
}

/** Where the page that is under way will end, as far as can be guessed. */
function pageEnd({ after, gap }: Cursor, pageSize: number): number {
  return (after ?? 0) + gap * pageSize;
}

/** The usual distance between two of the ids, which ascend; null where there are too few. */
function usualGap(ids: number[]): number | null {
  const step = Math.floor((ids.length - 1) / PARTS);
  if (step < 1) return null;
  const gaps = Array.from({ length: PARTS }, (_, part) => (ids[(part + 1) * step]! - ids[part * step]!) / step);
  return Math.max(1, gaps.sort((a, b) => a - b)[PARTS >> 1]!);
}
