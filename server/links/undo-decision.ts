import type { DecisionAnswer } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import type { DecisionKind } from '@counterpart/shared/link.ts';
import { and, eq } from 'drizzle-orm';
import { audit } from '../audit.ts';
import type { Ctx } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { isUniqueViolation } from '../db/faults.ts';
import { decisions, links } from '../db/schema/index.ts';
import type { ContactRow } from '../lookup/cards.ts';
import { requestUnfix } from '../provision/request-unfix.ts';
import { lockContact, UNDO_GRACE_MS, UNDO_MS } from './contact.ts';
import { recordDecision, standingDecision } from './decisions.ts';
import { openLinks } from './link-contact.ts';
import { keepOnePrimary } from './primary.ts';

type Decision = typeof decisions.$inferSelect;
/** What others soon build upon, and can be taken back for a few seconds only. */
const BRIEF: ReadonlySet<DecisionKind> = new Set(['linked', 'unlinked', 'requester_fixed']);

/**
 * Takes a decision back and restores what was before it. A link or an unlink for a few seconds; a rejection or
 * "not a person" at any time, since nothing else hangs on it. Throws `undo_expired`, or `conflict` where a later
 * decision stands in the way.
 */
export async function undoDecision(ctx: Ctx, decisionId: string): Promise<DecisionAnswer> {
  try {
    return await ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
      const key = and(eq(decisions.workspaceId, ctx.workspaceId), eq(decisions.id, decisionId));
      const [named] = await tx.select().from(decisions).where(key);
      if (!named) throw new AppError('not_found', 'No such decision');
      const { contact } = await lockContact(tx, ctx, named.contactId, null);
      const [decision] = await tx.select().from(decisions).where(key); // again, now that the contact is held
      if (decision!.undoneAt || decision!.kind === 'restored')
        throw new AppError('conflict', 'The decision is already undone');
      const late = ctx.now().getTime() - decision!.createdAt.getTime() > UNDO_MS + UNDO_GRACE_MS;
      if (late && BRIEF.has(decision!.kind)) {
        throw new AppError('undo_expired', 'Undo is possible for a few seconds only');
      }
      if (decision!.kind === 'linked') await undoLink(tx, ctx, contact, decision!);
      if (decision!.kind === 'unlinked') await reopen(tx, contact, decision!.linkId!);
      const outboxId = decision!.kind === 'requester_fixed' ? await undoFix(tx, ctx, contact, decision!) : null;
      await tx.update(decisions).set({ undoneAt: ctx.now() }).where(key);
      await audit(tx, ctx, 'decision.undone', contact.id, { decisionId, kind: decision!.kind });
      const restored = { kind: 'restored', undoes: decisionId, accountId: decision!.accountId, outboxId } as const;
      return { ...(await recordDecision(tx, ctx, contact, restored)), ...(outboxId === null ? {} : { outboxId }) };
    });
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError('conflict', 'The account was linked to somebody else in the meantime');
    throw error;
  }
}

/** The link at once; what was written to the PSA follows, and the answer names the intent of it. */
async function undoFix(tx: Tx, ctx: Ctx, contact: ContactRow, decision: Decision): Promise<string | null> {
  if (decision.linkId) {
    await undoLink(tx, ctx, contact, decision);
    const ofLink = and(eq(decisions.linkId, decision.linkId), eq(decisions.kind, 'linked'));
    await tx
      .update(decisions)
      .set({ undoneAt: ctx.now() })
      .where(and(eq(decisions.workspaceId, ctx.workspaceId), eq(decisions.contactId, contact.id), ofLink));
  }
  return requestUnfix(tx, ctx, decision.outboxId!);
}

async function undoLink(tx: Tx, ctx: Ctx, contact: ContactRow, decision: Decision) {
  const [ended] = await tx
    .update(links)
    .set({ endedAt: ctx.now() })
    .where(and(openLinks(contact), eq(links.id, decision.linkId!)))
    .returning({ id: links.id });
  if (!ended) throw new AppError('conflict', 'The link has already ended');
  if (decision.replacedLinkId) await reopen(tx, contact, decision.replacedLinkId);
  await keepOnePrimary(tx, contact);
}

/** Brings a link back as it was; where it was the primary one, the one that took its place steps back. */
async function reopen(tx: Tx, contact: ContactRow, linkId: string) {
  const mine = and(eq(links.workspaceId, contact.workspaceId), eq(links.id, linkId), eq(links.contactId, contact.id));
  const [link] = await tx.select().from(links).where(mine);
  if (!link?.endedAt) throw new AppError('conflict', 'The link is already back');
  const ruledOut =
    (await standingDecision(tx, contact, 'ignored')) ??
    (await standingDecision(tx, contact, 'rejected', link.accountId));
  if (ruledOut) throw new AppError('conflict', 'Somebody ruled the link out in the meantime');
  if (link.primary) await tx.update(links).set({ primary: false }).where(openLinks(contact));
  await tx.update(links).set({ endedAt: null }).where(mine);
}
