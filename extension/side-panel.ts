import { browser } from 'wxt/browser';

/** Firefox's own name for a side panel; WXT's types are Chromium's. */
interface Sidebar {
  sidebarAction?: { open(): Promise<void> };
}

/**
 * Opens the panel in the browser's side panel, or in Firefox's sidebar. Undefined where this page cannot: a frame in a
 * page, in Firefox. To be called straight from a click, else browsers refuse.
 */
export function sidePanelOpener(): (() => Promise<void>) | undefined {
  const { sidebarAction } = browser as unknown as Sidebar;
  if (sidebarAction) return () => sidebarAction.open();
  if (!browser.sidePanel) return undefined;
  return async () => {
    const { id } = await browser.windows.getCurrent();
    if (id !== undefined) await browser.sidePanel.open({ windowId: id });
  };
}
