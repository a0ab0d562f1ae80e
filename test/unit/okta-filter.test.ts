import { byAddress, byKey, changedAfter, literal } from '@counterpart/server/identity/okta/filter.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExpression } from '../simulators/identity/okta/filter.ts';
import type { OktaRecord } from '../simulators/identity/okta/store.ts';

const hostile = fc.oneof(
  fc.string({
    unit: fc.constantFrom('"', '\\"', '\\', ' ', ')', '(', ' or ', 'eq', 'pr', '%22', '\0', '\n', 'é', '李', '\ud800'),
  }),
  fc.string({ unit: 'binary' }),
);
const printable = (text: string) => text.replace(/[\p{Cc}\p{Cs}]/gu, '');
const user = (profile: object, lastUpdated = '2024-01-01T00:00:00.000Z') => ({ profile, lastUpdated }) as OktaRecord;

describe('an expression', () => {
  test.each([
    ['o"brien@acme.test', '"o\\"brien@acme.test"'],
    ['back\\slash', '"back\\\\slash"'],
    ['" or status pr or id eq "', '"\\" or status pr or id eq \\""'],
    ['two\nlines\0', '"twolines"'],
    ['', '""'],
  ])('keeps %j inside its quotes', (value, text) => {
    expect(literal(value)).toBe(text);
  });

  test('finds who has the address or the key, and nobody else, whatever is in them', () => {
    fc.assert(
      fc.property(
        hostile.map((text) => `x${printable(text)}`),
        (value) => {
          const own = parseExpression(byAddress(value), 'search');
          for (const place of ['login', 'email', 'secondEmail']) expect(own(user({ [place]: value }))).toBe(true);
          expect(own(user({ login: `${value}y`, email: `y${value}`, profileUrl: value }))).toBe(false);
          const keyed = parseExpression(byKey(value), 'search');
          expect(keyed(user({ profileUrl: value }))).toBe(true);
          expect(keyed(user({ login: value }))).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('asks for what was updated after a time, in a form that a filter takes', () => {
    const test = parseExpression(changedAfter(Date.parse('2024-01-01T00:00:00Z')), 'filter');
    expect(test(user({}, '2024-01-01T00:00:00.000Z'))).toBe(false);
    expect(test(user({}, '2024-01-01T00:00:00.001Z'))).toBe(true);
  });

  test.each([
    ['profile.secondEmail eq "a"', 'filter'],
    ['status ne "ACTIVE"', 'search'],
    ['lastUpdated gt "yesterday"', 'search'],
    ['profile.login eq "a', 'search'],
  ] as const)('%s is refused by the stand-in as by Okta (%s)', (text, kind) => {
    expect(() => parseExpression(text, kind)).toThrow();
  });
});
