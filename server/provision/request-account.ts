import { createHash } from 'node:crypto';
import type { NewAccount, OutboxItem } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import { audit } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { outbox } from '../db/schema/index.ts';
import { lockContact } from '../links/contact.ts';
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
    const key = and(eq(outbox.workspaceId, ctx.workspaceId), eq(outbox.id, id));
    const [earlier] = await tx.select().from(outbox).where(key);
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

export async function readOutbox(ctx: Ctx, id: string): Promise<OutboxItem> {
  return ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const [row] = await tx
      .select()
      .from(outbox)
      .where(and(eq(outbox.workspaceId, ctx.workspaceId), eq(outbox.id, id)));
    if (!row) throw new AppError('not_found', 'No such request');
    return toItem(row);
  });
}

/** A UUID (RFC 9562, version 8) of the technician and the key. */
function intentId(ctx: Ctx, key: string): string {
  const hash = createHash('sha256').update(`${ctx.workspaceId}|${ctx.technician.id}|${key}`).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x80;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

export function toItem({
  id,
  state,
  attempts,
  error,
  message,
  accountId,
  linkId,
}: typeof outbox.$inferSelect): OutboxItem {
  return { id, state, attempts, error, message, accountId, linkId };
}
