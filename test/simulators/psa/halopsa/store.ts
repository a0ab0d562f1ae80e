import type { HaloSeed } from './seed.ts';

export type Row = { id: number; [field: string]: unknown };
export const KINDS = ['clients', 'sites', 'users', 'tickets', 'actions', 'agents'] as const;
export type Kind = (typeof KINDS)[number];

export interface HaloStore {
  get(kind: Kind, id: number): Row | undefined;
  all(kind: Kind): Iterable<Row>;
  /** Creates where `id` is absent or 0, else merges the sent fields; undefined where there is no such record. */
  save(kind: Kind, fields: Record<string, unknown>): Row | undefined;
  remove(kind: Kind, id: number): boolean;
  /** Grows with every change of the kind, for whoever keeps an answer. */
  version(kind: Kind): number;
}

const TOUCHED: Partial<Record<Kind, string>> = { clients: 'alastupdate', sites: 'slastupdate', users: 'ulastupdate' };

/** Rows by id, in the order they came. The seed's records are copied when they change, never before. */
export function createHaloStore(seed: HaloSeed, now: () => number): HaloStore {
  const rows: Record<Kind, Map<number, Row>> = {
    clients: byId(seed.clients),
    sites: byId(seed.sites),
    users: byId(seed.users),
    tickets: byId(seed.tickets),
    agents: byId(seed.agents),
    actions: byId(seed.actions ?? []),
  };
  const versions: Record<Kind, number> = { clients: 0, sites: 0, users: 0, tickets: 0, actions: 0, agents: 0 };
  const highest = Object.fromEntries(KINDS.map((kind) => [kind, maxId(rows[kind].keys())])) as Record<Kind, number>;

  return {
    get: (kind, id) => rows[kind].get(id),
    all: (kind) => rows[kind].values(),
    save(kind, fields) {
      const asked = typeof fields.id === 'number' ? fields.id : 0;
      const before = asked > 0 ? rows[kind].get(asked) : undefined;
      if (asked > 0 && !before) return undefined;
      const id = before ? before.id : ++highest[kind];
      const touched = TOUCHED[kind];
      const row = { ...before, ...fields, id, ...(touched ? { [touched]: haloDate(now()) } : {}) };
      rows[kind].set(id, row);
      versions[kind]++;
      return row;
    },
    remove(kind, id) {
      versions[kind]++;
      return rows[kind].delete(id);
    },
    version: (kind) => versions[kind],
  };
}

/** ISO 8601 without a zone, as Halo writes dates. */
export function haloDate(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '');
}

function byId(records: Row[]): Map<number, Row> {
  return new Map(records.map((record) => [record.id, record]));
}

function maxId(ids: Iterable<number>): number {
  let highest = 0;
  for (const id of ids) highest = Math.max(highest, id);
  return highest;
}
