import { PgDialect } from 'drizzle-orm/pg-core';
import { PostgresJsSession, PostgresJsTransaction } from 'drizzle-orm/postgres-js';
import type { ReservedSql, Sql, TransactionSql } from 'postgres';
import type { Tx } from './client.ts';

const dialect = new PgDialect();

/**
 * One read-only transaction inside the workspace on a connection of its own. Its beginning, the workspace and the first
 * question are one packet: they are queued in this order, and the connection keeps it. A transaction that changed
 * nothing has no outcome to wait for, so its end is sent and the connection given back once that is answered.
 */
export async function read<T>(client: Sql, workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const connection = await client.reserve();
  let open = true;
  const ask: TransactionSql['unsafe'] = (text, parameters = []) => {
    // What goes on asking after its transaction would speak on a connection that is somebody else's by then.
    if (!open) throw new Error('The transaction has ended');
    return connection.unsafe(text, parameters, { prepare: true });
  };
  const session = new PostgresJsSession({ unsafe: ask } as Sql & TransactionSql, dialect, undefined);
  const tx = new PostgresJsTransaction(dialect, session, undefined) as unknown as Tx;
  let broken = false;
  try {
    const begun = connection.unsafe('begin read only').execute();
    const entered = ask(`select set_config('app.workspace', $1, true)`, [workspaceId]).execute();
    const [answer] = await Promise.all([work(tx), begun, entered]);
    return answer;
  } catch (error) {
    broken = isBroken(error);
    throw error;
  } finally {
    open = false;
    if (!broken) end(connection);
  }
}

/** A connection that broke is taken out of the pool by the driver itself; giving it back would bring a dead one in. */
function end(connection: ReservedSql): void {
  connection.unsafe('commit').then(
    () => connection.release(),
    () => {},
  );
}

function isBroken(error: unknown): boolean {
  for (let fault = error; fault instanceof Error; fault = fault.cause) {
    const { code } = fault as { code?: unknown };
    // The driver's own words, the system's, and PostgreSQL's classes "connection" and "operator intervention".
    if (typeof code === 'string' && /^(CONNECT|ECONN|EPIPE|ETIMEDOUT|08|57P)/.test(code)) return true;
  }
  return false;
}
