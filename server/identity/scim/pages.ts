import { AppError } from '@counterpart/shared/errors.ts';
import type { ScimUser } from './api.ts';
import type { Position, ScimClient } from './client.ts';
import type { ScimFilter } from './filter.ts';

/** The most that common servers give at once; those that clamp give less, and that is followed. */
const COUNT = 200;
/** Through a list that comes in another order each time: a walk misses a third of what is missing. */
const MOST_WALKS = 12;

export interface UserPage {
  users: ScimUser[];
  seen: number;
  total: number | null;
}

/** What one walk through the list found out about itself. */
interface Walk {
  /** The largest page and the last promise of the server. */
  largest: number;
  total: number | null;
  /** Rows moved while we read: the promise changed under way. */
  moved: boolean;
  /** A page held nothing but rows of earlier pages: `startIndex` was not heeded, or rows moved. */
  stalled: boolean;
}

/**
 * Every user once, by cursors where the service has them, else by index.
 *
 * Ends normally only after a whole read. Servers clamp `count`, repeat rows and miscount, so the walk goes on by what
 * came (never by what was asked), looks once behind the promised end, and when rows are missing walks again with another
 * page size, for as long as that shows new ones. What is missing then is `provider_incomplete`. Under a filter the look behind the end is left
 * out: a lookup compares what it gets and removes nothing.
 */
export async function* readUsers(
  client: ScimClient,
  { cursor, filter, urgent = false }: { cursor: boolean; filter?: ScimFilter; urgent?: boolean },
): AsyncIterable<UserPage> {
  const seen = new Set<string>();
  const fresh = (users: ScimUser[]) => users.filter((user) => !seen.has(user.id) && seen.add(user.id));

  const byIndex = async function* (count: number, walk: Walk): AsyncIterable<UserPage> {
    const inThisWalk = new Set<string>();
    for (let startIndex = 1; ; ) {
      const beyond = walk.total !== null && startIndex > walk.total;
      if (beyond && filter) return;
      const answer = await listOrEnd(client, { startIndex, count }, beyond, filter, urgent);
      const users = answer?.Resources ?? [];
      // Behind the end, servers count anything from nothing to everything: the promise is what came with rows.
      if (users.length === 0 && startIndex > 1) return;
      const total = answer?.totalResults ?? null;
      walk.moved ||= startIndex > 1 && total !== walk.total;
      walk.total = total;
      walk.largest = Math.max(walk.largest, users.length);
      const known = inThisWalk.size;
      for (const user of users) inThisWalk.add(user.id);
      yield { users: fresh(users), seen: seen.size, total };
      if (users.length === 0) return;
      if (inThisWalk.size === known) {
        walk.stalled = true;
        return;
      }
      startIndex += users.length;
    }
  };

  const byCursor = async function* (walk: Walk): AsyncIterable<UserPage> {
    const used = new Set<string>();
    for (let next = ''; ; ) {
      used.add(next);
      const answer = await client.list({ cursor: next, count: COUNT }, filter, urgent);
      walk.total = answer.totalResults ?? walk.total;
      yield { users: fresh(answer.Resources ?? []), seen: seen.size, total: walk.total };
      if (!answer.nextCursor) return;
      if (used.has(answer.nextCursor)) {
        walk.stalled = true;
        return;
      }
      next = answer.nextCursor;
    }
  };

  const first: Walk = { largest: 0, total: null, moved: false, stalled: false };
  try {
    yield* cursor ? byCursor(first) : byIndex(COUNT, first);
  } catch (error) {
    if (!isExpiredCursor(error)) throw error;
    first.moved = true;
  }
  if (!first.moved && !isShort(first, seen.size)) return;
  // One page for all against a server that heeds no index; smaller ones where rows slipped between pages.
  const count = first.stalled ? (first.total ?? COUNT * 50) : Math.max(1, Math.ceil(first.largest / 2));
  for (let walks = 2; ; walks++) {
    const known = seen.size;
    const again: Walk = { largest: 0, total: null, moved: false, stalled: false };
    yield* cursor ? byCursor(again) : byIndex(count, again);
    if (!isShort(again, seen.size)) return;
    // A server without an order of its own shows others each time; one that shows nobody new has shown all it will.
    if (seen.size === known || walks === MOST_WALKS) throw incomplete(seen.size, again.total);
  }
}

/** A server without a promised total must at least have ended by an empty page. */
function isShort(walk: Walk, seen: number): boolean {
  return walk.total === null ? walk.stalled : seen < walk.total;
}

/** Behind the promised end some servers refuse the index: that is an end too. */
async function listOrEnd(
  client: ScimClient,
  position: Position,
  beyond: boolean,
  filter: ScimFilter | undefined,
  urgent: boolean,
) {
  try {
    return await client.list(position, filter, urgent);
  } catch (error) {
    const refused = error instanceof AppError && ['provider_rejected', 'provider_not_found'].includes(error.code);
    if (beyond && refused) return null;
    throw error;
  }
}

function isExpiredCursor(error: unknown): boolean {
  return error instanceof AppError && error.extra.detail?.scimType === 'expiredCursor';
}

function incomplete(seen: number, total: number | null): AppError {
  return new AppError('provider_incomplete', 'The directory gave fewer accounts than it counts', {
    detail: { seen: String(seen), total: String(total ?? 'unknown') },
  });
}
