import { pageKey } from '@counterpart/shared/page.ts';
import { z } from 'zod';
import { type Memory, NOTHING, Shown } from './feed.ts';

const Entry = z.object({ frameId: z.number(), shown: Shown });
/** What the documents of a tab show, the newest last: the tab's own (frame 0), and its frames that show a record. */
export type Entry = z.infer<typeof Entry>;
const Entries = z.array(Entry).catch([]);
/** More frames with a record than any screen has; a page that makes more of them loses the oldest. */
const MOST = 8;

/** Puts in what a document says. `first`: a new document; that of the tab itself takes all its frames with it. */
export function place(entries: readonly Entry[], { frameId, shown }: Entry, first: boolean): Entry[] {
  const kept = entries.filter((entry) => entry.shown.host === shown.host && !(frameId === 0 && first));
  const at = kept.findIndex((entry) => entry.frameId === frameId);
  // Only another record is news: what was read of the same one meanwhile does not bring its document to the front.
  if (at >= 0 && keyOf(kept[at]!) === keyOf({ shown })) return kept.with(at, { frameId, shown });
  const others = kept.filter((entry) => entry.frameId !== frameId);
  const placed = frameId === 0 || shown.page ? [...others, { frameId, shown }] : others;
  return placed.slice(-MOST);
}

/** What the tab shows: the newest record of its documents, or what its own document says. */
export function currentOf(entries: readonly Entry[]): Entry | null {
  return entries.findLast(({ shown }) => shown.page) ?? entries.find(({ frameId }) => frameId === 0) ?? null;
}

const keyOf = ({ shown }: Pick<Entry, 'shown'>) => shown.page && pageKey(shown.page);

export interface Frames {
  /** Answers what the tab shows now, and whether that is news. */
  report(tabId: number, said: Entry, first: boolean): Promise<{ shown: Shown; isNews: boolean }>;
  close(tabId: number): Promise<void>;
}

/** One record per tab, out of what its documents say. Kept like the feeds: it outlives the service worker. */
export function createFrames(memory: Memory): Frames {
  const tabs = new Map<number, Promise<Entry[]>>();
  const keyIn = (tabId: number) => `frames:${tabId}`;
  const entriesOf = (tabId: number) =>
    tabs.get(tabId) ?? memory.get(keyIn(tabId)).then((raw) => Entries.parse(raw ?? []));

  return {
    async report(tabId, said, first) {
      // In the order of arrival, whatever the memory takes.
      const before = entriesOf(tabId);
      const after = before.then((entries) => place(entries, said, first));
      tabs.set(tabId, after);
      const [was, is] = await Promise.all([before.then(currentOf), after.then(currentOf)]);
      void memory.set(keyIn(tabId), await after);
      const isNews = is === null || is.frameId === said.frameId || was === null || keyOf(was) !== keyOf(is);
      return { shown: is?.shown ?? { ...NOTHING, host: said.shown.host }, isNews };
    },
    async close(tabId) {
      tabs.delete(tabId);
      await memory.remove(keyIn(tabId));
    },
  };
}
