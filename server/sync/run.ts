import type { SyncState } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { and, asc, count, eq, isNull, lt } from 'drizzle-orm';
import { addDirectories } from '../connections/directories.ts';
import { hostsOf } from '../connections/hosts.ts';
import type { Services } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { accounts, companies, connections, contacts, directories, sites } from '../db/schema/index.ts';
import type { ListPage, Psa } from '../psa/types.ts';
import { askForRound, providerTime } from './changes.ts';
import { isOpen, type Of } from './connection.ts';
import { saveAccounts, saveCompanies, saveContacts, saveSites } from './mirror.ts';

/** A sweep that would remove more than this at once stops and asks: a wrong right or a wrong filter looks just like it. */
export const MASS_SHARE = 0.05;
export const MASS_COUNT = 25;

/**
 * Reads a whole connection into the mirror and says how far it is. Rows that the read no longer found are marked gone,
 * but only after a complete read, and never a large part at once. Ends with the state `done` or `failed`; does not throw
 * for a provider's fault, so that a later try starts from a known state.
 */
export async function syncConnection(services: Services, of: Of): Promise<SyncState> {
  const startedAt = services.now();
  const state: SyncState = {
    state: 'running',
    progress: {},
    startedAt: startedAt.toISOString(),
    finishedAt: null,
    error: null,
  };
  const side = await services.db.inWorkspace(of.workspaceId, async (tx) => {
    const [row] = await tx.select({ side: connections.side }).from(connections).where(isOpen(of));
    if (!row) throw new AppError('not_found', 'No such connection');
    await saveState(tx, of, state);
    return row.side;
  });
  try {
    if (side === 'psa') await syncPsa(services, of, state, startedAt);
    else await syncIdentity(services, of, state, startedAt);
    state.state = 'done';
  } catch (error) {
    state.state = 'failed';
    state.error = error instanceof AppError ? error.code : 'internal';
    services.log.warn({ err: error, connectionId: of.connectionId }, 'sync failed');
  }
  state.finishedAt = services.now().toISOString();
  await services.db.inWorkspace(of.workspaceId, async (tx) => {
    await saveState(tx, of, state);
    if (side === 'psa') await askForRound(services, tx, of);
  });
  return state;
}

async function syncPsa(services: Services, of: Of, state: SyncState, at: Date) {
  const psa = await services.connectors.psa(of.workspaceId, of.connectionId);
  const read = reader(services, of, state);
  const all = {
    companies: await read('companies', psa.companies(), (tx, items) => saveCompanies(tx, of, items, at)),
    sites: await read('sites', psa.sites(), (tx, items) => saveSites(tx, of, items, at)),
    contacts: await read('contacts', psa.contacts(), (tx, items) => saveContacts(tx, of, items, at)),
  };
  const mine = { workspaceId: of.workspaceId, column: 'connectionId', value: of.connectionId } as const;
  await services.db.inWorkspace(of.workspaceId, async (tx) => {
    // Back to this read's beginning, even where a round came further meanwhile: our pages may be older than what it saved.
    await tx
      .update(connections)
      .set({ changesTo: providerTime(services, of, at) })
      .where(isOpen(of));
  });
  await services.db.inWorkspace(of.workspaceId, async (tx) => {
    await saveHosts(tx, of, psa);
    if (all.contacts) await sweep(tx, contacts, mine, at);
    if (all.sites) await sweep(tx, sites, mine, at);
    if (all.companies) await sweep(tx, companies, mine, at);
  });
}

/**
 * Every directory of the connection. One that cannot be read, such as a tenant that withdrew its consent, does not keep
 * the others from being read: its fault is thrown at the end.
 */
