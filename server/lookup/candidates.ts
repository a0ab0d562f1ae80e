import type { Candidate } from '@counterpart/shared/api.ts';
import type { Verdict } from '@counterpart/shared/link.ts';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Tx } from '../db/client.ts';
import { accountKeys, accounts, contacts, decisions, links } from '../db/schema/index.ts';
import { statement, type Value } from '../db/statement.ts';
import { contactKeys } from '../matcher/keys.ts';
import { matchContact } from '../matcher/match-contact.ts';
import { normalizeDomain } from '../matcher/normalize/domain.ts';
import { prepareAccount, prepareContact } from '../matcher/prepare.ts';
import {
  type AccountRow,
  accountCard,
  type CompanyRow,
  type ContactRow,
  type DirectoryRow,
  toAccount,
  toContact,
} from './cards.ts';

/** More accounts than this that share a key with one contact are a switchboard's or a common name's: the nearest are compared. */
const MOST_COMPARED = 60;

interface Pairing {
  contact: ContactRow;
  company: CompanyRow;
  directories: DirectoryRow[];
}
export interface Proposals {
  verdict: Verdict;
  candidates: Candidate[];
}

/** Whom the contact may be: accounts of the company's directories that share a key with it, compared and ranked. */
export async function proposeAccounts(tx: Tx, { contact, company, directories }: Pairing): Promise<Proposals> {
  const country = countryOf(company, directories);
  const keys = contactKeys(toContact(contact, company.recordId), country);
  if (keys.length === 0 || directories.length === 0) return { verdict: 'none', candidates: [] };
  const { workspaceId, companyId, id: contactId } = contact;
  const directoryIds = directories.map(({ id }) => id);
  const found = await findByKeys(tx, { workspaceId, companyId, contactId, directoryIds, keys });
  return compare(
    { contact, company, directories },
    found.map(({ account }) => account),
    ownersOf(
      contact,
      found.map(({ account, owner }) => ({ accountId: account.id, owner })),
    ),
  );
}

/** The comparison alone, for accounts that are already known: what a link remembers as its evidence. */
export async function compareWith(tx: Tx, pairing: Pairing, rows: AccountRow[]): Promise<Proposals> {
  const { workspaceId, companyId } = pairing.contact;
  const owned = await ownedIn(tx, { workspaceId, companyId, accountIds: rows.map(({ id }) => id) });
  return compare(pairing, rows, ownersOf(pairing.contact, owned));
}

function compare(
  { contact, company, directories }: Pairing,
  rows: AccountRow[],
  owners: Map<string, string>,
): Proposals {
  const country = countryOf(company, directories);
  const prepared = rows.map((row) => prepareAccount({ ...toAccount(row), row }, country));
  const match = matchContact({
    contact: prepareContact(toContact(contact, company.recordId), country),
    accounts: prepared,
    context: {
      country,
      mainLines: new Set(),
      domains: ownedDomains(company, directories),
    },
  });
  const directoryOf = new Map(directories.map((directory) => [directory.id, directory]));
  const candidates = match.candidates.flatMap(({ account, ...rest }) => {
    const directory = directoryOf.get(account.row.directoryId);
    if (!directory) return [];
    return [{ ...rest, account: accountCard(account.row, directory), linkedTo: owners.get(account.row.id) ?? null }];
  });
  return { verdict: candidates.length > 0 ? match.verdict : 'none', candidates };
}

interface Owned {
  accountId: string;
  owner: { contactId: string; name: string } | null;
}

/** Names of the other contacts of the company that some of the accounts already belong to. */
function ownersOf(contact: ContactRow, rows: Owned[]): Map<string, string> {
  const others = rows.flatMap(({ accountId, owner }) =>
    owner && owner.contactId !== contact.id ? [[accountId, owner.name] as const] : [],
  );
  return new Map(others);
}

type OfPair = Value<'workspaceId' | 'companyId' | 'contactId' | 'directoryIds' | 'keys'>;

/** Straight from the key index: exact keys (ids, addresses) first, then the accounts that share most. Pairs once rejected never return. */
const findByKeys = statement((tx, value: OfPair) => {
  const near = tx
    .select({
      accountId: accountKeys.accountId,
      exact: sql<boolean>`bool_or(left(${accountKeys.key}, 2) in ('i:', 'e:'))`.as('exact'),
      shared: sql<number>`count(*)`.as('shared'),
    })
    .from(accountKeys)
    .where(
      and(
        eq(accountKeys.workspaceId, value('workspaceId')),
        sql`${accountKeys.directoryId} = any(${value('directoryIds')}::uuid[])`,
        sql`${accountKeys.key} = any(${value('keys')}::text[])`,
        sql`not exists (select 1 from ${decisions} where ${decisions.workspaceId} = ${value('workspaceId')}
          and ${decisions.contactId} = ${value('contactId')} and ${decisions.kind} = 'rejected'
          and ${decisions.undoneAt} is null and ${decisions.accountId} = ${accountKeys.accountId})`,
      ),
    )
    .groupBy(accountKeys.accountId)
    .orderBy(sql`exact desc, shared desc, ${accountKeys.accountId}`)
    .limit(MOST_COMPARED)
    .as('near');
  return tx
    .select({ account: accounts, owner: OWNER })
    .from(near)
    .innerJoin(accounts, and(eq(accounts.workspaceId, value('workspaceId')), eq(accounts.id, near.accountId)))
    .leftJoin(links, ofAccount(accounts.id, value))
    .leftJoin(contacts, ofLink)
    .where(isNull(accounts.goneAt));
});

/** An account has at most one contact per company. */
const ofAccount = (accountId: PgColumn, value: Value<'workspaceId' | 'companyId'>) =>
  and(
    eq(links.workspaceId, value('workspaceId')),
    eq(links.companyId, value('companyId')),
    eq(links.accountId, accountId),
    isNull(links.endedAt),
  );

const OWNER = { contactId: contacts.id, name: contacts.name };
const ofLink = and(eq(contacts.workspaceId, links.workspaceId), eq(contacts.id, links.contactId));

const ownedIn = statement((tx, value: Value<'workspaceId' | 'companyId' | 'accountIds'>) =>
  tx
    .select({ accountId: accounts.id, owner: OWNER })
    .from(accounts)
    .innerJoin(links, ofAccount(accounts.id, value))
    .innerJoin(contacts, ofLink)
    .where(
      and(eq(accounts.workspaceId, value('workspaceId')), sql`${accounts.id} = any(${value('accountIds')}::uuid[])`),
    ),
);

function countryOf(company: CompanyRow, directories: DirectoryRow[]): string | null {
  return company.country ?? directories.find(({ country }) => country)?.country ?? null;
}

/** As the matcher writes domains: two different addresses on one of them are two mailboxes. */
function ownedDomains(company: CompanyRow, directories: DirectoryRow[]): Set<string> {
  const all = [...company.domains, ...directories.flatMap(({ domains }) => domains)];
  return new Set(all.map(normalizeDomain).filter((domain) => domain !== null));
}
