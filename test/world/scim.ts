import type { Account, AccountKind } from '@counterpart/shared/identity.ts';
import type { ScimSeed } from '../simulators/identity/scim/store.ts';
import { accountsIn } from './story.ts';
import type { Story } from './types.ts';

/** `userType` has no fixed values in the standard (RFC 7643, 4.1.1); these words are common. */
const USER_TYPES: Record<AccountKind, string> = {
  member: 'Member',
  guest: 'Guest',
  shared: 'Shared',
  service: 'Service',
};

/** The accounts of one of the story's directories as SCIM Users; throws where there is no such directory. */
export function storyToScimUsers(story: Story, directory: string): ScimSeed[] {
  const customer = story.customers.find((each) => each.directory?.key === directory);
  if (!customer) throw new Error(`The story has no directory "${directory}"`);
  return accountsIn(customer).map(toScimSeed);
}

/** An account as a SCIM service would answer it, ids and creation time kept. */
export function toScimSeed(account: Account): ScimSeed {
  return {
    id: account.id,
    ...(account.externalId && { externalId: account.externalId }),
    userName: account.username,
    displayName: account.displayName,
    name: { givenName: account.givenName, familyName: account.familyName, formatted: account.displayName },
    ...(account.title && { title: account.title }),
    userType: USER_TYPES[account.kind],
    active: account.enabled,
    emails: account.emails.map((value, index) => ({
      value,
      type: index === 0 ? 'work' : 'other',
      primary: index === 0,
    })),
    phoneNumbers: account.phones.map(({ kind, value }) => ({ value, type: kind })),
    roles: account.admin ? [{ value: 'admin' }] : [],
    ...(account.createdAt && { createdAt: account.createdAt }),
    ...(account.department && {
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: account.department },
    }),
  };
}
