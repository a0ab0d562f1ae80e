import type { PsaId } from '@counterpart/shared/providers.ts';
import { createContext, useContext } from 'react';
import type { CallAnswer, CallInput, CallName } from '../messages.ts';
import type { Selector } from '../pages/types.ts';
import type { Health, Item, Settings } from '../storage.ts';

/** What the browser lets the extension reach, asked one site at a time. */
export interface Access {
  /** The vendors' hosts as match patterns, with the PSA that runs there. */
  vendors: readonly { psa: PsaId; pattern: string }[];
  owns(host: string): boolean;
  hasPattern(pattern: string): Promise<boolean>;
  hasHost(host: string): Promise<boolean>;
  /** Must be called straight from a click: browsers ask nobody otherwise. False when the answer was no; throws when a policy forbids asking. */
  requestPattern(pattern: string): Promise<boolean>;
  requestHost(host: string): Promise<boolean>;
  dropHost(host: string): Promise<void>;
  /** Calls back when something was allowed or taken away, from whichever page. */
  watch(onChange: () => void): () => void;
}

/** All that the options page's components know of the world outside: the gallery and tests hand in their own. */
export interface OptionsClient {
  /** Throws `CallFault` (fault.ts) on every failure. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallAnswer<N>>;
  settings: Item<Settings>;
  customHosts: Item<Record<string, PsaId>>;
  access: Access;
  /** How often the selectors of the PSAs' screens found something, and all of those that are counted. */
  health: Item<Health>;
  layouts: readonly { psa: PsaId; selectors: readonly Selector[] }[];
  /** The browser's languages, most wanted first. */
  languages: readonly string[];
  /** The browser's and the system's names, for naming this browser: "Chrome", "Windows". */
  device: { browser: string; system: string };
  copy(text: string): Promise<void>;
  download(name: string, text: string): void;
  /** Opens the panel in the browser's side panel; must be called from a click. Absent where there is none. */
  openSide?(): Promise<void>;
  now(): number;
}

const Context = createContext<OptionsClient | null>(null);
export const ClientProvider = Context.Provider;

export function useClient(): OptionsClient {
  const client = useContext(Context);
  if (!client) throw new Error('The options page is drawn inside a ClientProvider');
  return client;
}
