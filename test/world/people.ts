import { type Account, NOT_KNOWN } from '@counterpart/shared/identity.ts';
import type { Contact, Phone } from '@counterpart/shared/psa.ts';
import type { StoryPerson, Why } from './types.ts';

type Person = Pick<StoryPerson, 'contact' | 'note'> & { accounts?: Account[]; human?: boolean };

/** A person of the story; `why` is one tag or several, separated by spaces. */
export function person(key: string, why: string, { human = true, accounts = [], ...rest }: Person): StoryPerson {
  return { key, human, why: why.split(' ') as Why[], accounts, ...rest };
}

/** A contact as HaloPSA keeps it; the names come as "First Last" unless `firstName` and `lastName` say otherwise. */
export function contactsOf(companyId: string, siteId: string) {
  return (id: number, name: string, fields: Partial<Contact> = {}): Contact => ({
    id: String(id),
    companyId,
    siteId,
    name,
    ...splitName(name),
    emails: [],
    phones: [],
    login: null,
    platformIds: {},
    kind: 'person',
    active: true,
    ...fields,
  });
}

/** Accounts of one directory; `n` makes the fixed object id, so that a test can name an account. */
export function accountsOf(directory: number, domain: string) {
  return (n: number, name: string, localPart: string, fields: Partial<Account> = {}): Account => ({
    id: objectId(directory, n),
    username: `${localPart}@${domain}`,
    displayName: name,
    ...givenFamily(name),
    emails: [`${localPart}@${domain}`],
    phones: [],
    title: null,
    department: null,
    externalId: null,
    enabled: true,
    kind: 'member',
    admin: false,
    ...NOT_KNOWN,
    createdAt: '2021-03-08T09:00:00.000Z',
    ...fields,
  });
}

/** A well-formed version 4 UUID that says which directory and which account it is. */
export function objectId(directory: number, n: number): string {
  const hex = (value: number, length: number) => value.toString(16).padStart(length, '0');
  return `${hex(directory * 0x1111, 8)}-5eed-4000-8000-${hex(n, 12)}`;
}

export const work = (value: string): Phone => ({ kind: 'work', value });
export const mobile = (value: string): Phone => ({ kind: 'mobile', value });
export const home = (value: string): Phone => ({ kind: 'home', value });

function splitName(name: string): Pick<Contact, 'firstName' | 'lastName'> {
  const [firstName = '', ...rest] = name.split(' ');
  return { firstName, lastName: rest.join(' ') };
}

function givenFamily(name: string): Pick<Account, 'givenName' | 'familyName'> {
  const { firstName, lastName } = splitName(name);
  return { givenName: firstName, familyName: lastName };
}
