import { ENTERPRISE_USER } from '../identity/scim/api.ts';

/** One attribute of a user, by https://datatracker.ietf.org/doc/html/rfc7643#section-7: only what we keep. */
export interface Attribute {
  name: string;
  type: 'string' | 'boolean' | 'dateTime' | 'reference' | 'complex';
  multiValued: boolean;
  required: boolean;
  caseExact: boolean;
  mutability: 'readWrite' | 'readOnly';
  uniqueness: 'none' | 'server';
  description: string;
  subAttributes: Attribute[];
}

function attribute(name: string, description: string, more: Partial<Attribute> = {}): Attribute {
  return {
    ...{ name, description, type: 'string', multiValued: false, required: false, caseExact: false },
    ...{ mutability: 'readWrite', uniqueness: 'none', subAttributes: [] },
    ...more,
  };
}

const complex = (name: string, description: string, subAttributes: Attribute[]) =>
  attribute(name, description, { type: 'complex', subAttributes });

/** RFC 7643 section 2.4: what every list of this kind has. */
const list = (name: string, description: string, more: Attribute[] = []) => ({
  ...complex(name, description, [
    attribute('value', 'The value itself'),
    attribute('display', 'How it is shown'),
    attribute('type', 'What it is for, such as work or home'),
    attribute('primary', 'The one that counts first', { type: 'boolean' }),
    ...more,
  ]),
  multiValued: true,
});

const ID = attribute('id', 'Given by this directory, never changed', {
  ...{ caseExact: true, mutability: 'readOnly', uniqueness: 'server' },
});
const META = {
  ...complex('meta', 'About the record', [
    attribute('resourceType', 'Always User', { caseExact: true }),
    attribute('created', 'When the account was made', { type: 'dateTime' }),
    attribute('lastModified', 'When it was last changed', { type: 'dateTime' }),
    attribute('location', 'Where it is read', { type: 'reference', caseExact: true }),
    attribute('version', 'For If-Match', { caseExact: true }),
  ]),
  mutability: 'readOnly' as const,
};
const EXTERNAL_ID = attribute('externalId', 'The sender’s own key', { caseExact: true });

export const CORE: Attribute[] = [
  attribute('userName', 'What the person signs in with', { required: true, uniqueness: 'server' }),
  complex('name', 'The parts of the name', [
    attribute('formatted', 'The whole name'),
    attribute('familyName', 'The last name'),
    attribute('givenName', 'The first name'),
    attribute('middleName', 'Names between'),
    attribute('honorificPrefix', 'Before the name'),
    attribute('honorificSuffix', 'Behind the name'),
  ]),
  attribute('displayName', 'The name that is shown'),
  attribute('nickName', 'What the person is called'),
  attribute('profileUrl', 'A page about the person', { type: 'reference' }),
  attribute('title', 'The job'),
  attribute('userType', 'Guest, service or shared mark an account that is no employee’s own'),
  attribute('preferredLanguage', 'The language the person reads'),
  attribute('locale', 'How dates and numbers are written'),
  attribute('timezone', 'Where the clock stands'),
  attribute('active', 'Whether the person may sign in', { type: 'boolean' }),
  list('emails', 'Every e-mail address'),
  list('phoneNumbers', 'Every telephone number'),
  list('addresses', 'Postal addresses', [
    attribute('formatted', 'The whole address'),
    attribute('streetAddress', 'Street and number'),
    attribute('locality', 'Town'),
    attribute('region', 'State or region'),
    attribute('postalCode', 'Postal code'),
    attribute('country', 'Country'),
  ]),
  list('roles', 'What the person is to the sender'),
];

export const ENTERPRISE: Attribute[] = [
  attribute('employeeNumber', 'The number in the personnel system'),
  attribute('costCenter', 'Cost centre'),
  attribute('organization', 'Organisation'),
  attribute('division', 'Division'),
  attribute('department', 'Department'),
  complex('manager', 'The person’s superior', [
    attribute('value', 'The superior’s id', { caseExact: true }),
    attribute('$ref', 'Where the superior is read', { type: 'reference' }),
    attribute('displayName', 'The superior’s name'),
  ]),
];

const WRITTEN = [...CORE, EXTERNAL_ID];
const ALL = [...WRITTEN, ID, META];

/** The attribute of that name in any case; undefined for one that we do not keep. `read` knows id and meta as well. */
export function findAttribute(
  name: string,
  { schema = null, read = false }: { schema?: string | null; read?: boolean } = {},
): Attribute | undefined {
  const among = schema === ENTERPRISE_USER ? ENTERPRISE : read ? ALL : WRITTEN;
  return named(among, name);
}

export function findSub(of: Attribute, name: string): Attribute | undefined {
  return named(of.subAttributes, name);
}

function named(among: Attribute[], name: string): Attribute | undefined {
  const lower = name.toLowerCase();
  return among.find((one) => one.name.toLowerCase() === lower);
}
