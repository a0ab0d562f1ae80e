import type { ConnectionDraft, SyncState } from '@counterpart/shared/api.ts';
import type { AccountKind } from '@counterpart/shared/identity.ts';
import type { IdentityId, PsaId } from '@counterpart/shared/providers.ts';
import type { Phone } from '@counterpart/shared/psa.ts';
import { sql } from 'drizzle-orm';
import {
  bigint,
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
    title: text('title'),
    department: text('department'),
    externalId: text('external_id'),
    enabled: boolean('enabled').notNull().default(true),
    kind: text('kind').$type<AccountKind>().notNull().default('member'),
    /** Sent to us over SCIM, so its sender would undo what is changed here. */
    synced: boolean('synced').notNull().default(false),
    /** The user as the sender last wrote it, for what our own columns do not hold. */
    sent: jsonb('sent').$type<Record<string, unknown>>(),
    /** The directory's count of changes when the account was made: the order of lists, which nothing changes later. */
    position: bigint('position', { mode: 'number' }).notNull(),
    /** The same count when it was last changed. */
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    createdAt: createdAt(),
    changedAt: at('changed_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    within([t.workspaceId, t.directoryId], [directories.workspaceId, directories.id]),
    uniqueIndex('builtin_accounts_by_username').on(t.workspaceId, t.directoryId, sql`lower(username)`),
    uniqueIndex('builtin_accounts_by_external').on(t.workspaceId, t.directoryId, t.externalId),
    uniqueIndex('builtin_accounts_by_position').on(t.workspaceId, t.directoryId, t.position),
    index('builtin_accounts_by_sequence').on(t.workspaceId, t.directoryId, t.sequence),
  ],
);

/** Folded usernames and addresses, one row each: equality on text is all that an index may serve under row-level security. */
export const builtinAddresses = pgTable(
  'builtin_addresses',
  {
    workspaceId: workspaceId(),
    directoryId: uuid('directory_id').notNull(),
    address: text('address').notNull(),
    accountId: uuid('account_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.directoryId, t.address, t.accountId] }),
    within([t.workspaceId, t.accountId], [builtinAccounts.workspaceId, builtinAccounts.id]).onDelete('cascade'),
    index('builtin_addresses_by_account').on(t.workspaceId, t.accountId),
  ],
);

/** How often a built-in directory was changed. Its row is the lock that puts the directory's changes in one order. */
export const builtinSequences = pgTable(
  'builtin_sequences',
  {
    workspaceId: workspaceId(),
    directoryId: uuid('directory_id').notNull(),
    last: bigint('last', { mode: 'number' }).notNull().default(0),
    /** Removals up to here are forgotten: a reader that is further back has to read everything anew. */
    forgottenTo: bigint('forgotten_to', { mode: 'number' }).notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.directoryId] }),
    within([t.workspaceId, t.directoryId], [directories.workspaceId, directories.id]),
  ],
);

/** That an account is gone, and nothing else of it. */
export const builtinRemovals = pgTable(
  'builtin_removals',
  {
    workspaceId: workspaceId(),
    directoryId: uuid('directory_id').notNull(),
    accountId: uuid('account_id').notNull(),
    sequence: bigint('sequence', { mode: 'number' }).notNull(),
    removedAt: at('removed_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.accountId] }),
    within([t.workspaceId, t.directoryId], [directories.workspaceId, directories.id]),
    index('builtin_removals_by_sequence').on(t.workspaceId, t.directoryId, t.sequence),
  ],
);

/** What another system signs in with to send accounts to a built-in directory. Only a hash of the secret is kept. */
export const scimTokens = pgTable(
  'scim_tokens',
  {
    workspaceId: workspaceId(),
    id: id(),
    directoryId: uuid('directory_id').notNull(),
    name: text('name').notNull(),
    tokenHash: text('token_hash').notNull(),
    lastFour: text('last_four').notNull(),
    createdAt: createdAt(),
    usedAt: at('used_at'),
    revokedAt: at('revoked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    within([t.workspaceId, t.directoryId], [directories.workspaceId, directories.id]),
    index('scim_tokens_by_directory').on(t.workspaceId, t.directoryId),
  ],
);
