import { foldWord, nameKey } from '@counterpart/server/matcher/normalize/fold.ts';
import { normalizeName, parseName } from '@counterpart/server/matcher/normalize/name.ts';
import { areNicknames, fullForms } from '@counterpart/server/matcher/normalize/nicknames.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

describe('normalizeName', () => {
  test.each([
    ['Jane Doe', 'jane doe'],
    ['  JANE   DOE ', 'jane doe'],
    ['Doe, Jane', 'jane doe'],
    ['DOE, Jane M.', 'jane m doe'],
    ['Dr. Jane Doe', 'jane doe'],
    ['Mrs Jane Doe PhD', 'jane doe'],
    ['Jane Doe, Ph.D.', 'jane doe'],
    ['Novák Jan, Ing.', 'novak jan'],
    ['Doe Jr., Jane', 'jane doe'],
    ['Jane Doe (Sales)', 'jane doe'],
    ['Jane [ACME (UK)] Doe', 'jane doe'],
    ['(Jane Doe)', 'jane doe'],
    ['Jane Doe | Northwind', 'jane doe'],
    ['Jane Doe - Northwind', 'jane doe'],
    ['ADM - Jane Doe', 'jane doe'],
    ['Jane Doe Admin', 'jane doe'],
    ['Jane O’Brien', 'jane obrien'],
    ["Jane O'Brien", 'jane obrien'],
    ['Jean-Pierre Lefèvre', 'jean pierre lefevre'],
    ['Łukasz Żółć', 'lukasz zolc'],
    ['Jürgen Groß', 'jurgen gross'],
    ['Søren Åkesson', 'soren akesson'],
    ['Дмитрий Иванов', 'dmitriy ivanov'],
    ['Ludwig van Beethoven', 'ludwig van beethoven'],
    ['J. Doe', 'j doe'],
    ['jane.doe@corp.com', ''],
    ['Dr.', 'dr'],
    ['---', ''],
    ['', ''],
  ])('%s', (raw, expected) => {
    expect(normalizeName(raw)).toBe(expected);
  });

  test('normalising twice is normalising once', () => {
    const word = fc.constantFrom(
      'Dr.',
      'Jane',
      'DOE',
      ',',
      '(x)',
      'van',
      'der',
      'Müller-Lüdenscheid',
      'Jr',
      '-',
      '|',
      'admin',
      'Ph.D.',
      '王伟',
      "d'",
    );
    const text = fc.oneof(
      fc.array(word).map((words) => words.join(' ')),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(text, (raw) => {
        const once = normalizeName(raw);
        expect(normalizeName(once)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('parseName', () => {
  const parts = (raw: string, fields?: { given: string; family: string }) => {
    const name = parseName(raw, fields);
    return name && { given: name.given.map((w) => w.key), family: name.family.map((w) => w.key), lone: name.lone };
  };
  test.each([
    ['Jane Doe', ['jane'], ['doe']],
    ['Jane Mary Doe', ['jane', 'mary'], ['doe']],
    ['Doe-Fox, Jane', ['jane'], ['doe', 'fox']],
    ['Jane Smith-Fox', ['jane'], ['smith', 'fox']],
    ['Ludwig van Beethoven', ['ludwig'], ['beethoven']],
    ['Maria de la Cruz Vega', ['maria'], ['cruz', 'vega']],
    ['Le Van', ['le'], ['van']],
  ])('%s', (raw, given, family) => {
    expect(parts(raw)).toEqual({ given: given.map(nameKey), family: family.map(nameKey), lone: false });
  });
  test('two fields tell what one text cannot', () => {
    expect(parts('x', { given: 'Jane Mary', family: 'Van Doe' })).toEqual({
      given: ['jane', 'mary'],
      family: [nameKey('doe')],
      lone: false,
    });
    expect(parts('Jane Fox', { given: 'Jane', family: '' })).toEqual({ given: ['jane'], family: ['fox'], lone: false });
    expect(parts('', { given: 'Jane', family: '' })).toEqual({ given: ['jane'], family: [], lone: true });
    expect(parts('jane@corp.com', { given: ' ', family: '' })).toBeNull();
  });
  test('knows the scripts it cannot read in Latin letters', () => {
    expect(parseName('佐藤 美咲')?.foreignScript).toBe(true);
    expect(parseName('Дмитрий Иванов')?.foreignScript).toBe(false);
  });
});

test.each([
  ['Müller', 'Mueller'],
  ['Müller', 'Muller'],
  ['Größe', 'Groesse'],
  ['Åse', 'Aase'],
  ['Jæger', 'Jaeger'],
])('nameKey takes %s and %s for one', (a, b) => {
  expect(nameKey(a)).toBe(nameKey(b));
});

test('folding and keying twice is doing it once', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[aeou]{0,12}$/)), (word) => {
      expect(foldWord(foldWord(word))).toBe(foldWord(word));
      expect(nameKey(nameKey(word))).toBe(nameKey(word));
    }),
    { numRuns: 500 },
  );
});

describe('nicknames', () => {
  test.each([
    ['Bill', 'William', true],
    ['Will', 'Bill', true],
    ['Peggy', 'Margaret', true],
    ['Hans', 'Johannes', true],
    ['Pepe', 'José', true],
    ['Alex', 'Alexandra', true],
    ['Alex', 'Alexander', true],
    ['Alexander', 'Alexandra', false], // both are Alex, yet not each other
    ['Christopher', 'Christine', false],
    ['William', 'William', false],
    ['Jane', 'John', false],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(areNicknames(nameKey(a), nameKey(b))).toBe(expected);
    expect(areNicknames(nameKey(b), nameKey(a))).toBe(expected);
  });
  test('a name unknown to the table has no other form', () => {
    expect(fullForms('zaphod').size).toBe(0);
  });
});
