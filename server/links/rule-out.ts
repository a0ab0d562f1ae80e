import type { DecisionAnswer, Ignoring, Rejection } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import { audit } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { links } from '../db/schema/index.ts';
import { loadAccount, lockContact } from './contact.ts';
import { recordDecision, standingDecision } from './decisions.ts';
import { openLinks } from './link-contact.ts';

/** "Never these two": the pair is not proposed again, whatever its score. */
export async function rejectPair(ctx: Ctx, input: z.infer<typeof Rejection>): Promise<DecisionAnswer> {
  return ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const { contact } = await lockContact(tx, ctx, input.contactId, input.contactVersion);
    const account = await loadAccount(tx, ctx, input.accountId);
    if (await standingDecision(tx, contact, 'rejected', account.id))
      throw new AppError('conflict', 'The pair is already ruled out');
    const [linked] = await tx
      .select({ id: links.id })
      .from(links)
      .where(and(openLinks(contact), eq(links.accountId, account.id)));
    if (linked) throw new AppError('already_linked', 'The two are linked: end the link first');
    await audit(tx, ctx, 'contact.rejected', contact.id, { accountId: account.id });
    return recordDecision(tx, ctx, contact, { kind: 'rejected', accountId: account.id });
  });
}

/** "Not a person": the contact is a shared mailbox, a printer, a distribution list. */
export async function ignoreContact(ctx: Ctx, input: z.infer<typeof Ignoring>): Promise<DecisionAnswer> {
  return ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const { contact } = await lockContact(tx, ctx, input.contactId, input.contactVersion);
    if (await standingDecision(tx, contact, 'ignored')) throw new AppError('conflict', 'The contact is already marked');
    const [linked] = await tx.select({ id: links.id }).from(links).where(openLinks(contact)).limit(1);
    if (linked) throw new AppError('already_linked', 'The contact is linked: end the link first');
    await audit(tx, ctx, 'contact.ignored', contact.id);
    return recordDecision(tx, ctx, contact, { kind: 'ignored' });
  });
}
