import { foreignKey, type PgColumn, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** Every table is cut by workspace: the column is first in each key, so the same schema distributes over Citus. */
export const workspaceId = () => uuid('workspace_id').notNull();
export const id = () => uuid('id').notNull().defaultRandom();
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
export const createdAt = () => at('created_at').notNull().defaultNow();
export const textList = (name: string) => text(name).array().notNull().default([]);

/** A foreign key that carries the workspace, so that a row can never point into another one (pitfall 5 of row-level security). */
export function within(columns: [PgColumn, ...PgColumn[]], foreignColumns: [PgColumn, ...PgColumn[]]) {
  return foreignKey({ columns, foreignColumns });
}
