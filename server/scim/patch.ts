import { z } from 'zod';
import { ENTERPRISE_USER } from '../identity/scim/api.ts';
import { type Attribute, findAttribute, findSub } from './attributes.ts';
import { badPath, badValue, scimFault } from './fault.ts';
import { type Filter, parsePath, readAttributePath } from './filter.ts';
import { entryMatcher } from './match.ts';
import {
  assign,
  checkResource,
  isObject,
  MOST_ENTRIES,
  onePrimary,
  type Resource,
  readSingle,
  readValue,
} from './resource.ts';

const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** https://datatracker.ietf.org/doc/html/rfc7644#section-3.5.2; Microsoft writes the verbs with a capital. */
const PatchBody = z.object({
  schemas: z.array(z.string()).refine((schemas) => schemas.some((one) => one.toLowerCase() === PATCH_OP.toLowerCase())),
  Operations: z
    .array(
      z.object({
        op: z
          .string()
          .toLowerCase()
          .pipe(z.enum(['add', 'replace', 'remove'])),
        path: z.string().nullish(),
        value: z.unknown().optional(),
      }),
    )
    .min(1)
    .max(200),
});
type Verb = 'add' | 'replace' | 'remove';

/**
 * The user after all operations, in order; the one given is left as it is, so that a failing operation undoes those
 * before it. Throws SCIM's own faults.
 */
export function patchResource(before: Resource, body: unknown): Resource {
  const patch = PatchBody.safeParse(body);
  if (!patch.success) throw scimFault(400, 'invalidSyntax', 'The body is no PatchOp with operations');
  const resource = structuredClone(before);
  for (const { op, path, value } of patch.data.Operations) {
    if (path) apply(resource, op, path, value);
    else if (op === 'remove') throw scimFault(400, 'noTarget', 'A remove names what it removes');
    else applyEach(resource, op, value);
  }
  return checkResource(resource);
}

/** Without a path the value is a part of a user. Its keys may be paths themselves ("name.givenName"), as Microsoft sends them. */
function applyEach(resource: Resource, op: Verb, value: unknown): void {
  if (!isObject(value)) throw badValue('Without a path, the value is an object');
  for (const [key, one] of Object.entries(value)) {
    if (key.toLowerCase() === 'schemas') continue;
    // What a user has besides and we do not keep is let by here, as it is in a create.
    const path = readAttributePath(key);
    if (!path || (path.attribute !== '' && !findAttribute(path.attribute, { schema: path.schema }))) continue;
    apply(resource, op, key, one);
  }
}

function apply(resource: Resource, op: Verb, text: string, value: unknown): void {
  const path = parsePath(text);
  if (path.attribute === '') {
    if (op === 'remove') delete resource[ENTERPRISE_USER];
    else if (isObject(value)) {
      for (const [name, one] of Object.entries(value)) {
        if (findAttribute(name, { schema: ENTERPRISE_USER })) apply(resource, op, `${ENTERPRISE_USER}:${name}`, one);
      }
    } else throw badValue('The enterprise extension is an object');
    return;
  }
  const attribute = findAttribute(path.attribute, { schema: path.schema, read: true });
  if (!attribute) throw badPath(`There is no attribute ${path.attribute}`);
  if (attribute.mutability === 'readOnly') throw scimFault(400, 'mutability', `${attribute.name} cannot be changed`);
  const sub = path.sub === null ? null : findSub(attribute, path.sub);
  if (sub === undefined) throw badPath(`${attribute.name} has no ${path.sub}`);
  if (path.entry && !attribute.multiValued) throw badPath(`${attribute.name} is no list`);
  if (op === 'remove' && attribute.required && !sub)
    throw scimFault(400, 'mutability', `${attribute.name} is required`);

  const holder = path.schema === null ? resource : holderOf(resource, path.schema);
  if (attribute.multiValued) changeList(holder, attribute, { op, entry: path.entry, sub, value });
  else changeSingle(holder, attribute, { op, sub, value });
  if (path.schema !== null && Object.keys(holder).length === 0) delete resource[path.schema];
}

