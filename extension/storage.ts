import { PsaId } from '@counterpart/shared/providers.ts';
import { browser } from 'wxt/browser';
import { z } from 'zod';

/** A self-hosted server on the same machine: what `npm start` listens on. */
export const DEFAULT_SERVER = 'http://127.0.0.1:8787';

const Host = z.string().regex(/^[a-z0-9.-]+(:\d{1,5})?$/);

/** A bad field falls back alone; the others stay as chosen. */
export const Settings = z.object({
  server: z.url({ protocol: /^https?$/ }).catch(DEFAULT_SERVER),
  language: z.enum(['auto', 'en', 'fr']).catch('auto'),
  theme: z.enum(['auto', 'light', 'dark']).catch('auto'),
});
export type Settings = z.infer<typeof Settings>;

export const Dock = z.object({
  state: z.enum(['open', 'badge', 'hidden']),
  width: z.number().int().min(320).max(560),
});
export type Dock = z.infer<typeof Dock>;
export const DEFAULT_DOCK: Dock = { state: 'open', width: 380 };

/** One value of `storage.local`. Only extension pages and the background can read that area (background/session.ts). */
export interface Item<T> {
  get(): Promise<T>;
  set(value: T): Promise<void>;
  /** Calls back with the new value after each change, from whichever page; the answer ends it. */
  watch(onChange: (value: T) => void): () => void;
}

/** Entries that do not parse are left out, one by one. */
export function entriesOf<T>(entry: z.ZodType<T>): z.ZodType<Record<string, T>> {
  return z
    .record(z.string(), z.unknown())
    .catch({})
    .transform((raw) =>
      Object.fromEntries(
        Object.entries(raw).flatMap(([key, value]) => {
          const parsed = entry.safeParse(value);
          return Host.safeParse(key).success && parsed.success ? [[key, parsed.data] as const] : [];
        }),
      ),
    );
}

function item<T>(key: string, read: (raw: unknown) => T): Item<T> {
  return {
    get: async () => read((await browser.storage.local.get(key))[key]),
    set: (value) => browser.storage.local.set({ [key]: value }),
    watch(onChange) {
      const listener = (changes: Record<string, { newValue?: unknown }>, area: string) => {
        if (area === 'local' && changes[key]) onChange(read(changes[key].newValue));
      };
      browser.storage.onChanged.addListener(listener);
      return () => browser.storage.onChanged.removeListener(listener);
    },
  };
}

export const readSettings = (raw: unknown): Settings => Settings.safeParse(raw).data ?? Settings.parse({});
export const settings = item('settings', readSettings);

const Docks = entriesOf(Dock);
/** Where and how wide the panel was left, per PSA host. */
export const docks = item('docks', (raw) => Docks.parse(raw));

const Hosts = entriesOf(PsaId);
/**
 * Custom domains and their PSA. Put the host here before asking the browser for it: granting may close the page that
 * asked. The background runs the content script on those of them that are granted (background/host-access.ts).
 */
export const customHosts = item('hosts', (raw) => Hosts.parse(raw));

const Count = z.object({ hits: z.number().int().min(0), misses: z.number().int().min(0) });
const Healths = z.partialRecord(PsaId, z.record(z.string(), Count)).catch({});
export type Health = z.infer<typeof Healths>;
/** How often each selector of a PSA's screens found something (background/health.ts). */
export const health = item<Health>('health', (raw) => Healths.parse(raw ?? {}));
