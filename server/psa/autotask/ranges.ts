/** Rows with ids above `after`, up to and with `upTo`; null: without end. */
export interface Range {
  after: number | null;
  upTo: number | null;
}
interface Page<T> {
  items: T[];
  last: boolean;
}

/** As many as background work has lanes for. */
const AT_ONCE = 2;
/** A range ends with a page that is not full, and a badly guessed one holds next to nothing: so many pages for each. */
const PAGES_A_SPLIT = 5;

/**
 * Every row once, in any order: two cursors on the id walk through different ranges of it, and whichever is through
 * takes half of what the other still has before it. A cursor on the id loses nothing to what comes and goes meanwhile.
 * `counted`: how many rows there should be; 0 where one cursor is to do. The next pages are asked for before a page is
 * handed over, so that they come while it is worked on.
 */
export async function* readRanges<T extends { id: string }>(
  read: (range: Range) => Promise<Page<T>>,
  pageSize: number,
  counted: number,
): AsyncIterable<T[]> {
  const ids = new Set<string>();
  const flights = new Map<Range, Promise<{ range: Range; page: Page<T> }>>();
  let splits = Math.floor(counted / pageSize / PAGES_A_SPLIT);
  let gap = 1;
  const start = (range: Range) =>
    flights.set(
      range,
      read({ ...range }).then((page) => ({ range, page })),
    );

  start({ after: null, upTo: null });
  try {
    while (flights.size > 0) {
      const { range, page } = await Promise.race(flights.values());
      flights.delete(range);
      const fresh = page.items.filter((row) => !ids.has(row.id) && ids.add(row.id));
      const reached = Math.max(range.after ?? -1, ...page.items.map((row) => Number(row.id)));
      gap = Math.max(1, (reached - Number(page.items[0]?.id)) / page.items.length || gap);
      const isThrough = page.last || reached === range.after || (range.upTo !== null && reached >= range.upTo);
      range.after = reached;
      if (!isThrough) start(range);
      const left = counted - ids.size;
      const [only] = flights.keys();
      if (only && flights.size < AT_ONCE && left > 2 * pageSize && splits-- > 0) start(halve(only, left, gap));
      yield fresh;
    }
  } finally {
    // Whoever stops reading does not hear of what the other cursor met.
    for (const flight of flights.values()) flight.catch(() => undefined);
  }
}

/** Leaves `range` its first half and answers the rest. Where it has no end, the usual gap between two ids guesses one. */
function halve(range: Range, left: number, gap: number): Range {
  const after = range.after ?? 0;
  const middle = Math.floor(range.upTo === null ? after + (gap * left) / 2 : (after + range.upTo) / 2);
  const rest = { after: middle, upTo: range.upTo };
  range.upTo = middle;
  return rest;
}
