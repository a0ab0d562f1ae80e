import { AppError, type ErrorCode } from '@counterpart/shared/errors.ts';
import type { PageRef } from '@counterpart/shared/page.ts';
import type { Contact, Ticket } from '@counterpart/shared/psa.ts';
import { and, eq } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { accounts, contacts, tickets } from '../db/schema/index.ts';
import type { Psa } from '../psa/types.ts';
import { saveAccounts, saveCompanies, saveContacts, saveTicket } from '../sync/mirror.ts';
import { readUnknownCompanies } from '../sync/unknown-companies.ts';
import type { AccountRow, DirectoryRow } from './cards.ts';
import { compareRequester } from './requester.ts';

/** A technician waits: more people than this on one ticket are not read one by one. */
const MOST_ADDITIONAL = 5;

/** Why what is shown is not newer. */
export interface ReadFault {
  code: ErrorCode;
  retryAfterSeconds: number | null;
}
export interface Refreshed {
  fault: ReadFault | null;
  /** The PSA says the page's record is not there. */
  recordMissing: boolean;
  /** The ticket names a contact that the PSA no longer has. */
  contactMissing: boolean;
  /** Of the page's record; the page itself may have said only a ticket's number. */
  id: string | null;
}

/** Reads the page's record from the PSA into the mirror. A PSA that is down is no error: the mirror answers, and says how old it is. */
export async function refreshRecord(ctx: Ctx, connectionId: string, page: PageRef): Promise<Refreshed> {
  const outcome: Refreshed = { fault: null, recordMissing: false, contactMissing: false, id: page.id };
  const here = { workspaceId: ctx.workspaceId, connectionId };
  const at = ctx.now();
  try {
    const psa = await ctx.connectors.psa(ctx.workspaceId, connectionId);
    const { ticket, id } = await identify(psa, page);
    outcome.id = id;
    if (!id) {
      const number = page.kind === 'ticket' && page.number;
      if (number) await ctx.db.inWorkspace(ctx.workspaceId, (tx) => markGone(tx, tickets, here, { number }, at));
      return { ...outcome, recordMissing: true };
    }
    if (page.kind === 'company') {
      const company = await psa.company(id);
      if (!company) return { ...outcome, recordMissing: true };
      await ctx.db.inWorkspace(ctx.workspaceId, (tx) => saveCompanies(tx, here, [company], at));
      return outcome;
    }
    if (page.kind === 'ticket' && !ticket) {
      await ctx.db.inWorkspace(ctx.workspaceId, (tx) => markGone(tx, tickets, here, { id }, at));
      return { ...outcome, recordMissing: true };
    }
    const contactId = ticket ? ticket.contactId : id;
    const contact = contactId ? await psa.contact(contactId) : null;
    const { others, additionalIds } = ticket
      ? await readOthers(psa, ticket, contact)
      : { others: [], additionalIds: [] };
    const companyIds = [contact?.companyId, ticket?.companyId, ...others.map(({ companyId }) => companyId)];
    const missing = await readUnknownCompanies(ctx, psa, here, companyIds);
    await ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
      await saveCompanies(tx, here, missing, at);
      await saveContacts(tx, here, [...(contact ? [contact] : []), ...withoutTwins(others, contact)], at);
      if (ticket) await saveTicket(tx, here, ticket, at, additionalIds);
      if (contactId && !contact) await markGone(tx, contacts, here, { id: contactId }, at);
    });
    if (contactId && !contact) {
      if (ticket) outcome.contactMissing = true;
      else outcome.recordMissing = true;
    }
    return outcome;
  } catch (error) {
    return { ...outcome, fault: toFault(error) };
  }
}

/** A screen that shows no id shows its ticket's number, which only some PSAs count like their ids. */
async function identify(psa: Psa, page: PageRef): Promise<{ ticket: Ticket | null; id: string | null }> {
  if (page.kind !== 'ticket') return { ticket: null, id: page.id };
  if (page.id) return { ticket: await psa.ticket(page.id), id: page.id };
  const ticket = page.number ? await psa.ticketByNumber(page.number) : null;
  return { ticket, id: ticket?.id ?? null };
}

/** Reads accounts again from their directories, so that a disabled or deleted one is seen as such. */
export async function refreshAccounts(
  ctx: Ctx,
  stale: { account: AccountRow; directory: DirectoryRow }[],
): Promise<ReadFault | null> {
  let fault: ReadFault | null = null;
  for (const { account, directory } of stale) {
    try {
      const { identity, remoteId } = await ctx.connectors.identity(ctx.workspaceId, directory.id);
      const fresh = await identity.account(remoteId, account.objectId);
      await ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
        const mirror = { workspaceId: ctx.workspaceId, directoryId: directory.id, country: directory.country };
        if (fresh) await saveAccounts(tx, mirror, [fresh], ctx.now());
        else await markAccountGone(tx, account, ctx.now());
      });
    } catch (error) {
      fault = toFault(error);
    }
  }
  return fault;
}

/** Where the ticket speaks against its contact: who else it may be from, as the PSA has them now. */
async function readOthers(psa: Psa, ticket: Ticket, contact: Contact | null) {
  const doubts = compareRequester(ticket.sender, { contact, accounts: [], others: [], country: null });
  if (doubts.length === 0) return { others: [], additionalIds: [] };
  const said = new Set(doubts.flatMap(({ ticketValue }) => (ticketValue?.includes('@') ? [ticketValue] : [])));
  const [carriers, additionalIds] = await Promise.all([
    Promise.all([...said].map((address) => psa.findContactsByEmail(address))),
    psa.additionalContacts(ticket.id).catch(nobodyElse),
  ]);
  const known = new Set(carriers.flat().map(({ id }) => id));
  const unread = additionalIds.filter((id) => !known.has(id)).slice(0, MOST_ADDITIONAL);
  const additional = await Promise.all(unread.map((id) => psa.contact(id)));
  return { others: [...carriers.flat(), ...additional.filter((one) => one !== null)], additionalIds };
}

/** A PSA may keep who else is on a ticket behind a right of its own: then there is nobody else to suggest. */
function nobodyElse(error: unknown): string[] {
  if (error instanceof AppError && /^provider_(forbidden|rejected|not_found)$/.test(error.code)) return [];
  throw error;
}

function withoutTwins(others: Contact[], contact: Contact | null): Contact[] {
  const byId = new Map(others.map((one) => [one.id, one]));
  if (contact) byId.delete(contact.id);
  return [...byId.values()];
}

async function markGone(
  tx: Tx,
  table: typeof contacts | typeof tickets,
  here: { workspaceId: string; connectionId: string },
  which: { id: string } | { number: string },
  at: Date,
) {
  await tx
    .update(table)
    .set({ goneAt: at, seenAt: at })
    .where(
      and(
        eq(table.workspaceId, here.workspaceId),
        eq(table.connectionId, here.connectionId),
        'id' in which ? eq(table.recordId, which.id) : eq(tickets.number, which.number),
      ),
    );
}

async function markAccountGone(tx: Tx, account: AccountRow, at: Date) {
  await tx
    .update(accounts)
    .set({ goneAt: at, seenAt: at })
    .where(and(eq(accounts.workspaceId, account.workspaceId), eq(accounts.id, account.id)));
}

/** A provider's fault as part of the answer; anything else is ours and is thrown on. */
function toFault(error: unknown): ReadFault {
  if (!(error instanceof AppError) || !(error.code.startsWith('provider_') || error.code === 'address_refused'))
    throw error;
  return { code: error.code, retryAfterSeconds: error.extra.retryAfterSeconds ?? null };
}
