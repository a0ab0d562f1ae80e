import { AppError, type ErrorCode } from '@counterpart/shared/errors.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import { and, eq, sql } from 'drizzle-orm';
import { audit } from '../audit.ts';
import type { Ctx, Services } from '../context.ts';
import { accounts, outbox, technicians } from '../db/schema/index.ts';
import { QUEUES } from '../jobs/queues.ts';
import { lockContact } from '../links/contact.ts';
import { linkInside } from '../links/link-contact.ts';
import { directoriesOf } from '../lookup/directories.ts';
import { saveAccounts } from '../sync/mirror.ts';

type Intent = typeof outbox.$inferSelect;
/** Faults that pass by themselves: the queue tries again. All others need a person. */
const PASSING: ErrorCode[] = [
  'provider_unavailable',
  'provider_timeout',
  'provider_rate_limited',
  'provider_invalid',
  'internal',
];

/**
 * Carries out an intent: at least once by the queue, in effect once by our key in the remote record. It searches for
 * that key before it creates, since an answer lost on the way, or a killed process, leaves an account behind that we do not know.
 */
export async function deliver(services: Services, of: { workspaceId: string; outboxId: string }): Promise<void> {
  await services.db.inWorkspace(of.workspaceId, async (held) => {
    // One worker at a time, also across servers; a killed one lets go with its connection.
    const [lock] = await held.execute<{ got: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtextextended(${of.outboxId}, 0)) as got`,
    );
    if (!lock?.got) return;
    const intent = await begin(services, of);
    if (!intent) return;
    const ctx = await contextOf(services, intent);
    try {
      const account = await createOnce(ctx, intent);
      await finish(ctx, intent, account);
    } catch (error) {
      await giveUpOrRetry(ctx, intent, error);
    }
  });
}

async function begin(
  services: Services,
  { workspaceId, outboxId }: { workspaceId: string; outboxId: string },
): Promise<Intent | null> {
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const key = and(eq(outbox.workspaceId, workspaceId), eq(outbox.id, outboxId));
    const [row] = await tx.select().from(outbox).where(key);
    if (!row || row.state === 'done' || row.state === 'failed') return null;
    const [running] = await tx
      .update(outbox)
      .set({ state: 'running', attempts: row.attempts + 1 })
      .where(key)
      .returning();
    return running!;
  });
}

async function createOnce(ctx: Ctx, intent: Intent): Promise<Account> {
  const { identity, remoteId } = await ctx.connectors.identity(ctx.workspaceId, intent.directoryId);
  if (!identity.create) throw new AppError('not_supported', 'This directory cannot create accounts');
  const made = await identity.findByCorrelationKey?.(remoteId, intent.id);
  return made ?? identity.create(remoteId, { draft: intent.draft, correlationKey: intent.id });
}

/** Mirror, link, audit and outcome in one transaction. Where the contact moved on meanwhile, the account stands and the link is left to a person. */
async function finish(ctx: Ctx, intent: Intent, account: Account): Promise<void> {
  await ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const { contact, company } = await lockContact(tx, ctx, intent.contactId, null);
    const directory = (await directoriesOf(tx, ctx.workspaceId, company.id)).find(
      ({ id }) => id === intent.directoryId,
    );
    const mirror = {
      workspaceId: ctx.workspaceId,
      directoryId: intent.directoryId,
      country: directory?.country ?? null,
    };
    const accountId = (await saveAccounts(tx, mirror, [account], ctx.now())).get(account.id)!;
    const [row] = await tx
      .select()
      .from(accounts)
      .where(and(eq(accounts.workspaceId, ctx.workspaceId), eq(accounts.id, accountId)));
    const linked = await tx
      .transaction((inner) => linkInside(inner, ctx, { contact, company, account: row!, replaces: null }))
      .catch((error: unknown) => {
        ctx.log.warn({ err: error, outboxId: intent.id }, 'account created, link left to a person');
        return null;
      });
    await audit(tx, ctx, 'account.created', contact.id, {
      accountId,
      directoryId: intent.directoryId,
      outboxId: intent.id,
    });
    const outcome = {
      state: 'done',
      accountId,
      linkId: linked?.linkId ?? null,
      error: null,
      message: null,
      finishedAt: ctx.now(),
    } as const;
    await tx
      .update(outbox)
      .set(outcome)
      .where(and(eq(outbox.workspaceId, ctx.workspaceId), eq(outbox.id, intent.id)));
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
    await tx
      .update(outbox)
      .set(outcome)
      .where(and(eq(outbox.workspaceId, ctx.workspaceId), eq(outbox.id, intent.id)));
    if (!again) await audit(tx, ctx, 'account.failed', intent.contactId, { outboxId: intent.id, code: known.code });
  });
  ctx.log.warn({ err: error, outboxId: intent.id, again }, 'delivery failed');
  if (again) throw known; // the queue's retry
}

/** Every worker that tried died. The intent ends as failed, so that the technician hears of it instead of waiting for ever. */
export async function abandon(services: Services, of: { workspaceId: string; outboxId: string }): Promise<void> {
  await services.db.inWorkspace(of.workspaceId, async (tx) => {
    const key = and(eq(outbox.workspaceId, of.workspaceId), eq(outbox.id, of.outboxId));
    const [row] = await tx.select().from(outbox).where(key).for('update');
    if (!row || row.state === 'done' || row.state === 'failed') return;
    const message = 'The server stopped each time it tried';
    await tx.update(outbox).set({ state: 'failed', error: 'internal', message, finishedAt: services.now() }).where(key);
    const actor = { workspaceId: of.workspaceId, technician: { id: row.technicianId }, requestId: null };
    await audit(tx, actor, 'account.failed', row.contactId, { outboxId: of.outboxId, code: 'internal' });
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
