import type { DecisionAnswer } from '@counterpart/shared/api.ts';
import { and, eq, isNull } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { decisions } from '../db/schema/index.ts';
import type { ContactRow } from '../lookup/cards.ts';
import { nextVersion, UNDO_MS } from './contact.ts';

type NewDecision = Pick<
  typeof decisions.$inferInsert,
  'kind' | 'accountId' | 'linkId' | 'replacedLinkId' | 'outboxId' | 'undoes'
>;

/** Writes a decision down and moves the contact to its next version: the end of every verb that decides. */
export async function recordDecision(
  tx: Tx,
  ctx: Ctx,
  contact: ContactRow,
  decision: NewDecision,
): Promise<DecisionAnswer> {
  const [row] = await tx
    .insert(decisions)
    .values({
      workspaceId: ctx.workspaceId,
      contactId: contact.id,
      technicianId: ctx.technician.id,
      createdAt: ctx.now(),
      ...decision,
    })
    .returning({ id: decisions.id });
  return {
    decisionId: row!.id,
    undoUntil: new Date(ctx.now().getTime() + UNDO_MS).toISOString(),
    contactVersion: await nextVersion(tx, contact),
  };
}

/** A decision of the kind that still stands for the contact, or for the pair. */
export async function standingDecision(
  tx: Tx,
  contact: ContactRow,
  kind: 'rejected' | 'ignored',
  accountId?: string,
): Promise<string | null> {
  const [row] = await tx
    .select({ id: decisions.id })
    .from(decisions)
    .where(
      and(
        eq(decisions.workspaceId, contact.workspaceId),
        eq(decisions.contactId, contact.id),
        eq(decisions.kind, kind),
        isNull(decisions.undoneAt),
        accountId ? eq(decisions.accountId, accountId) : undefined,
      ),
    )
    .limit(1);
  return row?.id ?? null;
}
