import { spellsName } from '@counterpart/server/matcher/compare/local-part.ts';
import { compareName, compareNames } from '@counterpart/server/matcher/compare/name.ts';
import { isSlip } from '@counterpart/server/matcher/compare/name-parts.ts';
import { parseName } from '@counterpart/server/matcher/normalize/name.ts';
import type { EvidenceRule } from '@counterpart/shared/link.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { account, contact, context, readyAccount, readyContact } from '../people.ts';

const pair = { ...context, idKnown: false };
const named = (name: string) => parseName(name)!;

describe('compareNames', () => {
  // The sign of the bits says for or against.
  test.each<[string, string, EvidenceRule | null, number]>([
    ['Jane Doe', 'JANE DOE', 'name_same', 1],
    ['Jane Doe', 'Jane Mary Doe', 'name_same', 1],
    ['Jane M. Doe', 'Jane Mary Doe', 'name_same', 1],
    ['Jane Doe', 'Doe, Jane', 'name_same', 1],
    ['Seán O’Brien', "Sean O'Brien", 'name_accents', 1],
    ['Jürgen Müller', 'Juergen Mueller', 'name_accents', 1],
    ['Jürgen Müller', 'Jurgen Muller', 'name_accents', 1],
    ['Jean-Pierre Roy', 'Jean Pierre Roy', 'name_same', 1],
    ['Jean-Pierre Roy', 'Jeanpierre Roy', 'name_same', 1],
    ['Jane Mac Donald', 'Jane MacDonald', 'name_same', 1],
    ['Doe Jane', 'Jane Doe', 'name_order', 1],
    ['Garcia Lopez Maria', 'Maria Garcia-Lopez', 'name_order', 1],
    ['Bill Smith', 'William Smith', 'name_nickname', 1],
    ['Smith Bill', 'William Smith', 'name_nickname', 1],
    ['Mary Doe', 'Jane Mary Doe', 'name_nickname', 1], // known by the middle name
    ['J Smith', 'Jane Smith', 'name_initial', 1],
    ['Jane S.', 'Jane Smith', 'name_initial', 1],
    ['Smith J', 'Jane Smith', 'name_initial', 1],
    ['Janet Smith', 'Janett Smith', 'name_typo', 1],
    ['Jane Smith', 'Jane Smyth', 'name_typo', 1],
    ['Jane Smith', 'Jane Smtih', 'name_typo', 1],
    ['Maria Garcia', 'Maria Garcia-Lopez', 'name_typo', 1],
    ['Joan Smith', 'Jean Smith', 'name_family_only', -1],
    ['Ludwig van Beethoven', 'Ludwig Beethoven', 'name_same', 1],
    ['Smith', 'Jane Smith', 'name_family_only', 1],
    ['Jane', 'Jane Smith', 'name_given_only', 1],
    ['Bill', 'William Smith', 'name_given_only', 1],
    ['Mary Smith', 'John Smith', 'name_family_only', -1],
    ['Mark Smith', 'Mary Smith', 'name_family_only', -1], // one letter apart, two people
    ['Paul Smith', 'Paula Smith', 'name_family_only', -1],
    ['Christian Smith', 'Christina Smith', 'name_family_only', -1],
    ['John Paul Smith', 'John Peter Smith', 'name_family_only', -1],
    ['J Smith', 'Mary Smith', 'name_family_only', -1],
    ['Jane Smith', 'Jane Miller', 'name_given_only', -1],
    ['Jane Smith', 'Omar Aziz', 'name_differs', -1],
    ['Reception', 'Omar Aziz', 'name_differs', -1],
    ['oaziz', 'Omar Aziz', null, 0],
    ['佐藤 美咲', 'Misaki Sato', null, 0],
    ['佐藤 美咲', '佐藤 美咲', 'name_same', 1],
    ['Дмитрий Иванов', 'Dmitriy Ivanov', 'name_accents', 1],
  ])('%s / %s: %s', (a, b, rule, sign) => {
    const found = compareNames(named(a), named(b));
    expect({ rule: found?.rule ?? null, sign: Math.sign(found?.bits ?? 0) }).toEqual({ rule, sign });
    expect(compareNames(named(b), named(a))).toEqual(found);
  });

  test('is symmetric', () => {
    const word = fc.constantFrom(
      'Jane',
      'J',
      'Bill',
      'William',
      'Doe',
      'Smith',
      'Smyth',
      'Mueller',
      'Müller',
      'Ann-Marie',
      'van',
      'S',
    );
    const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(compareNames(named(a), named(b))).toEqual(compareNames(named(b), named(a)));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('compareName', () => {
  test('the display name may be the one that agrees', () => {
    const found = compareName(
      readyContact(contact('Bob', 'Fox')),
      readyAccount(account('Ignatius', 'Fox', undefined, { displayName: 'Bob Fox' })),
      pair,
    );
    expect(found).toMatchObject({ rule: 'name_same', contactValue: 'Bob Fox', accountValue: 'Bob Fox' });
  });
  test('no name, no evidence', () => {
    expect(compareName(readyContact(contact('', '')), readyAccount(account('Jane', 'Doe')), pair)).toBeNull();
  });
  test('a new family name is told from another person by the old address', () => {
    const before = readyContact(contact('Jane', 'Smith', 'jane.smith'));
    const renamed = (alias: string) =>
      readyAccount(account('Jane', 'Doe', 'jane.doe', { emails: [`${alias}@northwind.co.uk`] }));
    expect(compareName(before, renamed('jane.smith'), pair)?.rule).toBe('name_changed');
    expect(compareName(before, renamed('jsmith'), pair)?.rule).toBe('name_given_only');
    expect(compareName(readyContact(contact('Jane', 'Smith', 'jane')), renamed('jane'), pair)?.rule).toBe(
      'name_given_only',
    );
  });
});

test.each([
  ['smith', 'smyth', true],
  ['smith', 'smtih', true],
  ['smith', 'smit', true],
  ['smith', 'smith', false],
  ['smith', 'jmith', false], // the first letter is what the keys hold
  ['lee', 'lea', false],
  ['smith', 'smythe', false],
  ['abcdef', 'abdcfe', false],
])('isSlip %s %s: %s', (a, b, expected) => {
  expect(isSlip(a, b)).toBe(expected);
  expect(isSlip(b, a)).toBe(expected);
});

test.each([
  ['jsmith', 'Jane Smith', 'full'],
  ['jane.smith', 'Jane Smith', 'full'],
  ['smith.jane', 'Jane Smith', 'full'],
  ['smithj', 'Jane Smith', 'full'],
  ['jane.smith2', 'Jane Smith', 'full'],
  ['wsmith', 'Bill Smith', 'full'],
  ['juergen.mueller', 'Jürgen Müller', 'full'],
  ['jurgen.muller', 'Jürgen Müller', 'full'],
  ['jane', 'Jane Smith', 'part'],
  ['smith', 'Jane Smith', 'part'],
  ['jansmi', 'Jane Smith', 'part'],
  ['js', 'Jane Smith', 'part'],
  ['bigdave77', 'David Hill', null],
  ['jane.smith', 'Jane Doe', null],
  ['007', 'James Bond', null],
] as const)('spellsName %s of %s: %s', (local, name, expected) => {
  expect(spellsName(local, [named(name)])).toBe(expected);
});
