import type { ConnectionDraft, SyncState } from '@counterpart/shared/api.ts';
import type { AccountKind } from '@counterpart/shared/identity.ts';
import type { IdentityId, PsaId } from '@counterpart/shared/providers.ts';
import type { Phone } from '@counterpart/shared/psa.ts';
import { sql } from 'drizzle-orm';
import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
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
    /** All that changed before this time, by the PSA's own clock, is in the mirror; null before the first complete read. */
    changesTo: at('changes_to'),
    /** When a round of incremental reading last ended well, by our clock. */
    changesReadAt: at('changes_read_at'),
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

/** Where a PSA tells of its changes: one address for each connection. The secret is sealed as those in the vault are. */
export const hooks = pgTable(
  'hooks',
  {
    workspaceId: workspaceId(),
    connectionId: uuid('connection_id').notNull(),
    kid: text('kid').notNull(),
    iv: text('iv').notNull(),
    sealed: text('sealed').notNull(),
    /** What the PSA calls its entries for us, to take them back with. */
    remoteIds: textList('remote_ids'),
    heardAt: at('heard_at'),
    /** Messages whose signature was wrong. */
    refused: integer('refused').notNull().default(0),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.connectionId] }),
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
