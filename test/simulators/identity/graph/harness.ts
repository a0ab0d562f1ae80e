import { IDENTITIES } from '@counterpart/server/identity/index.ts';
import type { Identity } from '@counterpart/server/identity/types.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import { createMemoryStore } from '../builtin.ts';
import { quickHttp } from '../http.ts';
import type { Fields } from './answers.ts';
import { createGraphSimulator, type GraphSimulator } from './index.ts';
import type { TenantSeed } from './store.ts';

export const TENANT = '7c9f6679-7425-40de-944b-e07fc1f90ae7';
export const OTHER_TENANT = 'e4eaaaf2-d142-11e1-b3e4-080027620cdd';
export const CLIENT_ID = '2d4d11a2-f814-46a7-890a-274a72a7309e';
export const APPLICATION = { clientId: CLIENT_ID, clientSecret: 'right' };

export function tenantOf(users: TenantSeed['users'], more: Partial<TenantSeed> = {}): TenantSeed {
  return { id: TENANT, name: 'Acme Ltd', country: 'FR', domains: [{ name: 'acme.test' }], users, ...more };
}

/** A simulator of one tenant with these users, and our connector to it. */
export function startEntra(users: TenantSeed['users'], more: Partial<TenantSeed> = {}, deltaPageSize = 200) {
  const tenants = [tenantOf(users, more)];
  const graph = createGraphSimulator({ tenants, application: APPLICATION, deltaPageSize });
  return { graph, identity: entraConnection(graph), store: graph.tenant(TENANT) };
}

export function entraConnection(
  graph: Pick<GraphSimulator, 'fetch'>,
  {
    tenants = [{ id: TENANT, name: 'Ours' }],
    secrets = { clientSecret: 'right' } as Record<string, string>,
    http = quickHttp({ fetch: graph.fetch }),
  } = {},
): Identity {
  return IDENTITIES.entra.create({
    settings: { clientId: CLIENT_ID, cloud: 'global', tenants },
    secrets,
    name: 'Ours',
    directoryId: TENANT,
    http,
    store: createMemoryStore(TENANT, []),
  });
}

/** An account as Entra keeps it: its own alias among the proxy addresses, what several share among the alternate ones. */
export function toGraphSeed(account: Account): TenantSeed['users'][number] {
  const [mail, alias, ...others] = account.emails;
  const phone = (kind: string) => account.phones.filter((one) => one.kind === kind).map(({ value }) => value);
  return {
    id: account.id,
    userPrincipalName: account.username,
    displayName: account.displayName,
    givenName: account.givenName || null,
    surname: account.familyName || null,
    mail: mail ?? null,
    proxyAddresses: [...(alias ? [`smtp:${alias}`] : []), ...(mail ? [`SMTP:${mail}`] : [])],
    otherMails: others,
    businessPhones: phone('work'),
    mobilePhone: phone('mobile')[0] ?? null,
    jobTitle: account.title,
    department: account.department,
    accountEnabled: account.enabled,
    userType: account.kind === 'guest' ? 'Guest' : 'Member',
    assignedLicenses: account.licensed ? [{ skuId: '6fd2c87f-b296-42f0-b197-1e91e994b900', disabledPlans: [] }] : [],
    onPremisesSyncEnabled: account.synced || null,
    onPremisesExtensionAttributes: extension(account.externalId),
    createdDateTime: account.createdAt,
  };
}

export function extension(key: string | null): Fields {
  const all = Array.from({ length: 15 }, (_, index) => [`extensionAttribute${index + 1}`, index === 14 ? key : null]);
  return Object.fromEntries(all);
}
