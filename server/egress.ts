import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { AppError } from '@counterpart/shared/errors.ts';
import ipaddr from 'ipaddr.js';
import { Agent, fetch as undiciFetch } from 'undici';

export interface EgressRules {
  /** Networks in CIDR that connections may reach although they are private: a self-hosted PSA, an on-premises directory. */
  privateNetworks: string[];
  /** Plain http, for simulators only. */
  allowHttp: boolean;
}

/** Which addresses may be reached, asked wherever a socket is opened. */
export interface Guard {
  /** Instead of `dns.lookup`; answers `address_refused` as its error. */
  lookup: LookupFunction;
  /** For a literal address, which is never looked up. Throws `address_refused`; lets names pass. */
  check(host: string): void;
}

const refuse = (why: string) => new AppError('address_refused', why);

/** The check happens when the socket is opened, on the very address used, so that a name which resolves differently a moment later gains nothing. */
export function createGuard({ privateNetworks }: Pick<EgressRules, 'privateNetworks'>): Guard {
  const networks = privateNetworks.map((text) => ipaddr.parseCIDR(text));
  return {
    lookup(hostname, options, callback) {
      lookup(hostname, { ...options, all: true }, (error, addresses) => {
        if (error) return callback(error, '', 0);
        // One bad address spoils the set: which one is used is not ours to choose.
        if (addresses.length === 0 || !addresses.every(({ address }) => isAllowed(address, networks))) {
          return callback(refuse(`${hostname} is a private address that PRIVATE_NETWORKS does not allow`), '', 0);
        }
        const [first] = addresses;
        if (options.all) (callback as (e: null, all: typeof addresses) => void)(null, addresses);
        else callback(null, first!.address, first!.family);
      });
    },
    check(host) {
      if (isIP(host) && !isAllowed(host, networks)) {
        throw refuse(`${host} is a private address that PRIVATE_NETWORKS does not allow`);
      }
    },
  };
}

/**
 * A `fetch` for addresses that people typed in. It refuses plain http, and every private, loopback, link-local or
 * reserved address that is not allowed by name (server-side request forgery).
 * A redirect is answered, never followed: its address would go unchecked. Throws `address_refused`.
 */
export function createEgress(rules: EgressRules): typeof globalThis.fetch {
  const guard = createGuard(rules);
  const agent = new Agent({ connect: { lookup: guard.lookup } });
  const guarded = async (input: string | URL | Request, init?: RequestInit) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.protocol !== 'https:' && !(rules.allowHttp && url.protocol === 'http:'))
      throw refuse('The address must begin with https://');
    if (url.username || url.password) throw refuse('The address must not hold a user name or password');
    // A literal address is never looked up, so it is checked here.
    guard.check(url.hostname.replace(/^\[|\]$/g, ''));
    try {
      return await undiciFetch(url, { ...(init as object), redirect: 'manual', dispatcher: agent });
    } catch (error) {
      const cause = error instanceof Error ? error.cause : undefined;
      throw cause instanceof AppError ? cause : error;
    }
  };
  return guarded as unknown as typeof globalThis.fetch;
}

const GIVEN_OUT = ipaddr.parseCIDR('2000::/3');

function isAllowed(address: string, networks: [ipaddr.IPv4 | ipaddr.IPv6, number][]): boolean {
  const ip = ipaddr.process(address); // an IPv4-mapped IPv6 address is the IPv4 address it holds
  // Of IPv6 only 2000::/3 is given out; outside it lie old ways to write an IPv4 address, such as ::127.0.0.1.
  if (ip.range() === 'unicast' && (ip.kind() === 'ipv4' || ip.match(GIVEN_OUT))) return true;
  return networks.some((network) => ip.kind() === network[0].kind() && ip.match(network));
}
