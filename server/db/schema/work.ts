import type { FixStep } from '@counterpart/shared/api.ts';
import type { ErrorCode } from '@counterpart/shared/errors.ts';
import type { AccountDraft } from '@counterpart/shared/identity.ts';
import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at, createdAt, id, within, workspaceId } from './columns.ts';
import { directories } from './connections.ts';
import { contacts } from './mirror.ts';
import { technicians, workspaces } from './people.ts';

/** Append-only for the app role: granted INSERT and SELECT, and a trigger refuses the rest to everybody. */
export const auditLog = pgTable(
  'audit_log',
  {
    workspaceId: workspaceId(),
    id: id(),
    at: at('at').notNull().defaultNow(),
    technicianId: uuid('technician_id'),
    action: text('action').notNull(),
    subject: text('subject').notNull(),
    /** Ids and codes only, never a secret or a person's data. */
    detail: jsonb('detail').$type<Record<string, string | number | boolean | null>>().notNull(),
    requestId: text('request_id'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    within([t.workspaceId], [workspaces.workspaceId]),
    index('audit_log_by_time').on(t.workspaceId, t.at),
  ],
);

/** Makes a contact the requester of a ticket, or takes that back. Ids are the PSA's; null: that step is not wanted. */
export interface FixIntent {
  connectionId: string;
  ticketId: string;
  contact: { from: string | null; to: string } | null;
  /** Of the ticket before: where no contact is put back, its company is. */
  companyId: string | null;
  note: { text: string; id: string | null } | null;
  steps: FixStep[];
  /** The decision that this carries out. */
  decisionId: string;
  /** The intent that this one takes back. */
  undoes: string | null;
}

/** Writes to other systems: the intent is stored with the decision, the effect follows and is searched for before it is tried again. */
export const outbox = pgTable(
  'outbox',
  {
    workspaceId: workspaceId(),
    id: id(),
    kind: text('kind').$type<'account.create' | 'requester.fix' | 'requester.unfix'>().notNull(),
    contactId: uuid('contact_id').notNull(),
    /** Of an account to create. */
    directoryId: uuid('directory_id'),
    draft: jsonb('draft').$type<AccountDraft>(),
    /** Of a ticket's requester; also holds what is done of it so far. */
    fix: jsonb('fix').$type<FixIntent>(),
    /** Taken back before it was done: no further step may begin. */
    cancelledAt: at('cancelled_at'),
    state: text('state').$type<'pending' | 'running' | 'done' | 'failed'>().notNull().default('pending'),
    attempts: integer('attempts').notNull().default(0),
    error: text('error').$type<ErrorCode>(),
    message: text('message'),
    accountId: uuid('account_id'),
    linkId: uuid('link_id'),
    technicianId: uuid('technician_id').notNull(),
    createdAt: createdAt(),
    finishedAt: at('finished_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    within([t.workspaceId, t.contactId], [contacts.workspaceId, contacts.id]),
    within([t.workspaceId, t.directoryId], [directories.workspaceId, directories.id]),
    within([t.workspaceId, t.technicianId], [technicians.workspaceId, technicians.id]),
    index('outbox_by_time').on(t.workspaceId, t.kind, t.createdAt),
  ],
);

/** The first answer to a creating POST, told again to every repeat of it. `status` is null while the first still runs. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    workspaceId: workspaceId(),
    technicianId: uuid('technician_id').notNull(),
    key: text('key').notNull(),
    requestHash: text('request_hash').notNull(),
    status: integer('status'),
    body: jsonb('body').$type<unknown>(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.technicianId, t.key] }),
    within([t.workspaceId, t.technicianId], [technicians.workspaceId, technicians.id]),
  ],
);
