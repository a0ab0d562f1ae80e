import { ENTITY_NAMES, type EntityName } from './entities.ts';
import type { AutotaskSeed } from './seed.ts';

export type Row = { id: number; [field: string]: unknown };

export interface AutotaskStore {
  get(kind: EntityName, id: number): Row | undefined;
  /** By ascending id. */
  all(kind: EntityName): Iterable<Row>;
  size(kind: EntityName): number;
  insert(kind: EntityName, fields: Record<string, unknown>): Row;
  /** Merges the fields; undefined where there is no such record. */
  change(kind: EntityName, id: number, fields: Record<string, unknown>): Row | undefined;
  remove(kind: EntityName, id: number): boolean;
}

/** What Autotask dates by itself at a change. */
const TOUCHED: Partial<Record<EntityName, string[]>> = {
  Companies: ['lastActivityDate', 'lastTrackedModifiedDateTime'],
  Contacts: ['lastActivityDate', 'lastModifiedDate'],
  Tickets: ['lastActivityDate', 'lastTrackedModificationDateTime'],
  TicketNotes: ['lastActivityDate'],
};
const CREATED: Partial<Record<EntityName, string>> = {
  Companies: 'createDate',
  Contacts: 'createDate',
  Tickets: 'createDate',
  TicketNotes: 'createDateTime',
};

/** Records by id. The seed's are copied when they change, never before. */
export function createAutotaskStore(seed: AutotaskSeed, now: () => number): AutotaskStore {
  const rows = Object.fromEntries(ENTITY_NAMES.map((kind) => [kind, byId(seed[kind] ?? [])])) as Record<
    EntityName,
    Map<number, Row>
  >;
  const highest = Object.fromEntries(
    ENTITY_NAMES.map((kind) => [kind, [...rows[kind].keys()].at(-1) ?? 100]),
  ) as Record<EntityName, number>;
  const stamp = (names: string[]) => Object.fromEntries(names.map((name) => [name, new Date(now()).toISOString()]));

  return {
    get: (kind, id) => rows[kind].get(id),
    all: (kind) => rows[kind].values(),
    size: (kind) => rows[kind].size,
    insert(kind, fields) {
      const id = ++highest[kind];
      const created = CREATED[kind];
      const row = { ...fields, ...stamp([...(TOUCHED[kind] ?? []), ...(created ? [created] : [])]), id };
      rows[kind].set(id, row);
      return row;
    },
    change(kind, id, fields) {
      const before = rows[kind].get(id);
      if (!before) return undefined;
      const row = { ...before, ...stamp(TOUCHED[kind] ?? []), ...fields, id };
      rows[kind].set(id, row);
      return row;
    },
    remove: (kind, id) => rows[kind].delete(id),
  };
}

function byId(records: Row[]): Map<number, Row> {
  return new Map([...records].sort((one, other) => one.id - other.id).map((record) => [record.id, record]));
}
