import { filter } from '@counterpart/server/identity/scim/filter.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

/**
 * Reads `attribute eq <literal>` the way RFC 7644 section 3.4.2.1 writes it: the literal is a JSON string, which ends at
 * the first quote that no backslash stands before. Null where anything is left behind it.
 */
function readFilter(text: string): { attribute: string; value: string } | null {
  const match = /^([a-zA-Z.]+) eq ("(?:[^"\\]|\\.)*")$/s.exec(text);
  return match ? { attribute: match[1]!, value: JSON.parse(match[2]!) } : null;
}

describe('a filter', () => {
  const cases: [string, string][] = [
    ['ada@acme.test', 'userName eq "ada@acme.test"'],
    ['O"Brien', 'userName eq "O\\"Brien"'],
    ['back\\slash', 'userName eq "back\\\\slash"'],
    ['x" or userName pr or userName eq "', 'userName eq "x\\" or userName pr or userName eq \\""'],
    ['x\\" or active eq true', 'userName eq "x\\\\\\" or active eq true"'],
    ['two\nlines\0', 'userName eq "two\\nlines\\u0000"'],
    ['Zoë 😀', 'userName eq "Zoë 😀"'],
    ['', 'userName eq ""'],
  ];
  test.each(cases)('keeps %j inside its quotes', (value, text) => {
    expect(filter`userName eq ${value}`.text).toBe(text);
  });

  test('writes truth values bare and joins what stands between the values', () => {
    expect(filter`active eq ${true} and (userName eq ${'a'} or userName eq ${'b'})`.text).toBe(
      'active eq true and (userName eq "a" or userName eq "b")',
    );
  });

  test('lets no text out of its quotes, nor changes it', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('"', '\\', ' ', ')', '(', ']', 'or', 'pr', '\0', '\n', 'é', '\ud800'),
    });
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' }), fc.string()), (value) => {
        expect(readFilter(filter`emails.value eq ${value}`.text)).toEqual({ attribute: 'emails.value', value });
      }),
      { numRuns: 2_000 },
    );
  });
});
