import { PSA_IDS, type PsaId } from '@counterpart/shared/providers.ts';
import { CallFault } from '../../../extension/fault.ts';
import type { CallAnswer, CallInput, CallName, Fault } from '../../../extension/messages.ts';
import type { Access, OptionsClient } from '../../../extension/options/client.ts';
import { PAGES, psaOfHost } from '../../../extension/pages/index.ts';
import type { Health, Item, Settings } from '../../../extension/storage.ts';

export type Answers = { [N in CallName]?: (input: CallInput<N>) => CallAnswer<N> | Promise<CallAnswer<N>> };

/** A value kept in memory, as `storage.local` keeps it for the real page. */
export function memoryItem<T>(value: T): Item<T> {
  const watchers = new Set<(value: T) => void>();
  let kept = value;
  return {
    get: async () => kept,
    async set(next) {
      kept = next;
      for (const watcher of watchers) watcher(next);
    },
    watch(onChange) {
      watchers.add(onChange);
      return () => watchers.delete(onChange);
    },
  };
}

export function refuse(code: Fault['code'], more: Partial<Fault> = {}): never {
  throw new CallFault({ code, message: code, ...more });
}

/** Never answers: what the page shows while it waits. */
export const never = () => new Promise<never>(() => {});

const VENDORS = PSA_IDS.flatMap((psa) => PAGES[psa].hosts.map((pattern) => ({ psa, pattern })));

export interface Fake extends OptionsClient {
  calls: { name: CallName; input: unknown }[];
  granted: Set<string>;
  downloads: { name: string; text: string }[];
  copied: string[];
}

/** An options client without a browser: answers from a table, permissions and storage in memory. */
export function fakeClient(
  answers: Answers,
  more: {
    settings?: Partial<Settings>;
    hosts?: Record<string, PsaId>;
    health?: Health;
    granted?: string[];
    allow?: () => Promise<boolean>;
    languages?: string[];
    now?: () => number;
  } = {},
): Fake {
  const granted = new Set(more.granted ?? VENDORS.map(({ pattern }) => pattern));
  const watchers = new Set<() => void>();
  const told = () => {
    for (const watcher of watchers) watcher();
  };
  const ask = async (what: string) => {
    const yes = await (more.allow ?? (async () => true))();
    if (yes) granted.add(what);
    told();
    return yes;
  };
  const access: Access = {
    vendors: VENDORS,
    owns: (host) => psaOfHost(host, {}) !== null,
    hasPattern: async (pattern) => granted.has(pattern),
    hasHost: async (host) => granted.has(host),
    requestPattern: ask,
    requestHost: ask,
    async dropHost(host) {
      granted.delete(host);
      told();
    },
    watch(onChange) {
      watchers.add(onChange);
      return () => watchers.delete(onChange);
    },
  };
  const fake: Fake = {
    calls: [],
    granted,
    downloads: [],
    copied: [],
    async call(name, input) {
      fake.calls.push({ name, input });
      const answer = answers[name] as ((input: unknown) => unknown) | undefined;
      if (!answer) refuse('not_supported', { message: `The fake has no answer to ${name}` });
      return structuredClone(await answer(input)) as CallAnswer<typeof name>;
    },
    settings: memoryItem<Settings>({
      server: 'https://counterpart.northwind-it.example',
      language: 'en',
      theme: 'light',
      ...more.settings,
    }),
    customHosts: memoryItem(more.hosts ?? {}),
    access,
    health: memoryItem(more.health ?? {}),
    layouts: PSA_IDS.map((psa) => ({ psa, selectors: PAGES[psa].selectors })),
    languages: more.languages ?? ['en'],
    device: { browser: 'Chrome', system: 'Windows' },
    openSide: async () => {},
    async copy(text) {
      fake.copied.push(text);
    },
    download(name, text) {
      fake.downloads.push({ name, text });
    },
    now: more.now ?? Date.now,
  };
  return fake;
}
