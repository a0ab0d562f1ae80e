import { normalizeCompany } from '@counterpart/server/matcher/normalize/company.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

describe('normalizeCompany', () => {
  test.each([
    ['Northwind Traders Ltd', 'northwind traders'],
    ['NORTHWIND TRADERS LIMITED', 'northwind traders'],
    ['The Northwind Traders, Inc.', 'northwind traders'],
    ['Northwind Pty. Ltd.', 'northwind'],
    ['Müller & Söhne GmbH & Co. KG', 'muller sohne'],
    ['Müller und Söhne', 'muller sohne'],
    ['Smith and Sons', 'smith sons'],
    ['Smith & Sons', 'smith sons'],
    ['Dupont et Fils S.A.R.L.', 'dupont fils'],
    ['SARL Dupont', 'dupont'],
    ['Acme S.à r.l.', 'acme'],
    ['Volta S.p.A.', 'volta'],
    ['Fjord ApS', 'fjord'],
    ['Lumen Oy', 'lumen'],
    ['Kwiat Sp. z o.o.', 'kwiat'],
    ["Baker's Dozen LLC", 'bakers dozen'],
    ['A.B.C. Consulting', 'abc consulting'],
    ['Contoso (UK) Ltd', 'contoso uk'],
    ['Limited', 'limited'],
    ['The The', 'the'],
    ['&', ''],
  ])('%s', (raw, expected) => {
    expect(normalizeCompany(raw)).toBe(expected);
  });

  test('normalising twice is normalising once', () => {
    const word = fc.constantFrom(
      'The',
      'A',
      'B',
      '&',
      'and',
      'GmbH',
      'Co.',
      'KG',
      'Ltd',
      'Nord',
      'S.A.',
      'e',
      'y',
      'Sarl',
      'i',
    );
    const text = fc.oneof(
      fc.array(word).map((words) => words.join(' ')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(text, (raw) => {
        const once = normalizeCompany(raw);
        expect(normalizeCompany(once)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });
});
