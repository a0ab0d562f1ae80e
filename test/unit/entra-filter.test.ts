import { byAddress, byKey, literal } from '@counterpart/server/identity/entra/filter.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFilter } from '../simulators/identity/graph/filter.ts';

/** What OData reads out of a literal: the quotes away, the doubled ones single. Null where anything is left behind it. */
function readLiteral(text: string): string | null {
  const match = /^'((?:[^']|'')*)'$/s.exec(text);
  return match ? match[1]!.replaceAll("''", "'") : null;
}

/** Any text, and much of what could end a literal. */
const hostile = fc.oneof(
  fc.string({
    unit: fc.constantFrom("'", "''", ' ', ')', '(', ' or ', 'eq', '%27', '&', '#', '\0', '\n', 'é', '李', '\ud800'),
  }),
  fc.string({ unit: 'binary' }),
);
function printable(text: string): string {
  const isPrintable = (code: number) =>
    code >= 0x20 && !(code >= 0x7f && code < 0xa0) && !(code >= 0xd800 && code < 0xe000);
  return [...text].filter((character) => isPrintable(character.codePointAt(0)!)).join('');
}

describe('a filter', () => {
  test.each([
    ["o'brien@acme.test", "'o''brien@acme.test'"],
    ["' or userType eq 'Guest", "''' or userType eq ''Guest'"],
    ['李@例え.test', "'李@例え.test'"],
    ['two\nlines\0', "'twolines'"],
    ['', "''"],
  ])('keeps %j inside its quotes', (value, text) => {
    expect(literal(value)).toBe(text);
  });

  test('lets no text out of its quotes, nor changes what can be printed', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        expect(readLiteral(literal(value))).toBe(printable(value));
      }),
      { numRuns: 2_000 },
    );
  });

  test('finds who has the address in one of the four places, and nobody else', () => {
    const read = { advanced: false, fussy: false };
    fc.assert(
      fc.property(
        hostile.map((text) => `x${printable(text)}`),
        (value) => {
          const own = parseFilter(byAddress(value), read);
          const places = [
            { mail: value },
            { userPrincipalName: value },
            { otherMails: [value] },
            { proxyAddresses: [`smtp:${value}`] },
          ];
          for (const user of places) expect(own(user)).toBe(true);
          expect(
            own({
              mail: `${value}y`,
              userPrincipalName: `y${value}`,
              otherMails: ['x'.repeat(99)],
              proxyAddresses: [`sip:${value}`],
            }),
          ).toBe(false);
          const keyed = parseFilter(byKey(value), read);
          expect(keyed({ onPremisesExtensionAttributes: { extensionAttribute15: value } })).toBe(true);
          expect(keyed({ onPremisesExtensionAttributes: { extensionAttribute15: null } })).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });
});
