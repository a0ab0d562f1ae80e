import type { PsaId } from '@counterpart/shared/providers.ts';
import { browser } from 'wxt/browser';
import { PAGES, psaOfHost } from '../pages/index.ts';
import { patternOf } from '../pages/patterns.ts';
import { callBackground } from '../panel/connect.ts';
import { sidePanelOpener } from '../side-panel.ts';
import { customHosts, health, settings } from '../storage.ts';
import type { Access, OptionsClient } from './client.ts';
import { readDevice } from './device.ts';

const adapters = Object.entries(PAGES) as [PsaId, (typeof PAGES)[PsaId]][];
const vendors = adapters.flatMap(([psa, { hosts }]) => hosts.map((pattern) => ({ psa, pattern })));
const layouts = adapters.map(([psa, { selectors }]) => ({ psa, selectors }));

const access: Access = {
  vendors,
  owns: (host) => psaOfHost(host, {}) !== null,
  hasPattern: (pattern) => browser.permissions.contains({ origins: [pattern] }),
  hasHost: (host) => browser.permissions.contains({ origins: [patternOf(host)] }),
  requestPattern: (pattern) => browser.permissions.request({ origins: [pattern] }),
  requestHost: (host) => browser.permissions.request({ origins: [patternOf(host)] }),
  async dropHost(host) {
    await browser.permissions.remove({ origins: [patternOf(host)] });
  },
  watch(onChange) {
    const listener = () => onChange();
    browser.permissions.onAdded.addListener(listener);
    browser.permissions.onRemoved.addListener(listener);
    return () => {
      browser.permissions.onAdded.removeListener(listener);
      browser.permissions.onRemoved.removeListener(listener);
    };
  },
};

/** The options page's real client. */
export function connectOptions(): OptionsClient {
  const openSide = sidePanelOpener();
  return {
    call: callBackground,
    settings,
    customHosts,
    access,
    health,
    layouts,
    languages: navigator.languages,
    device: readDevice(navigator.userAgent),
    copy: (text) => navigator.clipboard.writeText(text),
    download(name, text) {
      const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
      Object.assign(document.createElement('a'), { href: url, download: name }).click();
      URL.revokeObjectURL(url);
    },
    ...(openSide && { openSide }),
    now: Date.now,
  };
}
