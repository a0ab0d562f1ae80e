import type { DockMessage } from '../messages.ts';

/** By hand, since zod alone is larger than this whole content script may be. The schema is `DockMessage`. */
export function isDock(raw: unknown): raw is DockMessage {
  if (typeof raw !== 'object' || raw === null) return false;
  const { type, state, width } = raw as Partial<Record<keyof DockMessage, unknown>>;
  return (
    type === 'dock' &&
    (state === 'open' || state === 'badge' || state === 'hidden') &&
    typeof width === 'number' &&
    Number.isInteger(width) &&
    width >= 40 &&
    width <= 560
  );
}
