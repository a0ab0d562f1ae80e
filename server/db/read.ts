import { AppError } from '@counterpart/shared/errors.ts';
import { PgDialect } from 'drizzle-orm/pg-core';
import { PostgresJsSession, PostgresJsTransaction } from 'drizzle-orm/postgres-js';
import type { Sql, TransactionSql } from 'postgres';
import type { Line, Lines } from './lines.ts';
import type { Tx } from './tx.ts';

const dialect = new PgDialect();

/**
 * The plans made once are kept: every statement finds few rows by keys, whatever its values are, and planning one takes
 * longer than running it.
 */
const ENTER = `select set_config('app.workspace', $1, true), set_config('plan_cache_mode', 'force_generic_plan', true)`;

/** How often a read begins anew whose connection turned out to be dead before anything was answered. */
const TRIES = 3;

/**
 * One read-only transaction inside the workspace on a connection of its own; all it sees is of one moment. Its
 * beginning, the workspace and the first question are one packet: they are queued in this order, and the connection
 * keeps it. A transaction that changed nothing has no outcome to wait for, so its end is sent and the connection given
 * back once that is answered. `once`: the first question is the only one, and the end travels with it.
 */
export async function read<T>(
  lines: Lines,
  workspaceId: string,
  work: (tx: Tx) => Promise<T>,
  { once = false }: { once?: boolean } = {},
): Promise<T> {
  for (let tries = 1; ; tries++) {
    const line = await lines.take();
    const state = { begun: false };
    try {
      return await readOn(line, state, lines, workspaceId, work, once);
    } catch (error) {
      if (state.begun || tries === TRIES || !isBroken(error)) throw error;
    }
  }
}

async function readOn<T>(
  line: Line,
  state: { begun: boolean },
  lines: Lines,
  workspaceId: string,
  work: (tx: Tx) => Promise<T>,
  once: boolean,
): Promise<T> {
  const { client } = line;
  let open = true;
  const send = (text: string, parameters: Parameters<Sql['unsafe']>[1] = []) =>
    client.unsafe(text, parameters, { prepare: true }).execute();
  const ask = (text: string, parameters: Parameters<Sql['unsafe']>[1]) => {
    // What goes on asking after its transaction would speak on a connection that is somebody else's by then.
    if (!open) throw new AppError('internal', 'The transaction has ended');
    // The driver would connect again, outside the transaction and its workspace.
    if (line.broken) throw new AppError('internal', 'The connection has ended');
    const asked = send(text, parameters);
    if (once) end();
    return asked;
  };
  function end() {
    open = false;
    client.unsafe('commit').then(
      () => lines.giveBack(line),
      () => drop(),
    );
  }
  function drop() {
    line.broken = true;
    lines.giveBack(line);
  }

  const session = new PostgresJsSession({ unsafe: ask } as Sql & TransactionSql, dialect, undefined);
  const tx = new PostgresJsTransaction(dialect, session, undefined) as unknown as Tx;
  try {
    const begun = client.unsafe('begin isolation level repeatable read read only').execute();
    begun.then(
      () => {
        state.begun = true;
      },
      () => {},
    );
    const entered = send(ENTER, [workspaceId]);
    const [answer] = await Promise.all([work(tx), begun, entered]);
    if (line.broken) throw new AppError('internal', 'The connection has ended');
    if (open) end();
    return answer;
  } catch (error) {
    if (open) {
      open = false;
      if (line.broken || isBroken(error)) drop();
      else end();
    }
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
