import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { startEmbedded } from '@counterpart/server/db/embedded.ts';
import postgres from 'postgres';
import { ROOT } from '../../tasks/run.ts';
import type { BenchOptions } from '../report.ts';
import { LOG } from './child.ts';
import { type BenchSize, seedDatabase } from './seed.ts';

const FOLDER = path.join(ROOT, '.data/bench');
const RUN = 'bench_run';

export interface BenchDatabase {
  /** Of the database of this run, as its owner. */
  url: string;
  /** Makes every mirrored record as new as now, and tells the planner about the tables. */
  freshen(): Promise<void>;
  /** Runs SQL past row-level security: only to arrange what is measured. */
  arrange(sql: string, parameters?: string[]): Promise<void>;
  stop(): Promise<void>;
}

/** A database with the seeded world in it. Seeded once for a size and kept as a template; each run gets its own copy. */
export async function openBenchDatabase(size: BenchSize, say: BenchOptions['say']): Promise<BenchDatabase> {
  mkdirSync(FOLDER, { recursive: true });
  rmSync(LOG, { force: true });
  const embedded = await startEmbedded(FOLDER);
  const sql = postgres(embedded.url, { max: 1, onnotice: () => {} });
  const at = (database: string) => {
    const url = new URL(embedded.url);
    url.pathname = `/${database}`;
    return url.href;
  };
  try {
    const prefix = `lookup_${size.companies}_${size.contacts}_${size.accounts}_`;
    const template = prefix + digest();
    const [there] = await sql`select 1 from pg_database where datname = ${template}`;
    if (!there) {
      say(`seeding ${size.companies} companies, ${size.contacts} contacts, ${size.accounts} accounts, once`);
      const started = Date.now();
      for (const { datname } of await sql`select datname from pg_database where starts_with(datname, ${prefix})`) {
        await sql`drop database ${sql(datname)} with (force)`;
      }
      await sql`drop database if exists ${sql('seeding')} with (force)`;
      await sql`create database ${sql('seeding')}`;
      await seedDatabase(at('seeding'), size);
      await sql`alter database ${sql('seeding')} rename to ${sql(template)}`;
      say(`seeded in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    }
    await sql`drop database if exists ${sql(RUN)} with (force)`;
    await sql`create database ${sql(RUN)} template ${sql(template)}`;
  } catch (error) {
    await sql.end();
    await embedded.stop();
    throw error;
  }
  const run = postgres(at(RUN), { max: 1, onnotice: () => {} });
  return {
    url: at(RUN),
    async freshen() {
      for (const name of ['contacts', 'companies', 'accounts', 'tickets']) {
        await run`update ${run(name)} set seen_at = now()`;
      }
      await run`vacuum analyze`;
    },
    async arrange(text, parameters = []) {
      await run.unsafe(text, parameters);
    },
    async stop() {
      await run.end();
      await sql.end();
      await embedded.stop();
    },
  };
}

/** A template is good as long as the schema, what fills it and what it is filled with stay the same. */
function digest(): string {
  const hash = createHash('sha256');
  const add = (file: string) => hash.update(readFileSync(path.join(ROOT, file)));
  for (const folder of ['server/db/migrations', 'server/matcher', 'server/matcher/normalize']) {
    const files = readdirSync(path.join(ROOT, folder)).filter((name) => /\.(sql|ts)$/.test(name));
    for (const name of files.sort()) add(path.join(folder, name));
  }
  for (const file of ['server/sync/mirror.ts', 'test/world/scale.ts', 'test/world/names.ts']) add(file);
  return hash
    .update(readFileSync(path.join(import.meta.dirname, 'seed.ts')))
    .digest('hex')
    .slice(0, 10);
}