async function syncIdentity(services: Services, of: Of, state: SyncState, at: Date) {
  const read = reader(services, of, state);
  let fault: AppError | null = null;
  for (const { id: directoryId, country } of await reachedDirectories(services, of)) {
    const mirror = { workspaceId: of.workspaceId, directoryId, country };
    const { identity, remoteId } = await services.connectors.identity(of.workspaceId, directoryId);
    try {
      const pages = identity.accounts(remoteId);
      const all = await read('accounts', pages, (tx, items) => saveAccounts(tx, mirror, items, at));
      if (!all) continue;
      const mine = { workspaceId: of.workspaceId, column: 'directoryId', value: directoryId } as const;
      await services.db.inWorkspace(of.workspaceId, (tx) => sweep(tx, accounts, mine, at));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // `not_found`: the settings no longer name it, so nobody expects it to be read.
      if (error.code !== 'not_found') fault ??= error;
    }
  }
  if (fault) throw fault;
}

/** The connection's directories, with those that it reaches for the first time. */
async function reachedDirectories(services: Services, of: Of) {
  const mine = and(eq(directories.workspaceId, of.workspaceId), eq(directories.connectionId, of.connectionId));
  const known = await services.db.inWorkspace(of.workspaceId, (tx) => tx.select().from(directories).where(mine));
  if (known.length === 0) return known;
  const { identity } = await services.connectors.identity(of.workspaceId, known[0]!.id);
  const remote = await identity.directories();
  return services.db.inWorkspace(of.workspaceId, async (tx) => {
    await addDirectories(tx, of, remote);
    return tx.select().from(directories).where(mine).orderBy(asc(directories.name), asc(directories.id));
  });
}

/**
 * Saves a list page by page, one transaction and one word of progress each. Answers whether the provider promised a
 * number and kept it: only such a read may remove anything.
 */
function reader(services: Services, of: Of, state: SyncState) {
  return async <T>(kind: string, pages: AsyncIterable<ListPage<T>>, save: (tx: Tx, items: T[]) => Promise<unknown>) => {
    let complete = false;
    state.progress[kind] = { seen: 0, total: null };
    for await (const { items, seen, total } of pages) {
      state.progress[kind] = { seen, total };
      complete = total !== null && seen >= total;
      await services.db.inWorkspace(of.workspaceId, async (tx) => {
        for (let from = 0; from < items.length; from += 1000) await save(tx, items.slice(from, from + 1000));
        await saveState(tx, of, state);
      });
    }
    return complete;
  };
}

type Swept = typeof accounts | typeof contacts | typeof companies | typeof sites;
type Mine = { workspaceId: string; column: 'connectionId' | 'directoryId'; value: string };

/** Marks what a complete read did not see. Throws `provider_incomplete` where that would be everything, or a large part. */
async function sweep(tx: Tx, table: Swept, mine: Mine, readAt: Date) {
  const column = (table as unknown as Record<string, typeof accounts.directoryId>)[mine.column]!;
  const here = and(eq(table.workspaceId, mine.workspaceId), eq(column, mine.value), isNull(table.goneAt));
  const missing = and(here, lt(table.seenAt, readAt));
  const [all] = await tx.select({ n: count() }).from(table).where(here);
  const [gone] = await tx.select({ n: count() }).from(table).where(missing);
  const [total, vanished] = [all?.n ?? 0, gone?.n ?? 0];
  // Nothing at all is what a wrong filter, a wrong address or a service that just started answers, in the best of health.
  if (vanished > 0 && vanished === total) {
    throw new AppError('provider_incomplete', `The list was empty: none of ${total} records was removed`);
  }
  if (vanished > MASS_COUNT && vanished > total * MASS_SHARE) {
    throw new AppError('provider_incomplete', `${vanished} of ${total} records vanished at once: nothing was removed`);
  }
  if (vanished > 0) await tx.update(table).set({ goneAt: readAt }).where(missing);
}

/** A customer may be moved to another zone of its PSA's cloud, and so to another host. */
async function saveHosts(tx: Tx, of: Of, psa: Psa) {
  const [row] = await tx.select({ settings: connections.settings }).from(connections).where(isOpen(of));
  if (!row) return;
  // The connector has just read whole lists, so it knows its host without asking.
  const hosts = await hostsOf(psa, row.settings);
  await tx.update(connections).set({ hosts }).where(isOpen(of));
}

async function saveState(tx: Tx, of: Of, sync: SyncState) {
  await tx.update(connections).set({ sync }).where(isOpen(of));
}
