import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { startEmbedded } from '@counterpart/server/db/embedded.ts';
import postgres from 'postgres';

const FOLDER = path.resolve(import.meta.dirname, '../../.data/test');

/** Vitest's global set-up: one PostgreSQL for the run (`DATABASE_URL`, else from npm); every test file makes its own database in it. */
export default async function setup() {
  const given = process.env.DATABASE_URL;
  const embedded = given ? null : await startEmbedded(FOLDER);
  process.env.TEST_DATABASE_URL = given ?? embedded!.url;
  return async () => {
    if (embedded && !embedded.attached) await embedded.stop(); // whoever started it ends it
  };
}

/** A fresh database of its own for one file of tests; `drop` ends its connections and removes it. */
export async function makeDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const admin = process.env.TEST_DATABASE_URL;
  if (!admin) throw new Error('No database: run these tests through vitest, whose set-up starts one.');
  const name = `t_${randomBytes(6).toString('hex')}`;
  const sql = postgres(admin, { max: 1, onnotice: () => {} });
  await sql.unsafe(`create database ${name}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async drop() {
      await sql.unsafe(`drop database if exists ${name} with (force)`);
      await sql.unsafe(`drop role if exists ${name}_app`);
      await sql.end();
    },
  };
}
