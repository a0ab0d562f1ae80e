import { PgDialect } from 'drizzle-orm/pg-core';
import { PostgresJsSession, PostgresJsTransaction } from 'drizzle-orm/postgres-js';
import type { Sql, TransactionSql } from 'postgres';
import type { Tx } from './client.ts';

const dialect = new PgDialect();

/**
 * One read-only transaction inside the workspace on a connection of its own. Its beginning, the workspace and the first
 * question are one packet: they are queued in this order, and the connection keeps it. A transaction that changed
 * nothing has no outcome to wait for, so its end is sent and the connection given back once that is answered.
 * `once`: the first question is the only one, and the end travels with it.
 */
export async function read<T>(
  client: Sql,
  workspaceId: string,
  work: (tx: Tx) => Promise<T>,
  { once = false } = {},
): Promise<T> {
  const connection = await client.reserve();
  let open = true;
  const send = (text: string, parameters: Parameters<Sql['unsafe']>[1] = []) =>
    connection.unsafe(text, parameters, { prepare: true }).execute();
  const ask = (text: string, parameters: Parameters<Sql['unsafe']>[1]) => {
    // What goes on asking after its transaction would speak on a connection that is somebody else's by then.
    if (!open) throw new Error('The transaction has ended');
    const asked = send(text, parameters);
    if (once) end();
    return asked;
  };
  /** A connection that broke is taken out of the pool by the driver itself; giving it back would bring a dead one in. */
  function end() {
    open = false;
    connection.unsafe('commit').then(
      () => connection.release(),
      () => {},
    );
  }

  const session = new PostgresJsSession({ unsafe: ask } as Sql & TransactionSql, dialect, undefined);
  const tx = new PostgresJsTransaction(dialect, session, undefined) as unknown as Tx;
  try {
    const begun = connection.unsafe('begin read only').execute();
    const entered = send(`select set_config('app.workspace', $1, true)`, [workspaceId]);
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
