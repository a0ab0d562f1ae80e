import type { NewAccount, OutboxItem } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import type { z } from 'zod';
import { audit } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { outbox } from '../db/schema/index.ts';
import { lockContact } from '../links/contact.ts';
import { intentId, ofIntent, toItem } from './outbox.ts';
import { draftProblems } from './plan.ts';
import { linkedDirectory, takenIn } from './plan-account.ts';

/**
 * Decides that an account shall be created: the intent, its audit entry and its job stand in one transaction, the
 * directory is written later. The intent's id comes from the caller's key, so a repeated request finds the first one.
 */
export async function requestAccount(
  ctx: Ctx,
  input: z.infer<typeof NewAccount>,
  idempotencyKey: string,
): Promise<OutboxItem> {
  const id = intentId(ctx, idempotencyKey);
  return ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const [earlier] = await tx
      .select()
      .from(outbox)
      .where(ofIntent({ workspaceId: ctx.workspaceId, id }));
    if (earlier) return toItem(earlier);
    const { contact, company } = await lockContact(tx, ctx, input.contactId, input.contactVersion);
    if (contact.kind !== 'person') throw new AppError('invalid_request', 'This contact is not a person');
    const directory = await linkedDirectory(tx, ctx, company.id, input.directoryId);
    const { draft } = input;
    const problems = draftProblems(draft, await takenIn(tx, directory, [draft.username, draft.email ?? '']));
    if (problems.length > 0)
      throw new AppError('username_taken', 'The directory already has such an account', { fields: problems });
    const [row] = await tx
      .insert(outbox)
      .values({
        ...{
          workspaceId: ctx.workspaceId,
          id,
          kind: 'account.create',
          contactId: contact.id,
          directoryId: directory.id,
          draft,
        },
        ...{ technicianId: ctx.technician.id, createdAt: ctx.now() },
      })
      .returning();
    await audit(tx, ctx, 'account.requested', contact.id, { directoryId: directory.id, outboxId: id });
    await ctx.queue.send(tx, 'deliver', { workspaceId: ctx.workspaceId, outboxId: id });
    return toItem(row!);
  });
}
