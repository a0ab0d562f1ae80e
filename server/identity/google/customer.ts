import { AppError } from '@counterpart/shared/errors.ts';
import type { RemoteDirectory } from '@counterpart/shared/identity.ts';
import { Customer, Domains } from './api.ts';
import type { GoogleClient } from './client.ts';
import { SCOPES } from './scopes.ts';

/** Google's own ids of customers, such as C03az79cb. */
const CUSTOMER_ID = /^C[0-9a-z]{2,20}$/;

export interface OwnCustomer {
  directory(): Promise<RemoteDirectory>;
  /** Throws `not_found` for a directory that is not the one we are signed in to: credentials may have been replaced by another customer's. */
  own(directoryId: string): Promise<void>;
  /** Verified domains and domain aliases, lower case. */
  domains(): Promise<ReadonlySet<string>>;
}

/** The customer whose administrator we act as: Google calls it `my_customer`, its id stays when domains change. */
export function createCustomer(client: GoogleClient, name: string): OwnCustomer {
  let known: Promise<Customer> | null = null;

  function customer(): Promise<Customer> {
    known ??= client.get({
      path: 'customers/my_customer',
      scope: SCOPES.readCustomer,
      answer: Customer,
      urgent: true,
    });
    known.catch(() => {
      known = null;
    });
    return known;
  }

  async function domains(): Promise<ReadonlySet<string>> {
    const path = 'customer/my_customer/domains';
    const answer = await client.get({ path, scope: SCOPES.readDomains, answer: Domains, urgent: true });
    const all = (answer.domains ?? []).flatMap(({ domainName, verified, domainAliases }) => [
      { name: domainName, verified },
      ...(domainAliases ?? []).map((alias) => ({ name: alias.domainAliasName, verified: alias.verified })),
    ]);
    const names = all.flatMap(({ name: domain, verified }) =>
      verified && domain ? [domain.trim().toLowerCase()] : [],
    );
    return new Set(names);
  }

  return {
    domains,
    async directory() {
      const [{ id, postalAddress }, all] = await Promise.all([customer(), domains()]);
      const country = postalAddress?.countryCode?.trim().toUpperCase() ?? '';
      return { id, name, domains: [...all], country: /^[A-Z]{2}$/.test(country) ? country : null };
    },
    async own(directoryId) {
      if (CUSTOMER_ID.test(directoryId) && (await customer()).id === directoryId) return;
      throw new AppError('not_found', 'This connection has no such customer');
    },
  };
}
