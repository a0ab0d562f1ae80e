import path from 'node:path';
import { bin, ROOT, step } from './run.ts';

/** Format, import rules and types: no database, no browser, seconds. */
export async function checkSources(): Promise<void> {
  await step('format and import rules', bin('.', 'biome'), ['check', '--error-on-warnings', '.']);
  await step('WXT types', bin('extension', 'wxt'), ['prepare'], { cwd: path.join(ROOT, 'extension') });
  for (const part of ['shared', 'server', 'extension', 'test']) {
    await step(`types of ${part}`, bin('.', 'tsc'), ['--noEmit', '-p', '.'], { cwd: path.join(ROOT, part) });
  }
}
