import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bin, ROOT, step } from './run.ts';

const EXTENSION = path.join(ROOT, 'extension');
export const CHROME_BUILD = path.join(EXTENSION, '.output/chrome-mv3');
export const FIREFOX_BUILD = path.join(EXTENSION, '.output/firefox-mv3');
const SKIPPED = new Set(['node_modules', '.output', '.wxt']);

/** Builds the extension for Chromium and Firefox. */
export async function buildExtension(): Promise<void> {
  const cwd = EXTENSION;
  await step('build for Chromium', bin('extension', 'wxt'), ['build'], { cwd });
  await step('build for Firefox', bin('extension', 'wxt'), ['build', '-b', 'firefox', '--mv3'], { cwd });
  writeFileSync(path.join(EXTENSION, '.output/sources'), digest());
}

/** Builds only where a source changed since the last build: the second start of the demo need not wait for it. */
export async function buildExtensionIfOld(): Promise<void> {
  const stamp = path.join(EXTENSION, '.output/sources');
  if (
    existsSync(CHROME_BUILD) &&
    existsSync(FIREFOX_BUILD) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === digest()
  )
    return;
  await buildExtension();
}

function digest(): string {
  const hash = createHash('sha256');
  const visit = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (SKIPPED.has(entry.name)) continue;
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) visit(file);
      else hash.update(entry.name).update(readFileSync(file));
    }
  };
  for (const folder of ['extension', 'shared']) visit(path.join(ROOT, folder));
  return hash.update(readFileSync(path.join(ROOT, 'pnpm-lock.yaml'))).digest('hex');
}
