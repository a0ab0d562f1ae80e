import { sql } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';
import { drizzle, type PostgresJsDatabase, PostgresJsSession, PostgresJsTransaction } from 'drizzle-orm/postgres-js';
import postgres, { type Sql, type TransactionSql } from 'postgres';
import type * as schema from './schema/index.ts';

type Schema = typeof schema;
/** A transaction inside one workspace: row-level security shows it nothing else. */
export type Tx = Parameters<Parameters<PostgresJsDatabase<Schema>['transaction']>[0]>[0];

/** Which rows a transaction may see. `pairingHandle` opens exactly the pairing that a typed code names, before any workspace is known. */
export type Scope = { workspace: string } | { pairingHandle: string };

export interface Db {
  /** Runs `work` in one transaction inside the workspace; the setting ends with the transaction, so a pooled connection carries nothing over. */
  inWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * The same for reading only, and fast: statements are prepared once per connection, and those that do not wait for
   * each other's answers travel together. So a statement's text must not depend on its input: a list is one parameter
   * (`= any`), never one for each of its entries.
   */
  readWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** For the few steps before a workspace is known: pairing by code, and the installation's own row. */
  outside<T>(work: (tx: Tx, enter: (scope: Scope) => Promise<void>) => Promise<T>): Promise<T>;
  /** The round trip alone, for readiness and as the floor of benchmarks. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the app role's pool. `max` connections; each server process has its own. */
export function openDb(url: string, { max = 10 }: { max?: number } = {}): Db {
  const client = postgres(url, { max, onnotice: () => {}, connection: { application_name: 'counterpart' } });
  const db = drizzle(client) as unknown as PostgresJsDatabase<Schema>;
  const dialect = new PgDialect();

  async function enter(tx: Tx, scope: Scope) {
    if ('workspace' in scope) await tx.execute(sql`select set_config('app.workspace', ${scope.workspace}, true)`);
    else await tx.execute(sql`select set_config('app.pairing_handle', ${scope.pairingHandle}, true)`);
  }
  return {
    inWorkspace: (workspaceId, work) =>
      db.transaction(async (tx) => {
        await enter(tx, { workspace: workspaceId });
        return work(tx);
      }),
    async readWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>) {
      const read = await client.begin('read only', async (transaction) => {
        const prepared = alwaysPrepared(transaction);
        const session = new PostgresJsSession(prepared as Sql & TransactionSql, dialect, undefined);
        const tx = new PostgresJsTransaction(dialect, session, undefined) as unknown as Tx;
        // Not awaited before the work begins: it is queued first, and the connection keeps the order.
        const entered = prepared.unsafe(`select set_config('app.workspace', $1, true)`, [workspaceId]).execute();
        const [answer] = await Promise.all([work(tx), entered]);
        return { answer };
      });
      return read.answer as T;
    },
    outside: (work) => db.transaction((tx) => work(tx, (scope) => enter(tx, scope))),
    ping: async () => {
      await client`select 1`;
    },
    close: () => client.end({ timeout: 5 }),
  };
}

/** What drizzle asks of a connection, with every statement kept by the server under a name: parsed and described once. */
function alwaysPrepared(transaction: TransactionSql): Pick<TransactionSql, 'unsafe'> {
  return { unsafe: (text, parameters) => transaction.unsafe(text, parameters, { prepare: true }) };
}
