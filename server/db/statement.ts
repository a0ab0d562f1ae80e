import { is, Param, Placeholder, sql } from 'drizzle-orm';
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
    built ??= sendOnce(build(drawingBoard, (name) => sql.placeholder(name)).prepare('statement'));
    // A prepared query knows one client; this is the same query with the transaction's.
    const { client } = (tx as unknown as { session: { client: unknown } }).session;
    return (Object.assign(Object.create(built), { client }) as Built<R>).execute(values);
  };
}

/** The same for a query in variants, a statement each: what PostgreSQL must know in order to plan well is no parameter. */
export function statementBy<V extends string, N extends string, R>(
  build: (tx: Tx, value: Value<N>, variant: V) => { prepare(name: string): Built<R> },
): (tx: Tx, variant: V, values: Record<N, string | string[]>) => Promise<R> {
  const made = new Map<V, ReturnType<typeof statement<N, R>>>();
  return (tx, variant, values) => {
    const known = made.get(variant) ?? statement<N, R>((board, value) => build(board, value, variant));
    made.set(variant, known);
    return known(tx, values);
  };
}

/**
 * A value travels once, however often it stands in the query: with the workspace in every join's condition that is
 * most of what is sent, and what grows over the driver's buffer is a second write.
 */
function sendOnce<R>(built: Built<R>): Built<R> {
  const query = built as Built<R> & { queryString: string; params: unknown[] };
  const sent: unknown[] = [];
  const places = query.params.map((param) => {
    const name = nameOf(param);
    const at = name === null ? -1 : sent.findIndex((one) => nameOf(one) === name);
    return at >= 0 ? at + 1 : sent.push(param);
  });
  query.queryString = query.queryString.replace(/\$(\d+)/g, (_, place) => `$${places[place - 1]}`);
  query.params = sent;
  return query;
}

function nameOf(param: unknown): string | null {
  const value = is(param, Param) ? param.value : param;
  return is(value, Placeholder) ? value.name : null;
}
