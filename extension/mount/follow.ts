import type { Hints, PageRef } from '@counterpart/shared/page.ts';
import type { DockMessage, HealthMessage, PageMessage } from '../messages.ts';
import {
  hasFrames,
  isAgentScreen,
  isOnScreenOnly,
  isShell,
  psaOfHost,
  readDocument,
  readHints,
  readPage,
  tellsOnScreen,
} from '../pages/index.ts';
import type { HostConfig } from '../pages/types.ts';
import type { Frame } from './frame.ts';
import { watchLocation } from './location.ts';
import { createScreenId } from './screen-id.ts';
import { whenSettled } from './settle.ts';

/** A screen that has shown nothing we know by then will not. */
const GIVE_UP_MS = 5000;
/** What changes a screen without a mutation that is seen (a style sheet, a field's value) is noticed by then. */
const SLOW_MS = 2000;
/** A frame smaller than this is none that anybody reads. */
const SMALLEST = 100;

export interface FollowOptions {
  window: Window;
  hosts: HostConfig;
  /** Where the panel is drawn; null in a frame of the page, which only says what it shows. */
  frame: Frame | null;
  /** Tells the background and answers how the panel stands on this host; null when there is nobody to tell. */
  say(message: PageMessage): Promise<DockMessage | null>;
  /** Tells which selectors found something. */
  count(message: HealthMessage): void;
  signal: AbortSignal;
}

/**
 * Follows the page from record to record: each is announced once, at its address, before it is drawn; what the page
 * shows of it is read when the page has come to rest, and told only if it adds something. Answers a function that takes
 * in what the background says of the dock meanwhile.
 */
