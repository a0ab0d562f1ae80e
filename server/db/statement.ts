import { type Placeholder, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Tx } from './client.ts';

/** Stands in a query for the value of that name. */
export type Value<N extends string> = (name: N) => Placeholder;

interface Built<R> {
  execute(values: Record<string, unknown>): Promise<R>;
}

/** A drizzle database that reaches nothing: queries are only built on it. */
const drawingBoard = drizzle.mock() as unknown as Tx;

/**
 * A query that is built once and asked often: building one takes longer than PostgreSQL does for the answer. It is
 * prepared on each connection at its first use there.
 */
export function statement<N extends string, R>(
  build: (tx: Tx, value: Value<N>) => { prepare(name: string): Built<R> },
): (tx: Tx, values: Record<N, string | string[]>) => Promise<R> {
  let built: Built<R> | null = null;
  return (tx, values) => {
    built ??= build(drawingBoard, (name) => sql.placeholder(name)).prepare('statement');
    // A prepared query knows one client; this is the same query with the transaction's.
    const { client } = (tx as unknown as { session: { client: unknown } }).session;
    return (Object.assign(Object.create(built), { client }) as Built<R>).execute(values);
  };
}
