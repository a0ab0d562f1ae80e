import type { Hints, PageRef } from '@counterpart/shared/page.ts';
import type { PsaId } from '@counterpart/shared/providers.ts';
import { and, eq, isNull, or, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Tx } from '../db/client.ts';
import { companies, connections, contacts, tickets } from '../db/schema/index.ts';
import { statementBy, type Value } from '../db/statement.ts';
import type { CompanyRow, ContactRow, TicketRow } from './cards.ts';

/** How old a mirrored record may be and still answer for the PSA. A ticket's requester is changed more often than a contact. */
export const FRESH_MS = { ticket: 60_000, contact: 300_000, company: 3_600_000, account: 600_000 };

/** Why a page's host does not say which connection it is: it belongs to none, or to several of the workspace's own. */
export type HostFault = 'host_unknown' | 'host_shared';

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
 * Reads the page's record and what hangs on it from the mirror, in one statement. The pairing decides the workspace,
 * never the page: on a cloud's host every customer has a ticket 42.
 */
export async function findRecord(tx: Tx, workspaceId: string, page: PageRef, now: Date): Promise<Found | HostFault> {
  const [row, other]: Row[] = await READERS[keyOf(page)](tx, page.psa, pointerOf(workspaceId, page));
  if (!row) return 'host_unknown';
  if (other && other.connectionId !== row.connectionId) return 'host_shared';
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
export function compareHints(
  hints: Hints,
  ticket: TicketRow | null,
  contact: Pick<ContactRow, 'name' | 'emails'> | null,
): Difference[] {
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
export type OfPage = Value<'workspaceId' | 'hosts' | 'id' | 'number'>;

export function pointerOf(workspaceId: string, { host, id, number }: PageRef) {
  return { workspaceId, hosts: [host], id: id ?? '', number: number ?? '' };
}

/** What a page's record is found by. */
export function keyOf({ kind, id }: PageRef): keyof typeof READERS {
  return kind === 'ticket' && id === null ? 'ticketByNumber' : kind;
}

/** A column of the page's contact as a subquery, for statements that do not wait until the record is read: the one that `findRecord` takes. */
export function contactOf<C extends PgColumn>(
  tx: Tx,
  value: OfPage,
  psa: PsaId,
  key: 'ticket' | 'ticketByNumber' | 'contact',
  column: C,
) {
  const from = tx.select({ column }).from(connections);
  if (key === 'contact') {
    return from
      .innerJoin(contacts, and(of(contacts, value), eq(contacts.recordId, value('id'))))
      .where(onHost(psa, value))
      .orderBy(connections.createdAt)
      .limit(1);
  }
  const named = key === 'ticket' ? eq(tickets.recordId, value('id')) : eq(tickets.number, value('number'));
  return from
    .innerJoin(tickets, and(of(tickets, value), named))
    .innerJoin(contacts, and(of(contacts, value), eq(contacts.recordId, tickets.contactRecordId)))
    .where(onHost(psa, value))
    .orderBy(connections.createdAt, tickets.id)
    .limit(1);
}
const NONE = sql<null>`null`;

/** By the kind of page: the connection of the host, the record, and what it leads to. All joins are by unique keys, so a second row is a second connection. */
const READERS = {
  ticket: ticketBy(tickets.recordId, 'id'),
  ticketByNumber: ticketBy(tickets.number, 'number'),
  contact: statementBy((tx, value: OfPage, psa: PsaId) =>
    tx
      .select({ connectionId: connections.id, ticket: NONE, contact: contacts, company: companies })
      .from(connections)
      .leftJoin(contacts, and(of(contacts, value), eq(contacts.recordId, value('id'))))
      .leftJoin(companies, and(of(companies, value), eq(companies.id, contacts.companyId)))
      .where(onHost(psa, value))
      .orderBy(connections.createdAt)
      .limit(2),
  ),
  company: statementBy((tx, value: OfPage, psa: PsaId) =>
    tx
      .select({ connectionId: connections.id, ticket: NONE, contact: NONE, company: companies })
      .from(connections)
      .leftJoin(companies, and(of(companies, value), eq(companies.recordId, value('id'))))
      .where(onHost(psa, value))
      .orderBy(connections.createdAt)
      .limit(2),
  ),
};
/** With the PSA in the statement's text it is known that few connections are its: beside them is a directory for each customer. */
function onHost(psa: PsaId, value: OfPage) {
  return and(
    eq(connections.workspaceId, value('workspaceId')),
    eq(connections.provider, psa).inlineParams(),
    sql`${connections.hosts} @> ${value('hosts')}`,
    isNull(connections.removedAt),
  );
}

function of(table: typeof tickets | typeof contacts | typeof companies, value: OfPage) {
  return and(eq(table.workspaceId, value('workspaceId')), eq(table.connectionId, connections.id));
}

function ticketBy(column: typeof tickets.recordId | typeof tickets.number, name: 'id' | 'number') {
  return statementBy((tx, value: OfPage, psa: PsaId) =>
    tx
      .select({ connectionId: connections.id, ticket: tickets, contact: contacts, company: companies })
      .from(connections)
      .leftJoin(tickets, and(of(tickets, value), eq(column, value(name))))
      .leftJoin(contacts, and(of(contacts, value), eq(contacts.recordId, tickets.contactRecordId)))
      .leftJoin(companies, and(of(companies, value), or(eq(companies.id, contacts.companyId), ofTicket())))
      .where(onHost(psa, value))
      .orderBy(connections.createdAt, tickets.id)
      .limit(2),
  );
}

function ofTicket() {
  return and(isNull(contacts.id), eq(companies.recordId, tickets.companyRecordId));
}
