import type { FixProblem, RequesterFixPlan, RequesterFixQuery } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import type { PageRef } from '@counterpart/shared/page.ts';
import { and, eq, isNull, ne } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { companies, contacts, links } from '../db/schema/index.ts';
import { loadAccount } from '../links/contact.ts';
import { standingDecision } from '../links/decisions.ts';
import { compareWith, proposeAccounts } from '../lookup/candidates.ts';
import {
  type AccountRow,
  accountCard,
  type CompanyRow,
  type ContactRow,
  contactCard,
  type TicketRow,
  ticketCard,
} from '../lookup/cards.ts';
import { directoriesOf } from '../lookup/directories.ts';
import { linkedAccounts, whyNoPerson } from '../lookup/linked.ts';
import { findRecord } from '../lookup/record.ts';
import type { Psa } from '../psa/types.ts';

/** The ticket a fix is about, with the contact and the company it has now. */
export interface FixPlace {
  connectionId: string;
  ticket: TicketRow;
  contact: ContactRow | null;
  company: CompanyRow | null;
}

/** The preview of making a contact the requester: each step from what is to what would be. Writes nothing. */
export async function previewFix(ctx: Ctx, query: RequesterFixQuery): Promise<RequesterFixPlan> {
  return ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const place = await findPlace(tx, ctx, query.page);
    const [found] = await tx
      .select({ contact: contacts, company: companies })
      .from(contacts)
      .innerJoin(companies, and(eq(companies.workspaceId, contacts.workspaceId), eq(companies.id, contacts.companyId)))
      .where(and(eq(contacts.workspaceId, ctx.workspaceId), eq(contacts.id, query.contactId)));
    if (!found || found.contact.connectionId !== place.connectionId) throw new AppError('not_found', 'No such contact');
    const { contact, company } = found;
    const account = query.accountId === null ? null : await loadAccount(tx, ctx, query.accountId);
    const psa = await ctx.connectors.psa(ctx.workspaceId, place.connectionId);
    const linked = await linkedAccounts(tx, contact);
    const pairing = { contact, company, directories: await directoriesOf(tx, ctx.workspaceId, company.id) };
    const asked = account ? (await compareWith(tx, pairing, [account])).candidates[0]?.account : undefined;
    const open = linked.length === 0 && (await whyNoPerson(tx, contact)) === null;
    const proposals = open ? await proposeAccounts(tx, pairing) : { verdict: 'none' as const, candidates: [] };
    return {
      ticket: ticketCard(place.ticket, psa),
      contact: {
        from: place.contact && place.company ? contactCard(place.contact, place.company, psa) : null,
        to: contactCard(contact, company, psa),
        problem: contactProblem(place, contact, psa),
      },
      link: {
        from: linked.map(({ account, directory }) => accountCard(account, directory)),
        to: asked ?? null,
        problem: account && (await linkProblem(tx, contact, company, account)),
        ...proposals,
      },
      note: { text: query.note, problem: null },
    };
  });
}

/** `not_found` for any page whose ticket this workspace has not seen: a fix begins on what a lookup showed. */
export async function findPlace(tx: Tx, ctx: Ctx, page: PageRef): Promise<FixPlace> {
  const found = page.kind === 'ticket' ? await findRecord(tx, ctx.workspaceId, page, ctx.now()) : null;
  if (!found || typeof found === 'string' || !found.ticket || found.ticket.goneAt)
    throw new AppError('not_found', 'No such ticket');
  const { connectionId, ticket, contact, company } = found;
  return { connectionId, ticket, contact, company };
}

/** Why the ticket cannot be given this contact. A ticket never moves from one customer's person to another's. */
export function contactProblem(
  { ticket, contact: now, company }: FixPlace,
  contact: ContactRow,
  psa: Pick<Psa, 'setTicketContact'>,
): FixProblem | null {
  if (!psa.setTicketContact) return 'not_supported';
  if (contact.goneAt) return 'missing';
  if (contact.kind !== 'person') return 'not_a_person';
  if (ticket.contactRecordId === contact.recordId) return 'already_so';
  // Mail of unknown senders lies with a company of its own, or with none, until somebody says whose it is.
  return now && company?.id !== contact.companyId ? 'other_company' : null;
}

async function linkProblem(
  tx: Tx,
  contact: ContactRow,
  company: CompanyRow,
  account: AccountRow,
): Promise<FixProblem | null> {
  if (await whyNoPerson(tx, contact)) return 'not_a_person';
  const directories = await directoriesOf(tx, contact.workspaceId, company.id);
  if (!directories.some(({ id }) => id === account.directoryId)) return 'no_directory';
  const open = [eq(links.workspaceId, contact.workspaceId), eq(links.accountId, account.id), isNull(links.endedAt)];
  const [own] = await tx
    .select({ id: links.id })
    .from(links)
    .where(and(...open, eq(links.contactId, contact.id)));
  if (own) return 'already_so';
  const [other] = await tx
    .select({ id: links.id })
    .from(links)
    .where(and(...open, eq(links.companyId, company.id), ne(links.contactId, contact.id)));
  if (other) return 'taken';
  return (await standingDecision(tx, contact, 'rejected', account.id)) ? 'rejected' : null;
}
