import type { Hints, PageRef } from '@counterpart/shared/page.ts';
import { and, arrayContains, eq, isNull } from 'drizzle-orm';
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

/** The connection whose agent screens are on the page's host; the pairing decides the workspace, never the page. */
export async function findConnection(
  tx: Tx,
  workspaceId: string,
  page: Pick<PageRef, 'psa' | 'host'>,
): Promise<string | null> {
  const [row] = await tx
    .select({ id: connections.id })
    .from(connections)
    .where(
      and(
        eq(connections.workspaceId, workspaceId),
        eq(connections.provider, page.psa),
        arrayContains(connections.hosts, [page.host]),
        isNull(connections.removedAt),
      ),
    )
    .orderBy(connections.createdAt)
    .limit(1);
  return row?.id ?? null;
}

/** Reads the page's record and what hangs on it from the mirror. */
export async function findRecord(
  tx: Tx,
  workspaceId: string,
  connectionId: string,
  page: PageRef,
  now: Date,
): Promise<Found> {
  const found: Found = { connectionId, ticket: null, contact: null, company: null, fresh: false, asOf: now };
  const here = { workspaceId, connectionId };
  if (page.kind === 'ticket') {
    found.ticket = await readTicket(tx, here, page);
    if (!found.ticket) return found;
    found.contact = await readContact(tx, here, found.ticket.contactRecordId);
    found.company = found.contact
      ? await readCompany(tx, here, { rowId: found.contact.companyId })
      : await readCompany(tx, here, { recordId: found.ticket.companyRecordId });
  } else if (page.kind === 'contact') {
    found.contact = await readContact(tx, here, page.id);
    if (found.contact) found.company = await readCompany(tx, here, { rowId: found.contact.companyId });
  } else {
    found.company = await readCompany(tx, here, { recordId: page.id });
  }
  const rows = [
    { row: found.ticket, wanted: page.kind === 'ticket', limit: FRESH_MS.ticket },
    {
      row: found.contact,
      wanted: page.kind === 'contact' || Boolean(found.ticket?.contactRecordId),
      limit: FRESH_MS.contact,
    },
    { row: found.company, wanted: page.kind === 'company', limit: FRESH_MS.company },
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

type Here = { workspaceId: string; connectionId: string };

async function readTicket(tx: Tx, here: Here, page: PageRef): Promise<TicketRow | null> {
  if (!page.id && !page.number) return null;
  const which = page.id ? eq(tickets.recordId, page.id) : eq(tickets.number, page.number!);
  const [row] = await tx
    .select()
    .from(tickets)
    .where(and(eq(tickets.workspaceId, here.workspaceId), eq(tickets.connectionId, here.connectionId), which))
    .limit(1);
  return row ?? null;
}

async function readContact(tx: Tx, here: Here, recordId: string | null): Promise<ContactRow | null> {
  if (!recordId) return null;
  const mine = and(eq(contacts.workspaceId, here.workspaceId), eq(contacts.connectionId, here.connectionId));
  const [row] = await tx
    .select()
    .from(contacts)
    .where(and(mine, eq(contacts.recordId, recordId)));
  return row ?? null;
}

async function readCompany(
  tx: Tx,
  here: Here,
  by: { rowId: string } | { recordId: string | null },
): Promise<CompanyRow | null> {
  if ('recordId' in by && !by.recordId) return null;
  const which = 'rowId' in by ? eq(companies.id, by.rowId) : eq(companies.recordId, by.recordId!);
  const mine = and(eq(companies.workspaceId, here.workspaceId), eq(companies.connectionId, here.connectionId));
  const [row] = await tx.select().from(companies).where(and(mine, which));
  return row ?? null;
}
