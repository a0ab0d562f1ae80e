import { AppError, type ErrorCode } from '@counterpart/shared/errors.ts';
import type { PageRef } from '@counterpart/shared/page.ts';
import type { Contact } from '@counterpart/shared/psa.ts';
import { and, eq } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { accounts, companies, contacts, tickets } from '../db/schema/index.ts';
import type { Psa } from '../psa/types.ts';
import { rowIds, saveAccounts, saveCompanies, saveContacts, saveTicket } from '../sync/mirror.ts';
import type { AccountRow, DirectoryRow } from './cards.ts';

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
}

/** Reads the page's record from the PSA into the mirror. A PSA that is down is no error: the mirror answers, and says how old it is. */
export async function refreshRecord(ctx: Ctx, connectionId: string, page: PageRef): Promise<Refreshed> {
  const outcome: Refreshed = { fault: null, recordMissing: false, contactMissing: false };
  const here = { workspaceId: ctx.workspaceId, connectionId };
  const at = ctx.now();
  try {
    const psa = await ctx.connectors.psa(ctx.workspaceId, connectionId);
    const id = page.id ?? page.number; // HaloPSA's number is its id
    if (!id) return { ...outcome, recordMissing: true };
    if (page.kind === 'company') {
      const company = await psa.company(id);
      if (!company) return { ...outcome, recordMissing: true };
      await ctx.db.inWorkspace(ctx.workspaceId, (tx) => saveCompanies(tx, here, [company], at));
      return outcome;
    }
    const ticket = page.kind === 'ticket' ? await psa.ticket(id) : null;
    if (page.kind === 'ticket' && !ticket) {
      await ctx.db.inWorkspace(ctx.workspaceId, (tx) => markGone(tx, tickets, here, id, at));
      return { ...outcome, recordMissing: true };
    }
    const contactId = ticket ? ticket.contactId : id;
    const contact = contactId ? await psa.contact(contactId) : null;
    const senders =
      ticket && !contactId && ticket.sender.email ? await psa.findContactsByEmail(ticket.sender.email) : [];
    const companyIds = [contact?.companyId, ticket?.companyId, ...senders.map(({ companyId }) => companyId)];
    const missing = await unknownCompanies(ctx, psa, here, companyIds);
    await ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
      await saveCompanies(tx, here, missing, at);
      await saveContacts(tx, here, [...(contact ? [contact] : []), ...withoutTwins(senders, contact)], at);
      if (ticket) await saveTicket(tx, here, ticket, at);
      if (contactId && !contact) await markGone(tx, contacts, here, contactId, at);
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

async function unknownCompanies(
  ctx: Ctx,
  psa: Psa,
  here: { workspaceId: string; connectionId: string },
  ids: (string | null | undefined)[],
) {
  const wanted = [...new Set(ids.filter((id) => id != null))];
  const there = await ctx.db.inWorkspace(ctx.workspaceId, (tx) => rowIds(tx, companies, here, wanted));
  const read = await Promise.all(wanted.filter((id) => !there.has(id)).map((id) => psa.company(id)));
  return read.filter((company) => company !== null);
}

function withoutTwins(senders: Contact[], contact: Contact | null): Contact[] {
  const byId = new Map(senders.map((one) => [one.id, one]));
  if (contact) byId.delete(contact.id);
  return [...byId.values()];
}

async function markGone(
  tx: Tx,
  table: typeof contacts | typeof tickets,
  here: { workspaceId: string; connectionId: string },
  recordId: string,
  at: Date,
) {
  await tx
    .update(table)
    .set({ goneAt: at, seenAt: at })
    .where(
      and(
        eq(table.workspaceId, here.workspaceId),
        eq(table.connectionId, here.connectionId),
        eq(table.recordId, recordId),
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
