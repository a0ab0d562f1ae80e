import type { PsaId } from '@counterpart/shared/providers.ts';
import { browser } from 'wxt/browser';
import type { PanelFeed } from '../messages.ts';
import type { ScriptFile } from '../mount/running.ts';
import { FRAME_PATTERNS, HOST_PATTERNS, hasFrames, psaOfHost } from '../pages/index.ts';
import { patternOf } from '../pages/patterns.ts';
import type { HostConfig } from '../pages/types.ts';
import { customHosts } from '../storage.ts';
import { injectMissing } from './inject.ts';
import { planRegistrations, scriptId } from './registrations.ts';

const SCRIPT = '/content-scripts/psa.js' satisfies ScriptFile;
const FRAME_SCRIPT = '/content-scripts/psa-frame.js' satisfies ScriptFile;

/** May we work on this host? `missing`: it is a PSA, but the browser's user has not granted it or took it back. */
export async function accessTo(host: string | null, hosts: HostConfig): Promise<PanelFeed['access']> {
  if (!host || !psaOfHost(host, hosts)) return 'not_a_psa';
  return (await isGranted(host)) ? 'granted' : 'missing';
}

const isGranted = (host: string) => browser.permissions.contains({ origins: [patternOf(host)] });

/** Runs the content script in tabs that were open before it was registered, so that nobody has to reload a ticket. */
export async function injectOpenTabs(patterns: string[]): Promise<void> {
  const tabs = patterns.length > 0 ? await browser.tabs.query({ url: patterns }) : [];
  const framed = patterns.some((pattern) => FRAME_PATTERNS.includes(pattern))
    ? await browser.tabs.query({ url: FRAME_PATTERNS })
    : [];
  await Promise.allSettled([
    ...tabs.map((tab) => inject(tab.id, SCRIPT)),
    ...framed.map((tab) => injectFrames(tab.id)),
  ]);
}

/** The same for one tab, in which nobody answers. */
export async function injectTab(tabId: number, host: string): Promise<void> {
  await inject(tabId, SCRIPT);
  const psa = psaOfHost(host, {});
  if (psa && hasFrames(psa)) await injectFrames(tabId);
}

async function inject(tabId: number | undefined, file: ScriptFile, allFrames = false): Promise<void> {
  if (tabId !== undefined) await injectMissing(browser.scripting, { tabId, allFrames }, file);
}
const injectFrames = (tabId: number | undefined) => inject(tabId, FRAME_SCRIPT, true);

/**
 * Keeps the registered content scripts equal to the custom domains that are both listed and granted. Grants come and
 * go without us (the browser's own settings, an update), so every change leads to the same comparison.
 */
export function followHostAccess(onChange: () => void): void {
  let last: Promise<void> = Promise.resolve();
  // One comparison at a time: two at once would both register the same host.
  const follow = () => {
    last = last
      .then(compare)
      .then(onChange, (error) => console.error('Host access could not be brought up to date', error));
  };
  browser.permissions.onAdded.addListener(follow);
  browser.permissions.onRemoved.addListener(follow);
  customHosts.watch(follow);
  browser.runtime.onInstalled.addListener(() => {
    follow();
    last = last
      .then(async () => injectOpenTabs([...HOST_PATTERNS, ...(await granted()).map(patternOf)]))
      .catch(() => {});
  });
  browser.runtime.onStartup.addListener(follow);
}

async function compare(): Promise<void> {
  const wanted = await granted();
  const registered = await browser.scripting.getRegisteredContentScripts();
  const { add, remove } = planRegistrations(
    wanted,
    registered.map(({ id }) => id),
  );
  if (remove.length > 0) await browser.scripting.unregisterContentScripts({ ids: remove });
  if (add.length === 0) return;
  await browser.scripting.registerContentScripts(
    add.map((host) => ({
      id: scriptId(host),
      matches: [patternOf(host)],
      js: [SCRIPT],
      runAt: 'document_start' as const,
      persistAcrossSessions: true,
    })),
  );
  await injectOpenTabs(add.map(patternOf));
}

async function granted(): Promise<string[]> {
  const listed = Object.keys((await customHosts.get()) satisfies Record<string, PsaId>).filter(
    (host) => !psaOfHost(host, {}),
  );
  const yes = await Promise.all(listed.map(isGranted));
  return listed.filter((_, index) => yes[index]);
}
