import type { RemoteDirectory } from '@counterpart/shared/identity.ts';
import type { DirectoryReason } from '@counterpart/shared/link.ts';
import type { Company } from '@counterpart/shared/psa.ts';
import { jaroWinkler } from './compare/jaro-winkler.ts';
import { normalizeCompany } from './normalize/company.ts';
import { isFreeMail, normalizeDomain } from './normalize/domain.ts';
import { FEWEST_DOMAIN_CONTACTS, SIMILAR_COMPANY } from './rules.ts';

export interface DirectoryMatch<D extends RemoteDirectory = RemoteDirectory> {
  directory: D;
  reasons: DirectoryReason[];
  strength: 'strong' | 'weak';
}
type Found = { strength: 'strong' | 'weak'; reason: DirectoryReason };

/**
 * The directories that may be a company's, the strong ones first. A company may have several (an AD domain and an
 * Entra tenant), so more than one may be strong. `contactDomains` counts the company's contacts by mail domain; free
 * mail may be among them.
 */
export function matchCompany<D extends RemoteDirectory>(
  company: Company,
  contactDomains: readonly { domain: string; count: number }[],
  directories: readonly D[],
): DirectoryMatch<D>[] {
  const owned = new Set(ownDomains(company.domains));
  const seen = countByDomain(contactDomains);
  const name = normalizeCompany(company.name);
  const namesakes = directories.filter((directory) => normalizeCompany(directory.name) === name).length;

  return directories
    .map((directory) => {
      const domains = ownDomains(directory.domains);
      const found = [
        byTenant(company, directory),
        byDomain(owned, domains),
        byContacts(seen, domains),
        byName(company, directory, name, namesakes),
      ].filter((one) => one !== null);
      const strong = found.filter((one) => one.strength === 'strong').length;
      return { directory, found, strong };
    })
    .filter(({ found }) => found.length > 0)
    .sort((a, b) => b.strong - a.strong || b.found.length - a.found.length || order(a.directory, b.directory))
    .map(({ directory, found, strong }) => ({
      directory,
      reasons: found.map((one) => one.reason),
      strength: strong > 0 ? 'strong' : 'weak',
    }));
}

function ownDomains(domains: string[]): string[] {
  const normal = domains.map(normalizeDomain).filter((domain) => domain !== null);
  return normal.filter((domain) => !isFreeMail(domain));
}

function byTenant(company: Company, directory: RemoteDirectory): Found | null {
  const id = directory.id.trim().toLowerCase();
  const known = company.tenantIds.find((tenant) => tenant.trim().toLowerCase() === id);
  if (known === undefined || id === '') return null;
  return { strength: 'strong', reason: { rule: 'tenant_same', companyValue: known, directoryValue: directory.id } };
}

function byDomain(owned: ReadonlySet<string>, domains: string[]): Found | null {
  const same = domains.find((domain) => owned.has(domain));
  if (same === undefined) return null;
  return { strength: 'strong', reason: { rule: 'domain_same', companyValue: same, directoryValue: same } };
}

function byContacts(seen: ReadonlyMap<string, number>, domains: string[]): Found | null {
  const total = [...seen.values()].reduce((sum, count) => sum + count, 0);
  const inDirectory = [...new Set(domains)].filter((domain) => seen.has(domain));
  const most = inDirectory.toSorted((a, b) => seen.get(b)! - seen.get(a)! || (a < b ? -1 : 1))[0];
  if (most === undefined) return null;
  const count = inDirectory.reduce((sum, domain) => sum + seen.get(domain)!, 0);
  const strong = count >= FEWEST_DOMAIN_CONTACTS && count * 2 > total;
  return {
    strength: strong ? 'strong' : 'weak',
    reason: { rule: 'contacts_domain', companyValue: most, directoryValue: most },
  };
}

function byName(company: Company, directory: RemoteDirectory, name: string, namesakes: number): Found | null {
  const other = normalizeCompany(directory.name);
  if (name === '' || other === '') return null;
  const values = { companyValue: company.name, directoryValue: directory.name };
  if (name === other) {
    return { strength: namesakes > 1 ? 'weak' : 'strong', reason: { rule: 'name_same', ...values } };
  }
  if (!isSimilar(name, other)) return null;
  return { strength: 'weak', reason: { rule: 'name_similar', ...values } };
}

/** A slip of the pen, or one name that the other goes on from (Contoso, Contoso Holdings). */
function isSimilar(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length >= 4 && long.startsWith(`${short} `)) return true;
  return Math.min(a.length, b.length) >= 4 && jaroWinkler(a, b) >= SIMILAR_COMPANY;
}

function countByDomain(contactDomains: readonly { domain: string; count: number }[]): Map<string, number> {
  const seen = new Map<string, number>();
  for (const { domain: raw, count } of contactDomains) {
    const domain = normalizeDomain(raw);
    if (domain && !isFreeMail(domain) && count > 0) seen.set(domain, (seen.get(domain) ?? 0) + count);
  }
  return seen;
}

function order(a: RemoteDirectory, b: RemoteDirectory): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