function changeSingle(
  holder: Resource,
  attribute: Attribute,
  { op, sub, value }: { op: Verb; sub: Attribute | null; value: unknown },
): void {
  if (sub) {
    const object = isObject(holder[attribute.name]) ? { ...(holder[attribute.name] as Resource) } : {};
    assign(object, sub.name, op === 'remove' ? undefined : readSingle(sub, value));
    assign(holder, attribute.name, Object.keys(object).length > 0 ? object : undefined);
    return;
  }
  const read = op === 'remove' ? undefined : readValue(attribute, value);
  const known = holder[attribute.name];
  // Parts of a name that are not told stay: both add and replace work on each part (section 3.5.2.3).
  assign(holder, attribute.name, isObject(read) && isObject(known) ? { ...known, ...read } : read);
}

function changeList(holder: Resource, attribute: Attribute, change: ListChange): void {
  const entries = ((holder[attribute.name] as Resource[] | undefined) ?? []).slice();
  // An entry that says no more than what it is for holds nothing.
  const kept = changedEntries(entries, attribute, change).filter((one) =>
    Object.keys(one).some((name) => name !== 'primary' && name !== 'type'),
  );
  if (kept.length > MOST_ENTRIES) throw badValue(`${attribute.name} holds more than ${MOST_ENTRIES} entries`);
  assign(holder, attribute.name, kept.length > 0 ? onePrimary(kept) : undefined);
}

interface ListChange {
  op: Verb;
  entry: Filter | null;
  sub: Attribute | null;
  value: unknown;
}

function changedEntries(entries: Resource[], attribute: Attribute, { op, entry, sub, value }: ListChange): Resource[] {
  const fits = entry ? entryMatcher(attribute, entry) : () => true;
  if (op === 'remove') {
    if (sub) return entries.map((one) => (fits(one) ? without(one, sub.name) : one));
    // Some senders name what goes by its value instead of a filter.
    const named = value === undefined || value === null ? null : listed(attribute, value);
    const goes = (one: Resource) => fits(one) && (named === null || named.some(({ value: own }) => own === one.value));
    return entries.filter((one) => !goes(one));
  }
  if (!entry && !sub) {
    const told = listed(attribute, value);
    return op === 'replace' ? told : merged(entries, told);
  }
  const change = sub
    ? { [sub.name]: readSingle(sub, value) }
    : ((readSingle(attribute, Array.isArray(value) ? value[0] : value) ?? {}) as Resource);
  const others = change.primary === true ? entries.map((one) => ({ ...one, primary: false })) : entries;
  if (entries.some(fits)) {
    return others.map((one, index) => (fits(entries[index]!) ? tidy({ ...one, ...change }) : one));
  }
  // Senders that were told of an entry by its type only mean to have one: Microsoft adds and replaces like that.
  const made = entry ? described(attribute, entry) : {};
  if (!made) throw scimFault(400, 'noTarget', `No entry of ${attribute.name} fits the path`);
  return [...others, tidy({ ...made, ...change })];
}

function listed(attribute: Attribute, value: unknown): Resource[] {
  return (readValue(attribute, value) as Resource[] | undefined) ?? [];
}

/** Those told join those known; one with the same value and type takes the other's place. */
function merged(known: Resource[], told: Resource[]): Resource[] {
  const same = (a: Resource, b: Resource) =>
    String(a.value).toLowerCase() === String(b.value).toLowerCase() && (a.type ?? null) === (b.type ?? null);
  const primary = told.some((one) => one.primary === true);
  const kept = known
    .filter((one) => !told.some((other) => one.value !== undefined && same(one, other)))
    .map((one) => (primary && one.primary === true ? { ...one, primary: false } : one));
  return [...kept, ...told];
}

/** The entry that `type eq "work"` describes, also with `and`; null where a filter describes none. */
function described(attribute: Attribute, filter: Filter): Resource | null {
  if (filter.kind === 'and') {
    const [left, right] = [described(attribute, filter.left), described(attribute, filter.right)];
    return left && right && { ...left, ...right };
  }
  if (filter.kind !== 'compare' || filter.operator !== 'eq') return null;
  const sub = findSub(attribute, filter.path.attribute);
  return sub ? { [sub.name]: readSingle(sub, filter.value) } : null;
}

function holderOf(resource: Resource, schema: string): Resource {
  if (!isObject(resource[schema])) resource[schema] = {};
  return resource[schema] as Resource;
}

function tidy(entry: Resource): Resource {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));
}

function without(entry: Resource, name: string): Resource {
  const { [name]: _gone, ...rest } = entry;
  return rest;
}
