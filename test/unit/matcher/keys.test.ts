import { accountKeys, contactKeys } from '@counterpart/server/matcher/keys.ts';
import { matchContact } from '@counterpart/server/matcher/match-contact.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import type { Contact } from '@counterpart/shared/psa.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { account, accountOf, contact, contactOf, context, mobile, readyAccount, readyContact, work } from './people.ts';

describe('keys', () => {
  test('one of each kind', () => {
    const keys = accountKeys(
      account('Bill', 'Müller', undefined, {
        id: '6F1C9A6E-31C5-4F0C-9D55-3C1C2B0A7E11',
        username: 'bmueller@northwind.co.uk',
        phones: [mobile('07911 123456')],
      }),
      'GB',
    );
    expect(keys.toSorted()).toEqual(
      [
        'i:6f1c9a6e-31c5-4f0c-9d55-3c1c2b0a7e11',
        'e:bmueller@northwind.co.uk',
        'l:bmueller',
        'p:+447911123456',
        'p7:1123456',
        'n:bill muller',
        'n:billmuller',
        's:muller|b',
        's:muller|w',
        'g:bill|m',
        'g:william|m',
      ].toSorted(),
    );
  });

  test.each<[string, Contact, Account]>([
    ['swapped names', contact('Doe', 'Jane'), account('Jane', 'Doe')],
    ['swapped names and a nickname', contact('Smith', 'Bill'), account('William', 'Smith')],
    ['umlauts', contact('Jürgen', 'Müller'), account('Juergen', 'Mueller')],
    ['a slip in the family name', contact('Jane', 'Smyth'), account('Jane', 'Smith')],
    ['written as one', contact('Jane', 'MacDonald'), account('Jane', 'Mac Donald')],
    [
      'written as one, without fields',
      contactOf({ name: 'Jane Mac Donald' }),
      accountOf({ displayName: 'Jane MacDonald' }),
    ],
    ['one of two family names', contact('Maria', 'Lopez'), account('Maria', 'Garcia Lopez')],
    ['a tag', contactOf({ emails: ['xq77+a@corp.com'] }), accountOf({ username: 'xq77@corp.com' })],
    ['a login in the old writing', contactOf({ login: 'CORP\\xq77' }), accountOf({ username: 'xq77@corp.com' })],
    [
      'a guest',
      contactOf({ emails: ['jane@partner.com'] }),
      accountOf({ username: 'jane_partner.com#EXT#@nw.onmicrosoft.com' }),
    ],
    ['no area code', contactOf({ phones: [work('946 0123')] }), accountOf({ phones: [work('020 7946 0123')] })],
  ])('%s share a key', (_title, one, other) => {
    const keys = new Set(accountKeys(other, 'GB'));
    expect(contactKeys(one, 'GB').some((key) => keys.has(key))).toBe(true);
  });

  test('a desk’s local part is no key, and strangers share none', () => {
    expect(accountKeys(accountOf({ username: 'info@corp.com' }), 'GB')).not.toContain('l:info');
    const keys = new Set(accountKeys(account('Omar', 'Aziz', 'omar.aziz'), 'GB'));
    expect(contactKeys(contact('Jane', 'Doe', 'jane.doe'), 'GB').filter((key) => keys.has(key))).toEqual([]);
  });
});

// ── generated people ────────────────────────────────────────────────────────────────────────────

const GIVEN = [
  'William',
  'Jane',
  'José',
  'Jürgen',
  'Jean-Pierre',
  'Anne Marie',
  'Margaret',
  'Katarzyna',
  'Ole',
  'Li',
  'Дмитрий',
];
const SHORT: Record<string, string> = { William: 'Bill', José: 'Pepe', Margaret: 'Peggy', Katarzyna: 'Kasia' };
const FAMILY = [
  'Smith',
  "O'Brien",
  'Müller',
  'García López',
  'Mac Donald',
  'van der Berg',
  'Groß',
  'Ng',
  'Иванов',
  'Smith-Fox',
];

interface Person {
  given: string;
  family: string;
  local: string;
  phone: string;
}
const person: fc.Arbitrary<Person> = fc.record({
  given: fc.constantFrom(...GIVEN),
  family: fc.constantFrom(...FAMILY),
  local: fc.stringMatching(/^[a-z][a-z.]{1,8}[a-z0-9]$/),
  phone: fc.integer({ min: 100_000, max: 999_999 }).map((n) => `07911 ${n}`),
});

