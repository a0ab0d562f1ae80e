import { browser } from 'wxt/browser';
import type { DraftShelf } from './drafts.ts';

/**
 * Drafts in the extension's own session storage: in memory only, gone with the browser, closed to pages and content
 * scripts. (`sessionStorage` is denied to a frame in somebody else's page.) One tab's drafts are its own.
 */
export async function tabShelf(): Promise<DraftShelf> {
  const asked = new URLSearchParams(location.search).get('tab'); // a window of our own goes on with its tab's drafts
  const tab = asked ?? String((await browser.tabs.getCurrent())?.id ?? 'panel');
  const prefix = `draft|${tab}|`;
  return {
    async load() {
      const all = await browser.storage.session.get(null);
      const mine = Object.entries(all).filter(([name]) => name.startsWith(prefix));
      return Object.fromEntries(mine.map(([name, value]) => [name.slice(prefix.length), value]));
    },
    save(name, value) {
      const done =
        value === null
          ? browser.storage.session.remove(prefix + name)
          : browser.storage.session.set({ [prefix + name]: value });
      done.catch(() => {}); // full, or the extension was reloaded
    },
  };
}
