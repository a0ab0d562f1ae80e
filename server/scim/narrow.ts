import type { Filter } from './filter.ts';

/** Rows that an index finds; every user that the filter fits is among them, and others may be. */
export type Lookup = { by: 'id' | 'externalId' | 'address'; value: string };

/**
 * The rows among which to look for what a filter finds, or null where that is the whole directory. What they are is
 * still tested: this only saves reading the rest.
 */
export function narrow(filter: Filter, inside: string | null = null): Lookup[] | null {
  switch (filter.kind) {
    case 'and':
      return narrow(filter.left, inside) ?? narrow(filter.right, inside);
    case 'or': {
      const [left, right] = [narrow(filter.left, inside), narrow(filter.right, inside)];
      return left && right && [...left, ...right];
    }
    case 'entry':
      return filter.path.schema === null ? narrow(filter.of, filter.path.attribute.toLowerCase()) : null;
    case 'compare': {
      const { path, operator, value } = filter;
      if (operator !== 'eq' || typeof value !== 'string' || path.schema !== null) return null;
      const name = [inside, path.attribute, path.sub].filter((part) => part !== null).join('.');
      const by = INDEXED[name.toLowerCase()];
      return by ? [{ by, value }] : null;
    }
    default:
      return null;
  }
}

const INDEXED: Record<string, Lookup['by']> = {
  id: 'id',
  externalid: 'externalId',
  username: 'address',
  emails: 'address',
  'emails.value': 'address',
};
