import { loadavg } from 'node:os';
import { pageFigures } from './psa/pages.ts';
import { readFigures } from './psa/read.ts';
import { urlFigures } from './psa/urls.ts';
import { type Bench, plain } from './report.ts';

const PARTS = { read: readFigures, urls: urlFigures, pages: pageFigures };

/** What reading a PSA costs: all its contacts over the API, a record from its address, a screen that never rests. */
export const psa: Bench = {
  about:
    'a full read of 20,000 contacts (--size) from each PSA, addresses, and busy screens; --only read | urls | pages',
  async run(options) {
    const { only, say } = options;
    if (only !== null && !(only in PARTS)) throw new Error(`--only is one of: ${Object.keys(PARTS).join(', ')}.`);
    const parts = Object.entries(PARTS).filter(([name]) => only === null || only === name);
    const load = loadavg()[0]!;
    const figures = {};
    for (const [, measure] of parts) Object.assign(figures, await measure(options));
    say(`load average of the machine: ${load.toFixed(2)} before, ${loadavg()[0]!.toFixed(2)} after`);
    return { ...figures, load_before: plain(load, 'processes') };
  },
};
