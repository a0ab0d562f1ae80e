import { randomUUID } from 'node:crypto';
import type { FixStep } from '@counterpart/shared/api.ts';
import type { Ctx } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { outbox } from '../db/schema/index.ts';
import { ofIntent } from './outbox.ts';

/**
 * Asks for what a fix wrote to be taken back, in the transaction that undoes its decision. No further step of it
 * begins; one that is under way ends first. Answers the intent's id, or null where nothing was written outside.
 */
export async function requestUnfix(tx: Tx, ctx: Ctx, outboxId: string): Promise<string | null> {
  const key = ofIntent({ workspaceId: ctx.workspaceId, id: outboxId });
  const [made] = await tx.select().from(outbox).where(key).for('update');
  if (!made?.fix) return null;
  const over = made.state === 'failed' ? {} : ({ state: 'done', finishedAt: ctx.now() } as const);
  await tx
    .update(outbox)
    .set({ cancelledAt: ctx.now(), ...over })
    .where(key);
  const steps = made.fix.steps.map(
    ({ step }): FixStep => ({ step, state: step === 'link' ? 'undone' : 'pending', error: null }),
  );
  if (!steps.some(({ state }) => state === 'pending')) return null;
  const id = randomUUID();
  await tx.insert(outbox).values({
    ...{ workspaceId: ctx.workspaceId, id, kind: 'requester.unfix', contactId: made.contactId },
    ...{ technicianId: ctx.technician.id, createdAt: ctx.now() },
    fix: { ...made.fix, steps, undoes: outboxId },
  });
  await ctx.queue.send(tx, 'deliver', { workspaceId: ctx.workspaceId, outboxId: id });
  return id;
}
