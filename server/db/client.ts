import { sql } from 'drizzle-orm';
import { openLines } from './lines.ts';
import { read } from './read.ts';
import type { Tx } from './tx.ts';
import { write } from './write.ts';

export type { Tx };

/** Which rows a transaction may see. `pairingHandle` opens exactly the pairing that a typed code names, before any workspace is known. */
export type Scope = { workspace: string } | { pairingHandle: string };

export interface Db {
  /** Runs `work` in one transaction inside the workspace; the setting ends with the transaction, so a pooled connection carries nothing over. */
  inWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * The same for reading only, and fast: statements are prepared once per connection, those that do not wait for each
   * other's answers travel together, and nobody waits for the end. A statement's text must not depend on its input:
   * a list is one parameter (`= any`), never one for each of its entries.
   */
  readWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** The same for exactly one statement: a second one throws. */
  askWorkspace<T>(workspaceId: string, work: (tx: Tx) => Promise<T>): Promise<T>;
  /** For the few steps before a workspace is known: pairing by code, and the installation's own row. */
  outside<T>(work: (tx: Tx, enter: (scope: Scope) => Promise<void>) => Promise<T>): Promise<T>;
  /** The round trip alone, for readiness and as the floor of benchmarks. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the app role's connections, at most `max`; each server process has its own. They are replaced after `lifeMs` to twice that. */
export function openDb(url: string, { max = 10, lifeMs }: { max?: number; lifeMs?: number } = {}): Db {
  const lines = openLines(url, { max, ...(lifeMs === undefined ? {} : { lifeMs }) });

  async function enter(tx: Tx, scope: Scope) {
    if ('workspace' in scope) await tx.execute(sql`select set_config('app.workspace', ${scope.workspace}, true)`);
    else await tx.execute(sql`select set_config('app.pairing_handle', ${scope.pairingHandle}, true)`);
  }
  return {
    inWorkspace: (workspaceId, work) =>
      write(lines, async (tx) => {
        await enter(tx, { workspace: workspaceId });
        return work(tx);
      }),
    readWorkspace: (workspaceId, work) => read(lines, workspaceId, work),
    askWorkspace: (workspaceId, work) => read(lines, workspaceId, work, { once: true }),
    outside: (work) => write(lines, (tx) => work(tx, (scope) => enter(tx, scope))),
    async ping() {
      const line = await lines.take();
      try {
        await line.client`select 1`;
      } catch (error) {
        line.broken = true;
        throw error;
      } finally {
        lines.giveBack(line);
      }
    },
    close: lines.close,
  };
}
