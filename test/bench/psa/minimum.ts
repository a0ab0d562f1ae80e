import type { PsaId } from '@counterpart/shared/providers.ts';

export const LATENCY_MS = 50;

export interface Limits {
  /** Rows that one page of contacts may hold. */
  page: number;
  /** Requests for one list that may be under way at the same time, and who says so. */
  atOnce: number;
  because: string;
  window: { requests: number; ms: number };
}

/** What the vendors allow; the windows are the strictest that were published. */
export const LIMITS: Record<PsaId, Limits> = {
  // https://www.autotask.net/help/developerhelp/content/apis/General/ThreadLimiting.htm
  autotask: {
    page: 500,
    atOnce: 3,
    because: 'three threads on one object',
    window: { requests: 10_000, ms: 60 * 60_000 },
  },
  // https://developer.connectwise.com/Products/ConnectWise_PSA/Developer_Guide
  connectwise: {
    page: 1_000,
    atOnce: 1,
    because: 'forward-only: a page is asked for with the last id of the page before',
    window: { requests: 1_000, ms: 60_000 },
  },
  halopsa: {
    page: 999,
    atOnce: 1,
    because: 'no number is published, so one after another',
    window: { requests: 300, ms: 5 * 60_000 },
  },
};

export interface Minimum {
  pages: number;
  ms: number;
  /** The sum, for people. */
  said: string;
}

/** No reader is faster: the pages that the rows fill, each one answer time long, as many at once as is allowed. */
export function minimumOf(psa: PsaId, rows: number): Minimum {
  const { page, atOnce, because } = LIMITS[psa];
  const pages = Math.ceil(rows / page);
  const ms = (pages * LATENCY_MS) / atOnce;
  const said = `${rows} / ${page} = ${pages} pages x ${LATENCY_MS} ms / ${atOnce} (${because}) = ${Math.round(ms)} ms`;
  return { pages, ms, said };
}
