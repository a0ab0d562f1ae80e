import { pageKey } from '@counterpart/shared/page.ts';
import type { PublicPath } from 'wxt/browser';
import { browser } from 'wxt/browser';
import { defineBackground } from 'wxt/utils/define-background';
import { accept, followedTab, hostOf, isSidePanel, mayOpen, type Sender } from '../background/accept.ts';
import { createApi } from '../background/api.ts';
import { createCalls } from '../background/calls.ts';
import { dockMessage, dockOf, setDock, tellTop, toggled } from '../background/dock.ts';
import { createDrafts } from '../background/drafts.ts';
import { createFeeds } from '../background/feed.ts';
import { createFrames } from '../background/frames.ts';
import { createHealth } from '../background/health.ts';
import { accessTo, followHostAccess, injectTab } from '../background/host-access.ts';
import { createSessions } from '../background/session.ts';
import { type Followed, followWindow } from '../background/side-panel.ts';
import { createTokenStore } from '../background/token.ts';
import { windowTabs } from '../background/window-tabs.ts';
import { type DockMessage, type PanelFeed, PanelSays, panelPort, windowOfPort } from '../messages.ts';
import { customHosts, type Dock, health } from '../storage.ts';

/** The composition root of the extension: everything is made here and handed to what needs it. */
export default defineBackground({ type: 'module', main });

