import { type Attribute, findAttribute, findSub } from './attributes.ts';
import { scimFault } from './fault.ts';
import type { AttributePath, Filter, Operator, Value } from './filter.ts';
import { isObject, type Resource } from './resource.ts';

/** Finds the attribute of a path: that of the user, or inside `emails[…]` that of an entry. */
type Find = (path: AttributePath) => { attribute: Attribute; sub: Attribute | null };

/**
 * A filter as a test of users. Throws `invalidFilter` for attributes we do not keep and for comparisons that mean
 * nothing, before any user is looked at.
 */
export function matcherOf(filter: Filter): (resource: Resource) => boolean {
  return build(filter, findInUser, valuesInUser);
}

/** The same for one entry of a list, as a PATCH path chooses it. */
export function entryMatcher(of: Attribute, filter: Filter): (entry: Resource) => boolean {
  return build(filter, (path) => findInEntry(of, path), valuesInEntry);
}

function build(
  filter: Filter,
  find: Find,
  valuesOf: (resource: Resource, path: AttributePath, attribute: Attribute, sub: Attribute | null) => unknown[],
): (resource: Resource) => boolean {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const [left, right] = [build(filter.left, find, valuesOf), build(filter.right, find, valuesOf)];
      if (filter.kind === 'and') return (resource) => left(resource) && right(resource);
      return (resource) => left(resource) || right(resource);
    }
    case 'not': {
      const inner = build(filter.of, find, valuesOf);
      return (resource) => !inner(resource);
    }
    case 'present': {
      const { attribute, sub } = find(filter.path);
      return (resource) => valuesOf(resource, filter.path, attribute, sub).length > 0;
    }
    case 'entry': {
      const { attribute } = find(filter.path);
      if (!attribute.multiValued) throw refused(`${attribute.name} is no list`);
      const fits = entryMatcher(attribute, filter.of);
      return (resource) => valuesOf(resource, filter.path, attribute, null).some((one) => isObject(one) && fits(one));
    }
    case 'compare': {
      const { attribute, sub } = find(filter.path);
      const meant = sub ?? (attribute.type === 'complex' ? findSub(attribute, 'value') : attribute);
      if (!meant) throw refused(`${attribute.name} has no value to compare`);
      const compares = comparison(meant, filter.operator, filter.value);
      const inside = sub ?? (attribute.type === 'complex' ? meant : null);
      return (resource) => compares(valuesOf(resource, filter.path, attribute, inside));
    }
  }
}

/** How the values at a path compare with one: `ne` holds where none is equal, all else where one fits. */
function comparison(attribute: Attribute, operator: Operator, value: Value): (values: unknown[]) => boolean {
  if (value === null) {
    if (operator === 'eq') return (values) => values.length === 0;
    if (operator === 'ne') return (values) => values.length > 0;
    throw refused('null is equal to something or not');
  }
  if (operator === 'ne') {
    const equal = comparison(attribute, 'eq', value);
    return (values) => !equal(values);
  }
  if (attribute.type === 'boolean') {
    const wanted = String(value).toLowerCase();
    if (operator !== 'eq' || !['true', 'false'].includes(wanted)) throw refused(`${attribute.name} is true or false`);
    return (values) => values.some((one) => String(one) === wanted);
  }
  if (typeof value !== 'string') throw refused(`${attribute.name} is compared with a text`);
  if (attribute.type === 'dateTime' && ['eq', 'gt', 'ge', 'lt', 'le'].includes(operator)) {
    const wanted = Date.parse(value);
    if (Number.isNaN(wanted)) throw refused(`${attribute.name} is compared with a time`);
    return (values) => values.some((one) => ORDER[operator]!(Date.parse(String(one)), wanted));
  }
  const fold = (text: unknown) => (attribute.caseExact ? String(text) : String(text).toLowerCase());
  const wanted = fold(value);
  return (values) => values.some((one) => TEXT[operator]!(fold(one), wanted));
}

const ORDER: Partial<Record<Operator, (a: number, b: number) => boolean>> = {
  eq: (a, b) => a === b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
};
const TEXT: Partial<Record<Operator, (a: string, b: string) => boolean>> = {
  eq: (a, b) => a === b,
  co: (a, b) => a.includes(b),
  sw: (a, b) => a.startsWith(b),
  ew: (a, b) => a.endsWith(b),
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
};

const findInUser: Find = (path) => {
  const attribute = findAttribute(path.attribute, { schema: path.schema, read: true });
  if (!attribute) throw refused(`there is no attribute ${path.attribute || path.schema}`);
  const sub = path.sub === null ? null : findSub(attribute, path.sub);
  if (sub === undefined) throw refused(`${attribute.name} has no ${path.sub}`);
  return { attribute, sub };
};

function findInEntry(of: Attribute, path: AttributePath): { attribute: Attribute; sub: Attribute | null } {
  const attribute = findSub(of, path.attribute);
  if (!attribute || path.sub !== null || path.schema !== null) throw refused(`${of.name} has no ${path.attribute}`);
  return { attribute, sub: null };
}

function valuesInUser(resource: Resource, path: AttributePath, attribute: Attribute, sub: Attribute | null): unknown[] {
  const holder = path.schema === null ? resource : resource[path.schema];
  if (!isObject(holder)) return [];
  const found = asList(holder[attribute.name]);
  return sub ? found.flatMap((one) => (isObject(one) ? asList(one[sub.name]) : [])) : found;
}

function valuesInEntry(entry: Resource, _path: AttributePath, attribute: Attribute): unknown[] {
  return asList(entry[attribute.name]);
}

function asList(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function refused(why: string) {
  return scimFault(400, 'invalidFilter', `The filter cannot be used: ${why}`);
}
