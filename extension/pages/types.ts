import type { Hints, PageRef } from '@counterpart/shared/page.ts';
import type { PsaId } from '@counterpart/shared/providers.ts';

/** Custom domains the technician granted, each with its PSA: `{ 'help.example.com': 'halopsa' }`. A port is part of the host. */
export type HostConfig = Readonly<Record<string, PsaId>>;

/** One way to find something in a vendor's screen, with the day it was last known to be there and who says so. */
export interface Selector {
  css: string;
  /** YYYY-MM-DD */
  seen: string;
  source: string;
}

/** What one PSA's web app looks like from outside. Pure: no `browser.*`, no fetch, no waiting. */
export interface PageAdapter {
  /** Match patterns of the vendor's own hosts; custom domains come through `HostConfig`. */
  hosts: readonly string[];
  /** True for a host of the vendor that carries the agent screens (not its marketing or documentation). */
  owns(host: string): boolean;
  /** The record this address shows. Null: no record. A record whose id cannot be read has `id: null`. */
  read(url: URL): Omit<PageRef, 'psa' | 'host'> | null;
  /** Present on screens that look like the agent's but are not (a customer portal on the same routes). */
  notAgent: readonly Selector[];
  /** What the screen shows of the record; only ever used to notice a difference from what the PSA's API says. */
  hints(document: Document): Hints;
}