function main() {
  const self = { id: browser.runtime.id, origin: browser.runtime.getURL('/' as PublicPath).replace(/\/$/, '') };
  const sessions = createSessions(createTokenStore(indexedDB), () => void feeds.refreshAll(true));
  const api = createApi({ fetch: (...request) => fetch(...request), access: sessions.access });
  const memory = {
    get: async (key: string) => (await browser.storage.session.get(key))[key],
    all: () => browser.storage.session.get(null),
    set: (key: string, value: unknown) => browser.storage.session.set({ [key]: value }),
    remove: (key: string) => browser.storage.session.remove(key),
  };
  const drafts = createDrafts(memory);
  const frames = createFrames(memory);
  const count = createHealth(health);
  const feeds = createFeeds({
    memory,
    lookup: api.lookup,
    session: async () => (await sessions.access())?.session ?? null,
    access: async (host) => accessTo(host, await customHosts.get()),
    onFault: sessions.forgetIfEnded,
  });
  const call = createCalls(api, sessions, () => void feeds.refreshAll(false));
  /** Tabs in which the technician named a record, each with the key of the record that the page itself shows. */
  const named = new Map<number, string | null>();
  let refusals = 0;

  // Chrome can close this area to content scripts as it does storage.session; Firefox lacks the call for it, so
  // nothing in it is a secret (the token is elsewhere, background/token.ts).
  browser.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' }).catch(() => {});
  followHostAccess(() => void feeds.refreshAll(false));

  async function answer(raw: unknown, sender: Sender): Promise<unknown> {
    const accepted = accept(raw, sender, self, await customHosts.get());
    if (accepted.kind === 'host') return accepted.psa;
    if (accepted.kind === 'call') return call(accepted.name, accepted.input);
    if (accepted.kind === 'draft') return drafts(accepted.shelf, accepted.message);
    if (accepted.kind === 'health') return count(accepted.message);
    if (accepted.kind === 'page') {
      const { tabId, frameId, host, message } = accepted;
      const usable = (await accessTo(host, await customHosts.get())) === 'granted';
      const said = { host, page: usable ? message.page : null, hints: message.hints, unread: message.unread };
      const { shown, isNews } = await frames.report(tabId, { frameId, shown: said }, message.first ?? false);
      const { page, hints, unread } = shown;
      const kept = await dockOf(host);
      const dock: Dock = page ? kept : { ...kept, state: 'hidden' };
      const isTop = frameId === 0;
      if (!isNews) return isTop ? dockMessage(dock) : null;
      // The page has not moved, it only came to rest: that must not take away what the technician asked to see.
      const isLate = (unread || Object.keys(hints).length > 0) && page !== null && named.get(tabId) === pageKey(page);
      if (!isLate) {
        named.delete(tabId);
        // A panel that is out of sight asks nothing; it will when it opens. Nor is there anything new to ask about a
        // screen on which nothing was read.
        await feeds.announce(tabId, shown, kept.state !== 'hidden' && !unread);
      }
      if (isTop) return dockMessage(dock) satisfies DockMessage;
      // The frame says what it shows; the panel is drawn by the tab's own document.
      await tellTop(tabId, dock).catch(() => {});
      return null;
    }
    refusals += 1;
    console.warn(`Refused a message (${accepted.reason}), ${refusals} so far`);
    return null;
  }

  browser.runtime.onMessage.addListener((raw, sender, reply) => {
    answer(raw, sender).then(reply, (error) => {
      console.error('A message could not be answered', error);
      reply(null);
    });
    return true;
  });

  browser.runtime.onConnect.addListener((port) => {
    const followed = port.sender ? follow(port.name, port.sender, (feed) => port.postMessage(feed)) : null;
    if (!followed) {
      port.disconnect();
      return;
    }
    port.onDisconnect.addListener(followed.end);
    port.onMessage.addListener((raw) => {
      const tabId = followed.tabId();
      if (tabId !== null) void hear(tabId, raw).catch((error) => console.error('A panel was not heard', error));
    });
  });

  /** Null for whoever is no panel of ours. */
  function follow(name: string, sender: Sender, post: (feed: PanelFeed) => void): Followed | null {
    const windowId = windowOfPort(name);
    if (windowId !== null) return isSidePanel(sender, self) ? followWindow(windowId, windowTabs, feeds, post) : null;
    const tabId = name === panelPort(null) ? followedTab(sender, self) : null;
    return tabId === null ? null : { tabId: () => tabId, end: feeds.attach(tabId, post) };
  }

  async function hear(tabId: number, raw: unknown) {
    const said = PanelSays.parse(raw);
    const { host, page } = await feeds.shown(tabId);
    if (said.type === 'refresh') await feeds.refresh(tabId, true);
    else if (said.type === 'page') await openPage(said.page, said.host);
    else if (said.type === 'window') {
      // Not `getURL`: it gives the panel's dynamic address, which Chrome opens in frames only.
      const url = `${self.origin}/panel.html?tab=${tabId}`;
      await browser.windows.create({ type: 'popup', url, width: 440, height: 760 });
    } else if (said.type === 'dock' && host) await tellTop(tabId, await setDock(host, said));
    else if (said.type === 'open' && mayOpen(said.page, host, await customHosts.get())) {
      if (!named.has(tabId)) named.set(tabId, page && pageKey(page));
      await feeds.announce(tabId, { host, page: said.page, hints: {} }, true);
    }
  }

  async function openPage(page: 'options' | 'workbench', host: string | null) {
    if (page === 'options' && !host) return browser.runtime.openOptionsPage();
    const query = host ? `?host=${encodeURIComponent(host)}` : '';
    await browser.tabs.create({ url: `${self.origin}/${page}.html${query}` });
  }

  browser.tabs.onRemoved.addListener((tabId) => {
    named.delete(tabId);
    void feeds.close(tabId);
    void frames.close(tabId);
  });

  browser.action.onClicked.addListener(async (tab) => {
    const host = hostOf(tab.url);
    const access = await accessTo(host, await customHosts.get());
    if (!host || access !== 'granted' || tab.id === undefined) {
      await openPage('options', host);
      return;
    }
    // A tab that was open before the extension came has no content script yet.
    const dock = await setDock(host, toggled(await dockOf(host)));
    const { id } = tab;
    // Where no document of the tab shows a record there is nothing to draw, whatever is remembered for the next.
    const { page } = await feeds.shown(id);
    await tellTop(id, page ? dock : { ...dock, state: 'hidden' }).catch(() => injectTab(id, host));
  });
}
