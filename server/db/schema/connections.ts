import type { ConnectionDraft, SyncState } from '@counterpart/shared/api.ts';
import type { AccountKind } from '@counterpart/shared/identity.ts';
import type { IdentityId, PsaId } from '@counterpart/shared/providers.ts';
import type { Phone } from '@counterpart/shared/psa.ts';
import { sql } from 'drizzle-orm';
import { boolean, index, jsonb, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at, createdAt, id, textList, within, workspaceId } from './columns.ts';
import { workspaces } from './people.ts';

export const connections = pgTable(
  'connections',
  {
    workspaceId: workspaceId(),
    id: id(),
    side: text('side').$type<'psa' | 'identity'>().notNull(),
    provider: text('provider').$type<PsaId | IdentityId>().notNull(),
    name: text('name').notNull(),
    settings: jsonb('settings').$type<ConnectionDraft['settings']>().notNull(),
    /** Hosts of the PSA's agent screens: how a page finds its connection. */
    hosts: textList('hosts'),
    sync: jsonb('sync').$type<SyncState>().notNull(),
    createdAt: createdAt(),
    removedAt: at('removed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    within([t.workspaceId], [workspaces.workspaceId]),
    // A page's host is looked for among the few connections of its PSA, not among a directory for each customer.
    index('connections_by_provider').on(t.workspaceId, t.provider).where(sql`removed_at is null`),
  ],
);

/** The vault. AAD of each value is workspace|connection|field|kid, so a ciphertext moved elsewhere does not open. */
export const credentials = pgTable(
  'credentials',
  {
    workspaceId: workspaceId(),
    connectionId: uuid('connection_id').notNull(),
    field: text('field').notNull(),
    kid: text('kid').notNull(),
    iv: text('iv').notNull(),
    sealed: text('sealed').notNull(),
    lastFour: text('last_four').notNull(),
    fingerprint: text('fingerprint').notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.connectionId, t.field] }),
    within([t.workspaceId, t.connectionId], [connections.workspaceId, connections.id]),
  ],
);

export const directories = pgTable(
  'directories',
  {
    workspaceId: workspaceId(),
    id: id(),
    connectionId: uuid('connection_id').notNull(),
    remoteId: text('remote_id').notNull(),
    name: text('name').notNull(),
    domains: textList('domains'),
    country: text('country'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    unique('directories_by_remote').on(t.workspaceId, t.connectionId, t.remoteId),
    within([t.workspaceId, t.connectionId], [connections.workspaceId, connections.id]),
  ],
);

/** The built-in directory's own records: here we are the platform, and the mirror reads us like any other. */
export const builtinAccounts = pgTable(
  'builtin_accounts',
  {
    workspaceId: workspaceId(),
    id: id(),
    directoryId: uuid('directory_id').notNull(),
    username: text('username').notNull(),
    displayName: text('display_name').notNull(),
    givenName: text('given_name').notNull(),
    familyName: text('family_name').notNull(),
    emails: textList('emails'),
    phones: jsonb('phones').$type<Phone[]>().notNull(),
    externalId: text('external_id'),
    enabled: boolean('enabled').notNull().default(true),
    kind: text('kind').$type<AccountKind>().notNull().default('member'),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    within([t.workspaceId, t.directoryId], [directories.workspaceId, directories.id]),
    uniqueIndex('builtin_accounts_by_username').on(t.workspaceId, t.directoryId, sql`lower(username)`),
    uniqueIndex('builtin_accounts_by_external').on(t.workspaceId, t.directoryId, t.externalId),
  ],
);
