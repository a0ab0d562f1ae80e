import { useCallback, useState } from 'react';
import type { z } from 'zod';

/** Where drafts lie between two lives of the frame. */
export interface DraftShelf {
  /** Everything kept, by name; read once, before the first picture, so that nothing flickers in later. */
  load(): Promise<Record<string, unknown>>;
  /** Keeps a value, or lets it go with null. Failing costs the draft's survival, never the work at hand. */
  save(name: string, value: unknown): void;
}

const kept = new Map<string, unknown>();
let shelf: DraftShelf | null = null;

/** Takes up what an earlier life of the frame left. Without it drafts live as long as the page: enough for the gallery. */
export async function openDrafts(from: DraftShelf): Promise<void> {
  shelf = from;
  for (const [name, value] of Object.entries(await from.load())) kept.set(name, value);
}

function read<T>(name: string, schema: z.ZodType<T>): T | null {
  const parsed = schema.safeParse(kept.get(name));
  return parsed.success ? parsed.data : null; // nothing there, or written by an older version: begin anew
}

function write(name: string, value: unknown): void {
  if (value === null) kept.delete(name);
  else kept.set(name, value);
  shelf?.save(name, value);
}

/**
 * State that outlives a collapse, a reload of the page and a visit to another record. `record` is the feed's key;
 * null empties it.
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
