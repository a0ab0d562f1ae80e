import type { Selector } from '../../pages/types.ts';
import type { Health } from '../../storage.ts';

/** What is looked for on a ticket's screen, as the selectors' ids begin. */
export const FIELDS = ['ticket', 'number', 'requester', 'email'] as const;
export type FieldName = (typeof FIELDS)[number];
/** So many screens without one hit are no accident. */
const ENOUGH = 5;

/** `idle`: too little was seen to say. `fallback`: the way that is tried first leads nowhere, another does. */
export type FieldState = 'found' | 'fallback' | 'lost' | 'idle';
type Way = Selector & { hits: number; misses: number };

export interface FieldHealth {
  field: FieldName;
  state: FieldState;
  ways: readonly Way[];
}

const isDead = ({ hits, misses }: Way) => hits === 0 && misses >= ENOUGH;

/** One PSA's counters by field: a field is lost when no way to it has ever led anywhere. */
export function fieldsOf(selectors: readonly Selector[], counts: Health[keyof Health] = {}): FieldHealth[] {
  return FIELDS.map((field) => {
    const ways = selectors
      .filter(({ id }) => id.startsWith(`${field}.`))
      .map((selector) => ({ ...selector, ...(counts[selector.id] ?? { hits: 0, misses: 0 }) }));
    return { field, state: stateOf(ways), ways };
  }).filter(({ ways }) => ways.length > 0);
}

function stateOf(ways: readonly Way[]): FieldState {
  if (ways.some(({ hits }) => hits > 0)) return isDead(ways[0]!) ? 'fallback' : 'found';
  return ways.some(isDead) ? 'lost' : 'idle';
}

/** A PSA's state out of those of its fields. */
export function overallOf(fields: readonly FieldHealth[]): 'found' | 'partly' | 'lost' | 'idle' {
  const lost = fields.filter(({ state }) => state === 'lost').length;
  if (lost > 0) return lost === fields.length ? 'lost' : 'partly';
  return fields.some(({ state }) => state !== 'idle') ? 'found' : 'idle';
}
