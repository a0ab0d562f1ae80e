import type { Hints, PageRef } from '@counterpart/shared/page.ts';
import type { DockMessage, PageMessage } from '../messages.ts';
import { isAgentScreen, readHints, readPage } from '../pages/index.ts';
import type { HostConfig } from '../pages/types.ts';
import type { Frame } from './frame.ts';
import { watchLocation } from './location.ts';
import { whenSettled } from './settle.ts';

export interface FollowOptions {
  window: Window;
  hosts: HostConfig;
  frame: Frame;
  /** Tells the background and answers how the panel stands on this host; null when there is nobody to tell. */
  say(message: PageMessage): Promise<DockMessage | null>;
  signal: AbortSignal;
}

/**
 * Follows the page from record to record: each is announced once, at its address, before it is drawn; what the page
 * shows of it is read when the page has come to rest, and told only if it adds something. Answers a function that takes
 * in what the background says of the dock meanwhile.
 */
export function follow({ window, hosts, frame, say, signal }: FollowOptions): (dock: DockMessage) => void {
  const { document } = window;
  let page: PageRef | null = null;
  /** Ends what belongs to the record on the screen. */
  let record = new AbortController();
  /** What was last read from the screen, and of which record. */
  let seen: { page: PageRef; text: string } | null = null;
  signal.addEventListener('abort', () => {
    record.abort();
    frame.remove();
  });

  async function tell(hints: Hints) {
    const { signal: current } = record;
    const dock = await say({ type: 'page', page, hints });
    if (current.aborted) return;
    if (dock && page) frame.show(dock);
  }

  function arrive(url: URL) {
    const next = readPage(url, hosts);
    // The same record under another address (a tab of it, a filter of the list beside it) is no arrival.
    if (sameRecord(next, page)) return;
    record.abort();
    record = new AbortController();
    frame.conceal();
    page = next;
    if (next) read(next);
    void tell({});
  }

  function read(current: PageRef) {
    // Right after a navigation the screen still shows the record before: what was read of that one is not this one's.
    const before = seen && !sameRecord(seen.page, current) ? seen.text : null;
    const look = () => {
      if (!isAgentScreen(current.psa, document)) {
        page = null;
        frame.conceal();
        void tell({});
        return true;
      }
      const hints = readHints(current, document);
      const text = JSON.stringify(hints);
      if (text === '{}' || text === before) return false;
      seen = { page: current, text };
      void tell(hints);
      return true;
    };
    whenSettled(document, look, record.signal);
  }

  watchLocation(window, arrive, signal);
  const first = readPage(new URL(window.location.href), hosts);
  if (first) arrive(new URL(window.location.href));
  else void tell({});

  return (dock) => {
    if (page) frame.show(dock);
  };
}

function sameRecord(a: PageRef | null, b: PageRef | null): boolean {
  return a === b || (a !== null && b !== null && a.kind === b.kind && a.id === b.id && a.host === b.host);
}
