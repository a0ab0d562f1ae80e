import type { FixStep } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import type { FixStepName } from '@counterpart/shared/requester.ts';
import { audit } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { type FixIntent, outbox } from '../db/schema/index.ts';
import type { Psa } from '../psa/types.ts';
import { mirrorTicket } from '../sync/mirror-ticket.ts';
import { type Carrier, type Intent, ofIntent } from './outbox.ts';

/**
 * Makes a contact the requester: the ticket's contact first, the note last, since the note tells of what was done. The
 * link stands already, with the decision. Each step is looked for before it is taken; where one cannot be, the later
 * ones are left out.
 */
export const fixCarrier: Carrier = {
  async carry(ctx, intent) {
    const psa = await ctx.connectors.psa(ctx.workspaceId, fixOf(intent).connectionId);
    for (const { step, state } of fixOf(intent).steps) {
      if (state !== 'pending') continue;
      if (await isCancelled(ctx, intent)) return; // what takes it back waits, and goes on from here
      const after = await STEPS[step](ctx, psa, intent);
      await keep(ctx, intent, withStep(after, step, { state: 'done', error: null }));
    }
    await ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
      const [row] = await tx.select().from(outbox).where(ofIntent(intent)).for('update');
      if (!row || row.cancelledAt) return;
      await tx
        .update(outbox)
        .set({ state: 'done', error: null, message: null, finishedAt: ctx.now() })
        .where(ofIntent(intent));
      await audit(tx, ctx, 'requester.fixed', intent.contactId, {
        outboxId: intent.id,
        ticket: fixOf(intent).ticketId,
      });
    });
  },
  async fail(tx, actor, intent, code) {
    const [row] = await tx.select().from(outbox).where(ofIntent(intent));
    const fix = fixOf(row ?? intent);
    const stuck = fix.steps.find(({ state }) => state === 'pending')?.step;
    const steps = fix.steps.map((one): FixStep => {
      if (one.state !== 'pending') return one;
      return one.step === stuck ? { ...one, state: 'failed', error: code } : { ...one, state: 'skipped' };
    });
    await tx
      .update(outbox)
      .set({ fix: { ...fix, steps } })
      .where(ofIntent(intent));
    await audit(tx, actor, 'requester.failed', intent.contactId, { outboxId: intent.id, step: stuck ?? null, code });
  },
};

type Take = (ctx: Ctx, psa: Psa, intent: Intent) => Promise<FixIntent>;

const STEPS: Record<FixStepName, Take> = {
  async link(_ctx, _psa, intent) {
    return fixOf(intent);
  },
  async contact(ctx, psa, intent) {
    const fix = fixOf(intent);
    const { from, to } = fix.contact!;
    await moveContact(ctx, psa, { ...fix, contact: { from, to } });
    return fix;
  },
  async note(_ctx, psa, intent) {
    const fix = fixOf(intent);
    const mark = markOf(intent.id);
    // Only an earlier try can have left one, whose answer was lost.
    const there = intent.attempts > 1 ? await psa.findPrivateNote?.(fix.ticketId, mark) : null;
    const id = there ?? (await psa.addPrivateNote(fix.ticketId, `${fix.note!.text}\n\n${mark}`));
    return { ...fix, note: { ...fix.note!, id } };
  },
};

interface Move extends Pick<FixIntent, 'connectionId' | 'ticketId'> {
  contact: { from: string | null; to: string | null };
  /** Where the ticket belongs when it has no contact. */
  companyId?: string | null;
}

/** Throws `conflict` where the ticket has neither the contact it had nor the one it is to have: a person decided. */
export async function moveContact(ctx: Ctx, psa: Psa, { connectionId, ticketId, contact, companyId }: Move) {
  const before = await psa.ticket(ticketId);
  if (!before) throw new AppError('provider_not_found', 'The PSA no longer has the ticket');
  if (before.contactId !== contact.to) {
    if (before.contactId !== contact.from)
      throw new AppError('conflict', 'Somebody gave the ticket another contact in the meantime');
    if (!psa.setTicketContact)
      throw new AppError('not_supported', "This PSA does not let us change a ticket's contact");
    await psa.setTicketContact(ticketId, contact.to, companyId ? { companyId } : {});
  }
  await mirrorTicket(ctx, connectionId, ticketId);
}

/** Stands at the end of our notes, so that a note whose answer was lost is found again. */
export function markOf(outboxId: string): string {
  return `[Counterpart ${outboxId.slice(0, 8)}]`;
}

export function fixOf(intent: Intent): FixIntent {
  if (!intent.fix) throw new Error('an intent about a requester without its steps');
  return intent.fix;
}

/** What is done is written down at once: a killed process goes on where it was. */
export async function keep(ctx: Ctx, intent: Intent, fix: FixIntent): Promise<void> {
  intent.fix = fix;
  await ctx.db.inWorkspace(ctx.workspaceId, (tx) => tx.update(outbox).set({ fix }).where(ofIntent(intent)));
}

export function withStep(fix: FixIntent, step: FixStepName, change: Omit<FixStep, 'step'>): FixIntent {
  return { ...fix, steps: fix.steps.map((one) => (one.step === step ? { ...one, ...change } : one)) };
}

async function isCancelled(ctx: Ctx, intent: Intent): Promise<boolean> {
  const [row] = await ctx.db.inWorkspace(ctx.workspaceId, (tx) =>
    tx.select({ cancelledAt: outbox.cancelledAt }).from(outbox).where(ofIntent(intent)),
  );
  return row?.cancelledAt != null;
}
