import type { Hints } from '@counterpart/shared/page.ts';
import { and, eq, gt, inArray, sql } from 'drizzle-orm';
import type { Tx } from '../db/client.ts';
import { contacts, outbox } from '../db/schema/index.ts';
import { senderOf, type TicketRow } from './cards.ts';
import { compareHints } from './record.ts';

/** A page that was open when we changed its ticket shows the contact from before until somebody loads it again. */
const OPEN_MS = 86_400_000;

/** Whether the page shows what we ourselves changed a while ago, there or back, and nothing else. */
export async function showsBefore(tx: Tx, hints: Hints, ticket: TicketRow, now: Date): Promise<boolean> {
  const { workspaceId, connectionId, recordId: ticketId } = ticket;
  const rows = await tx
    .select({ fix: outbox.fix })
    .from(outbox)
    .where(
      and(
        eq(outbox.workspaceId, workspaceId),
        inArray(outbox.kind, ['requester.fix', 'requester.unfix']),
        gt(outbox.createdAt, new Date(now.getTime() - OPEN_MS)),
        sql`${outbox.fix} @> ${JSON.stringify({ connectionId, ticketId })}::jsonb`,
      ),
    );
  const changed = rows.flatMap(({ fix }) => (fix?.contact ? [fix.contact] : []));
  if (changed.length === 0) return false;
  const ids = changed.flatMap(({ from, to }) => [from, to]).filter((id) => id !== null);
  const people = await tx
    .select({ name: contacts.name, emails: contacts.emails })
    .from(contacts)
    .where(
      and(
        eq(contacts.workspaceId, workspaceId),
        eq(contacts.connectionId, connectionId),
        inArray(contacts.recordId, ids),
      ),
    );
  const { name, email } = senderOf(ticket);
  const nobody = changed.some(({ from }) => from === null);
  const stranger = { name: name ?? '', emails: email ? [email] : [] };
  return [...people, ...(nobody ? [stranger] : [])].some((one) => compareHints(hints, ticket, one).length === 0);
}
