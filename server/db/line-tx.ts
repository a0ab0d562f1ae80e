import { AppError } from '@counterpart/shared/errors.ts';
import { PgDialect } from 'drizzle-orm/pg-core';
import { PostgresJsSession, PostgresJsTransaction } from 'drizzle-orm/postgres-js';
import type { Sql, TransactionSql } from 'postgres';
import type { Line } from './lines.ts';
import type { Tx } from './tx.ts';

const dialect = new PgDialect();

/** How often a transaction begins anew whose connection turned out to be dead before its beginning was answered. */
export const TRIES = 3;

/** Sends a statement of the transaction, as the driver's `unsafe` does. */
export type Ask = (text: string, parameters?: Parameters<Sql['unsafe']>[1]) => ReturnType<Sql['unsafe']>;

/** A transaction in drizzle's words whose statements go through `ask`, as long as it and its connection last. */
export function txOn(line: Line, isOpen: () => boolean, ask: Ask): Tx {
  const unsafe: Ask = (text, parameters) => {
    // What goes on asking after its transaction would speak on a connection that is somebody else's by then.
    if (!isOpen()) throw new AppError('internal', 'The transaction has ended');
    // The driver would connect again, outside the transaction and its workspace.
    if (line.broken) throw new AppError('internal', 'The connection has ended');
    return ask(text, parameters);
  };
  let points = 0;
  /** What drizzle makes a transaction within a transaction of: undone alone where it throws. */
  async function savepoint<T>(work: (client: TransactionSql) => Promise<T>): Promise<T> {
    const name = `point_${++points}`;
    await unsafe(`savepoint ${name}`);
    try {
      return await work(client);
    } catch (error) {
      if (!line.broken && !isBroken(error)) await unsafe(`rollback to savepoint ${name}`);
      throw error;
    }
  }
  const client = { unsafe, savepoint } as unknown as Sql & TransactionSql;
  const session = new PostgresJsSession(client, dialect, undefined);
  return new PostgresJsTransaction(dialect, session, undefined) as unknown as Tx;
}

/** Whether the error says that the connection is gone, and not that the statement was wrong. */
export function isBroken(error: unknown): boolean {
  for (let fault = error; fault instanceof Error; fault = fault.cause) {
    const { code } = fault as { code?: unknown };
    // The driver's own words, the system's, and PostgreSQL's classes "connection" and "operator intervention".
    if (typeof code === 'string' && /^(CONNECT|ECONN|EPIPE|ETIMEDOUT|08|57P)/.test(code)) return true;
  }
  return false;
}
