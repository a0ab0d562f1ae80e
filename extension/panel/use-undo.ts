import { useEffect, useState } from 'react';
import { z } from 'zod';
import { useDraft } from './drafts.ts';

const UNDO_MS = 8_000;

const Undo = z.object({
  decisionId: z.string(),
  /** What was done, as a sentence in the language of that moment. */
  said: z.string(),
  /** Milliseconds of this machine's clock. */
  until: z.number(),
});
export type Undo = z.infer<typeof Undo>;

/**
 * The server says until when by its own clock. A technician's clock may be minutes off, so an end that is over
 * already, or further away than the promise, means "the full time from now".
 */
export function undoEnd(undoUntil: string, now: number): number {
  const left = Date.parse(undoUntil) - now;
  return now + (left > 0 && left <= UNDO_MS ? left : UNDO_MS);
}

/** The last decision while it can still be undone; it survives navigation and a reload of the frame. */
export function useUndo() {
  const [kept, keep] = useDraft('', 'undo', Undo);
  const [, tick] = useState(0);
  const now = Date.now();
  const undo = kept && kept.until > now ? kept : null;
  useEffect(() => {
    if (!kept) return;
    const timer = setInterval(() => (kept.until > Date.now() ? tick((n) => n + 1) : keep(null)), 500);
    return () => clearInterval(timer);
  }, [kept, keep]);
  return { undo, secondsLeft: undo ? Math.ceil((undo.until - now) / 1000) : 0, keep };
}
