import { browser } from 'wxt/browser';
import type { z } from 'zod';
import { CallFault } from '../fault.ts';
import {
  CALLS,
  type CallAnswer,
  type CallMessage,
  CallReply,
  type Fault,
  PanelFeed,
  type PanelSays,
  panelPort,
} from '../messages.ts';
import { patternOf } from '../pages/patterns.ts';
import { sidePanelOpener } from '../side-panel.ts';
import type { PanelClient } from './client.ts';

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5000;
const RELOADED: Fault = {
  code: 'extension_reloaded',
  message: 'The extension was updated; the page must be loaded again',
};
const UNREADABLE: Fault = { code: 'answer_unreadable', message: 'The background said something unknown' };

/**
 * The panel's real client: a port for the feed, messages for calls. The background may stop and start at any time.
 * `windowId`: the window that a side panel follows; null in a tab.
 */
export function connectPanel(windowId: number | null): PanelClient {
  const openSide = window.top === window ? undefined : sidePanelOpener();
  const listeners = new Set<(feed: PanelFeed) => void>();
  let last: PanelFeed | null = null;
  let port: ReturnType<typeof browser.runtime.connect> | null = null;
  let wait = FIRST_WAIT_MS;
  let timer = 0;

  function tell(feed: PanelFeed) {
    last = feed;
    for (const listener of listeners) listener(feed);
  }
  function fail(fault: Fault) {
    const nothing = { key: null, page: null, host: null, access: 'granted' as const, session: null, answer: null };
    tell({ ...(last ?? nothing), loading: false, fault });
  }

  function connect() {
    if (port || listeners.size === 0) return;
    if (isGone()) return fail(RELOADED);
    try {
      port = browser.runtime.connect({ name: panelPort(windowId) });
    } catch {
      return fail(RELOADED);
    }
    port.onMessage.addListener((raw) => {
      wait = FIRST_WAIT_MS;
      const feed = PanelFeed.safeParse(raw);
      if (feed.success) tell(feed.data);
      else fail(UNREADABLE);
    });
    port.onDisconnect.addListener(() => {
      port = null;
      if (isGone()) return fail(RELOADED);
      // A panel that nobody sees need not keep the background awake; it asks again when it is looked at.
      if (document.visibilityState === 'hidden') return;
      window.clearTimeout(timer);
      timer = window.setTimeout(connect, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    });
  }
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') connect();
  });

  function say(message: PanelSays) {
    connect();
    port?.postMessage(message);
  }

  return {
    subscribe(onFeed) {
      listeners.add(onFeed);
      if (last) onFeed(last);
      connect();
      return () => {
        listeners.delete(onFeed);
        if (listeners.size > 0) return;
        window.clearTimeout(timer);
        port?.disconnect();
        port = null;
      };
    },
    say,
    call: callBackground,
    openOptions: () => say({ type: 'page', page: 'options', host: null }),
    openWorkbench: () => say({ type: 'page', page: 'workbench', host: null }),
    async requestAccess(host) {
      // In Firefox a frame in a page may ask for nothing: the options page can.
      if (browser.permissions) return browser.permissions.request({ origins: [patternOf(host)] });
      say({ type: 'page', page: 'options', host });
      return true;
    },
    ...(openSide && {
      async openSide() {
        await openSide();
        // One panel is enough; the toolbar button brings this one back.
        say({ type: 'dock', state: 'hidden', width: 40 });
      },
    }),
    // A window of our own has nothing above it and needs no other.
    ...(window.top === window ? {} : { confirmInWindow: () => say({ type: 'window' }) }),
  };
}

/** One call to the background, from any extension page. Throws `CallFault` on every failure. */
export const callBackground: PanelClient['call'] = async (name, input) => {
  const message: z.input<typeof CallMessage> = { type: 'call', name, input };
  let raw: unknown;
  try {
    raw = await browser.runtime.sendMessage(message);
  } catch {
    throw new CallFault(isGone() ? RELOADED : UNREADABLE);
  }
  const reply = CallReply.safeParse(raw);
  if (!reply.success) throw new CallFault(UNREADABLE);
  if (!reply.data.ok) throw new CallFault(reply.data.fault);
  const value = CALLS[name].answer.safeParse(reply.data.value);
  if (!value.success) throw new CallFault(UNREADABLE);
  return value.data as CallAnswer<typeof name>;
};

/** After a reload or an update of the extension its old pages lose their id. */
function isGone(): boolean {
  try {
    return !browser.runtime?.id;
  } catch {
    return true;
  }
}
