import { ENTERPRISE_USER, USER } from '../identity/scim/api.ts';
import { type Attribute, findAttribute, findSub } from './attributes.ts';
import { badValue, scimFault } from './fault.ts';

/** A user in canonical spelling: names as the schema writes them, booleans as booleans, lists as lists, nothing empty. */
export type Resource = Record<string, unknown>;

const MOST_CHARACTERS = 1_000;
export const MOST_ENTRIES = 100;
const MOST_BYTES = 65_536;

/** A body as it was sent; what we do not keep is left out, as RFC 7644 section 3.3 allows. Throws `invalidSyntax` and `invalidValue`. */
export function readResource(body: unknown): Resource {
  if (!isObject(body)) throw scimFault(400, 'invalidSyntax', 'The body is no user');
  const schemas = body.schemas;
  if (Array.isArray(schemas) && !schemas.some((one) => String(one).toLowerCase() === USER.toLowerCase())) {
    throw scimFault(400, 'invalidSyntax', `"schemas" does not name ${USER}`);
  }
  const resource: Resource = {};
  for (const [key, value] of Object.entries(body)) {
    if (key.toLowerCase() === ENTERPRISE_USER.toLowerCase()) {
      if (!isObject(value)) throw badValue('The enterprise extension is an object');
      assign(
        resource,
        ENTERPRISE_USER,
        readObject(value, (name) => findAttribute(name, { schema: ENTERPRISE_USER })),
      );
    } else {
      const attribute = findAttribute(key);
      if (attribute) assign(resource, attribute.name, readValue(attribute, value));
    }
  }
  return checkResource(resource);
}

/** Throws `invalidValue` for a user that cannot be kept: none without a username, and none of any size. */
export function checkResource(resource: Resource): Resource {
  const { userName } = resource;
  if (typeof userName !== 'string' || userName.trim() === '') throw badValue('userName is required');
  if (userName.length > 256) throw badValue('userName is longer than 256 characters');
  if (JSON.stringify(resource).length > MOST_BYTES) throw badValue('The user is too large');
  return resource;
}

/** A value as its attribute keeps it; undefined for one that is unassigned (null, '' and [] are: RFC 7643 section 2.5). */
export function readValue(attribute: Attribute, value: unknown): unknown {
  if (!attribute.multiValued) return readSingle(attribute, value);
  if (value === null || value === undefined) return undefined;
  const entries = (Array.isArray(value) ? value : [value])
    .map((entry) => readSingle(attribute, entry))
    .filter((entry) => entry !== undefined);
  if (entries.length > MOST_ENTRIES) throw badValue(`${attribute.name} holds more than ${MOST_ENTRIES} entries`);
  return entries.length > 0 ? onePrimary(entries as Resource[]) : undefined;
}

/** One entry of a list, or the value of an attribute that is none. */
export function readSingle(attribute: Attribute, value: unknown): unknown {
  if (value === null || value === undefined || value === '') return undefined;
  if (attribute.type === 'complex') {
    // A bare text stands for the value: Microsoft sends a manager's id like that.
    const object = typeof value === 'string' ? { value } : value;
    if (!isObject(object)) throw badValue(`${attribute.name} is an object`);
    return readObject(object, (name) => findSub(attribute, name));
  }
  if (attribute.type === 'boolean') {
    const word = String(value).toLowerCase();
    if (word !== 'true' && word !== 'false') throw badValue(`${attribute.name} is true or false`);
    return word === 'true';
  }
  if (typeof value !== 'string') throw badValue(`${attribute.name} is a text`);
  if (value.includes('\0')) throw badValue(`${attribute.name} holds a character that is none`);
  if (value.length > MOST_CHARACTERS) throw badValue(`${attribute.name} is longer than ${MOST_CHARACTERS} characters`);
  return value;
}

function readObject(object: Resource, find: (name: string) => Attribute | undefined): Resource | undefined {
  const read: Resource = {};
  for (const [name, value] of Object.entries(object)) {
    const attribute = find(name);
    if (attribute) assign(read, attribute.name, readValue(attribute, value));
  }
  return Object.keys(read).length > 0 ? read : undefined;
}

/** RFC 7643 section 2.4: at most one entry is primary. The last that says so is meant. */
export function onePrimary(entries: Resource[]): Resource[] {
  const last = entries.findLastIndex((entry) => entry.primary === true);
  return entries.map((entry, index) =>
    entry.primary === true && index !== last ? { ...entry, primary: false } : entry,
  );
}

export function assign(object: Resource, name: string, value: unknown): void {
  if (value === undefined) delete object[name];
  else object[name] = value;
}

export function isObject(value: unknown): value is Resource {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
