import path from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../tasks/run.ts';
import { type Bench, line, table } from './report.ts';

/** Every benchmark by name; loaded when asked for, so that the list comes at once. */
const BENCHES: Record<string, () => Promise<Bench>> = {
  lookup: async () => (await import('./lookup.ts')).lookup,
  psa: async () => (await import('./psa.ts')).psa,
};

const USAGE = `npm run bench -- <name> [--size N] [--only PART] [--profile] [--json]
  --size     a smaller or bigger world than the benchmark's own
  --only     one part of it
  --profile  keeps a CPU profile of the measured process in .data/bench/profiles
  --json     ends with one line for programs`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      size: { type: 'string' },
      only: { type: 'string' },
      profile: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [name] = positionals;
  const load = name ? BENCHES[name] : undefined;
  if (!name || !load) {
    if (name) console.error(`No benchmark "${name}".`);
    console.log(`${USAGE}\n`);
    for (const [known, bench] of Object.entries(BENCHES)) console.log(`${known.padEnd(12)}${(await bench()).about}`);
    return name ? 2 : 0;
  }
  const size = values.size === undefined ? null : Number(values.size);
  if (size !== null && !(Number.isInteger(size) && size > 0)) throw new Error('--size is a whole number above 0.');
  const bench = await load();
  const figures = await bench.run({
    size,
    only: values.only ?? null,
    profile: values.profile ? path.join(ROOT, '.data/bench/profiles') : null,
    say: (text) => console.log(`· ${text}`),
  });
  console.log(`\n${table(figures)}`);
  if (values.json) console.log(line(name, figures));
  return 0;
}

process.exit(
  await main().catch((error: unknown) => {
    console.error(error);
    return 1;
  }),
);
