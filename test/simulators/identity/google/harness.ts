import { generateKeyPairSync } from 'node:crypto';
import { createGoogle } from '@counterpart/server/identity/google/index.ts';
import { IDENTITIES } from '@counterpart/server/identity/index.ts';
import type { Identity } from '@counterpart/server/identity/types.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import { createMemoryStore } from '../builtin.ts';
import { quickHttp } from '../http.ts';
import { createGoogleSimulator, type GoogleSimulator } from './index.ts';
import type { CustomerSeed } from './store.ts';

export const CUSTOMER = 'C03az79cb';
export const ADMIN = 'admin@acme.test';
export const SERVICE_ACCOUNT = 'counterpart@northwind-it.iam.gserviceaccount.com';
export const KEY_ID = '0123456789abcdef0123456789abcdef01234567';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PRIVATE_KEY = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
export const APPLICATION = {
  email: SERVICE_ACCOUNT,
  keyId: KEY_ID,
  publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }) as string,
  clientId: '1234.apps.googleusercontent.com',
  clientSecret: 'right',
};

/** The file that an administrator gets from Google Cloud, with parts changed. */
export function keyFile(change: object = {}): string {
  const file = {
    ...{ type: 'service_account', project_id: 'northwind-it', private_key_id: KEY_ID, private_key: PRIVATE_KEY },
    ...{ client_email: SERVICE_ACCOUNT, client_id: '104', token_uri: 'https://oauth2.googleapis.com/token' },
  };
  return JSON.stringify({ ...file, ...change });
}

export const DELEGATION = {
  settings: { signIn: 'delegation' as const, admin: ADMIN },
  secrets: { serviceAccountKey: keyFile() },
};
export const CONSENT = {
  settings: { signIn: 'consent' as const, clientId: APPLICATION.clientId },
  secrets: { clientSecret: 'right', refreshToken: 'refresh-right' },
};

export function customerOf(users: CustomerSeed['users'], more: Partial<CustomerSeed> = {}): CustomerSeed {
  return { id: CUSTOMER, country: 'FR', domains: [{ name: 'acme.test' }], admins: [ADMIN], users, ...more };
}

/** A simulator of one customer with these users, and our connector to it. */
export function startGoogle(users: CustomerSeed['users'], more: Partial<CustomerSeed> = {}) {
  const google = createGoogleSimulator(customerOf(users, more), APPLICATION);
  return { google, identity: googleConnection(google), store: google.store };
}

export function googleConnection(
  google: Pick<GoogleSimulator, 'fetch'>,
  { settings, secrets }: { settings: object; secrets: Record<string, string> } = DELEGATION,
  http = quickHttp({ fetch: google.fetch }),
): Identity {
  const store = createMemoryStore(CUSTOMER, []);
  return IDENTITIES.google.create({ settings, secrets, name: 'Ours', directoryId: CUSTOMER, http, store });
}

/** As `startGoogle`, and the waits of the connector are counted, not waited for. */
export function startPatient(users: CustomerSeed['users'], http?: ReturnType<typeof quickHttp>) {
  const google = createGoogleSimulator(customerOf(users), APPLICATION);
  const waits: number[] = [];
  const sleep = async (ms: number) => {
    waits.push(ms);
  };
  const identity = createGoogle({ name: 'Ours', ...DELEGATION, sleep }, http ?? quickHttp({ fetch: google.fetch }));
  return { google, identity, waits, store: google.store };
}

/** An account as Google keeps it: the first address is the username, `team@` was only written down. */
export function toGoogleSeed(account: Account): CustomerSeed['users'][number] {
  const others = account.emails.filter((address) => address.toLowerCase() !== account.username.toLowerCase());
  const isShared = (address: string) => address.startsWith('team@');
  return {
    id: account.id,
    primaryEmail: account.username,
    name: { givenName: account.givenName, familyName: account.familyName, displayName: account.displayName },
    aliases: others.filter((address) => !isShared(address)),
    emails: others.filter(isShared).map((address) => ({ address, type: 'work' })),
    phones: account.phones.map(({ kind, value }) => ({ type: kind, value })),
    organizations: [{ primary: true, title: account.title, department: account.department, customType: '' }],
    externalIds: [
      ...(account.externalId ? [{ type: 'custom', customType: 'counterpart', value: account.externalId }] : []),
      { type: 'organization', value: 'payroll-7' },
    ],
    suspended: !account.enabled,
    isAdmin: account.admin,
    creationTime: account.createdAt ?? '2024-03-01T08:00:00.000Z',
  };
}
