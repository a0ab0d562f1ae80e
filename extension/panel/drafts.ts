import { useCallback, useState } from 'react';
import type { z } from 'zod';

const PREFIX = 'draft|';

function read<T>(name: string, schema: z.ZodType<T>): T | null {
  try {
    const kept = sessionStorage.getItem(PREFIX + name);
    return kept === null ? null : schema.parse(JSON.parse(kept));
  } catch {
    return null; // written by an older version, or storage is shut: begin anew
  }
}

function write(name: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(PREFIX + name);
    else sessionStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Full or shut storage costs the draft's survival, never the work at hand.
  }
}

/**
 * State that outlives a collapse, a reload of the frame and a visit to another record. It lies in the session
 * storage of the extension's own origin, which the PSA page cannot read. `record` is the feed's key; null empties it.
 */
export function useDraft<T>(
  record: string,
  name: string,
  schema: z.ZodType<T>,
): [draft: T | null, keep: (draft: T | null) => void] {
  const full = `${record}|${name}`;
  const [held, setHeld] = useState(() => ({ full, value: read(full, schema) }));
  const current = held.full === full ? held : { full, value: read(full, schema) };
  if (current !== held) setHeld(current);
  const keep = useCallback(
    (value: T | null) => {
      write(full, value);
      setHeld({ full, value });
    },
    [full],
  );
  return [current.value, keep];
}
