import type { DecisionKind, Evidence } from '@counterpart/shared/link.ts';
import { sql } from 'drizzle-orm';
import { boolean, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at, createdAt, id, within, workspaceId } from './columns.ts';
import { directories } from './connections.ts';
import { accounts, companies, contacts } from './mirror.ts';
import { technicians } from './people.ts';

export const companyLinks = pgTable(
  'company_links',
  {
    workspaceId: workspaceId(),
    id: id(),
    companyId: uuid('company_id').notNull(),
    directoryId: uuid('directory_id').notNull(),
    linkedBy: uuid('linked_by').notNull(),
    linkedAt: at('linked_at').notNull().defaultNow(),
    endedAt: at('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    within([t.workspaceId, t.companyId], [companies.workspaceId, companies.id]),
    within([t.workspaceId, t.directoryId], [directories.workspaceId, directories.id]),
    within([t.workspaceId, t.linkedBy], [technicians.workspaceId, technicians.id]),
    uniqueIndex('company_links_once').on(t.workspaceId, t.companyId, t.directoryId).where(sql`ended_at is null`),
  ],
);

/** contact ↔ account. Ended links stay: what was true then explains what was done then. */
export const links = pgTable(
  'links',
  {
    workspaceId: workspaceId(),
    id: id(),
    contactId: uuid('contact_id').notNull(),
    companyId: uuid('company_id').notNull(),
    accountId: uuid('account_id').notNull(),
    primary: boolean('is_primary').notNull(),
    evidence: jsonb('evidence').$type<Evidence[]>().notNull(),
    linkedBy: uuid('linked_by').notNull(),
    linkedAt: at('linked_at').notNull().defaultNow(),
    endedAt: at('ended_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    within([t.workspaceId, t.contactId], [contacts.workspaceId, contacts.id]),
    within([t.workspaceId, t.companyId], [companies.workspaceId, companies.id]),
    within([t.workspaceId, t.accountId], [accounts.workspaceId, accounts.id]),
    within([t.workspaceId, t.linkedBy], [technicians.workspaceId, technicians.id]),
    index('links_by_contact').on(t.workspaceId, t.contactId).where(sql`ended_at is null`),
    // An account has at most one contact per company; a contact has one primary account.
    uniqueIndex('links_account_once').on(t.workspaceId, t.companyId, t.accountId).where(sql`ended_at is null`),
    uniqueIndex('links_one_primary').on(t.workspaceId, t.contactId).where(sql`ended_at is null and is_primary`),
  ],
);

/** What people decided, kept for ever and read before any score. `undoes` names the decision that this one takes back. */
export const decisions = pgTable(
  'decisions',
  {
    workspaceId: workspaceId(),
    id: id(),
    kind: text('kind').$type<DecisionKind>().notNull(),
    contactId: uuid('contact_id').notNull(),
    accountId: uuid('account_id'),
    linkId: uuid('link_id'),
    /** The link that a `linked` decision replaced, so that undo can bring it back. */
    replacedLinkId: uuid('replaced_link_id'),
    /** The write to another system that a decision asked for, so that undo takes it back too. */
    outboxId: uuid('outbox_id'),
    undoes: uuid('undoes'),
    undoneAt: at('undone_at'),
    technicianId: uuid('technician_id').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    within([t.workspaceId, t.contactId], [contacts.workspaceId, contacts.id]),
    within([t.workspaceId, t.accountId], [accounts.workspaceId, accounts.id]),
    within([t.workspaceId, t.technicianId], [technicians.workspaceId, technicians.id]),
    index('decisions_by_contact').on(t.workspaceId, t.contactId, t.kind),
  ],
);
