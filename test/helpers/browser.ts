import { existsSync } from 'node:fs';
import { type Browser, chromium } from '@playwright/test';

/** The system's Chromium, or `CHROMIUM_PATH`; undefined where only playwright's own browser can be used. */
export function chromiumPath(): string | undefined {
  const path = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
  return existsSync(path) ? path : undefined;
}

/** The system's Firefox, or `FIREFOX_PATH`; undefined where there is none. */
export function firefoxPath(): string | undefined {
  const paths = [process.env.FIREFOX_PATH, '/usr/bin/firefox-esr', '/usr/bin/firefox'];
  return paths.find((path) => path && existsSync(path));
}

/** What every launch needs here: root has no sandbox, and small containers have a small /dev/shm. */
export const CHROMIUM_FLAGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-dev-shm-usage',
  '--force-color-profile=srgb',
];

/** A headless browser for pages that need no extension. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  return chromium.launch({ args: CHROMIUM_FLAGS, ...(executablePath ? { executablePath } : {}) });
}
