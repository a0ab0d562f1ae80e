import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { chromiumPath, firefoxPath } from '../helpers/browser.ts';
import { bin, run } from './run.ts';

/** Whether there is a Chromium to drive: the system's, or playwright's own. */
export function hasBrowser(): boolean {
  return chromiumPath() !== undefined || existsSync(chromium.executablePath());
}

/**
 * Installs Chromium and Firefox where that is possible without asking: Debian as root by apt, else playwright's own
 * Chromium. Says in one sentence what to do where it is not. Only Chromium must be there: playwright's Firefox is no
 * plain one, so without the system's the Firefox tests are skipped.
 */
export async function installBrowser(): Promise<void> {
  const debian = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  const missing = [...(hasBrowser() ? [] : ['chromium']), ...(firefoxPath() ? [] : ['firefox-esr'])];
  if (missing.length === 0) return;
  if (debian) {
    console.log(`No ${missing.join(', no ')} yet: fetching.`);
    // Another apt may be at work on a fresh machine: wait for it.
    const options = ['-o', 'DPkg::Lock::Timeout=900', '-y', '--no-install-recommends'];
    await run('apt-get', ['update', '-o', 'DPkg::Lock::Timeout=900']);
    await run('apt-get', ['install', ...options, ...missing], { env: { DEBIAN_FRONTEND: 'noninteractive' } });
  } else if (!hasBrowser()) {
    console.log('No Chromium yet: fetching one.');
    await run(bin('test', 'playwright'), ['install', 'chromium']);
  }
  if (!hasBrowser())
    throw new Error('Install Chromium and set CHROMIUM_PATH to its program: the browser tests need it.');
  if (!firefoxPath()) console.log('No Firefox: its tests are skipped. Install it, or set FIREFOX_PATH to its program.');
}

/** Whether a window can be opened for a person to see. */
export function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
