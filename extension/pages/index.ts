import type { Hints, PageRef } from '@counterpart/shared/page.ts';
import type { PsaId } from '@counterpart/shared/providers.ts';
import { halopsa } from './halopsa.ts';
import type { HostConfig, PageAdapter } from './types.ts';

export const PAGES: Record<PsaId, PageAdapter> = { halopsa };
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
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  const psa = psaOfHost(url.host, hosts);
  const found = psa && PAGES[psa].read(url);
  return found ? { psa, host: url.host, ...found } : null;
}

/** What the screen shows of this record. A number is only a ticket's; a company page has no requester. */
export function readHints(page: PageRef, document: Document): Hints {
  if (page.kind === 'company') return {};
  const { number, ...rest } = PAGES[page.psa].hints(document);
  return page.kind === 'ticket' && number ? { number, ...rest } : rest;
}

/** False on a customer portal that shares the agent app's routes. */
export function isAgentScreen(psa: PsaId, document: Document): boolean {
  return !PAGES[psa].notAgent.some(({ css }) => document.querySelector(css));
}
