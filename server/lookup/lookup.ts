import type { Freshness, LookupAnswer, LookupQuery } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import type { PageRef } from '@counterpart/shared/page.ts';
import type { Ctx } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { answerFor, type Stale } from './answer.ts';
import { findAround } from './around.ts';
import { findRecord, type HostFault } from './record.ts';
import { type ReadFault, type Refreshed, refreshAccounts, refreshRecord } from './refresh.ts';

const NOTHING: Refreshed = { fault: null, recordMissing: false, contactMissing: false, id: null };

/**
 * The panel's one read: from a pointer to a record to who its person is. Answers from the mirror where it is fresh,
 * one transaction and no call; else reads the few records anew first. A provider that is down makes the answer old, not an error.
 */
export async function lookup(ctx: Ctx, query: LookupQuery): Promise<LookupAnswer> {
  const { page } = query;
  const first = await ctx.db.readWorkspace(ctx.workspaceId, async (tx) => {
    const { found, around } = await readPage(tx, ctx, page);
    if (typeof found === 'string' || !found.fresh || query.refresh) return { found };
    const fresh = freshness(found.asOf, 'mirror', null);
    return { found, ...(await answerFor(tx, ctx, query, { found, around }, NOTHING, fresh)) };
  });
  if (typeof first.found === 'string') return notVerified(ctx, first.found);
  if (!page.id && !page.number) return notVerified(ctx, 'no_id');
  if ('answer' in first && first.stale.length === 0) return first.answer;

  const refreshed = 'answer' in first ? NOTHING : await refreshRecord(ctx, first.found.connectionId, page);
  const second = await answerNow(ctx, query, refreshed, refreshed.fault);
  if (second.stale.length === 0) return second.answer;
  const fault = await refreshAccounts(ctx, second.stale);
  return (await answerNow(ctx, query, refreshed, refreshed.fault ?? fault)).answer;
}

async function answerNow(
  ctx: Ctx,
  query: LookupQuery,
  refreshed: Refreshed,
  fault: ReadFault | null,
): Promise<{ answer: LookupAnswer; stale: Stale[] }> {
  return ctx.db.readWorkspace(ctx.workspaceId, async (tx) => {
    const page = { ...query.page, id: query.page.id ?? refreshed.id };
    const { found, around } = await readPage(tx, ctx, page);
    if (typeof found === 'string') return { answer: notVerified(ctx, found), stale: [] };
    const nothingKnown = !found.ticket && !found.contact && !found.company;
    if (nothingKnown && refreshed.fault) {
      const { code, retryAfterSeconds } = refreshed.fault;
      throw new AppError(code, 'The PSA did not answer, and the record was never seen before', {
        ...(retryAfterSeconds !== null ? { retryAfterSeconds } : {}),
      });
    }
    return answerFor(
      tx,
      ctx,
      query,
      { found, around },
      refreshed,
      freshness(found.asOf, refreshed.fault ? 'mirror' : 'psa', fault),
    );
  });
}

/** Neither waits for the other, so they are one round trip. What lies around is of use only if the record is. */
async function readPage(tx: Tx, { workspaceId, now }: Ctx, page: PageRef) {
  const [found, around] = await Promise.all([
    findRecord(tx, workspaceId, page, now()),
    findAround(tx, workspaceId, page),
  ]);
  return { found, around };
}

function freshness(asOf: Date, source: Freshness['source'], fault: ReadFault | null): Freshness {
  return {
    asOf: asOf.toISOString(),
    source,
    fault: fault?.code ?? null,
    retryAfterSeconds: fault?.retryAfterSeconds ?? null,
  };
}

function notVerified(ctx: Ctx, reason: HostFault | 'no_id'): LookupAnswer {
  return { state: 'not_verified', freshness: freshness(ctx.now(), 'mirror', null), reason, differences: [] };
}
