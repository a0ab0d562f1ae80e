import { AndFilter, EqualityFilter, type Filter, FilterParser, OrFilter } from 'ldapts';
import { KEY_PLACE } from './api.ts';

/** Everything that signs in and is no machine; a group-managed service account is a computer by its class. */
export const USERS = FilterParser.parseString(
  '(|(&(objectCategory=person)(objectClass=user))(objectClass=msDS-GroupManagedServiceAccount))',
);
/** The same by what a tombstone keeps: of the two only its classes. */
export const USERS_OR_TOMBSTONES = FilterParser.parseString(
  '(&(objectClass=user)(|(!(objectClass=computer))(objectClass=msDS-GroupManagedServiceAccount)))',
);

// Filters are built as objects: a value goes out as counted bytes, so nothing in it can be read as a part of the filter.
const equal = (attribute: string, value: string | Buffer) => new EqualityFilter({ attribute, value });
const user = (which: Filter) => new AndFilter({ filters: [USERS, which] });

/** Everybody who has the address. `domain`: who has no sign-in name of their own signs in with the short one and this. */
export function byAddress(address: string, domain: string): Filter {
  return user(named(address, domain, [equal('mail', address), equal('proxyAddresses', `smtp:${address}`)]));
}

/** Whatever holds the sign-in name, a group or a computer too, for `short` shares one space with theirs. */
export function byName(username: string, short: string, domain: string): Filter {
  return named(username, domain, [equal('sAMAccountName', short)]);
}

function named(username: string, domain: string, others: Filter[]): Filter {
  const filters = [equal('userPrincipalName', username), ...others];
  const [, short] = /^(.+)@([^@]+)$/s.exec(username) ?? [];
  if (short && username.toLowerCase().endsWith(`@${domain}`)) filters.push(equal('sAMAccountName', short));
  return new OrFilter({ filters });
}

export const byGuids = (guids: Buffer[]): Filter =>
  user(new OrFilter({ filters: guids.map((guid) => equal('objectGUID', guid)) }));

export const byKey = (key: string): Filter => user(equal(KEY_PLACE, key));
