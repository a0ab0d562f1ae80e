import type { Freshness, LookupAnswer, LookupQuery } from '@counterpart/shared/api.ts';
import { and, arrayOverlaps, eq, isNull } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { companies, contacts } from '../db/schema/index.ts';
import type { Psa } from '../psa/types.ts';
import { askRequester } from './asked.ts';
import { proposeAccounts } from './candidates.ts';
import {
  type AccountRow,
  accountCard,
  type CompanyRow,
  companyCard,
  contactCard,
  type DirectoryRow,
  directoryCard,
  ticketCard,
} from './cards.ts';
import { coverageOf } from './coverage.ts';
import { allDirectories, directoriesOf, proposeDirectories } from './directories.ts';
import { showsBefore } from './just-changed.ts';
import { linkedAccounts, whyNoPerson } from './linked.ts';
import { compareHints, type Found, FRESH_MS } from './record.ts';
import type { Refreshed } from './refresh.ts';

/** A linked account whose copy is too old to show as the truth. */
export interface Stale {
  account: AccountRow;
  directory: DirectoryRow;
}
interface Answered {
  answer: LookupAnswer;
  stale: Stale[];
}

/** What the mirror says about a record, in the order of what a technician must know first: is it verified, is it a person, whose is it. */
export async function answerFor(
  tx: Tx,
  ctx: Ctx,
  query: LookupQuery,
  found: Found,
  refreshed: Refreshed,
  freshness: Freshness,
): Promise<Answered> {
  const urls = await ctx.connectors.psa(ctx.workspaceId, found.connectionId);
  const plain = (answer: LookupAnswer): Answered => ({ answer, stale: [] });
  const { ticket, contact, company } = found;

  const missing = missingOf(query, found, refreshed);
  if (missing) return plain({ state: 'not_verified', freshness, reason: missing, differences: [] });
  const { id, number } = query.page;
  // An address that names its ticket twice must mean the same one; nothing that changed since explains two.
  const named = id !== null && number !== null ? compareHints({ number }, ticket, null) : [];
  const differences = named.length > 0 ? named : compareHints(query.hints, ticket, contact);
  const explained =
    named.length === 0 && differences.length > 0 && ticket && (await showsBefore(tx, query.hints, ticket, ctx.now()));
  if (differences.length > 0 && !explained)
    return plain({ state: 'not_verified', freshness, reason: 'hints_differ', differences });

  if (query.page.kind === 'company') return plain(await companyAnswer(tx, company!, freshness, urls));
  const shownTicket = ticket ? ticketCard(ticket, urls) : null;
  if (!contact || !company) {
    const sender = ticket?.sender.email ?? null;
    const [known, asked] = await Promise.all([
      contactsWithAddress(tx, ctx.workspaceId, found.connectionId, sender, urls),
      askRequester(tx, { ticket, contact: null, company, accounts: [] }, urls),
    ]);
    const shown = {
      ...asked,
      ticket: shownTicket,
      company: company ? companyCard(company, urls) : null,
      contact: null,
    };
    return plain({
      state: 'not_a_person',
      freshness,
      ...shown,
      reason: 'unknown_sender',
      contacts: known,
      decisionId: null,
    });
  }

  // None of the three waits for another, so they are one round trip.
  const [noPerson, linkedDirectories, linked] = await Promise.all([
    whyNoPerson(tx, contact),
    directoriesOf(tx, ctx.workspaceId, company.id),
    linkedAccounts(tx, contact),
  ]);
  const accounts = linked.map(({ account }) => account);
  const shown = {
    freshness,
    ticket: shownTicket,
    company: companyCard(company, urls),
    contact: contactCard(contact, company, urls),
    ...(await askRequester(tx, { ticket, contact, company, accounts }, urls)),
  };
  if (noPerson) return plain({ state: 'not_a_person', ...shown, ...noPerson, contacts: [] });
  const directoryCards = linkedDirectories.map(directoryCard);
  if (linked.length > 0) {
    const age = (account: AccountRow) => ctx.now().getTime() - account.seenAt.getTime();
    const stale = linked.filter(({ account, readable }) => readable && age(account) > FRESH_MS.account);
    const cards = linked.map(({ account, directory, link }) => ({ ...link, account: accountCard(account, directory) }));
    return {
      answer: { state: 'linked', ...shown, links: cards, directories: directoryCards },
      stale: freshness.fault ? [] : stale,
    };
  }
  if (linkedDirectories.length === 0) {
    const candidates = await proposeDirectories(tx, company, []);
    return plain({
      state: 'company_unlinked',
      ...shown,
      candidates,
      directories: await everyDirectory(tx, ctx.workspaceId),
    });
  }
  const proposals = await proposeAccounts(tx, { contact, company, directories: linkedDirectories });
  if (proposals.candidates.length === 0) return plain({ state: 'nobody', ...shown, directories: directoryCards });
  return plain({ state: 'candidates', ...shown, ...proposals, directories: directoryCards });
}

function missingOf(
  { page }: LookupQuery,
  { ticket, contact, company }: Found,
  refreshed: Refreshed,
): 'record_missing' | 'contact_missing' | null {
  const record = { ticket, contact, company }[page.kind];
  if (refreshed.recordMissing || !record || (page.kind === 'ticket' && record.goneAt)) return 'record_missing';
  if (refreshed.contactMissing || (page.kind === 'ticket' && contact?.goneAt)) return 'contact_missing';
  return null;
}

async function contactsWithAddress(
  tx: Tx,
  workspaceId: string,
  connectionId: string,
  email: string | null,
  urls: Pick<Psa, 'recordUrl'>,
) {
  if (!email) return [];
  const rows = await tx
    .select({ contact: contacts, company: companies })
    .from(contacts)
    .innerJoin(companies, and(eq(companies.workspaceId, workspaceId), eq(companies.id, contacts.companyId)))
    .where(
      and(
        eq(contacts.workspaceId, workspaceId),
        eq(contacts.connectionId, connectionId),
        arrayOverlaps(contacts.emails, [email, email.toLowerCase()]),
        isNull(contacts.goneAt),
      ),
    )
    .limit(10);
  return rows.map(({ contact, company }) => contactCard(contact, company, urls));
}

async function everyDirectory(tx: Tx, workspaceId: string) {
  return (await allDirectories(tx, workspaceId)).map(directoryCard);
}

async function companyAnswer(
  tx: Tx,
  company: CompanyRow,
  freshness: Freshness,
  urls: Pick<Psa, 'recordUrl'>,
): Promise<LookupAnswer> {
  const linked = await directoriesOf(tx, company.workspaceId, company.id);
  return {
    state: 'company',
    freshness,
    company: companyCard(company, urls),
    directories: linked.map((row) => ({ ...directoryCard(row), companyLinkId: row.companyLinkId })),
    candidates: await proposeDirectories(tx, company, linked),
    coverage: await coverageOf(
      tx,
      company,
      linked.map(({ id }) => id),
    ),
  };
}
