import type { Role } from '@counterpart/shared/api.ts';
import { boolean, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at, createdAt, id, within, workspaceId } from './columns.ts';

/** One row for the whole installation: which workspace the first start made. Holds nothing of a workspace. */
export const installation = pgTable('installation', {
  only: boolean('only').primaryKey().default(true),
  firstWorkspace: uuid('first_workspace').notNull(),
  createdAt: createdAt(),
});

export const workspaces = pgTable('workspaces', {
  workspaceId: workspaceId().primaryKey(),
  name: text('name').notNull(),
  createdAt: createdAt(),
});

export const technicians = pgTable(
  'technicians',
  {
    workspaceId: workspaceId(),
    id: id(),
    name: text('name').notNull(),
    role: text('role').$type<Role>().notNull(),
    disabledAt: at('disabled_at'),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.workspaceId, t.id] }), within([t.workspaceId], [workspaces.workspaceId])],
);

/** Only the hash of the token is kept. `expires_at` is the absolute limit; idleness is counted from `seen_at`. */
export const sessions = pgTable(
  'sessions',
  {
    workspaceId: workspaceId(),
    id: id(),
    technicianId: uuid('technician_id').notNull(),
    tokenHash: text('token_hash').notNull(),
    device: text('device').notNull(),
    createdAt: createdAt(),
    seenAt: at('seen_at').notNull().defaultNow(),
    expiresAt: at('expires_at').notNull(),
    revokedAt: at('revoked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    within([t.workspaceId, t.technicianId], [technicians.workspaceId, technicians.id]),
    index('sessions_by_hash').on(t.workspaceId, t.tokenHash),
    index('sessions_by_technician').on(t.workspaceId, t.technicianId),
  ],
);

/** `handle` is the public half of a code and finds the row; the secret half is hashed. */
export const pairings = pgTable(
  'pairings',
  {
    workspaceId: workspaceId(),
    id: id(),
    technicianId: uuid('technician_id').notNull(),
    handle: text('handle').notNull(),
    secretHash: text('secret_hash').notNull(),
    tries: integer('tries').notNull().default(0),
    createdAt: createdAt(),
    expiresAt: at('expires_at').notNull(),
    usedAt: at('used_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.id] }),
    within([t.workspaceId, t.technicianId], [technicians.workspaceId, technicians.id]),
    index('pairings_by_handle').on(t.handle),
  ],
);
