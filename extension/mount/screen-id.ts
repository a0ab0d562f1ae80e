import type { PageRef } from '@counterpart/shared/page.ts';

/** A screen that takes longer to say which record it shows has a layout we do not know. */
const GIVE_UP_MS = 5000;
/** So long the record before may still be on the screen after the address changed. */
const LINGERS_MS = 1500;

/** What to make of one look at a screen: `page` is what to announce, undefined: nothing new. */
export type Verdict = PageRef | undefined;

/**
 * Follows a screen whose address does not name its record. `take` is given the record's id at each look, null where
 * none can be read, with the time in milliseconds; it answers the record when it is another than it answered last.
 * The address has just changed when this is made, so what was on the screen before (`previous`) is believed only once
 * it stays; an id that goes away takes the record with it, but not for the moment of a redraw.
 */
export function createScreenId(
  base: PageRef,
  previous: string | null,
  start: number,
): (id: string | null, now: number) => Verdict {
  let told: string | null | undefined;
  let missing: number | null = null;
  return (id, now) => {
    if (id !== null) missing = null;
    if (id === null) missing ??= now;
    if (id !== null && id === previous && told === undefined && now - start < LINGERS_MS) return undefined;
    if (id === null) {
      const patience = told === undefined ? start + GIVE_UP_MS : missing! + LINGERS_MS;
      if (now < patience) return undefined;
    }
    if (id === told) return undefined;
    told = id;
    return { ...base, id };
  };
}
