import { browser } from 'wxt/browser';
import type { DockMessage } from '../messages.ts';
import { DEFAULT_DOCK, type Dock, docks } from '../storage.ts';

const MIN_WIDTH = 320;

/** How the panel was left on this host. */
export async function dockOf(host: string): Promise<Dock> {
  return (await docks.get())[host] ?? DEFAULT_DOCK;
}

/** Remembers it for the host. A badge's own width is not the width to open with. */
export async function setDock(host: string, wanted: { state: Dock['state']; width: number }): Promise<Dock> {
  const all = await docks.get();
  const width = wanted.width >= MIN_WIDTH ? wanted.width : (all[host] ?? DEFAULT_DOCK).width;
  const dock: Dock = { state: wanted.state, width };
  await docks.set({ ...all, [host]: dock });
  return dock;
}

/** Tells the tab's own document, which draws the panel. Throws where no content script of ours is in it. */
export async function tellTop(tabId: number, dock: Dock): Promise<void> {
  await browser.tabs.sendMessage(tabId, dockMessage(dock), { frameId: 0 });
}

export const dockMessage = ({ state, width }: Dock): DockMessage => ({ type: 'dock', state, width });

/** The toolbar button: an open panel goes, anything else opens. */
export function toggled(dock: Dock): Dock {
  return { ...dock, state: dock.state === 'open' ? 'hidden' : 'open' };
}
