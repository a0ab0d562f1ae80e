import { IDENTITIES } from '@counterpart/server/identity/index.ts';
import type { Identity, ListPage } from '@counterpart/server/identity/types.ts';
import { type Account, NOT_KNOWN } from '@counterpart/shared/identity.ts';
import { createMemoryStore } from './builtin.ts';
import { quickHttp } from './http.ts';
import type { ScimSeed } from './scim/store.ts';

export { quickHttp };

export const DIRECTORY_ID = '0b8f6a3e-6c1d-4e0a-9d55-5a0f7b1c2d3e';

export function scimConnection(address: string, { token = 'right', http = quickHttp() } = {}): Identity {
  return IDENTITIES.scim.create({
    settings: { address, domains: ['acme.test'], country: 'FR' },
    secrets: { token },
    name: 'Ours',
    directoryId: DIRECTORY_ID,
    http,
    store: createMemoryStore(DIRECTORY_ID, []),
  });
}

export async function readAll(identity: Identity, directory: string): Promise<ListPage<Account>[]> {
  const pages: ListPage<Account>[] = [];
  for await (const page of identity.accounts(directory)) pages.push(page);
  return pages;
}

/** Accounts with everything in them, usernames in mixed case; the first two share a mailbox's address. */
export function people(count: number): Account[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    username: `Person.${index}@Acme.test`,
    displayName: `Person Number ${index}`,
    givenName: 'Person',
    familyName: `Number ${index}`,
    emails: [`person.${index}@mail.acme.test`, `P${index}.Alias@Acme.test`, ...(index < 2 ? ['team@acme.test'] : [])],
    phones: [{ kind: 'work' as const, value: `+33 1 23 45 ${String(index).padStart(4, '0')}` }],
    title: 'Accountant',
    department: 'Finance',
    externalId: `hr-${index}`,
    enabled: true,
    kind: 'member' as const,
    admin: false,
    ...NOT_KNOWN,
    createdAt: '2024-03-01T08:00:00.000Z',
  }));
}

export function toScimSeed(account: Account): ScimSeed {
  return {
    id: account.id,
    userName: account.username,
    ...(account.externalId ? { externalId: account.externalId } : {}),
    displayName: account.displayName,
    name: { givenName: account.givenName, familyName: account.familyName },
    ...(account.title ? { title: account.title } : {}),
    active: account.enabled,
    emails: account.emails.map((value, index) => ({ value, type: 'work', primary: index === 0 })),
    phoneNumbers: account.phones.map(({ kind, value }) => ({ type: kind, value })),
    createdAt: account.createdAt ?? undefined,
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: account.department ?? undefined },
  };
}
