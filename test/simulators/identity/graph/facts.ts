import type { Fields } from './answers.ts';
import type { TenantSeed } from './store.ts';

const READS_TENANT = ['Organization.Read.All', 'Directory.Read.All'];

/** SIMULATED: what Graph tells of a tenant as a whole, and any of which permissions it wants for it. */
export const TENANT_FACTS: Record<string, { rights: string[]; read: (seed: TenantSeed) => Fields }> = {
  '/organization': { rights: READS_TENANT, read: organization },
  '/domains': { rights: ['Domain.Read.All', ...READS_TENANT], read: domains },
  '/roleManagement/directory/roleAssignments': {
    rights: ['RoleManagement.Read.Directory', 'Directory.Read.All'],
    read: roles,
  },
};

function organization({ id, name, country, domains: all, synced }: TenantSeed): Fields {
  const verified = all.filter((one) => one.verified !== false);
  const verifiedDomains = verified.map((one, index) => ({
    ...{ name: one.name, type: one.federated ? 'Federated' : 'Managed', capabilities: 'Email' },
    ...{ isDefault: index === 0, isInitial: index === 0 },
  }));
  const value = {
    id,
    displayName: name,
    countryLetterCode: country,
    onPremisesSyncEnabled: synced ?? null,
    verifiedDomains,
  };
  return { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#organization', value: [value] };
}

function domains({ domains: all }: TenantSeed): Fields {
  const value = all.map((one) => ({
    id: one.name,
    isVerified: one.verified !== false,
    authenticationType: one.federated ? 'Federated' : 'Managed',
  }));
  return { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#domains', value };
}

function roles({ admins = [] }: TenantSeed): Fields {
  const value = admins.map((principalId) => ({
    id: `role-${principalId}`,
    principalId,
    directoryScopeId: '/',
    roleDefinitionId: '62e90394-69f5-4237-9190-012177145e10',
  }));
  return {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#roleManagement/directory/roleAssignments',
    value,
  };
}
