import type { Actor } from './context.ts';
import type { Tx } from './db/client.ts';
import { auditLog } from './db/schema/index.ts';

/** What happened, named `<thing>.<past participle>`, so a log reads as a story. */
export type AuditAction =
  | 'contact.linked'
  | 'contact.unlinked'
  | 'contact.rejected'
  | 'contact.ignored'
  | 'decision.undone'
  | 'requester.requested'
  | 'requester.fixed'
  | 'requester.failed'
  | 'requester.restored'
  | 'company.linked'
  | 'company.unlinked'
  | 'account.requested'
  | 'account.created'
  | 'account.failed'
  | 'account.imported'
  | 'account.exported'
  | 'account.received'
  | 'account.changed'
  | 'account.removed'
  | 'scim_token.created'
  | 'scim_token.revoked'
  | 'connection.created'
  | 'connection.updated'
  | 'connection.removed'
  | 'hook.created'
  | 'hook.removed'
  | 'sync.requested'
  | 'session.opened'
  | 'session.revoked'
  | 'pairing.created'
  | 'pairing.refused';

/** Adds to the audit log in the transaction of the change itself: either both stand or neither. Ids and codes only. */
export async function audit(
  tx: Tx,
  actor: Pick<Actor, 'workspaceId' | 'requestId'> & { technician: { id: string } | null },
  action: AuditAction,
  subject: string,
  detail: Record<string, string | number | boolean | null> = {},
): Promise<void> {
  await tx.insert(auditLog).values({
    workspaceId: actor.workspaceId,
    technicianId: actor.technician?.id ?? null,
    requestId: actor.requestId,
    action,
    subject,
    detail,
  });
}
