import { describe, expect, it } from 'vitest';
import { createDrafts } from '../../../extension/background/drafts.ts';
import { followWindow, type WindowTabs } from '../../../extension/background/side-panel.ts';
import { type PanelFeed, panelPort, windowOfPort } from '../../../extension/messages.ts';

const WINDOW = 3;
const rest = () => new Promise((done) => setTimeout(done, 1));

/** One window with an active tab, and feeds that note what they are asked. */
function stage({ urls = {} }: { urls?: Record<number, string> } = {}) {
  const listeners = {
    activated: new Set<(windowId: number, tabId: number) => void>(),
    loading: new Set<(tabId: number, url: string | undefined) => void>(),
  };
  const listen = <T>(all: Set<T>, listener: T) => {
    all.add(listener);
    return () => void all.delete(listener);
  };
  const tabs: WindowTabs = {
    active: async () => 7,
    url: async (tabId) => urls[tabId] ?? 'https://acme.halopsa.com/tickets?id=1',
    onActivated: (listener) => listen(listeners.activated, listener),
    onLoading: (listener) => listen(listeners.loading, listener),
  };
  const told: string[] = [];
  const followed = followWindow(
    WINDOW,
    tabs,
    {
      attach(tabId) {
        told.push(`show ${tabId}`);
        return () => told.push(`drop ${tabId}`);
      },
      announce: async (tabId, { host, page }) => void told.push(`${tabId} is at ${host}, record ${page}`),
      shown: async () => ({ host: 'acme.halopsa.com', page: null, hints: {} }),
    },
    (_feed: PanelFeed) => {},
  );
  return {
    followed,
    told,
    listeners,
    activate: (tabId: number, windowId = WINDOW) => {
      for (const hear of listeners.activated) hear(windowId, tabId);
    },
    load: (tabId: number, url?: string) => {
      for (const hear of listeners.loading) hear(tabId, url);
    },
  };
}

describe('a side panel', () => {
  it('shows the active tab, and the next one when that is activated', async () => {
    const { followed, told, activate } = stage();
    await rest();
    activate(8);
    activate(8);
    await rest();
    expect(told).toEqual(['show 7', 'drop 7', 'show 8']);
    expect(followed.tabId()).toBe(8);
  });

  it('goes past a tab that is left at once', async () => {
    const { told, activate } = stage();
    await rest();
    activate(8);
    activate(9);
    await rest();
    expect(told).toEqual(['show 7', 'drop 7', 'show 9']);
  });

  it('forgets the record of a tab that left while nobody listened, before it is shown', async () => {
    const { told } = stage({ urls: { 7: 'https://elsewhere.example/' } });
    await rest();
    expect(told).toEqual(['7 is at elsewhere.example, record null', 'show 7']);
  });

  it('pays no attention to other windows', async () => {
    const { told, activate } = stage();
    await rest();
    activate(20, WINDOW + 1);
    expect(told).toEqual(['show 7']);
  });

  it('keeps to a tab that was activated before the first one was known', async () => {
    const { followed, activate } = stage();
    activate(8);
    await rest();
    expect(followed.tabId()).toBe(8);
  });

  it.each([
    ['another PSA', 7, 'https://other.halopsa.com/', ['7 is at other.halopsa.com, record null']],
    ['a page that we may not see', 7, undefined, ['7 is at null, record null']],
    ['the same site', 7, 'https://acme.halopsa.com/tickets?id=2', []],
    ['another tab that loads', 9, 'https://other.halopsa.com/', []],
  ] as [string, number, string | undefined, string[]][])(
    'lets go of the record: %s',
    async (_what, tabId, url, more) => {
      const { told, load } = stage();
      await rest();
      load(tabId, url);
      await rest();
      expect(told).toEqual(['show 7', ...more]);
    },
  );

  it('leaves nothing behind, even when it ends before it began', async () => {
    const { followed, told, listeners } = stage();
    followed.end();
    await rest();
    expect(told).toEqual([]);
    expect([listeners.activated.size, listeners.loading.size]).toEqual([0, 0]);
  });

  it.each([
    [panelPort(12), 12],
    [panelPort(null), null],
    ['panel of window x', null],
    ['a panel of window 1', null],
  ])('a port named “%s” is of window %s', (name, windowId) => expect(windowOfPort(name)).toBe(windowId));
});

describe('drafts', () => {
  it('are each tab’s own, and go when they are emptied', async () => {
    const data = new Map<string, unknown>([['answers', []]]);
    const drafts = createDrafts({
      get: async (key) => data.get(key),
      all: async () => Object.fromEntries(data),
      set: async (key, value) => void data.set(key, value),
      remove: async (key) => void data.delete(key),
    });
    await drafts('7', { type: 'draft', name: 'a|task', value: { kind: 'search' } });
    await drafts('71', { type: 'draft', name: 'a|task', value: 1 });
    expect(await drafts('7', { type: 'drafts' })).toEqual({ 'a|task': { kind: 'search' } });
    await drafts('7', { type: 'draft', name: 'a|task', value: null });
    expect(await drafts('7', { type: 'drafts' })).toEqual({});
    expect(await drafts('71', { type: 'drafts' })).toEqual({ 'a|task': 1 });
  });
});
