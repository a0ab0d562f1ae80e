import { COMMUNICATION_TYPES, type ConnectWiseSeed } from './seed.ts';

export type Row = { id: number; [field: string]: unknown };
export const KINDS = [
  ...(['companies', 'sites', 'contacts', 'tickets', 'notes'] as const),
  ...(['communicationTypes', 'statuses', 'customFields', 'callbacks'] as const),
] as const;
export type Kind = (typeof KINDS)[number];
export type Action = 'added' | 'updated' | 'deleted';
/** `by`: the API member's own doing, or somebody's at a screen of ConnectWise. */
export type Listener = (change: { kind: Kind; action: Action; row: Row; by: 'api' | 'screen' }) => void;

export interface ConnectWiseStore {
  get(kind: Kind, id: number): Row | undefined;
  all(kind: Kind): Iterable<Row>;
  /** Puts the row in place of the one of its id; without an id, under the next. */
  put(kind: Kind, fields: Record<string, unknown>, by?: 'api' | 'screen'): Row;
  remove(kind: Kind, id: number, by?: 'api' | 'screen'): boolean;
  /** Items of contacts have ids of their own, counted over all contacts. */
  nextItemId(): number;
  /** Grows with every change of the kind, for whoever keeps an answer. */
  version(kind: Kind): number;
  onChange(listener: Listener): void;
}

const STATUSES: Row[] = [
  { id: 1, name: 'Active', defaultFlag: true, inactiveFlag: false },
  { id: 2, name: 'Former customer', defaultFlag: false, inactiveFlag: true },
];

/** Rows by id, lowest first. The seed's records are replaced when they change, never written to. */
export function createStore(seed: ConnectWiseSeed, now: () => number): ConnectWiseStore {
  const rows: Record<Kind, Map<number, Row>> = {
    companies: byId(seed.companies),
    sites: byId(seed.sites),
    contacts: byId(seed.contacts),
    tickets: byId(seed.tickets),
    notes: byId(seed.notes ?? []),
    communicationTypes: byId(seed.communicationTypes ?? COMMUNICATION_TYPES),
    statuses: byId(STATUSES),
    customFields: byId(seed.customFields ?? []),
    callbacks: new Map(),
  };
  const versions = Object.fromEntries(KINDS.map((kind) => [kind, 0])) as Record<Kind, number>;
  const highest = Object.fromEntries(KINDS.map((kind) => [kind, maxId(rows[kind].keys())])) as Record<Kind, number>;
  let highestItem = maxId(
    seed.contacts.flatMap(({ communicationItems }) => communicationItems ?? []).map(({ id }) => id),
  );
  const listeners: Listener[] = [];

  return {
    get: (kind, id) => rows[kind].get(id),
    all: (kind) => rows[kind].values(),
    put(kind, fields, by = 'screen') {
      const before = typeof fields.id === 'number' ? rows[kind].get(fields.id) : undefined;
      const id = before ? before.id : ++highest[kind];
      const info = { ...(fields._info as object | undefined), lastUpdated: cwDate(now()), updatedBy: 'counterpart' };
      const row: Row = { ...fields, id, _info: info };
      rows[kind].set(id, row);
      versions[kind]++;
      for (const tell of listeners) tell({ kind, action: before ? 'updated' : 'added', row, by });
      return row;
    },
    remove(kind, id, by = 'screen') {
      const row = rows[kind].get(id);
      if (!row) return false;
      rows[kind].delete(id);
      versions[kind]++;
      for (const tell of listeners) tell({ kind, action: 'deleted', row, by });
      return true;
    },
    nextItemId: () => ++highestItem,
    version: (kind) => versions[kind],
    onChange: (listener) => void listeners.push(listener),
  };
}

/** UTC, to the second. */
export function cwDate(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function byId(records: Row[]): Map<number, Row> {
  return new Map([...records].sort((a, b) => a.id - b.id).map((record) => [record.id, record]));
}

function maxId(ids: Iterable<number>): number {
  let highest = 0;
  for (const id of ids) highest = Math.max(highest, id);
  return highest;
}
