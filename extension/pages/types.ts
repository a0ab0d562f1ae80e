import type { Hints, PageRef } from '@counterpart/shared/page.ts';
import type { PsaId } from '@counterpart/shared/providers.ts';

/** Custom domains the technician granted, each with its PSA: `{ 'help.example.com': 'halopsa' }`. A port is part of the host. */
export type HostConfig = Readonly<Record<string, PsaId>>;

/** One way to find something in a vendor's screen, with the day it was last known to be there and who says so. */
export interface Selector {
  /** Names it in the layout health, unique in its adapter: `number.heading`. */
  id: string;
  css: string;
  /** YYYY-MM-DD */
  seen: string;
  source: string;
}

/** Is told of each selector that was tried, and whether it found something. Never what. */
export type Note = (selectorId: string, hit: boolean) => void;

/** What an adapter knows of a page; which PSA and host it is, the registry adds. */
export type Found = Omit<PageRef, 'psa' | 'host'>;

/** What one PSA's web app looks like from outside. Pure: no `browser.*`, no fetch, no waiting. */
export interface PageAdapter {
  /** Match patterns of the vendor's own hosts; custom domains come through `HostConfig`. */
  hosts: readonly string[];
  /** True for a host of the vendor that carries the agent screens (not its marketing, documentation or API). */
  owns(host: string): boolean;
  /** The record this address shows. Null: no record. A record whose id cannot be read has `id: null`. */
  read(url: URL): Found | null;
  /** True where records are also shown in frames of the same host, inside a shell. */
  frames?: boolean;
  /** True for such a shell's own address: the record that `read` finds is drawn in a frame, not in this document. */
  isShell?(url: URL): boolean;
  /** Present on screens that look like the agent's but are not (a customer portal on the same routes). */
  notAgent: readonly Selector[];
  /** What the screen shows of the record; only ever used to notice a difference from what the PSA's API says. */
  hints(document: Document, note: Note): Hints;
  /**
   * Where the address says the kind of record and no more: its id as the screen has it now, or null. Such screens come
   * and go under one address, so this is asked again and again.
   */
  idOnScreen?(document: Document, kind: Found['kind'], note: Note): string | null;
  /** The kinds of record whose screens are known to show their id; of others `idOnScreen` knows nothing. */
  kindsOnScreen?: readonly Found['kind'][];
  /** All selectors whose hits are worth counting. */
  selectors: readonly Selector[];
}
