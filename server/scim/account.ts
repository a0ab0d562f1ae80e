import { isDeepStrictEqual } from 'node:util';
import type { BuiltinRow } from '../builtin/rows.ts';
import { ENTERPRISE_USER, ScimUser, USER } from '../identity/scim/api.ts';
import { toAccount } from '../identity/scim/map.ts';
import { isObject, type Resource } from './resource.ts';

/** What our columns hold of a user. */
const FIELDS = [
  ...(['username', 'displayName', 'givenName', 'familyName', 'emails', 'phones'] as const),
  ...(['title', 'department', 'externalId', 'enabled', 'kind'] as const),
] as const;
export type AccountColumns = Pick<BuiltinRow, (typeof FIELDS)[number]>;

/** A user as our columns hold it; read as our own connector reads anybody's. */
export function toColumns(resource: Resource): AccountColumns {
  const account = toAccount(ScimUser.parse({ ...resource, id: '-' }));
  return Object.fromEntries(FIELDS.map((field) => [field, account[field]])) as AccountColumns;
}

/**
 * A row as a user: as it was sent, and where our columns say otherwise since (an import, a technician) as they say. A
 * list that came with types keeps those of the values that are still there.
 */
export function toResource(row: BuiltinRow): Resource {
  const resource: Resource = structuredClone(row.sent ?? { userName: row.username, active: row.enabled });
  const said = toColumns(resource);
  for (const field of FIELDS) {
    if (!isDeepStrictEqual(said[field], row[field])) WRITE[field](resource, row);
  }
  return resource;
}

const WRITE: Record<keyof AccountColumns, (resource: Resource, row: BuiltinRow) => void> = {
  username: (resource, row) => set(resource, 'userName', row.username),
  displayName: (resource, row) => set(resource, 'displayName', row.displayName),
  givenName: (resource, row) => setPart(resource, 'name', 'givenName', row.givenName),
  familyName: (resource, row) => setPart(resource, 'name', 'familyName', row.familyName),
  emails(resource, row) {
    const known = entriesOf(resource.emails);
    const entries = row.emails.map((value, index) => {
      const { primary: _, ...kept } = known.find((one) => one.value === value) ?? {
        type: index === 0 ? 'work' : 'other',
      };
      return { ...kept, value, primary: index === 0 };
    });
    set(resource, 'emails', entries);
  },
  phones: (resource, row) =>
    set(
      resource,
      'phoneNumbers',
      row.phones.map(({ kind, value }) => ({ type: kind, value })),
    ),
  title: (resource, row) => set(resource, 'title', row.title),
  department: (resource, row) => setPart(resource, ENTERPRISE_USER, 'department', row.department),
  externalId: (resource, row) => set(resource, 'externalId', row.externalId),
  enabled: (resource, row) => set(resource, 'active', row.enabled),
  kind: (resource, row) => set(resource, 'userType', row.kind === 'member' ? null : row.kind),
};

function set(resource: Resource, name: string, value: unknown): void {
  const empty = value === null || value === '' || (Array.isArray(value) && value.length === 0);
  if (empty) delete resource[name];
  else resource[name] = value;
}

function setPart(resource: Resource, name: string, part: string, value: string | null): void {
  const { formatted: _stale, ...object } = isObject(resource[name]) ? resource[name] : {};
  set(object, part, value);
  if (Object.keys(object).length > 0) resource[name] = object;
  else delete resource[name];
}

function entriesOf(value: unknown): Resource[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The whole record as it is answered. `base` is the directory's own address, without a slash at its end. */
export function toUser(row: BuiltinRow, base: string): Resource {
  const resource = toResource(row);
  const schemas = [USER, ...(resource[ENTERPRISE_USER] ? [ENTERPRISE_USER] : [])];
  return { schemas, id: row.id, ...resource, meta: metaOf(row, base) };
}

function metaOf(row: BuiltinRow, base: string) {
  return {
    resourceType: 'User',
    created: row.createdAt.toISOString(),
    lastModified: row.changedAt.toISOString(),
    location: `${base}/Users/${row.id}`,
    version: versionOf(row),
  };
}

/** A weak ETag (RFC 7644 section 3.14): the directory's count when the account was last changed. */
export function versionOf(row: Pick<BuiltinRow, 'sequence'>): string {
  return `W/"${row.sequence}"`;
}

/** Only what was asked for (RFC 7644 section 3.9); `id` and `schemas` always. */
export function project(user: Resource, attributes: string | undefined, excluded: string | undefined): Resource {
  if (attributes) {
    const wanted = namesIn(attributes);
    return Object.fromEntries(Object.entries(user).filter(([name]) => ALWAYS.includes(name) || wanted(name)));
  }
  if (excluded) {
    const unwanted = namesIn(excluded);
    return Object.fromEntries(Object.entries(user).filter(([name]) => ALWAYS.includes(name) || !unwanted(name)));
  }
  return user;
}

const ALWAYS = ['schemas', 'id'];

/** `name.givenName` and `urn:…:department` ask for the attribute that they are a part of. */
function namesIn(list: string): (name: string) => boolean {
  const asked = list.split(',').map((one) => one.trim().toLowerCase());
  return (name) => {
    const lower = name.toLowerCase();
    return asked.some((one) => one === lower || one.startsWith(`${lower}.`) || one.startsWith(`${lower}:`));
  };
}
