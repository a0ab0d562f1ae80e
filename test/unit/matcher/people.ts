import { prepareAccount, prepareContact } from '@counterpart/server/matcher/prepare.ts';
import type { MatchContext } from '@counterpart/server/matcher/types.ts';
import { type Account, NOT_KNOWN } from '@counterpart/shared/identity.ts';
import type { Contact } from '@counterpart/shared/psa.ts';

export const context: MatchContext = {
  country: 'GB',
  mainLines: new Set(['+442079460000']),
  domains: new Set(['northwind.co.uk']),
};

export function contactOf(fields: Partial<Contact>): Contact {
  return {
    id: '1',
    companyId: '1',
    siteId: null,
    name: `${fields.firstName ?? ''} ${fields.lastName ?? ''}`.trim(),
    firstName: '',
    lastName: '',
    emails: [],
    phones: [],
    login: null,
    platformIds: {},
    kind: 'person',
    active: true,
    ...fields,
  };
}

export function accountOf(fields: Partial<Account>): Account {
  return {
    id: 'account-1',
    username: 'u-7719',
    displayName: `${fields.givenName ?? ''} ${fields.familyName ?? ''}`.trim(),
    givenName: '',
    familyName: '',
    emails: [],
    phones: [],
    title: null,
    department: null,
    externalId: null,
    enabled: true,
    kind: 'member',
    admin: false,
    ...NOT_KNOWN,
    createdAt: null,
    ...fields,
  };
}

/** A contact or an account called so, with work address `name@northwind.co.uk` where one is given. */
export const contact = (first: string, last: string, local?: string, more: Partial<Contact> = {}) =>
  contactOf({ firstName: first, lastName: last, emails: local ? [`${local}@northwind.co.uk`] : [], ...more });
export const account = (given: string, family: string, local?: string, more: Partial<Account> = {}) =>
  accountOf({
    id: `account-${local ?? `${given}-${family}`}`,
    givenName: given,
    familyName: family,
    ...(local && { username: `${local}@northwind.co.uk`, emails: [`${local}@northwind.co.uk`] }),
    ...more,
  });

export const readyContact = (fields: Contact) => prepareContact(fields, context.country);
export const readyAccount = (fields: Account) => prepareAccount(fields, context.country);
export const work = (value: string) => ({ kind: 'work' as const, value });
export const mobile = (value: string) => ({ kind: 'mobile' as const, value });
