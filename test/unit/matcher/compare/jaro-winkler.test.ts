import { jaroWinkler } from '@counterpart/server/matcher/compare/jaro-winkler.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

describe('jaroWinkler', () => {
  // The pairs of Winkler's papers and of the Census Bureau's own comparator.
  test.each([
    ['martha', 'marhta', 0.9611],
    ['dwayne', 'duane', 0.84],
    ['dixon', 'dicksonx', 0.8133],
    ['jones', 'johnson', 0.8324],
    ['massey', 'massie', 0.9333],
    ['abroms', 'abrams', 0.9222],
    ['shackleford', 'shackelford', 0.9818],
    ['dunningham', 'cunnigham', 0.8963],
    ['nichleson', 'nichulson', 0.9556],
    ['hardin', 'martinez', 0.7222],
    ['itman', 'smith', 0.4667], // 0.7 and less earns no bonus
    ['abc', 'xyz', 0],
    ['', 'abc', 0],
    ['', '', 1],
  ])('%s / %s', (a, b, expected) => {
    expect(jaroWinkler(a, b)).toBeCloseTo(expected, 4);
  });

  test('is symmetric, between 0 and 1, and 1 for the same text', () => {
    const text = fc.stringMatching(/^[abc]{0,8}$/);
    fc.assert(
      fc.property(text, text, (a, b) => {
        const value = jaroWinkler(a, b);
        expect(value >= 0 && value <= 1).toBe(true);
        expect(value).toBeCloseTo(jaroWinkler(b, a), 10);
        expect(jaroWinkler(a, a)).toBe(1);
      }),
    );
  });
});
