import path from 'node:path';
import { checkSources } from './checks.ts';
import { bin, ROOT, step } from './run.ts';

/** `npm run check`: what a contributor runs before every commit. */
try {
  await checkSources();
  await step('unit and contract tests', bin('test', 'vitest'), ['run', '--project', 'fast'], {
    cwd: path.join(ROOT, 'test'),
  });
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
