import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { PAGES, readPage } from '../../../extension/pages/index.ts';
import { referenceFile } from '../../helpers/reference.ts';
import { atMost, type BenchOptions, type Figures, percentile, plain, spread } from '../report.ts';

/** Published address forms, beside the project; where they are absent, the examples at the head of each adapter do. */
const CASES = referenceFile('pages/url-cases.json');
const Cases = z.looseObject({ cases: z.array(z.looseObject({ url: z.string() })) });
const ADAPTERS = path.resolve(import.meta.dirname, '../../../extension/pages');
const EXAMPLE = /^ \* {2,}(https:\/\/\S+)/gm;

const ROUNDS = 2_000;
/** So many readings between two looks at the clock, which has no finer grain than what is measured. */
const BATCH = 20;
const MANY = 10_000;

/** From an address as text to the record it names, over all adapters: what each change of a page's address costs. */
export async function urlFigures({ say }: BenchOptions): Promise<Figures> {
  const urls = addresses();
  const hosts = { 'help.example.com': 'halopsa', 'cw.example.com': 'connectwise' } as const;
  let found = 0;
  const read = (url: string) => {
    if (readPage(new URL(url), hosts)) found++;
  };
  const first: number[] = [];
  for (const url of urls) {
    const started = performance.now();
    read(url);
    first.push((performance.now() - started) * 1000);
  }
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const url of urls) {
      const started = performance.now();
      for (let again = 0; again < BATCH; again++) read(url);
      samples.push(((performance.now() - started) * 1000) / BATCH);
    }
  }
  const records = urls.filter((url) => readPage(new URL(url), hosts)).length;
  if (found === 0 || records === urls.length) throw new Error('Addresses with and without a record are wanted.');
  say(`${urls.length} addresses, ${records} of them of records: ${spread(samples, 'us')}`);
  say(`  the first time each: ${spread(first, 'us')}`);
  const long = longest();
  return {
    url_p50: plain(percentile(samples, 0.5), 'us'),
    url_p99: atMost(50, percentile(samples, 0.99), 'us'),
    url_first_p50: plain(percentile(first, 0.5), 'us'),
    url_first_max: plain(Math.max(...first), 'us'),
    [`url_of_${MANY}_characters`]: plain(long, 'us'),
  };
}

function addresses(): string[] {
  const own = Object.keys(PAGES).flatMap((psa) => {
    const code = readFileSync(path.join(ADAPTERS, `${psa}.ts`), 'utf8');
    return [...code.matchAll(EXAMPLE)].map(([, url]) => url!);
  });
  if (own.length === 0) throw new Error('The adapters name no examples.');
  if (!CASES) return own;
  const { cases } = Cases.parse(JSON.parse(readFileSync(CASES, 'utf8')));
  return [...new Set([...cases.map(({ url }) => url), ...own])];
}

/** The slowest of a few addresses that somebody made long, each several times. */
function longest(): number {
  const filler = 'a'.repeat(MANY);
  const urls = [
    `https://acme.halopsa.com/tickets?id=1&x=${filler}`,
    `https://acme.halopsa.com/${'ticket/'.repeat(MANY / 7)}?id=1`,
    `https://ww5.autotask.net/Mvc/ServiceDesk/TicketDetail.mvc?${'ids%5B0%5D=1&'.repeat(MANY / 13)}`,
    `https://na.myconnectwise.net/v2025_1/ConnectWise.aspx?locale=en_US#${filler}`,
  ];
  const times = urls.map((url) => {
    const samples = Array.from({ length: 200 }, () => {
      const started = performance.now();
      readPage(new URL(url), {});
      return (performance.now() - started) * 1000;
    });
    return percentile(samples, 0.5);
  });
  return Math.max(...times);
}
