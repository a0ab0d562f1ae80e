import { matchCompany } from '@counterpart/server/matcher/match-company.ts';
import type { RemoteDirectory } from '@counterpart/shared/identity.ts';
import type { Company } from '@counterpart/shared/psa.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const TENANT = '0b0b1c1c-aaaa-4bbb-8ccc-121212121212';
const companyOf = (fields: Partial<Company>): Company => ({
  id: '7',
  name: 'Northwind Traders Ltd',
  domains: [],
  country: 'GB',
  tenantIds: [],
  active: true,
  ...fields,
});
const directory = (id: string, name: string, domains: string[] = []): RemoteDirectory => ({
  id,
  name,
  domains,
  country: null,
});
const short = (...input: Parameters<typeof matchCompany>) =>
  matchCompany(...input).map((found) => [
    found.directory.id,
    found.strength,
    ...found.reasons.map((reason) => reason.rule),
  ]);

describe('matchCompany', () => {
  test('a tenant the PSA knows is strong under any name', () => {
    const found = short(
      companyOf({ tenantIds: [TENANT.toUpperCase()] }),
      [],
      [directory(TENANT, 'NWT Group'), directory('x', 'Other')],
    );
    expect(found).toEqual([[TENANT, 'strong', 'tenant_same']]);
  });
  test('an own domain is strong, free mail is nobody’s', () => {
    expect(short(companyOf({ domains: ['https://www.nwt.com/'] }), [], [directory('a', 'A', ['NWT.com'])])).toEqual([
      ['a', 'strong', 'domain_same'],
    ]);
    expect(short(companyOf({ domains: ['gmail.com'] }), [], [directory('a', 'A', ['gmail.com'])])).toEqual([]);
  });
  test.each([
    [
      [
        { domain: 'nwt.com', count: 9 },
        { domain: 'other.com', count: 2 },
      ],
      'strong',
    ],
    [
      [
        { domain: 'nwt.com', count: 2 },
        { domain: 'gmail.com', count: 50 },
      ],
      'strong',
    ],
    [
      [
        { domain: 'nwt.com', count: 2 },
        { domain: 'other.com', count: 9 },
      ],
      'weak',
    ],
    [
      [
        { domain: 'nwt.com', count: 5 },
        { domain: 'other.com', count: 5 },
      ],
      'weak',
    ],
    [[{ domain: 'nwt.com', count: 1 }], 'weak'],
  ] as const)('contacts’ domains %j are %s', (domains, strength) => {
    expect(short(companyOf({ name: 'Zeta' }), domains, [directory('a', 'A', ['nwt.com'])])).toEqual([
      ['a', strength, 'contacts_domain'],
    ]);
  });
  test('an exact name is strong once, weak when several directories have it', () => {
    const company = companyOf({ name: 'The Northwind Traders GmbH' });
    expect(short(company, [], [directory('a', 'NORTHWIND TRADERS')])).toEqual([['a', 'strong', 'name_same']]);
    expect(short(company, [], [directory('b', 'Northwind Traders Inc'), directory('a', 'Northwind Traders')])).toEqual([
      ['a', 'weak', 'name_same'],
      ['b', 'weak', 'name_same'],
    ]);
  });
  test('a similar name only suggests, and another name does not', () => {
    const found = short(
      companyOf({}),
      [],
      [
        directory('slip', 'Northwnd Traders'),
        directory('longer', 'Northwind Traders Europe'),
        directory('other', 'Southwind Trading'),
      ],
    );
    expect(found).toEqual([
      ['longer', 'weak', 'name_similar'],
      ['slip', 'weak', 'name_similar'],
    ]);
  });
  test('several directories may be one company’s, the best proven first', () => {
    const company = companyOf({ domains: ['nwt.com'], tenantIds: [TENANT] });
    expect(
      short(
        company,
        [{ domain: 'nwt.com', count: 4 }],
        [directory('ad', 'corp.local', ['nwt.com']), directory(TENANT, 'Northwind Traders', ['nwt.com'])],
      ),
    ).toEqual([
      [TENANT, 'strong', 'tenant_same', 'domain_same', 'contacts_domain', 'name_same'],
      ['ad', 'strong', 'domain_same', 'contacts_domain'],
    ]);
  });
  test('survives any text, in any order of directories', () => {
    const text = fc.string({ unit: 'binary', maxLength: 30 });
    fc.assert(
      fc.property(text, text, fc.uniqueArray(text, { maxLength: 6 }), (name, domain, names) => {
        const directories = names.map((one, n) => directory(`d${n}`, one, [domain]));
        const company = companyOf({ name, domains: [domain] });
        const domains = [{ domain, count: 1 }];
        expect(matchCompany(company, domains, directories.toReversed())).toEqual(
          matchCompany(company, domains, directories),
        );
      }),
    );
  });
});
