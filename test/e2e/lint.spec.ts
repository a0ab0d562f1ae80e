import { execFile } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { z } from 'zod';
import { FIREFOX_BUILD } from '../tasks/extension.ts';
import { bin } from '../tasks/run.ts';

const Finding = z.object({ code: z.string(), message: z.string(), file: z.string().optional() });
const Report = z.object({ errors: z.array(Finding), notices: z.array(Finding), warnings: z.array(Finding) });

/** What addons.mozilla.org would warn of and why it is there; a new warning is a decision. */
const KNOWN_WARNINGS = [
  // zod asks once whether it may compile its checks; our policy says no and it goes on without.
  'DANGEROUS_EVAL',
  // Firefox for Android reads the key from 142 on; the extension is for the desktop.
  'KEY_FIREFOX_ANDROID_UNSUPPORTED_BY_MIN_VERSION',
  // React's own way to set HTML, which no component of ours uses.
  'UNSAFE_VAR_ASSIGNMENT',
];

test('Mozilla’s linter finds no error in the Firefox build, and no warning that nobody weighed', async () => {
  test.setTimeout(120_000);
  const report = Report.parse(JSON.parse(await lint()));
  expect(report.errors).toEqual([]);
  expect(report.notices).toEqual([]);
  expect(report.warnings.filter(({ code }) => !KNOWN_WARNINGS.includes(code))).toEqual([]);
});

/** Its report. It ends with 1 where it found errors, and the report is what says so. */
function lint(): Promise<string> {
  const flags = ['lint', '--source-dir', FIREFOX_BUILD, '--output', 'json', '--no-config-discovery'];
  return new Promise((done, failed) => {
    const env = { ...process.env, NO_UPDATE_NOTIFIER: '1' };
    execFile(bin('test', 'web-ext'), flags, { env, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (stdout) done(stdout);
      else failed(new Error(`web-ext said nothing: ${stderr}`, { cause: error }));
    });
  });
}
