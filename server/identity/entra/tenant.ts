import { AppError } from '@counterpart/shared/errors.ts';
import type { RemoteDirectory } from '@counterpart/shared/identity.ts';
import { Domains, type Organization, Organizations, RoleAssignments } from './api.ts';
import { type GraphClient, query } from './client.ts';
import type { DomainKinds } from './write.ts';

/** How long we go by what we read of who holds a role: a new administrator is one in our eyes that much later. */
const ADMINS_FOR_MS = 600_000;

export interface Tenants {
  organization(tenant: string): Promise<Organization>;
  /** Verified domains, lower case, and who signs their people in. */
  domains(tenant: string): Promise<DomainKinds>;
  /** Ids of accounts that hold a directory role themselves; empty where we may not read that. Roles by group membership do not show. */
  admins(tenant: string, urgent: boolean): Promise<ReadonlySet<string>>;
}

/** What is true of a tenant as a whole. */
export function createTenants(client: GraphClient): Tenants {
  const kept = new Map<string, { until: number; admins: Promise<ReadonlySet<string>> }>();

  async function organization(tenant: string): Promise<Organization> {
    const path = query('organization', {
      $select: 'id,displayName,countryLetterCode,onPremisesSyncEnabled,verifiedDomains',
    });
    const call = { tenant, path, right: 'Organization.Read.All', answer: Organizations, urgent: true } as const;
    return (await client.get(call)).value[0]!;
  }

  async function readAdmins(tenant: string, urgent: boolean): Promise<ReadonlySet<string>> {
    const ids = new Set<string>();
    const path = 'roleManagement/directory/roleAssignments';
    const right = 'RoleManagement.Read.Directory';
    try {
      for await (const page of client.pages({ tenant, path, right, answer: RoleAssignments, urgent })) {
        for (const { principalId } of page.value) if (principalId) ids.add(principalId);
      }
    } catch (error) {
      // The permission is optional: without it nobody is known to be an administrator.
      if (!(error instanceof AppError) || error.code !== 'provider_forbidden') throw error;
    }
    return ids;
  }

  return {
    organization,

    async domains(tenant) {
      const path = query('domains', { $select: 'id,isVerified,authenticationType' });
      const call = { tenant, path, right: 'Organization.Read.All', answer: Domains, urgent: true } as const;
      const domains = (await client.get(call)).value.filter(({ isVerified }) => isVerified === true);
      const kindOf = (type: string | null | undefined) => (type === 'Federated' ? 'federated' : 'managed');
      return new Map(domains.map(({ id, authenticationType }) => [id.toLowerCase(), kindOf(authenticationType)]));
    },

    admins(tenant, urgent) {
      const known = kept.get(tenant);
      if (known && known.until > Date.now()) return known.admins;
      const admins = readAdmins(tenant, urgent);
      kept.set(tenant, { until: Date.now() + ADMINS_FOR_MS, admins });
      admins.catch(() => kept.delete(tenant));
      return admins;
    },
  };
}

export function toDirectory(tenant: { id: string; name: string }, organization: Organization): RemoteDirectory {
  const country = organization.countryLetterCode?.trim().toUpperCase() ?? '';
  const domains = (organization.verifiedDomains ?? []).map(({ name }) => name?.trim().toLowerCase() ?? '');
  return {
    id: tenant.id,
    name: tenant.name,
    domains: [...new Set(domains.filter(Boolean))],
    country: /^[A-Z]{2}$/.test(country) ? country : null,
  };
}