/** How a service desk writes down what it hears: each takes the contact's fields and spoils one. */
const ALTERATIONS: Record<string, (one: Contact, who: Person) => Contact> = {
  nickname: (one, who) => ({ ...one, firstName: SHORT[who.given] ?? who.given }),
  swapped: (one) => ({ ...one, firstName: one.lastName, lastName: one.firstName }),
  unaccented: (one) => ({ ...one, firstName: plain(one.firstName), lastName: plain(one.lastName) }),
  capitals: (one) => ({ ...one, firstName: one.firstName.toUpperCase(), lastName: one.lastName.toUpperCase() }),
  initial: (one) => ({ ...one, firstName: `${one.firstName[0] ?? ''}.` }),
  slipInGiven: (one) => ({ ...one, firstName: swapLetters(one.firstName) }),
  slipInFamily: (one) => ({ ...one, lastName: swapLetters(one.lastName) }),
  doubled: (one) => ({ ...one, lastName: one.lastName.replace(/(.)$/, '$1$1') }),
  halfFamily: (one) => ({ ...one, lastName: one.lastName.split(/[ -]/).at(-1)! }),
  displayOnly: (one) => ({ ...one, name: `${one.lastName}, ${one.firstName}`, firstName: '', lastName: '' }),
  noFamily: (one) => ({ ...one, lastName: '' }),
  title: (one) => ({ ...one, firstName: `Dr. ${one.firstName}` }),
  alias: (one, who) => ({ ...one, emails: [`${who.local}@old.example.com`] }),
  tagged: (one, who) => ({ ...one, emails: [`${who.local}+desk@corp.example.com`] }),
  noEmail: (one) => ({ ...one, emails: [] }),
  noPhone: (one) => ({ ...one, phones: [] }),
  shortPhone: (one) => ({ ...one, phones: one.phones.map((p) => mobile(p.value.slice(2))) }),
  middle: (one) => ({ ...one, firstName: `${one.firstName} Xaver` }),
};
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '');
const swapLetters = (text: string) => text.replace(/^(..)(.)(.)/u, '$1$3$2');

const contactFrom = (who: Person, names: string[]): Contact => {
  const start = contactOf({
    firstName: who.given,
    lastName: who.family,
    name: `${who.given} ${who.family}`,
    emails: [`${who.local}@corp.example.com`],
    phones: [mobile(who.phone)],
  });
  return names.reduce((one, name) => ALTERATIONS[name]!(one, who), start);
};
const accountFrom = (who: Person) =>
  accountOf({
    username: `${who.local}@corp.example.com`,
    emails: [`${who.local}@corp.example.com`],
    givenName: who.given,
    familyName: who.family,
    displayName: `${who.given} ${who.family}`,
    phones: [mobile(who.phone)],
  });

test('whoever could be rated likely shares a key', () => {
  let likely = 0;
  fc.assert(
    fc.property(
      person,
      person,
      fc.boolean(),
      fc.uniqueArray(fc.constantFrom(...Object.keys(ALTERATIONS)), { maxLength: 4 }),
      (one, other, same, alterations) => {
        const from = contactFrom(one, alterations);
        const to = accountFrom(same ? one : { ...other, given: one.given, family: other.family });
        const { verdict, candidates } = matchContact({
          contact: readyContact(from),
          accounts: [readyAccount(to)],
          context,
        });
        if (verdict === 'ambiguous' && candidates[0]!.probability < 0.5) return;
        if (verdict === 'none') return;
        likely++;
        const keys = new Set(accountKeys(to, context.country));
        expect(contactKeys(from, context.country).filter((key) => keys.has(key))).not.toEqual([]);
      },
    ),
    { numRuns: 3000 },
  );
  expect(likely).toBeGreaterThan(800); // else the property holds for want of cases
});

test.each(Object.keys(ALTERATIONS))('the same person is found again after: %s', (alteration) => {
  const who: Person = { given: 'William', family: 'García López', local: 'wgarcia', phone: '07911 123456' };
  const from = contactFrom(who, [alteration]);
  const others = ['Omar Aziz', 'Tom Hale'].map((name) => account(name.split(' ')[0]!, name.split(' ')[1]!, name[0]!));
  const { candidates } = matchContact({
    contact: readyContact(from),
    accounts: [...others, accountFrom(who)].map(readyAccount),
    context,
  });
  expect(candidates[0]?.account.username).toBe('wgarcia@corp.example.com');
  expect(candidates[0]?.probability).toBeGreaterThan(0.9);
});

test('any text gives keys that can be stored', () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 });
  fc.assert(
    fc.property(text, text, text, (a, b, c) => {
      const keys = contactKeys(
        contactOf({ name: a, firstName: b, lastName: c, emails: [a], login: b, phones: [work(c)] }),
        'GB',
      );
      expect(new Set(keys).size).toBe(keys.length);
      for (const key of keys) expect(key.length <= 200 && !key.includes('\0')).toBe(true);
    }),
  );
});
