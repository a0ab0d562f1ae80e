import type { Hints, PageRef } from '@counterpart/shared/page.ts';
import { and, arrayContains, eq, isNull, or } from 'drizzle-orm';
import type { Tx } from '../db/client.ts';
import { companies, connections, contacts, tickets } from '../db/schema/index.ts';
import type { CompanyRow, ContactRow, TicketRow } from './cards.ts';

/** How old a mirrored record may be and still answer for the PSA. A ticket's requester is changed more often than a contact. */
export const FRESH_MS = { ticket: 60_000, contact: 300_000, company: 3_600_000, account: 600_000 };

/** What the mirror knows of the page's record. */
export interface Found {
  connectionId: string;
  ticket: TicketRow | null;
  contact: ContactRow | null;
  company: CompanyRow | null;
  /** Every record the answer rests on was seen recently enough. */
  fresh: boolean;
  asOf: Date;
}

/**
 * Reads the page's record and what hangs on it from the mirror, in one statement. Null where no connection has its
 * agent screens on the page's host; the pairing decides the workspace, never the page.
 */
export async function findRecord(tx: Tx, workspaceId: string, page: PageRef, now: Date): Promise<Found | null> {
  const row = await READERS[page.kind](tx, workspaceId, page);
  if (!row) return null;
  const { connectionId, ticket, contact, company } = row;
  const found: Found = { connectionId, ticket, contact, company, fresh: false, asOf: now };
  if (page.kind === 'ticket' && !ticket) return found;
  const rows = [
    { row: ticket, wanted: page.kind === 'ticket', limit: FRESH_MS.ticket },
    { row: contact, wanted: page.kind === 'contact' || Boolean(ticket?.contactRecordId), limit: FRESH_MS.contact },
    { row: company, wanted: page.kind === 'company', limit: FRESH_MS.company },
  ].filter(({ wanted }) => wanted);
  found.fresh = rows.every(
    ({ row, limit }) => row !== null && row.goneAt === null && now.getTime() - row.seenAt.getTime() <= limit,
  );
  const times = rows.flatMap(({ row }) => (row ? [row.seenAt.getTime()] : []));
  if (times.length > 0) found.asOf = new Date(Math.min(...times));
  return found;
}

export interface Difference {
  field: 'number' | 'requesterEmail' | 'requesterName';
  page: string;
  psa: string;
}

/** Where the page shows somebody else than the PSA's API says. What the page does not show is no difference. */
export function compareHints(hints: Hints, ticket: TicketRow | null, contact: ContactRow | null): Difference[] {
  const differences: Difference[] = [];
  if (hints.number && ticket && plainNumber(hints.number) !== plainNumber(ticket.number)) {
    differences.push({ field: 'number', page: hints.number, psa: ticket.number });
  }
  if (hints.requesterEmail && contact && contact.emails.length > 0) {
    const shown = hints.requesterEmail.trim().toLowerCase();
    if (!contact.emails.some((email) => email.trim().toLowerCase() === shown)) {
      differences.push({ field: 'requesterEmail', page: hints.requesterEmail, psa: contact.emails[0]! });
    }
  }
  if (hints.requesterName && contact && !shareAWord(hints.requesterName, contact.name)) {
    differences.push({ field: 'requesterName', page: hints.requesterName, psa: contact.name });
  }
  return differences;
}

/** Screens pad numbers with zeros and put a prefix before them. */
function plainNumber(text: string): string {
  return (/(\d[\d.]*)\s*$/.exec(text)?.[1] ?? text).replace(/^0+(?=\d)/, '');
}

function shareAWord(left: string, right: string): boolean {
  const words = (text: string) =>
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  const known = new Set(words(right));
  const shown = words(left);
  return shown.length === 0 || shown.some((word) => known.has(word));
}

type Row = Pick<Found, 'connectionId' | 'ticket' | 'contact' | 'company'>;
type Reader = (tx: Tx, workspaceId: string, page: PageRef) => Promise<Row | undefined>;

/** By the kind of page: the connection of the host, the record, and what it leads to. All joins are by unique keys. */
const READERS: Record<PageRef['kind'], Reader> = {
  async ticket(tx, workspaceId, page) {
    const which = page.id !== null ? eq(tickets.recordId, page.id) : eq(tickets.number, page.number ?? '');
    const [row] = await tx
      .select({ connectionId: connections.id, ticket: tickets, contact: contacts, company: companies })
      .from(connections)
      .leftJoin(tickets, and(within(tickets, workspaceId), which))
      .leftJoin(contacts, and(within(contacts, workspaceId), eq(contacts.recordId, tickets.contactRecordId)))
      .leftJoin(
        companies,
        and(
          within(companies, workspaceId),
          or(
            eq(companies.id, contacts.companyId),
            and(isNull(contacts.id), eq(companies.recordId, tickets.companyRecordId)),
          ),
        ),
      )
      .where(onHost(workspaceId, page))
      .orderBy(connections.createdAt)
      .limit(1);
    return row;
  },
  async contact(tx, workspaceId, page) {
    const [row] = await tx
      .select({ connectionId: connections.id, contact: contacts, company: companies })
      .from(connections)
      .leftJoin(contacts, and(within(contacts, workspaceId), eq(contacts.recordId, page.id ?? '')))
      .leftJoin(companies, and(within(companies, workspaceId), eq(companies.id, contacts.companyId)))
      .where(onHost(workspaceId, page))
      .orderBy(connections.createdAt)
      .limit(1);
    return row && { ...row, ticket: null };
  },
  async company(tx, workspaceId, page) {
    const [row] = await tx
      .select({ connectionId: connections.id, company: companies })
      .from(connections)
      .leftJoin(companies, and(within(companies, workspaceId), eq(companies.recordId, page.id ?? '')))
      .where(onHost(workspaceId, page))
      .orderBy(connections.createdAt)
      .limit(1);
    return row && { ...row, ticket: null, contact: null };
  },
};

function onHost(workspaceId: string, { psa, host }: PageRef) {
  return and(
    eq(connections.workspaceId, workspaceId),
    eq(connections.provider, psa),
    arrayContains(connections.hosts, [host]),
    isNull(connections.removedAt),
  );
}

function within(table: typeof tickets | typeof contacts | typeof companies, workspaceId: string) {
  return and(eq(table.workspaceId, workspaceId), eq(table.connectionId, connections.id));
}
