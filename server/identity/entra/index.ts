import type { EntraCloud } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import type { Account, RemoteDirectory } from '@counterpart/shared/identity.ts';
import type { Http } from '../../http.ts';
import { hasAddress } from '../address.ts';
import type { Identity } from '../types.ts';
import { GraphUser, SELECT, UserPage } from './api.ts';
import { createEntraAuth, type EntraSecrets } from './auth.ts';
import { readChanges } from './changes.ts';
import { checkEntra } from './check.ts';
import { createGraphClient, query } from './client.ts';
import { CLOUDS } from './clouds.ts';
import { byAddress, byKey } from './filter.ts';
import { toAccount } from './map.ts';
import { createTenants, toDirectory } from './tenant.ts';
import { refused, refuseSynced, toNewUser, toPatch } from './write.ts';

export interface EntraConfig {
  clientId: string;
  cloud: EntraCloud;
  /** The customers' tenants, each a directory. */
  tenants: { id: string; name: string }[];
  secrets: EntraSecrets;
  /** Injected in tests; waits `ms`. */
  sleep?: (ms: number) => Promise<unknown>;
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Connects Microsoft Entra ID: one application, every tenant whose administrator consented to it. Nothing is requested until a method is called. */
export function createEntra(config: EntraConfig, http: Http): Identity {
  const cloud = CLOUDS[config.cloud];
  const auth = createEntraAuth({ clientId: config.clientId, cloud, secrets: config.secrets }, http);
  const client = createGraphClient({ cloud, auth, ...(config.sleep && { sleep: config.sleep }) }, http);
  const tenants = createTenants(client);

  /** The tenant's id as it is in the settings. */
  function own(directoryId: string): string {
    const tenant = config.tenants.find(({ id }) => id === directoryId);
    if (!tenant) throw new AppError('not_found', 'This connection has no such tenant');
    return tenant.id;
  }

  async function user(tenant: string, key: string): Promise<GraphUser | null> {
    const path = query(`users/${encodeURIComponent(key)}`, { $select: SELECT });
    try {
      return await client.get({ tenant, path, right: 'User.Read.All', answer: GraphUser, urgent: true });
    } catch (error) {
      // Only Graph's own word says "gone" (a deleted account answers so too); a proxy's 404 says nothing.
      const gone = error instanceof AppError && error.code === 'provider_not_found' && error.extra.detail?.graph;
      if (gone) return null;
      throw error;
    }
  }

  async function existing(tenant: string, id: string): Promise<GraphUser> {
    const found = GUID.test(id) ? await user(tenant, id) : null;
    if (!found) throw new AppError('provider_not_found', 'The account is no longer in the directory');
    return found;
  }

  async function say(tenant: string, one: GraphUser): Promise<Account> {
    return toAccount(one, await tenants.admins(tenant, true));
  }

  async function search(tenant: string, filter: string): Promise<Account[]> {
    const call = { tenant, right: 'User.Read.All', answer: UserPage, urgent: true } as const;
    const options = { $filter: filter, $select: SELECT };
    try {
      const { value } = await client.get({ ...call, path: query('users', options) });
      return await Promise.all(value.map((one) => say(tenant, one)));
    } catch (error) {
      if (!(error instanceof AppError) || error.extra.detail?.graph !== 'Request_UnsupportedQuery') throw error;
      // Tenants differ in which filters the directory itself answers; its index answers all, some seconds late.
      const path = query('users', { ...options, $count: true });
      const { value } = await client.get({ ...call, path, headers: { ConsistencyLevel: 'eventual' } });
      return Promise.all(value.map((one) => say(tenant, one)));
    }
  }

  async function change(tenant: string, before: GraphUser, patch: Partial<GraphUser>): Promise<Account> {
    const path = `users/${encodeURIComponent(before.id)}`;
    await client.send({ tenant, path, right: 'User.ReadWrite.All', urgent: true }, 'PATCH', patch);
    const after = (await user(tenant, before.id)) ?? before;
    // Graph may read from a copy that has not heard of the change yet; what it accepted is so.
    return say(tenant, { ...after, ...patch, id: before.id });
  }

  async function findByCorrelationKey(directoryId: string, key: string): Promise<Account | null> {
    const tenant = own(directoryId);
    if (key === '') return null;
    // The filter disregards case, a key does not.
    const found = (await search(tenant, byKey(key))).filter(({ externalId }) => externalId === key);
    if (found.length > 1) throw new AppError('conflict', 'Several accounts carry the key of one create');
    return found[0] ?? null;
  }

  return {
    check: () => checkEntra(client, tenants, config.tenants),

    async directories() {
      const found: RemoteDirectory[] = [];
      let fault: unknown = null;
      for (let from = 0; from < config.tenants.length; from += 5) {
        const some = config.tenants.slice(from, from + 5);
        const read = await Promise.allSettled(
          some.map(async (tenant) => toDirectory(tenant, await tenants.organization(tenant.id))),
        );
        for (const one of read) {
          if (one.status === 'fulfilled') found.push(one.value);
          else if (isWithheld(one.reason)) fault ??= one.reason;
          else throw one.reason;
        }
      }
      // A customer who has not consented yet, or no longer does, does not stand in the way of the others.
      if (found.length === 0 && fault) throw fault;
      return found;
    },

    async *accounts(directoryId) {
      const tenant = own(directoryId);
      const admins = await tenants.admins(tenant, false);
      const ids = new Set<string>();
      const path = query('users', { $top: 999, $select: SELECT });
      for await (const page of client.pages({ tenant, path, right: 'User.Read.All', answer: UserPage })) {
        const fresh = page.value.filter(({ id }) => !ids.has(id) && ids.add(id));
        // Whoever consented has an account: a tenant with none is a reading that went wrong.
        if (ids.size === 0) throw new AppError('provider_incomplete', 'Microsoft Graph answered with an empty list');
        // A page without a next one is the protocol's word that this was all; a count would come from a late index.
        const total = page['@odata.nextLink'] ? null : ids.size;
        yield { items: fresh.map((one) => toAccount(one, admins)), seen: ids.size, total };
      }
    },

    async *changes(directoryId, cursor) {
      const tenant = own(directoryId);
      const admins = await tenants.admins(tenant, false);
      yield* readChanges({ client, cloud, tenant, cursor, map: (one) => toAccount(one, admins) });
    },

    async account(directoryId, id) {
      const tenant = own(directoryId);
      // Graph would take anything else for a username, and a username may pass from one person to another.
      const found = GUID.test(id) ? await user(tenant, id) : null;
      return found && say(tenant, found);
    },

    async findByEmail(directoryId, email) {
      const tenant = own(directoryId);
      const address = email.trim();
      if (address === '') return [];
      return (await search(tenant, byAddress(address))).filter((account) => hasAddress(account, address));
    },

    findByCorrelationKey,

    async create(directoryId, account) {
      const tenant = own(directoryId);
      const [organization, domains] = await Promise.all([tenants.organization(tenant), tenants.domains(tenant)]);
      if (organization.onPremisesSyncEnabled === true) {
        const why =
          'This tenant is synchronised from Active Directory: create the account there, or there would be two';
        throw refused('directory', why, 'hybrid');
      }
      const body = toNewUser(account, domains);
      const call = { tenant, path: 'users', right: 'User.ReadWrite.All', answer: GraphUser, urgent: true } as const;
      try {
        const made = (await client.send(call, 'POST', body))!;
        const { passwordProfile: _secret, ...written } = body;
        // The answer holds a few properties only, and a read just after may not find the account yet.
        return await say(tenant, (await user(tenant, made.id)) ?? { ...made, ...written, id: made.id });
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'username_taken') throw error;
        // The name may be taken by this very create, when its first answer was lost. Asked by name, since a search may be late.
        const taken = await user(tenant, account.draft.username);
        const key = taken?.onPremisesExtensionAttributes?.extensionAttribute15;
        if (taken && key === account.correlationKey) return say(tenant, taken);
        throw error;
      }
    },

    async update(directoryId, id, wanted) {
      const tenant = own(directoryId);
      const before = await existing(tenant, id);
      refuseSynced(before, Object.keys(wanted));
      if (Object.keys(wanted).length === 0) return say(tenant, before);
      const needsDomains = wanted.username !== undefined || wanted.email !== undefined;
      const domains = needsDomains ? await tenants.domains(tenant) : new Map();
      return change(tenant, before, toPatch(wanted, before, domains));
    },

    async setEnabled(directoryId, id, enabled) {
      const tenant = own(directoryId);
      const before = await existing(tenant, id);
      refuseSynced(before, ['enabled']);
      return change(tenant, before, { accountEnabled: enabled });
    },
  };
}

/** The customer's doing, not a fault of the service: consent or a permission is missing, or the tenant is gone. */
function isWithheld(error: unknown): boolean {
  return error instanceof AppError && ['provider_auth', 'provider_forbidden'].includes(error.code);
}
