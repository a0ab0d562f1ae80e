import { AppError } from '@counterpart/shared/errors.ts';
import { PgDialect } from 'drizzle-orm/pg-core';
import { PostgresJsSession, PostgresJsTransaction } from 'drizzle-orm/postgres-js';
import type { Sql, TransactionSql } from 'postgres';
import type { Tx } from './tx.ts';

const dialect = new PgDialect();

/**
 * The plans made once are kept: every statement finds few rows by keys, whatever its values are, and planning one takes
 * longer than running it.
 */
const ENTER = `select set_config('app.workspace', $1, true), set_config('plan_cache_mode', 'force_generic_plan', true)`;

/** Ends that were sent and not yet answered: what a pool must wait for before it closes. */
export type Leaving = Set<Promise<void>>;

/**
 * One read-only transaction inside the workspace on a connection of its own; all it sees is of one moment. Its beginning, the workspace and the first
 * question are one packet: they are queued in this order, and the connection keeps it. A transaction that changed
 * nothing has no outcome to wait for, so its end is sent and the connection given back once that is answered.
 * `once`: the first question is the only one, and the end travels with it.
 */
export async function read<T>(
  client: Sql,
  workspaceId: string,
  work: (tx: Tx) => Promise<T>,
  { leaving, once = false }: { leaving: Leaving; once?: boolean },
): Promise<T> {
  const connection = await client.reserve();
  let open = true;
  const send = (text: string, parameters: Parameters<Sql['unsafe']>[1] = []) =>
    connection.unsafe(text, parameters, { prepare: true }).execute();
  const ask = (text: string, parameters: Parameters<Sql['unsafe']>[1]) => {
    // What goes on asking after its transaction would speak on a connection that is somebody else's by then.
    if (!open) throw new AppError('internal', 'The transaction has ended');
    const asked = send(text, parameters);
    if (once) end();
    return asked;
  };
  /** A connection that broke is taken out of the pool by the driver itself; giving it back would bring a dead one in. */
  function end() {
    open = false;
    const left = connection.unsafe('commit').then(
      () => connection.release(),
      () => {},
    );
    leaving.add(left);
    left.then(() => leaving.delete(left));
  }

  const session = new PostgresJsSession({ unsafe: ask } as Sql & TransactionSql, dialect, undefined);
  const tx = new PostgresJsTransaction(dialect, session, undefined) as unknown as Tx;
  try {
    const begun = connection.unsafe('begin isolation level repeatable read read only').execute();
    const entered = send(ENTER, [workspaceId]);
    const [answer] = await Promise.all([work(tx), begun, entered]);
    if (open) end();
    return answer;
  } catch (error) {
    if (open && !isBroken(error)) end();
    open = false;
    throw error;
  }
}

function isBroken(error: unknown): boolean {
  for (let fault = error; fault instanceof Error; fault = fault.cause) {
    const { code } = fault as { code?: unknown };
    // The driver's own words, the system's, and PostgreSQL's classes "connection" and "operator intervention".
    if (typeof code === 'string' && /^(CONNECT|ECONN|EPIPE|ETIMEDOUT|08|57P)/.test(code)) return true;
  }
  return false;
}
