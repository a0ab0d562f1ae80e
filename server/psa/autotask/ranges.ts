/** Rows with ids above `after`, up to and with `upTo`; null: without end. */
export interface Range {
  after: number | null;
  upTo: number | null;
}
export interface Page<T> {
  ids: string[];
  last: boolean;
  /** Reads the rows, in the order of their ids; throws where one is not as we know it. */
  rows(): Promise<T[]>;
}
/** Walks through a range. */
interface Cursor extends Range {
  /** The usual distance between two ids where it is. */
  gap: number;
  /** Pages that have come and are not handed over yet. */
  waiting: number;
}

/** As many as Autotask has lanes for. */
const AT_ONCE = 3;
/** A range ends with a page that is not full, and a badly guessed one holds next to nothing: so many pages for each. */
const PAGES_A_SPLIT = 5;
/** Parts of a page whose usual distance of ids counts: a stretch of numbers that nobody has is in one of them. */
const PARTS = 8;

interface Arrived<T> {
  cursor: Cursor;
  arrival: Promise<Arrived<T>>;
  page: Page<T>;
  isFresh: boolean[];
}

/**
 * Every row once, in any order: cursors on the id walk through different ranges of it, and whichever is through takes
 * half of the most that another still has before it. A cursor on the id loses nothing to what comes and goes meanwhile.
 * A cursor asks for its next page as soon as one has come, while the rows of that one, or of another's, are worked on;
 * it goes no further ahead than that.
 * `counted`: how many rows there should be; 0 where one cursor is to do. The first page does not wait for it.
 */
export async function* readRanges<T>(
  read: (range: Range) => Promise<Page<T>>,
  pageSize: number,
  counted: number | Promise<number>,
): AsyncIterable<T[]> {
  const ids = new Set<string>();
  const arrivals = new Set<Promise<Arrived<T>>>();
  const active = new Set<Cursor>();
  const paused: Cursor[] = [];
  let total = 0;
  let splits = 0;

  function start(cursor: Cursor) {
    active.add(cursor);
    const asked = read({ after: cursor.after, upTo: cursor.upTo });
    const arrival: Promise<Arrived<T>> = asked.then((page) => ({
      cursor,
      arrival,
      page,
      isFresh: advance(cursor, page),
    }));
    // A fault is told when its turn comes, and not at all to somebody who has stopped reading.
    arrival.catch(() => undefined);
    arrivals.add(arrival);
  }
  /** Notes what has come, and sends the cursor on. Answers which of the rows were never seen before. */
  function advance(cursor: Cursor, page: Page<T>): boolean[] {
    active.delete(cursor);
    const isFresh = page.ids.map((id) => !ids.has(id) && Boolean(ids.add(id)));
    const numbers = page.ids.map(Number);
    const reached = Math.max(cursor.after ?? -1, ...numbers);
    const isThrough = page.last || reached === cursor.after || (cursor.upTo !== null && reached >= cursor.upTo);
    cursor.gap = usualGap(numbers) ?? cursor.gap;
    cursor.after = reached;
    cursor.waiting += 1;
    if (!isThrough) paused.push(cursor);
    resume();
    return isFresh;
  }
  function resume() {
    for (const cursor of paused.splice(0)) {
      if (cursor.waiting > 1) paused.push(cursor);
      else start(cursor);
    }
    for (; active.size > 0 && active.size + paused.length < AT_ONCE && splits > 0; splits--) {
      const { longest, rows } = longestOf([...active], total - ids.size, pageSize);
      if (rows <= pageSize) break;
      start(cut(longest, rows, pageSize, 1 / (AT_ONCE - active.size + 1)));
    }
  }

  start({ after: null, upTo: null, gap: 1, waiting: 0 });
  total = await counted;
  splits = Math.floor(total / pageSize / PAGES_A_SPLIT);
  while (arrivals.size > 0) {
    const { cursor, arrival, page, isFresh } = await Promise.race(arrivals);
    const rows = await page.rows();
    arrivals.delete(arrival);
    yield rows.filter((_, at) => isFresh[at]);
    cursor.waiting -= 1;
    resume();
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
  const rest = { after: middle, upTo: cursor.upTo, gap: cursor.gap, waiting: 0 };
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
