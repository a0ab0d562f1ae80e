import { AppError, type ErrorCode } from '@counterpart/shared/errors.ts';
import { and, eq, sql } from 'drizzle-orm';
import type { Ctx, Services } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { outbox, technicians } from '../db/schema/index.ts';
import { QUEUES } from '../jobs/queues.ts';
import { fixCarrier } from './carry-fix.ts';
import { unfixCarrier } from './carry-unfix.ts';
import { accountCarrier } from './create-account.ts';
import { type Carrier, type Intent, ofIntent } from './outbox.ts';

const CARRIERS: Record<Intent['kind'], Carrier> = {
  'account.create': accountCarrier,
  'requester.fix': fixCarrier,
  'requester.unfix': unfixCarrier,
};

/** Faults that pass by themselves: the queue tries again. All others need a person. */
const PASSING: ErrorCode[] = [
  'provider_unavailable',
  'provider_timeout',
  'provider_rate_limited',
  'provider_invalid',
  'internal',
];

/** Carries out an intent: at least once by the queue, in effect once by what each carrier looks for before it writes. */
export async function deliver(services: Services, of: { workspaceId: string; outboxId: string }): Promise<void> {
  await services.db.inWorkspace(of.workspaceId, async (held) => {
    if (!(await lock(held, of))) return;
    const intent = await begin(services, of);
    if (!intent) return;
    const ctx = await contextOf(services, intent);
    try {
      await CARRIERS[intent.kind].carry(ctx, intent);
    } catch (error) {
      await giveUpOrRetry(ctx, intent, error);
    }
  });
}

/**
 * One worker at a time, also across servers; a killed one lets go with its connection. What takes a write back shares
 * its lock and waits for it, so that the two never work on one record at once.
 */
async function lock(held: Tx, { workspaceId, outboxId }: { workspaceId: string; outboxId: string }): Promise<boolean> {
  const [row] = await held
    .select()
    .from(outbox)
    .where(ofIntent({ workspaceId, id: outboxId }));
  const undoes = row?.fix?.undoes ?? null;
  if (undoes !== null) {
    await held.execute(sql`select pg_advisory_xact_lock(hashtextextended(${undoes}, 0))`);
    return true;
  }
  const [got] = await held.execute<{ got: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${outboxId}, 0)) as got`,
  );
  return got?.got ?? false;
}

async function begin(
  services: Services,
  { workspaceId, outboxId }: { workspaceId: string; outboxId: string },
): Promise<Intent | null> {
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const key = ofIntent({ workspaceId, id: outboxId });
    const [row] = await tx.select().from(outbox).where(key).for('update');
    if (!row || row.cancelledAt || row.state === 'done' || row.state === 'failed') return null;
    const [running] = await tx
      .update(outbox)
      .set({ state: 'running', attempts: row.attempts + 1 })
      .where(key)
      .returning();
    return running!;
  });
}

async function giveUpOrRetry(ctx: Ctx, intent: Intent, error: unknown): Promise<void> {
  const known = error instanceof AppError ? error : new AppError('internal', 'Something went wrong', { cause: error });
  const again = PASSING.includes(known.code) && intent.attempts <= QUEUES.deliver.retryLimit;
  await ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const outcome = {
      state: again ? 'pending' : 'failed',
      error: known.code,
      message: known.message,
      finishedAt: again ? null : ctx.now(),
    } as const;
    await tx.update(outbox).set(outcome).where(ofIntent(intent));
    if (!again) await CARRIERS[intent.kind].fail(tx, ctx, intent, known.code);
  });
  ctx.log.warn({ err: error, outboxId: intent.id, again }, 'delivery failed');
  if (again) throw known; // the queue's retry
}

/** Every worker that tried died. The intent ends as failed, so that the technician hears of it instead of waiting for ever. */
export async function abandon(services: Services, of: { workspaceId: string; outboxId: string }): Promise<void> {
  await services.db.inWorkspace(of.workspaceId, async (tx) => {
    const key = ofIntent({ workspaceId: of.workspaceId, id: of.outboxId });
    const [row] = await tx.select().from(outbox).where(key).for('update');
    if (!row || row.state === 'done' || row.state === 'failed') return;
    const message = 'The server stopped each time it tried';
    await tx.update(outbox).set({ state: 'failed', error: 'internal', message, finishedAt: services.now() }).where(key);
    const actor = { workspaceId: of.workspaceId, technician: { id: row.technicianId }, requestId: null };
    await CARRIERS[row.kind].fail(tx, actor, row, 'internal');
  });
}

/** The technician who asked, as the actor of what the job does. */
async function contextOf(services: Services, intent: Intent): Promise<Ctx> {
  const [technician] = await services.db.inWorkspace(intent.workspaceId, (tx) =>
    tx
      .select({ id: technicians.id, name: technicians.name, role: technicians.role })
      .from(technicians)
      .where(and(eq(technicians.workspaceId, intent.workspaceId), eq(technicians.id, intent.technicianId))),
  );
  return { ...services, workspaceId: intent.workspaceId, technician: technician!, requestId: null };
}
