import type { FixStep, NewRequesterFix, RequesterFix } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { FIX_STEPS } from '@counterpart/shared/requester.ts';
import { and, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import { audit } from '../audit.ts';
import type { Ctx } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { isUniqueViolation } from '../db/faults.ts';
import { contacts, decisions, outbox, tickets } from '../db/schema/index.ts';
import { loadAccount, lockContact, UNDO_MS } from '../links/contact.ts';
import { recordDecision } from '../links/decisions.ts';
import { linkInside } from '../links/link-contact.ts';
import { type Intent, intentId, ofIntent, toItem } from './outbox.ts';
import { contactProblem, type FixPlace, findPlace } from './plan-fix.ts';

/** The queue gives every intent up long before. */
const LONGEST_MS = 86_400_000;

/**
 * Decides who asked: the link, the decision, the audit entry, the intent and its job stand in one transaction; the PSA
 * is written later. Throws `conflict` where the contact moved on, or the ticket has another contact than the technician
 * saw, or is just being given one; as `linkContact` where the link is not possible, and then nothing is done at all.
 */
export async function requestFix(ctx: Ctx, input: NewRequesterFix, idempotencyKey: string): Promise<RequesterFix> {
  const id = intentId(ctx, idempotencyKey);
  try {
    return await ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
      const [earlier] = await tx
        .select()
        .from(outbox)
        .where(ofIntent({ workspaceId: ctx.workspaceId, id }));
      if (earlier) return answerOf(tx, earlier);
      const { contact, company } = await lockContact(tx, ctx, input.contactId, input.contactVersion);
      const place = await holdPlace(tx, ctx, input);
      if (contact.connectionId !== place.connectionId) throw new AppError('not_found', 'No such contact');
      const psa = await ctx.connectors.psa(ctx.workspaceId, place.connectionId);
      const problem = input.setContact ? contactProblem(place, contact, psa) : null;
      if (problem) {
        const fields = [{ path: 'contactId', message: problem }];
        throw new AppError('invalid_request', 'The ticket cannot be given this contact', { fields });
      }
      const account = input.accountId === null ? null : await loadAccount(tx, ctx, input.accountId);
      const link = account && (await linkInside(tx, ctx, { contact, company, account, replaces: null }));
      const decision = await recordDecision(tx, ctx, contact, {
        kind: 'requester_fixed',
        accountId: account?.id ?? null,
        linkId: link?.linkId ?? null,
        outboxId: id,
      });
      const wanted = { link: link !== null, contact: input.setContact, note: input.note !== null };
      const [intent] = await tx
        .insert(outbox)
        .values({
          ...{ workspaceId: ctx.workspaceId, id, kind: 'requester.fix', contactId: contact.id },
          ...{ accountId: account?.id ?? null, linkId: link?.linkId ?? null },
          ...{ technicianId: ctx.technician.id, createdAt: ctx.now() },
          fix: {
            connectionId: place.connectionId,
            ticketId: place.ticket.recordId,
            contact: input.setContact ? { from: place.ticket.contactRecordId, to: contact.recordId } : null,
            companyId: place.ticket.companyRecordId,
            note: input.note === null ? null : { text: input.note, id: null },
            steps: FIX_STEPS.filter((step) => wanted[step]).map(
              (step): FixStep => ({ step, state: step === 'link' ? 'done' : 'pending', error: null }),
            ),
            decisionId: decision.decisionId,
            undoes: null,
          },
        })
        .returning();
      await audit(tx, ctx, 'requester.requested', contact.id, { outboxId: id, ticket: place.ticket.recordId });
      await ctx.queue.send(tx, 'deliver', { workspaceId: ctx.workspaceId, outboxId: id });
      return { item: toItem(intent!), decision: { ...decision, outboxId: id } };
    });
  } catch (error) {
    if (isUniqueViolation(error, 'links_account_once'))
      throw new AppError('already_linked', 'The account already belongs to a contact of this company');
    throw error;
  }
}

/** The ticket, held until the transaction ends, as the technician saw it. */
async function holdPlace(tx: Tx, ctx: Ctx, input: NewRequesterFix): Promise<FixPlace> {
  const { ticket } = await findPlace(tx, ctx, input.page);
  await tx
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(eq(tickets.workspaceId, ctx.workspaceId), eq(tickets.id, ticket.id)))
    .for('update');
  const place = await findPlace(tx, ctx, input.page);
  if (!input.setContact) return place;
  if (place.ticket.contactRecordId !== input.ticketContactId)
    throw new AppError('conflict', 'The ticket has another contact by now');
  const { connectionId, recordId: ticketId } = place.ticket;
  const [running] = await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        eq(outbox.workspaceId, ctx.workspaceId),
        inArray(outbox.kind, ['requester.fix', 'requester.unfix']),
        gt(outbox.createdAt, new Date(ctx.now().getTime() - LONGEST_MS)),
        isNull(outbox.finishedAt),
        sql`${outbox.fix} @> ${JSON.stringify({ connectionId, ticketId })}::jsonb`,
      ),
    );
  if (running) throw new AppError('conflict', 'The contact of this ticket is just being changed');
  return place;
}

/** What the first request was told. */
async function answerOf(tx: Tx, intent: Intent): Promise<RequesterFix> {
  const [decision] = await tx
    .select({ id: decisions.id, createdAt: decisions.createdAt, version: contacts.version })
    .from(decisions)
    .innerJoin(contacts, and(eq(contacts.workspaceId, decisions.workspaceId), eq(contacts.id, decisions.contactId)))
    .where(and(eq(decisions.workspaceId, intent.workspaceId), eq(decisions.id, intent.fix!.decisionId)));
  const { id: decisionId, createdAt, version } = decision!;
  const undoUntil = new Date(createdAt.getTime() + UNDO_MS).toISOString();
  return { item: toItem(intent), decision: { decisionId, undoUntil, contactVersion: version, outboxId: intent.id } };
}
