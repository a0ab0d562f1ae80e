import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { installBrowser } from './browser.ts';
import { checkSources } from './checks.ts';
import { buildExtension } from './extension.ts';
import { bin, ROOT, step } from './run.ts';
import { installSamba } from './samba.ts';

const TEST = path.join(ROOT, 'test');
const RESULTS = path.join(TEST, '.results');

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** `npm test`: everything a contributor must pass. Ends with the line `N passed, N failed, N skipped`. */
async function main() {
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
  const failures: string[] = [];
  const tried = async (work: Promise<void>) => {
    await work.catch((error: Error) => failures.push(error.message));
  };
  await tried(checkSources());
  await tried(buildExtension());
  await tried(installSamba());
  const vitest = ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${path.join(RESULTS, 'vitest.json')}`];
  await tried(step('unit, contract, API and directory tests', bin('test', 'vitest'), vitest, { cwd: TEST }));
  await tried(installBrowser());
  const report = { PLAYWRIGHT_JSON_OUTPUT_NAME: path.join(RESULTS, 'playwright.json') };
  await tried(
    step('browser tests', bin('test', 'playwright'), ['test', '--reporter=list,json'], { cwd: TEST, env: report }),
  );

  const counts = [readVitest(), readPlaywright()].reduce((a, b) => ({
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  }));
  // A step that broke before it could count is a failure too.
  const failed = Math.max(counts.failed, failures.length);
  for (const failure of failures) console.log(`\n✗ ${failure}`);
  for (const title of secondTries()) console.log(`\n⚠ passed at its second try only: ${title}`);
  const skippedInCi = process.env.CI === 'true' && counts.skipped > 0;
  if (skippedInCi) console.log('\n✗ nothing may be skipped in CI');
  console.log(`\n${counts.passed} passed, ${failed} failed, ${counts.skipped} skipped`);
  process.exit(failed > 0 || skippedInCi ? 1 : 0);
}

function readVitest(): Counts {
  const result = readJson('vitest.json');
  return {
    passed: result?.numPassedTests ?? 0,
    failed: result?.numFailedTests ?? 0,
    skipped: (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0),
  };
}

function readPlaywright(): Counts {
  const stats = readJson('playwright.json')?.stats as unknown as Record<string, number> | undefined;
  return {
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: stats?.unexpected ?? 0,
    skipped: stats?.skipped ?? 0,
  };
}

interface Suite {
  suites?: Suite[];
  specs?: { title: string; file: string; line: number; tests: { status: string }[] }[];
}

/** Where the browser tests that failed once and then passed stand. */
function secondTries(): string[] {
  const find = ({ suites = [], specs = [] }: Suite): string[] => [
    ...specs.flatMap(({ title, file, line, tests }) =>
      tests.some(({ status }) => status === 'flaky') ? [`${file}:${line} ${title}`] : [],
    ),
    ...suites.flatMap(find),
  ];
  return find((readJson('playwright.json') as Suite | null) ?? {});
}

function readJson(name: string): Record<string, number> | null {
  try {
    return JSON.parse(readFileSync(path.join(RESULTS, name), 'utf8'));
  } catch {
    return null;
  }
}

await main();