export function follow({ window, hosts, frame, say, count, signal }: FollowOptions): (dock: DockMessage) => void {
  const { document } = window;
  const psa = psaOfHost(window.location.host, hosts);
  /** Frames of this page may show a record that its own address does not: the background then says whether to draw. */
  const framed = frame !== null && psa !== null && hasFrames(psa);
  /** What the address says, and what was announced: the same, but for screens that alone know their record's id. */
  let addressed: PageRef | null = null;
  let page: PageRef | null = null;
  /** What the link that opened this document names, until its app has put an address of its own in the link's place. */
  let link: PageRef | null | undefined;
  /** Ends what belongs to the record on the screen. */
  let record = new AbortController();
  /** What was last read from the screen, and of which record. */
  let seen: { page: PageRef; text: string } | null = null;
  let first = true;
  signal.addEventListener('abort', () => {
    record.abort();
    frame?.remove();
  });

  async function tell(hints: Hints, unread = false) {
    const { signal: current } = record;
    const message: PageMessage = { type: 'page', page, hints };
    if (first) message.first = true;
    if (unread) message.unread = true;
    first = false;
    const dock = await say(message);
    if (current.aborted) return;
    if (dock && (page || framed)) frame?.show(dock);
  }

  function arrive(url: URL) {
    const next = !frame && !isSeen(window) ? null : readPage(url, hosts);
    // The same record under another address (a tab of it, a filter of the list beside it) is no arrival.
    if (sameRecord(next, addressed) && !(next && isOnScreenOnly(next))) return;
    const opened = next && link && isTurnedInto(next, link) ? link : null;
    link = link === undefined ? next : null;
    record.abort();
    record = new AbortController();
    addressed = next;
    if (opened && !tellsOnScreen(opened)) {
      readAddressed(opened, record);
      // Said once more: the answer to the first time may still be on its way, and would be taken for an older record's.
      void tell({});
      return;
    }
    frame?.conceal();
    const before = page;
    const byScreen = next !== null && isOnScreenOnly(next);
    page = byScreen ? null : next;
    if (next && !isShell(url, next)) {
      if (byScreen) readScreen(next, opened ? null : before);
      else readAddressed(next, record);
    }
    void tell({});
  }

  /**
   * An app may put an address of its own in place of the link that opened it, which then names no record. As long as
   * nobody has touched the page, it is the link's record that this address stands for, and nothing of an earlier one
   * can still be on the screen.
   */
  function isTurnedInto(next: PageRef, opener: PageRef): boolean {
    const untouched = window.navigator.userActivation?.hasBeenActive === false;
    return untouched && opener.id !== null && isOnScreenOnly(next) && sameRecord({ ...opener, id: null }, next);
  }

  /** Looks until the screen shows something of the record, or for five seconds. */
  function readAddressed(current: PageRef, until: AbortController) {
    const done = new AbortController();
    const ends = AbortSignal.any([until.signal, done.signal]);
    // Right after a navigation the screen still shows the record before: what was read of that one is not this one's.
    const before = seen && !sameRecord(seen.page, current) ? seen.text : null;
    let counts = new Map<string, boolean>();
    whenSettled(
      document,
      () => {
        if (!isAgentScreen(current.psa, document)) {
          done.abort();
          page = null;
          frame?.conceal();
          void tell({});
          return;
        }
        counts = new Map();
        const hints = readHints(current, document, (id, hit) => counts.set(id, hit));
        const text = JSON.stringify(hints);
        if (text === '{}' || text === before) return;
        done.abort();
        seen = { page: current, text };
        report(current, counts);
        void tell(hints);
      },
      ends,
    );
    const end = window.setTimeout(() => {
      if (ends.aborted) return;
      done.abort();
      report(current, counts);
      if (current.kind === 'ticket') void tell({}, true);
    }, GIVE_UP_MS);
    ends.addEventListener('abort', () => window.clearTimeout(end));
  }

  /** Looks for as long as the address stays: on such screens the record changes under it. */
  function readScreen(base: PageRef, before: PageRef | null) {
    const { signal: ends } = record;
    const take = createScreenId(
      base,
      sameRecord(before && { ...before, id: null }, base) ? before!.id : null,
      window.performance.now(),
    );
    let told = '';
    let reported = false;
    const look = () => {
      const counts = new Map<string, boolean>();
      const note = (id: string, hit: boolean) => counts.set(id, hit);
      const agent = isAgentScreen(base.psa, document);
      const next = take(agent ? readDocument(document, base, note).id : null, window.performance.now());
      const moved = next !== undefined;
      if (moved) {
        frame?.conceal();
        // A time entry, a board: nothing of ours, though the address still says ticket.
        page = agent ? next : null;
        told = '';
      }
      const hints = page && page.id !== null ? readHints(page, document, note) : {};
      const text = JSON.stringify(hints);
      if (!moved && (text === told || text === '{}')) return;
      told = text;
      void tell(hints, page !== null && page.id === null);
      if (reported) return;
      reported = true;
      report(base, counts);
    };
    whenSettled(document, look, ends);
    const slow = window.setInterval(() => document.hidden || look(), SLOW_MS);
    ends.addEventListener('abort', () => window.clearInterval(slow));
  }

  /** Only a ticket's layout is known well enough that a miss says something. */
  function report({ psa, kind }: PageRef, counts: Map<string, boolean>) {
    if (kind !== 'ticket' || counts.size === 0) return;
    count({ type: 'health', psa, counts: [...counts].map(([selectorId, hit]) => ({ selectorId, hit })) });
  }

  const here = () => arrive(new URL(window.location.href));
  watchLocation(window, arrive, signal);
  if (!frame) {
    // A frame out of sight is told nothing of it.
    const timer = window.setInterval(here, SLOW_MS / 2);
    signal.addEventListener('abort', () => window.clearInterval(timer));
    // A frame that is loaded anew or taken away shows nothing from now on.
    const leave = () => {
      record.abort();
      addressed = null;
      page = null;
      void tell({});
    };
    window.addEventListener('pagehide', leave, { signal });
    window.addEventListener('pageshow', ({ persisted }) => persisted && here(), { signal });
  }
  here();
  if (first) void tell({});

  return (dock) => {
    if (page || framed) frame?.show(dock);
  };
}

/** True for a frame that takes up room on its page. */
function isSeen(window: Window): boolean {
  const { width, height } = window.frameElement?.getBoundingClientRect() ?? {
    width: window.innerWidth,
    height: window.innerHeight,
  };
  return width >= SMALLEST && height >= SMALLEST;
}

function sameRecord(a: PageRef | null, b: PageRef | null): boolean {
  if (a === null || b === null) return a === b;
  return a.kind === b.kind && a.id === b.id && a.number === b.number && a.host === b.host;
}
