import type { DecisionAnswer, Unlinking } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import { audit } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { links } from '../db/schema/index.ts';
import { lockContact } from './contact.ts';
import { recordDecision } from './decisions.ts';
import { openLinks } from './link-contact.ts';
import { keepOnePrimary } from './primary.ts';

/** Ends a link. The contact's next oldest link, if any, becomes the primary one. */
export async function unlinkContact(
  ctx: Ctx,
  linkId: string,
  input: z.infer<typeof Unlinking>,
): Promise<DecisionAnswer> {
  return ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const [link] = await tx
      .select()
      .from(links)
      .where(and(eq(links.workspaceId, ctx.workspaceId), eq(links.id, linkId)));
    if (!link) throw new AppError('not_found', 'No such link');
    const { contact } = await lockContact(tx, ctx, link.contactId, input.contactVersion);
    const [ended] = await tx
      .update(links)
      .set({ endedAt: ctx.now() })
      .where(and(openLinks(contact), eq(links.id, linkId)))
      .returning({ id: links.id });
    if (!ended) throw new AppError('conflict', 'The link has already ended');
    await keepOnePrimary(tx, contact);
    await audit(tx, ctx, 'contact.unlinked', contact.id, { accountId: link.accountId, linkId });
    return recordDecision(tx, ctx, contact, { kind: 'unlinked', accountId: link.accountId, linkId });
  });
}
