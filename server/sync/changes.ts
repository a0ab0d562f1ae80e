import type { SyncState } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import type { Contact } from '@counterpart/shared/psa.ts';
import type { Services } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { connections } from '../db/schema/index.ts';
import { isOpen, type Of } from './connection.ts';
import { saveCompanies, saveContacts } from './mirror.ts';
import { readUnknownCompanies, unknownCompanies } from './unknown-companies.ts';

/** Between two rounds. */
export const ROUND_SECONDS = 300;
/**
 * Each round reads this much of the last one's time again: for clocks that differ without our knowing, and for changes
 * that were stamped before the round and could be seen only after it.
 */
export const OVERLAP_MS = 15 * 60_000;
/** Only a full read sees what was deleted, and companies that were renamed. One that failed is asked for sooner. */
const FULL_READ_HOURS = { done: 24, failed: 6 };
/** More new companies than this in one round is an import or a merger: one full read takes fewer requests. */
const MOST_NEW_COMPANIES = 20;
const DAY_MS = 86_400_000;

/**
 * One round: contacts that the PSA says were changed since the last round go into the mirror, and the mark moves on, in
 * one transaction with the order for the next round. A round that fails moves nothing, so the next one reads the same
 * again. Nothing is marked gone here: deletes are not among changes. Ends without a next round where the connection is
 * closed. Throws only what is no provider's fault.
 */
export async function syncChanges(services: Services, of: Of): Promise<void> {
  const at = services.now();
  const connection = await services.db.inWorkspace(of.workspaceId, async (tx) => {
    const { sync, changesTo } = connections;
    const [row] = await tx.select({ sync, changesTo }).from(connections).where(isOpen(of));
    return row ?? null;
  });
  if (!connection) return;
  const { sync, changesTo } = connection;
  try {
    const save = changesTo && (await readChanges(services, of, changesTo));
    await services.db.inWorkspace(of.workspaceId, async (tx) => {
      if (save === 'too_many' || isFullReadDue(sync, at)) await services.queue.send(tx, 'sync', of, of.connectionId);
      if (typeof save === 'function') {
        await save(tx, at);
        await tx
          .update(connections)
          .set({ changesTo: providerTime(services, of, at), changesReadAt: at })
          .where(isOpen(of));
      }
      await askForRound(services, tx, of);
    });
  } catch (error) {
    if (!isProviders(error)) throw error;
    services.log.warn({ err: error, connectionId: of.connectionId }, 'round of changes failed');
    const wait = Math.max(ROUND_SECONDS, error.extra.retryAfterSeconds ?? 0);
    await services.db.inWorkspace(of.workspaceId, async (tx) => {
      // A full read may mend what a round cannot, and must not wait for rounds to succeed.
      if (isFullReadDue(sync, at)) await services.queue.send(tx, 'sync', of, of.connectionId);
      await askForRound(services, tx, of, wait);
    });
  }
}

/** Orders the connection's next round in the caller's transaction; where one waits already, that one is it. */
export async function askForRound({ queue }: Services, tx: Tx, of: Of, afterSeconds = ROUND_SECONDS): Promise<void> {
  await queue.send(tx, 'changes', of, of.connectionId, afterSeconds);
}

/**
 * `at` as a mark from which a later round may go on: by the PSA's clock where that is behind ours, since its records
 * carry its own times. A clock that is ahead needs nothing, its records only come once more. One that is behind by more
 * than a day is somebody's default date and would have everything read again.
 */
export function providerTime({ connectors }: Pick<Services, 'connectors'>, of: Of, at: Date): Date {
  const ahead = connectors.aheadMs(of.workspaceId, of.connectionId) ?? 0;
  return new Date(at.getTime() + (ahead < -DAY_MS ? 0 : Math.min(0, ahead)));
}

/** Reads all of a round before anything of it is stored. Null: this PSA does not tell what changed. */
async function readChanges(services: Services, of: Of, changesTo: Date) {
  const psa = await services.connectors.psa(of.workspaceId, of.connectionId);
  if (!psa.changedContacts) return null;
  const changed: Contact[] = [];
  for await (const { items } of psa.changedContacts(new Date(changesTo.getTime() - OVERLAP_MS))) changed.push(...items);
  const companyIds = changed.map(({ companyId }) => companyId);
  if ((await unknownCompanies(services, of, companyIds)).length > MOST_NEW_COMPANIES) return 'too_many';
  const fresh = await readUnknownCompanies(services, psa, of, companyIds, { background: true });
  return async (tx: Tx, at: Date) => {
    await saveCompanies(tx, of, fresh, at);
    for (let from = 0; from < changed.length; from += 1000) {
      await saveContacts(tx, of, changed.slice(from, from + 1000), at);
    }
  };
}

/** One that is under way, or waits, is not asked for twice: the queue sees to it. */
function isFullReadDue({ state, startedAt, finishedAt }: SyncState, at: Date): boolean {
  const last = finishedAt ?? startedAt;
  const hours = state === 'done' ? FULL_READ_HOURS.done : FULL_READ_HOURS.failed;
  return last === null || at.getTime() - Date.parse(last) > hours * 3_600_000;
}

function isProviders(error: unknown): error is AppError {
  return error instanceof AppError && (error.code.startsWith('provider_') || error.code === 'address_refused');
}
