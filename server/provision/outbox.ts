import { createHash } from 'node:crypto';
import type { OutboxItem } from '@counterpart/shared/api.ts';
import { AppError, type ErrorCode } from '@counterpart/shared/errors.ts';
import { and, eq } from 'drizzle-orm';
import type { Actor, Ctx } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { outbox } from '../db/schema/index.ts';

/** A write to another system as it was decided. */
export type Intent = typeof outbox.$inferSelect;

/** How one kind of intent is carried out. */
export interface Carrier {
  /** Does the work and ends the intent as done. May run again at any point of an earlier run, and must find what that left. */
  carry(ctx: Ctx, intent: Intent): Promise<void>;
  /** Part of the transaction in which the intent ends as failed: its audit entry, and what became of its parts. */
  fail(
    tx: Tx,
    actor: Pick<Actor, 'workspaceId' | 'requestId'> & { technician: { id: string } },
    intent: Intent,
    code: ErrorCode,
  ): Promise<void>;
}

export async function readOutbox(ctx: Ctx, id: string): Promise<OutboxItem> {
  return ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const [row] = await tx
      .select()
      .from(outbox)
      .where(ofIntent({ workspaceId: ctx.workspaceId, id }));
    if (!row) throw new AppError('not_found', 'No such request');
    return toItem(row);
  });
}

/** A UUID (RFC 9562, version 8) of the technician and the key. */
export function intentId(ctx: Ctx, key: string): string {
  const hash = createHash('sha256').update(`${ctx.workspaceId}|${ctx.technician.id}|${key}`).digest();
  hash[6] = (hash[6]! & 0x0f) | 0x80;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

export function toItem({ id, state, attempts, error, message, accountId, linkId, fix }: Intent): OutboxItem {
  return { id, state, attempts, error, message, accountId, linkId, steps: fix?.steps ?? [] };
}

export function ofIntent({ workspaceId, id }: Pick<Intent, 'workspaceId' | 'id'>) {
  return and(eq(outbox.workspaceId, workspaceId), eq(outbox.id, id));
}
