import type { Selector } from '../../pages/types.ts';
import type { Health } from '../../storage.ts';

/** What is looked for on a ticket's screen, as the selectors' ids begin. */
export const FIELDS = ['ticket', 'number', 'requester', 'email'] as const;
export type FieldName = (typeof FIELDS)[number];
/** So many screens without one hit are no accident. */
const ENOUGH = 5;

export interface FieldHealth {
  field: FieldName;
  /** `idle`: too little was seen to say. */
  state: 'found' | 'lost' | 'idle';
  ways: readonly (Selector & { hits: number; misses: number })[];
}

/** One PSA's counters by field: a field is lost when no way to it has ever led anywhere. */
export function fieldsOf(selectors: readonly Selector[], counts: Health[keyof Health] = {}): FieldHealth[] {
  return FIELDS.map((field) => {
    const ways = selectors
      .filter(({ id }) => id.startsWith(`${field}.`))
      .map((selector) => ({ ...selector, ...(counts[selector.id] ?? { hits: 0, misses: 0 }) }));
    const isFound = ways.some(({ hits }) => hits > 0);
    const isLost = ways.some(({ misses }) => misses >= ENOUGH);
    return { field, state: isFound ? ('found' as const) : isLost ? ('lost' as const) : ('idle' as const), ways };
  }).filter(({ ways }) => ways.length > 0);
}

/** True where nothing of the screen is recognised any more: the address alone says which record it is. */
export const isByAddressOnly = (fields: readonly FieldHealth[]): boolean =>
  fields.length > 0 && fields.every(({ state }) => state === 'lost');
