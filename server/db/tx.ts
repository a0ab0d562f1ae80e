import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type * as schema from './schema/index.ts';

type Database = PostgresJsDatabase<typeof schema>;

/** A transaction inside one workspace: row-level security shows it nothing else. */
export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0];
