import { toAccount } from '@counterpart/server/identity/google/map.ts';
import { byAddress, byKey, literal } from '@counterpart/server/identity/google/query.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseQuery } from '../simulators/identity/google/query.ts';
import { createCustomerStore } from '../simulators/identity/google/store.ts';

const user = { id: '1', primaryEmail: 'ada@acme.test' };

describe('a user in our words', () => {
  test.each<[string, object, object]>([
    ['with nothing but an address', {}, { username: 'ada@acme.test', displayName: 'ada@acme.test', givenName: '' }],
    ['by the display name', { name: { displayName: 'Lady A', fullName: 'Ada Byron' } }, { displayName: 'Lady A' }],
    ['by the full name', { name: { fullName: 'Ada Byron', displayName: ' ' } }, { displayName: 'Ada Byron' }],
    ['by both names', { name: { givenName: '小龍', familyName: '李' } }, { displayName: '小龍 李', familyName: '李' }],
    ['suspended', { suspended: true }, { enabled: false }],
    ['archived', { archived: true }, { enabled: false }],
    ['neither', { suspended: false, archived: null }, { enabled: true }],
    ['a super administrator', { isAdmin: true }, { admin: true }],
    ['a delegated administrator', { isDelegatedAdmin: true }, { admin: true }],
    [
      'with every kind of number',
      {
        phones: [
          { type: 'work', value: '1' },
          { type: 'work_mobile', value: '2' },
          { type: 'custom', customType: 'boat', value: '3' },
          { type: 'home_fax', value: '4' },
          { type: 'pager', value: '5' },
          { value: '6' },
          { type: 'home', value: ' ' },
        ],
      },
      {
        phones: [
          { kind: 'work', value: '1' },
          { kind: 'mobile', value: '2' },
          { kind: 'other', value: '3' },
          { kind: 'other', value: '6' },
        ],
      },
    ],
    [
      'with its addresses once each',
      {
        aliases: ['a@acme.test', 'ADA@acme.test'],
        nonEditableAliases: ['ada@acme.test.test-google-a.com'],
        emails: [
          { address: 'ada@acme.test', primary: true },
          { address: 'A@acme.test' },
          { address: 'home@x.test' },
          {},
        ],
      },
      { emails: ['ada@acme.test', 'a@acme.test', 'ada@acme.test.test-google-a.com', 'home@x.test'] },
    ],
    [
      'by the primary post',
      { organizations: [{ title: 'Intern' }, { title: 'Boss', department: 'All', primary: true }] },
      { title: 'Boss', department: 'All' },
    ],
    ['by the only post', { organizations: [{ title: 'Intern' }] }, { title: 'Intern', department: null }],
    [
      'with our key among others',
      {
        externalIds: [
          { type: 'organization', value: 'payroll' },
          { type: 'custom', customType: 'other', value: 'x' },
          { type: 'custom', customType: 'counterpart', value: 'key-1' },
        ],
      },
      { externalId: 'key-1' },
    ],
    ['with somebody else’s key', { externalIds: [{ type: 'organization', value: 'payroll' }] }, { externalId: null }],
    ['made at an odd time', { creationTime: 'yesterday' }, { createdAt: null }],
    ['made in another zone', { creationTime: '2024-03-01T09:00:00+01:00' }, { createdAt: '2024-03-01T08:00:00.000Z' }],
  ])('%s', (_name, more, expected) => {
    expect(toAccount({ ...user, ...more })).toMatchObject(expected);
  });

  test('leaves recovery addresses and numbers to Google', () => {
    const more = { recoveryEmail: 'private@home.test', recoveryPhone: '+33600000000' };
    expect(JSON.stringify(toAccount({ ...user, ...more }))).not.toMatch(/private|33600/);
  });
});

const hostile = fc.oneof(
  fc.string({
    unit: fc.constantFrom(
      "'",
      "\\'",
      '\\',
      ' ',
      '*',
      ':',
      '=',
      ' email:',
      'isAdmin=true',
      '\0',
      '\n',
      'é',
      '李',
      '\ud800',
    ),
  }),
  fc.string({ unit: 'binary' }),
);
const printable = (text: string) => text.replace(/[\p{Cc}\p{Cs}]/gu, '');

describe('a query', () => {
  test.each([
    ["o'brien@acme.test", "'o\\'brien@acme.test'"],
    ['back\\slash', "'back\\\\slash'"],
    ["' isAdmin=true '", "'\\' isAdmin=true \\''"],
    ['two\nlines\0', "'twolines'"],
    ['', "''"],
  ])('keeps %j inside its quotes', (value, text) => {
    expect(literal(value)).toBe(text);
  });

  test('finds who has the address or the key, and nobody else, whatever is in them', () => {
    const seed = { id: 'C01', country: null, domains: [], admins: [], users: [] };
    fc.assert(
      fc.property(
        hostile.map((text) => `x${printable(text)}`),
        (value) => {
          const store = createCustomerStore(seed);
          const own = parseQuery(byAddress(value));
          const places = [
            { primaryEmail: value },
            { primaryEmail: 'o@o.o', aliases: [value] },
            { primaryEmail: 'o@o.o', emails: [{ address: value }] },
          ];
          for (const place of places) expect(own(store.put(place))).toBe(true);
          const others = { primaryEmail: `${value}y`, aliases: [`y${value}`], isAdmin: true };
          expect(own(store.put(others))).toBe(false);
          const keyed = parseQuery(byKey(value));
          expect(keyed(store.put({ ...others, externalIds: [{ value }] }))).toBe(true);
          expect(keyed(store.put(others))).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });
});
