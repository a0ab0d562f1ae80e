import type { FixStep } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { audit } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { type FixIntent, outbox } from '../db/schema/index.ts';
import type { Psa } from '../psa/types.ts';
import { fixOf, keep, markOf, moveContact, withStep } from './carry-fix.ts';
import { type Carrier, type Intent, ofIntent } from './outbox.ts';

/**
 * Takes the making of a requester back, by what the PSA shows and not by what we believe was done: the last answer may
 * have been lost. One step that cannot be taken back does not keep the other from it.
 */
export const unfixCarrier: Carrier = {
  async carry(ctx, intent) {
    const made = await madeBy(ctx, intent);
    const psa = await ctx.connectors.psa(ctx.workspaceId, fixOf(intent).connectionId);
    let failed: unknown = null;
    for (const { step, state } of fixOf(intent).steps) {
      if (state !== 'pending') continue;
      try {
        if (step === 'contact') await putBack(ctx, psa, made);
        if (step === 'note') await withdraw(psa, made);
        await keep(ctx, intent, withStep(fixOf(intent), step, { state: 'undone', error: null }));
      } catch (error) {
        const code = error instanceof AppError ? error.code : 'internal';
        await keep(ctx, intent, withStep(fixOf(intent), step, { state: 'pending', error: code }));
        failed ??= error;
      }
    }
    if (failed !== null) throw failed;
    await ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
      const outcome = { state: 'done', error: null, message: null, finishedAt: ctx.now() } as const;
      await tx.update(outbox).set(outcome).where(ofIntent(intent));
      const steps = fixOf(made).steps.map(
        (one): FixStep => ({ ...one, state: one.state === 'done' ? 'undone' : 'skipped' }),
      );
      await tx
        .update(outbox)
        .set({ fix: { ...fixOf(made), steps } })
        .where(ofIntent(made));
      await audit(tx, ctx, 'requester.restored', intent.contactId, { outboxId: intent.id, undoes: made.id });
    });
  },
  async fail(tx, actor, intent, code) {
    const [row] = await tx.select().from(outbox).where(ofIntent(intent));
    const fix = fixOf(row ?? intent);
    const steps = fix.steps.map(
      (one): FixStep => (one.state === 'pending' ? { ...one, state: 'failed', error: one.error ?? code } : one),
    );
    await tx
      .update(outbox)
      .set({ fix: { ...fix, steps } })
      .where(ofIntent(intent));
    await audit(tx, actor, 'requester.failed', intent.contactId, { outboxId: intent.id, step: null, code });
  },
};

/** The intent that is taken back, as it stands now: its own worker has let go of it. */
async function madeBy(ctx: Ctx, intent: Intent): Promise<Intent> {
  const id = fixOf(intent).undoes!;
  const [made] = await ctx.db.inWorkspace(ctx.workspaceId, (tx) =>
    tx
      .select()
      .from(outbox)
      .where(ofIntent({ workspaceId: ctx.workspaceId, id })),
  );
  return made!;
}

async function putBack(ctx: Ctx, psa: Psa, made: Intent): Promise<void> {
  const { contact, ...fix }: FixIntent = fixOf(made);
  if (!contact || made.attempts === 0) return;
  await moveContact(ctx, psa, { ...fix, contact: { from: contact.to, to: contact.from } });
}

async function withdraw(psa: Psa, made: Intent): Promise<void> {
  const { note, ticketId } = fixOf(made);
  if (!note || made.attempts === 0) return;
  const id = note.id ?? (await psa.findPrivateNote?.(ticketId, markOf(made.id)));
  if (id) await psa.withdrawPrivateNote(ticketId, id);
}
