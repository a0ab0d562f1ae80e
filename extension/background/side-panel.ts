import type { PanelFeed } from '../messages.ts';
import { hostOf } from './accept.ts';
import type { Feeds } from './feed.ts';

/** What is asked of the browser's tabs; a listener is taken off by the answer. */
export interface WindowTabs {
  active(windowId: number): Promise<number | null>;
  /** Undefined where we have no right to the page. */
  url(tabId: number): Promise<string | undefined>;
  onActivated(listener: (windowId: number, tabId: number) => void): () => void;
  onLoading(listener: (tabId: number, url: string | undefined) => void): () => void;
}

export interface Followed {
  /** The tab whose record is shown now. */
  tabId(): number | null;
  end(): void;
}

/**
 * Feeds a side panel, which stands beside all tabs of its window, with the record of the active one. A frame in a page
 * goes when the page goes; this one stays, so it is also told when the tab has left for another site.
 */
export function followWindow(
  windowId: number,
  tabs: WindowTabs,
  feeds: Pick<Feeds, 'attach' | 'announce' | 'shown'>,
  post: (feed: PanelFeed) => void,
): Followed {
  let current: number | null = null;
  let detach = () => {};
  let ended = false;

  async function turnTo(tabId: number) {
    if (ended || tabId === current) return;
    detach();
    detach = () => {};
    current = tabId;
    // While nobody listened it may have left, and nobody's record must show on another page.
    await leave(tabId, await tabs.url(tabId));
    if (!ended && current === tabId) detach = feeds.attach(tabId, post);
  }
  async function leave(tabId: number, url: string | undefined) {
    const host = hostOf(url);
    if (tabId !== current || (await feeds.shown(tabId)).host === host) return;
    await feeds.announce(tabId, { host, page: null, hints: {} }, false);
  }

  const stop = [
    tabs.onActivated((where, tabId) => {
      if (where === windowId) void turnTo(tabId);
    }),
    tabs.onLoading((tabId, url) => void leave(tabId, url)),
  ];
  void tabs.active(windowId).then((tabId) => {
    // A tab that was activated meanwhile is the newer word.
    if (tabId !== null && current === null) void turnTo(tabId);
  });
  return {
    tabId: () => current,
    end() {
      ended = true;
      detach();
      for (const off of stop) off();
    },
  };
}
