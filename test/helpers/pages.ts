import { readPage } from '../../extension/pages/index.ts';

/** Domains that a technician would have named in the options. */
export const HOSTS = { 'help.example.com': 'halopsa', 'cw.example.com': 'connectwise' } as const;

/**
 * What is read from an address, in short: `ticket 7`, `ticket ? T20260101.0001`, `contact ?`, or null. Another PSA than
 * the one that is asked about shows by its name in front.
 */
export function at(url: string, psa: string): string | null {
  const page = readPage(new URL(url), HOSTS);
  if (!page) return null;
  const words = [page.kind, page.id ?? '?', ...(page.number === null ? [] : [page.number])];
  return [...(page.psa === psa ? [] : [page.psa]), ...words].join(' ');
}
