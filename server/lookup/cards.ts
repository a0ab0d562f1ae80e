import type { AccountCard, CompanyCard, ContactCard, DirectoryCard, TicketCard } from '@counterpart/shared/api.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import type { IdentityId } from '@counterpart/shared/providers.ts';
import type { Company, Contact, TicketSender } from '@counterpart/shared/psa.ts';
import type { accounts, companies, connections, contacts, directories, tickets } from '../db/schema/index.ts';
import { IDENTITIES } from '../identity/index.ts';
import type { Psa } from '../psa/types.ts';

export type ContactRow = typeof contacts.$inferSelect;
export type CompanyRow = typeof companies.$inferSelect;
export type TicketRow = typeof tickets.$inferSelect;
export type AccountRow = typeof accounts.$inferSelect;
export type DirectoryRow = typeof directories.$inferSelect & {
  provider: (typeof connections.$inferSelect)['provider'];
};
type Urls = Pick<Psa, 'recordUrl'>;

/** Our row of a company as the record the PSA has. */
export function toCompany(row: CompanyRow): Company {
  const { recordId: id, name, domains, country, tenantIds, active } = row;
  return { id, name, domains, country, tenantIds, active };
}

export function toContact(row: ContactRow, companyRecordId: string): Contact {
  const {
    recordId: id,
    siteRecordId: siteId,
    name,
    firstName,
    lastName,
    emails,
    phones,
    login,
    platformIds,
    kind,
    active,
  } = row;
  return {
    id,
    companyId: companyRecordId,
    siteId,
    name,
    firstName,
    lastName,
    emails,
    phones,
    login,
    platformIds,
    kind,
    active,
  };
}

export function toAccount(row: AccountRow): Account {
  const { objectId: id, username, displayName, givenName, familyName, emails, phones } = row;
  const { title, department, externalId, enabled, kind, admin, locked, licensed, synced, anchor, createdAt } = row;
  return {
    ...{
      id,
      username,
      displayName,
      givenName,
      familyName,
      emails,
      phones,
      title,
      department,
      externalId,
      enabled,
      kind,
      admin,
      locked,
      licensed,
      synced,
      anchor,
    },
    createdAt: createdAt?.toISOString() ?? null,
  };
}

export function companyCard(row: CompanyRow, urls: Urls): CompanyCard {
  return { ...toCompany(row), rowId: row.id, url: urls.recordUrl('company', row.recordId) };
}

export function contactCard(row: ContactRow, company: CompanyRow, urls: Urls): ContactCard {
  const url = urls.recordUrl('contact', row.recordId);
  return {
    ...toContact(row, company.recordId),
    rowId: row.id,
    url,
    version: row.version,
    missing: row.goneAt !== null,
  };
}

export function ticketCard(row: TicketRow, urls: Urls): TicketCard {
  const { recordId: id, number, summary, companyRecordId: companyId, contactRecordId: contactId } = row;
  return { id, number, summary, companyId, contactId, sender: senderOf(row), url: urls.recordUrl('ticket', id) };
}

/** Rows from before a sender had all of its fields lack some of them. */
export function senderOf(row: TicketRow): TicketSender {
  return { name: null, email: null, replyTo: null, phone: null, onBehalfOf: null, ...row.sender };
}

export function directoryCard(row: DirectoryRow): DirectoryCard {
  const provider = row.provider as IdentityId;
  return { id: row.id, name: row.name, provider, domains: row.domains, canCreate: IDENTITIES[provider].creates };
}

export function accountCard(row: AccountRow, directory: DirectoryRow): AccountCard {
  const { id, name, provider } = directoryCard(directory);
  const seenAt = row.seenAt.toISOString();
  return { ...toAccount(row), rowId: row.id, directory: { id, name, provider }, seenAt, missing: row.goneAt !== null };
}
