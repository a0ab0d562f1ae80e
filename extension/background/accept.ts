import { type PageRef, pageKey } from '@counterpart/shared/page.ts';
import type { PsaId } from '@counterpart/shared/providers.ts';
import {
  CALLS,
  type CallInput,
  CallMessage,
  type CallName,
  DraftMessage,
  HealthMessage,
  HostMessage,
  PageMessage,
} from '../messages.ts';
import { hasFrames, knowsSelector, psaOfHost } from '../pages/index.ts';
import type { HostConfig } from '../pages/types.ts';

/** What the browser says of a message's sender; unlike the message it cannot be forged by a page. */
export interface Sender {
  id?: string;
  origin?: string;
  url?: string;
  frameId?: number;
  tab?: { id?: number; url?: string };
}

export interface Self {
  id: string;
  /** `chrome-extension://…` or `moz-extension://…`, with no slash at the end. */
  origin: string;
}

export type Accepted =
  | { kind: 'page'; tabId: number; frameId: number; host: string; message: PageMessage }
  | { kind: 'health'; message: HealthMessage }
  | { kind: 'host'; psa: PsaId | null }
  | { kind: 'draft'; shelf: string; message: DraftMessage }
  | { [N in CallName]: { kind: 'call'; name: N; input: CallInput<N> } }[CallName]
  | { kind: 'refused'; reason: Refusal };
export type Refusal = 'foreign' | 'not_our_page' | 'subframe' | 'shape' | 'host_differs' | 'no_such_psa';

const refused = (reason: Refusal): Accepted => ({ kind: 'refused', reason });

/**
 * Decides what a runtime message may do, from who sent it. Content scripts run beside pages written by strangers, and
 * a broken renderer can send whatever it likes in their name: they may point at a record of their own tab's host and
 * nothing else. Calls, which act with the technician's token, come from our own pages only. A frame may point only
 * where the PSA shows its records in frames, and only in a tab whose own address has the frame's host: a PSA framed by
 * a stranger's page says nothing.
 */
export function accept(raw: unknown, sender: Sender, self: Self, hosts: HostConfig): Accepted {
  if (sender.id !== self.id) return refused('foreign');
  const type = typeof raw === 'object' && raw !== null && 'type' in raw ? raw.type : null;
  if (type === 'call') {
    if (!isOwnPage(sender, self)) return refused('not_our_page');
    const message = CallMessage.safeParse(raw);
    if (!message.success) return refused('shape');
    const { name } = message.data;
    const input = CALLS[name].input.safeParse(message.data.input);
    if (!input.success) return refused('shape');
    return { kind: 'call', name, input: input.data } as Accepted;
  }
  const draft = DraftMessage.safeParse(raw);
  if (draft.success) {
    if (!isOwnPage(sender, self)) return refused('not_our_page');
    // A side panel goes from tab to tab and has drafts of its own.
    return { kind: 'draft', shelf: String(followedTab(sender, self) ?? 'side'), message: draft.data };
  }
  const tabId = sender.tab?.id;
  if (tabId === undefined || isOwnPage(sender, self)) return refused('not_our_page');
  const { frameId } = sender;
  const host = senderHost(sender);
  const psa = host === null ? null : psaOfHost(host, hosts);
  if (frameId !== 0 && (!psa || !hasFrames(psa) || !sender.tab?.url)) return refused('subframe');
  if (frameId === undefined || !host) return refused('host_differs');
  if (HostMessage.safeParse(raw).success) return { kind: 'host', psa };
  if (type === 'health') {
    const message = HealthMessage.safeParse(raw);
    if (!message.success) return refused('shape');
    if (message.data.psa !== psa) return refused('no_such_psa');
    const known = message.data.counts.every(({ selectorId }) => knowsSelector(psa, selectorId));
    return known ? { kind: 'health', message: message.data } : refused('shape');
  }
  const message = PageMessage.safeParse(raw);
  if (!message.success) return refused('shape');
  const { page } = message.data;
  if (page && page.host !== host) return refused('host_differs');
  if (page && psa !== page.psa) return refused('no_such_psa');
  return { kind: 'page', tabId, frameId, host, message: message.data };
}

/** True for the panel, options and workbench, in whichever frame. */
export function isOwnPage(sender: Sender, self: Self): boolean {
  return sender.id === self.id && (sender.origin ?? originOf(sender.url)) === self.origin;
}

/**
 * The tab whose record a panel shows: the one it is in, or, for a panel in a window of our own, the one that its
 * address names. Null for whoever is no panel of ours.
 */
export function followedTab(sender: Sender, self: Self): number | null {
  if (!isOwnPage(sender, self) || sender.tab?.id === undefined) return null;
  if (sender.frameId !== 0) return sender.tab.id;
  const named = /\?tab=(\d{1,10})$/.exec(sender.url ?? '')?.[1];
  return named === undefined ? sender.tab.id : Number(named);
}

/** True for our page beside the tabs: it is in none of them. */
export function isSidePanel(sender: Sender, self: Self): boolean {
  return isOwnPage(sender, self) && sender.tab === undefined;
}

/** May a technician name this record by hand in this tab? Only one of the tab's own host. */
export function mayOpen(page: PageRef, host: string | null, hosts: HostConfig): boolean {
  return host !== null && page.host === host && psaOfHost(host, hosts) === page.psa && !pageKey(page).endsWith('#?');
}

/** The host that all of the browser's own words about the sender agree on. */
function senderHost(sender: Sender): string | null {
  const said = [sender.url, sender.tab?.url, sender.origin].filter((text) => text !== undefined);
  const all = new Set(said.map(hostOf));
  const [host] = all;
  return all.size === 1 && host ? host : null;
}

/** `host` with its port, of a web address; null for anything else. */
export function hostOf(url: string | undefined): string | null {
  if (url === undefined || !URL.canParse(url)) return null;
  const { protocol, host } = new URL(url);
  return /^https?:$/.test(protocol) ? host : null;
}

/** Not `URL.origin`: it is the word "null" for extension addresses in some engines. */
function originOf(url: string | undefined): string | null {
  return /^[a-z-]+:\/\/[^/]+/.exec(url ?? '')?.[0] ?? null;
}
