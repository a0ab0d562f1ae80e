import { browser } from 'wxt/browser';
import type { WindowTabs } from './side-panel.ts';

/** The browser's own tabs. Listened to only while a side panel is open: otherwise each page load would wake us. */
export const windowTabs: WindowTabs = {
  active: async (windowId) => (await browser.tabs.query({ active: true, windowId }))[0]?.id ?? null,
  url: (tabId) =>
    browser.tabs.get(tabId).then(
      ({ url }) => url,
      () => undefined, // closed meanwhile
    ),
  onActivated(listener) {
    const hear = (info: { windowId: number; tabId: number }) => listener(info.windowId, info.tabId);
    browser.tabs.onActivated.addListener(hear);
    return () => browser.tabs.onActivated.removeListener(hear);
  },
  onLoading(listener) {
    const hear = (tabId: number, change: { status?: string }, tab: { url?: string }) => {
      if (change.status === 'loading') listener(tabId, tab.url);
    };
    browser.tabs.onUpdated.addListener(hear);
    return () => browser.tabs.onUpdated.removeListener(hear);
  },
};
