import { LookupAnswer, type LookupQuery, type Session } from '@counterpart/shared/api.ts';
import { Hints, PageRef, pageKey } from '@counterpart/shared/page.ts';
import { z } from 'zod';
import { CallFault } from '../fault.ts';
import type { Fault, PanelFeed } from '../messages.ts';

/** `storage.session`: lives as long as the browser, outlives the service worker, closed to content scripts. */
export interface Memory {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
}

export interface FeedOptions {
  memory: Memory;
  lookup(query: LookupQuery, signal: AbortSignal): Promise<LookupAnswer>;
  session(): Promise<Session | null>;
  access(host: string | null): Promise<PanelFeed['access']>;
  /** Told of every failed lookup: a session that ended is forgotten there. */
  onFault(fault: unknown): Promise<unknown>;
}

export interface Feeds {
  /** A tab shows something else. `start`: ask the server now, even where no panel is open. Resolves when the panels know. */
  announce(tabId: number, shown: Shown, start: boolean): Promise<void>;
  /** A panel opened in a tab: it gets the whole feed now and at each change, until the answer is called. */
  attach(tabId: number, post: (feed: PanelFeed) => void): () => void;
  /** Asks the server again for the tab's record; `deep`: past its mirror, at the PSA. */
  refresh(tabId: number, deep: boolean): Promise<void>;
  /** A decision was made or the session changed: what was known is old everywhere. */
  refreshAll(forget: boolean): Promise<void>;
  shown(tabId: number): Promise<Shown>;
  close(tabId: number): Promise<void>;
}

export const Shown = z.object({
  host: z.string().nullable(),
  page: PageRef.nullable(),
  hints: Hints,
  /** Nothing on the screen was recognised. */
  unread: z.boolean().optional(),
});
export type Shown = z.infer<typeof Shown>;

interface Tab extends Shown {
  answer: LookupAnswer | null;
  fault: Fault | null;
  /** The lookup under way; its abort makes its answer nobody's. */
  running: AbortController | null;
}

export const NOTHING: Shown = { host: null, page: null, hints: {} };
/** Answers kept per record, so that a technician who comes back to a ticket sees the person at once. */
const KEPT = 16;
const Kept = z.array(z.object({ key: z.string(), answer: LookupAnswer })).catch([]);
const keyOf = ({ page }: Shown) => (page ? pageKey(page) : null);

/** The state of every tab's panel. One record per tab at a time; whatever belongs to another record is dropped. */
export function createFeeds({ memory, lookup, session, access, onFault }: FeedOptions): Feeds {
  const tabs = new Map<number, Promise<Tab>>();
  const panels = new Map<number, Set<(feed: PanelFeed) => void>>();
  let kept: Promise<z.infer<typeof Kept>> | null = null;

  const answers = () => {
    kept ??= memory.get('answers').then((raw) => Kept.parse(raw));
    return kept;
  };
  async function remember(key: string, answer: LookupAnswer) {
    const others = (await answers()).filter((entry) => entry.key !== key);
    const now = [{ key, answer }, ...others].slice(0, KEPT);
    kept = Promise.resolve(now);
    await memory.set('answers', now);
  }
  async function recall(key: string | null) {
    return (await answers()).find((entry) => entry.key === key)?.answer ?? null;
  }

  function tabOf(tabId: number): Promise<Tab> {
    let tab = tabs.get(tabId);
    if (!tab) {
      tab = restore(tabId);
      tabs.set(tabId, tab);
    }
    return tab;
  }
  async function restore(tabId: number): Promise<Tab> {
    const shown = Shown.safeParse(await memory.get(`tab:${tabId}`)).data ?? NOTHING;
    return { ...shown, answer: await recall(keyOf(shown)), fault: null, running: null };
  }

  async function push(tabId: number, tab: Tab) {
    const [signed, granted] = await Promise.all([session(), access(tab.host)]);
    const feed: PanelFeed = {
      key: keyOf(tab),
      page: tab.page,
      host: tab.host,
      access: granted,
      unread: tab.unread,
      session: signed,
      loading: tab.running !== null,
      // Nobody's data stays on the screen after a sign-out or where access was taken back.
      answer: signed && granted === 'granted' ? tab.answer : null,
      fault: tab.fault,
    };
    for (const post of panels.get(tabId) ?? []) post(feed);
  }

  const isAllowed = async (tab: Tab) => (await session()) !== null && (await access(tab.host)) === 'granted';

  /** Resolves when the panels know that the lookup runs; its answer is pushed later. */
  async function start(tabId: number, tab: Tab, deep: boolean) {
    const { page, hints } = tab;
    if (!page) return push(tabId, tab);
    const key = pageKey(page);
    const running = new AbortController();
    tab.running?.abort();
    tab.running = running;
    const finished = run();
    await push(tabId, tab);
    void finished;

    async function run() {
      let answer: LookupAnswer | null = null;
      let fault: Fault | null = null;
      try {
        if (await isAllowed(tab)) answer = await lookup({ page: page!, hints, refresh: deep }, running.signal);
      } catch (error) {
        if (tab.running !== running) return;
        if (!(error instanceof CallFault)) console.error('A lookup failed', error);
        fault = error instanceof CallFault ? error.fault : { code: 'internal', message: 'The lookup failed' };
        await onFault(error);
      }
      if (tab.running !== running) return;
      tab.running = null;
      tab.fault = fault;
      if (answer) {
        tab.answer = answer;
        await remember(key, answer);
      }
      await push(tabId, tab);
    }
  }

  return {
    async announce(tabId, shown, begin) {
      const tab = await tabOf(tabId);
      const same = keyOf(tab) === keyOf(shown);
      if (begin || !same) {
        tab.running?.abort();
        tab.running = null;
      }
      Object.assign(tab, shown);
      if (!same) {
        tab.fault = null;
        tab.answer = null;
        const key = keyOf(tab);
        const known = await recall(key);
        // A later announcement may have come in between.
        if (keyOf(tab) !== key) return;
        tab.answer = known;
      }
      void memory.set(`tab:${tabId}`, shown);
      if (begin || panels.has(tabId)) await start(tabId, tab, false);
      else await push(tabId, tab);
    },
    attach(tabId, post) {
      const posts = panels.get(tabId) ?? new Set();
      panels.set(tabId, posts.add(post));
      void tabOf(tabId).then((tab) => {
        const known = tab.answer || tab.fault || tab.running;
        return known ? push(tabId, tab) : start(tabId, tab, false);
      });
      return () => {
        posts.delete(post);
        if (posts.size === 0 && panels.get(tabId) === posts) panels.delete(tabId);
      };
    },
    async refresh(tabId, deep) {
      await start(tabId, await tabOf(tabId), deep);
    },
    async refreshAll(forget) {
      kept = Promise.resolve([]);
      await memory.remove('answers');
      await Promise.all(
        [...tabs].map(async ([tabId, coming]) => {
          const tab = await coming;
          if (forget) tab.fault = null;
          if (forget || !panels.has(tabId)) tab.answer = null;
          if (panels.has(tabId)) await start(tabId, tab, false);
        }),
      );
    },
    async shown(tabId) {
      const { host, page, hints, unread } = await tabOf(tabId);
      return { host, page, hints, unread };
    },
    async close(tabId) {
      const tab = await tabs.get(tabId);
      tab?.running?.abort();
      tabs.delete(tabId);
      panels.delete(tabId);
      await memory.remove(`tab:${tabId}`);
    },
  };
}
