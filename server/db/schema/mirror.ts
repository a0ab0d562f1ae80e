import type { AccountKind } from '@counterpart/shared/identity.ts';
import type { ContactKind, Phone, PlatformIds, Ticket } from '@counterpart/shared/psa.ts';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { at, id, textList, within, workspaceId } from './columns.ts';
import { connections, directories } from './connections.ts';

/**
 * The mirror: our copy of the fields we need. A row lives for ever once seen, since links and decisions point at it;
 * `gone_at` says that a complete read no longer found the record.
 */
const seen = () => ({ seenAt: at('seen_at').notNull().defaultNow(), goneAt: at('gone_at') });
const record = () => ({
  workspaceId: workspaceId(),
  id: id(),
  connectionId: uuid('connection_id').notNull(),
  /** The PSA's immutable id. */
  recordId: text('record_id').notNull(),
});

export const companies = pgTable(
  'companies',
  {
    ...record(),
    name: text('name').notNull(),
    domains: textList('domains'),
    country: text('country'),
    tenantIds: textList('tenant_ids'),
    active: boolean('active').notNull(),
    ...seen(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('companies_by_record').on(t.workspaceId, t.connectionId, t.recordId),
    within([t.workspaceId, t.connectionId], [connections.workspaceId, connections.id]),
  ],
);

export const sites = pgTable(
  'sites',
  {
    ...record(),
    companyRecordId: text('company_record_id').notNull(),
    name: text('name').notNull(),
    domain: text('domain'),
    active: boolean('active').notNull(),
    ...seen(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('sites_by_record').on(t.workspaceId, t.connectionId, t.recordId),
    within([t.workspaceId, t.connectionId], [connections.workspaceId, connections.id]),
  ],
);

export const contacts = pgTable(
  'contacts',
  {
    ...record(),
    companyId: uuid('company_id').notNull(),
    siteRecordId: text('site_record_id'),
    name: text('name').notNull(),
    firstName: text('first_name').notNull(),
    lastName: text('last_name').notNull(),
    emails: textList('emails'),
    phones: jsonb('phones').$type<Phone[]>().notNull(),
    login: text('login'),
    platformIds: jsonb('platform_ids').$type<PlatformIds>().notNull(),
    kind: text('kind').$type<ContactKind>().notNull(),
    active: boolean('active').notNull(),
    /** Grows with every decision; a write names the version it saw, so that of two tabs one loses and says so. */
    version: integer('version').notNull().default(0),
    ...seen(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('contacts_by_record').on(t.workspaceId, t.connectionId, t.recordId),
    within([t.workspaceId, t.connectionId], [connections.workspaceId, connections.id]),
    within([t.workspaceId, t.companyId], [companies.workspaceId, companies.id]),
    index('contacts_by_company').on(t.workspaceId, t.companyId),
    index('contacts_by_emails').using('gin', t.emails),
  ],
);

/** Only the way from a ticket to its contact, so that a ticket seen before needs no call. */
export const tickets = pgTable(
  'tickets',
  {
    ...record(),
    number: text('number').notNull(),
    companyRecordId: text('company_record_id'),
    contactRecordId: text('contact_record_id'),
    sender: jsonb('sender').$type<Partial<Ticket['sender']>>().notNull(),
    /** Contacts on the ticket besides its own. */
    additionalRecordIds: textList('additional_record_ids'),
    summary: text('summary').notNull(),
    ...seen(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('tickets_by_record').on(t.workspaceId, t.connectionId, t.recordId),
    within([t.workspaceId, t.connectionId], [connections.workspaceId, connections.id]),
    index('tickets_by_number').on(t.workspaceId, t.connectionId, t.number),
  ],
);

export const accounts = pgTable(
  'accounts',
  {
    workspaceId: workspaceId(),
    id: id(),
    directoryId: uuid('directory_id').notNull(),
    /** The platform's immutable id. */
    objectId: text('object_id').notNull(),
    username: text('username').notNull(),
    displayName: text('display_name').notNull(),
    givenName: text('given_name').notNull(),
    familyName: text('family_name').notNull(),
    emails: textList('emails'),
    phones: jsonb('phones').$type<Phone[]>().notNull(),
    title: text('title'),
    department: text('department'),
    externalId: text('external_id'),
    enabled: boolean('enabled').notNull(),
    kind: text('kind').$type<AccountKind>().notNull(),
    admin: boolean('admin').notNull(),
    locked: boolean('locked'),
    licensed: boolean('licensed'),
    synced: boolean('synced').notNull(),
    anchor: text('anchor'),
    createdAt: at('created_at'),
    ...seen(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('accounts_by_object').on(t.workspaceId, t.directoryId, t.objectId),
    within([t.workspaceId, t.directoryId], [directories.workspaceId, directories.id]),
  ],
);

/** The matcher's blocking keys, one row each: candidates come straight from this index, never from a scan. */
export const accountKeys = pgTable(
  'account_keys',
  {
    workspaceId: workspaceId(),
    directoryId: uuid('directory_id').notNull(),
    key: text('key').notNull(),
    accountId: uuid('account_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.directoryId, t.key, t.accountId] }),
    within([t.workspaceId, t.accountId], [accounts.workspaceId, accounts.id]).onDelete('cascade'),
    index('account_keys_by_account').on(t.workspaceId, t.accountId),
  ],
);
