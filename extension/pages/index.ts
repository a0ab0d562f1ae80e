import type { Hints, PageRef } from '@counterpart/shared/page.ts';
import type { PsaId } from '@counterpart/shared/providers.ts';
import { autotask } from './autotask.ts';
import { connectwise } from './connectwise.ts';
import { halopsa } from './halopsa.ts';
import { isShown } from './read.ts';
import type { HostConfig, Note, PageAdapter } from './types.ts';

export const PAGES: Record<PsaId, PageAdapter> = { halopsa, autotask, connectwise };
const ALL = Object.entries(PAGES) as [PsaId, PageAdapter][];

/** The vendors' hosts, as match patterns: where the content script runs without being asked for. */
export const HOST_PATTERNS: string[] = ALL.flatMap(([, adapter]) => [...adapter.hosts]);

/** The PSA behind a host (with its port, as in `URL.host`), or null. A granted custom domain names its PSA itself. */
export function psaOfHost(host: string, hosts: HostConfig): PsaId | null {
  if (Object.hasOwn(hosts, host)) return hosts[host]!;
  return ALL.find(([, adapter]) => adapter.owns(host))?.[0] ?? null;
}

/** The record an address shows, or null. Never throws. */
export function readPage(url: URL, hosts: HostConfig): PageRef | null {
  const psa = psaOfHost(url.host, hosts);
  if (!psa || !isRead(url, psa)) return null;
  const found = PAGES[psa].read(url);
  return found ? { psa, host: url.host, ...found } : null;
}

/** Only https is asked for (patterns.ts), but for hosts of vendors whose patterns say `*:`; so no script runs elsewhere. */
function isRead({ protocol, host }: URL, psa: PsaId): boolean {
  if (protocol === 'https:') return true;
  const { owns, hosts } = PAGES[psa];
  return protocol === 'http:' && owns(host) && hosts.every((pattern) => pattern.startsWith('*:'));
}

/** Are records of this PSA also shown in frames, inside a shell of the same host? */
export const hasFrames = (psa: PsaId): boolean => PAGES[psa].frames === true;

/** Is this the id of one of the PSA's selectors? */
export const knowsSelector = (psa: PsaId, id: string): boolean =>
  PAGES[psa].selectors.some((selector) => selector.id === id);

/** Is this address a shell's, with its record in a frame? Then there is nothing to read in its own document. */
export const isShell = (url: URL, { psa }: PageRef): boolean => PAGES[psa].isShell?.(url) ?? false;

/** The hosts of those PSAs, as match patterns: the only ones in whose frames a script runs. */
export const FRAME_PATTERNS: string[] = ALL.flatMap(([, { frames, hosts }]) => (frames ? hosts : []));

/** What the screen shows of this record. A number is only a ticket's; a company page has no requester. */
export function readHints(page: PageRef, document: Document, note: Note): Hints {
  if (page.kind === 'company') return {};
  const { number, ...rest } = PAGES[page.psa].hints(document, note);
  return page.kind === 'ticket' && number ? { number, ...rest } : rest;
}

/** Does only the screen say which record this is? Then it is to be read with `readDocument`, again and again. */
export function isOnScreenOnly(page: PageRef): boolean {
  return page.id === null && page.number === null && PAGES[page.psa].idOnScreen !== undefined;
}

/** Is it known where screens of this kind say which record they show? */
export const tellsOnScreen = ({ psa, kind }: PageRef): boolean => PAGES[psa].kindsOnScreen?.includes(kind) === true;

/** The page of an address that does not name its record, with the id that its screen shows now, if any. */
export function readDocument(document: Document, page: PageRef, note: Note): PageRef {
  if (!isOnScreenOnly(page)) return page;
  return { ...page, id: PAGES[page.psa].idOnScreen!(document, page.kind, note) };
}

/** False on screens that share the address of the agent's: a customer portal, a time entry. */
export function isAgentScreen(psa: PsaId, document: Document): boolean {
  return !PAGES[psa].notAgent.some(({ css }) => [...document.querySelectorAll(css)].some(isShown));
}
