import type { DraftMessage } from '../messages.ts';
import type { Memory } from './feed.ts';

/**
 * What panels leave half done, in memory only, gone with the browser, closed to pages and content scripts
 * (`sessionStorage` is denied to a frame in somebody else's page). One shelf's drafts are its own.
 */
export function createDrafts(memory: Memory & { all(): Promise<Record<string, unknown>> }) {
  return async (shelf: string, said: DraftMessage): Promise<unknown> => {
    const prefix = `draft|${shelf}|`;
    if (said.type === 'drafts') {
      const mine = Object.entries(await memory.all()).filter(([name]) => name.startsWith(prefix));
      return Object.fromEntries(mine.map(([name, value]) => [name.slice(prefix.length), value]));
    }
    if (said.value === null) await memory.remove(prefix + said.name);
    else await memory.set(prefix + said.name, said.value);
    return null;
  };
}
