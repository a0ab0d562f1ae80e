import { browser } from 'wxt/browser';
import { z } from 'zod';
import type { DraftMessage } from '../messages.ts';
import type { DraftShelf } from './drafts.ts';

const Kept = z.record(z.string(), z.unknown()).catch({});
const ask = (message: DraftMessage): Promise<unknown> => browser.runtime.sendMessage(message);

/** The drafts of the tab that this panel shows, kept by the background. */
export const shelf: DraftShelf = {
  // Without its drafts a panel is still a panel.
  load: async () => Kept.parse(await ask({ type: 'drafts' }).catch(() => ({}))),
  save(name, value) {
    ask({ type: 'draft', name, value }).catch(() => {}); // full, or the extension was reloaded
  },
};
