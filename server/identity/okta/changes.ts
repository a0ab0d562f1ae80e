import { createHash } from 'node:crypto';
import { AppError } from '@counterpart/shared/errors.ts';
import { z } from 'zod';
import type { ChangePage } from '../types.ts';
import type { OktaClient } from './client.ts';
import { changedAfter } from './filter.ts';
import { isGone, toAccount } from './map.ts';

/** Okta finds a change late, and its machines' clocks differ: each round reads so much of the last one again. */
const OVERLAP_MS = 300_000;
/** A deactivated account may be deleted for good, and then nothing tells of it: after a day the whole is to be read. */
const LONGEST_MS = 86_400_000;
/** How many accounts of the overlap a cursor remembers as told; the others come twice, which does no harm. */
const REMEMBERED = 60;

/** `since`: Okta's time when the last round began, in ms. `told`: account and its last change, of what the overlap will hold. */
const Place = z.strictObject({ since: z.int().positive(), told: z.array(z.tuple([z.string(), z.string()])) });
type Place = z.infer<typeof Place>;

interface From {
  client: OktaClient;
  origin: string;
  cursor: string | null;
  /** How far Okta's clock is ahead of ours, in ms, after a first answer. */
  aheadMs: () => number;
}

/**
 * What was updated since the last round began. Okta has no delta: this asks by the time of the last update, through
 * `filter`, which unlike `search` is answered by the directory and not by an index that lags, and which includes the
 * deactivated. Updates of an account's groups and sign-ins are none of the account.
 * https://developer.okta.com/docs/reference/user-query/
 */
export async function* readChanges({ client, origin, cursor, aheadMs }: From): AsyncIterable<ChangePage> {
  const place = cursor === null ? null : placeIn(origin, cursor);
  const told = new Map(place?.told);
  const fresh = new Map<string, string>();
  const query: Record<string, string> = place ? { filter: changedAfter(place.since - OVERLAP_MS) } : {};
  let began: number | null = null;
  const asked = Date.now();
  // One page is held back, since only the last one carries the cursor.
  let held: ChangePage | null = null;
  for await (const users of client.pages(query)) {
    began ??= asked + aheadMs();
    if (place && began - place.since > LONGEST_MS) throw expired('It is too long since the last reading of changes');
    if (held) yield held;
    const news = users.filter(({ id, lastUpdated }) => !lastUpdated || told.get(id) !== lastUpdated);
    for (const { id, lastUpdated } of users) {
      if (lastUpdated && Date.parse(lastUpdated) > began - OVERLAP_MS) fresh.set(id, lastUpdated);
    }
    held = {
      changed: news.filter((user) => !isGone(user)).map(toAccount),
      removed: news.filter(isGone).map(({ id }) => id),
      cursor: null,
    };
  }
  if (!held || began === null) throw new AppError('provider_incomplete', 'Okta answered with nothing');
  yield { ...held, cursor: `${mark(origin)} ${JSON.stringify({ since: began, told: [...fresh].slice(-REMEMBERED) })}` };
}

/** Of which organisation a cursor is: another's time would skip what changed before. */
function mark(origin: string): string {
  return createHash('sha256').update(origin).digest('hex').slice(0, 12);
}

/** Throws `provider_cursor_expired` for one that cannot be gone on with: reading everything anew is always right. */
function placeIn(origin: string, cursor: string): Place {
  const [known, rest] = [cursor.slice(0, 12), cursor.slice(13)];
  const place = known === mark(origin) ? Place.safeParse(read(rest)) : null;
  if (place?.success) return place.data;
  throw expired('This is not where a reading of this organisation ended');
}

function expired(message: string): AppError {
  return new AppError('provider_cursor_expired', message);
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
