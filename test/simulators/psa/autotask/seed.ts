import type { EntityName } from './entities.ts';

/** What a stand-in Autotask starts with, in Autotask's own field names; a field that is not given is null. */
export type AutotaskSeed = Partial<Record<EntityName, SeedRow[]>> & {
  /** The user-defined fields that admins have made, by object. */
  udfs?: Partial<Record<EntityName, string[]>>;
};

interface SeedRow {
  id: number;
  [field: string]: unknown;
}
