import { type Filter, parseFilter, parsePath } from '@counterpart/server/scim/filter.ts';
import { matcherOf } from '@counterpart/server/scim/match.ts';
import { narrow } from '@counterpart/server/scim/narrow.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const path = (attribute: string, sub: string | null = null) => ({ schema: null, attribute, sub });
const isA = { kind: 'compare', path: path('a'), operator: 'eq', value: 1 };
const isB = { kind: 'present', path: path('b') };
const isC = { kind: 'compare', path: path('c'), operator: 'ne', value: null };

test.each([
  ['a eq 1 or b pr and c ne null', { kind: 'or', left: isA, right: { kind: 'and', left: isB, right: isC } }],
  ['(a eq 1 or b pr) and c ne null', { kind: 'and', left: { kind: 'or', left: isA, right: isB }, right: isC }],
  ['not (b pr) and a eq 1', { kind: 'and', left: { kind: 'not', of: isB }, right: isA }],
  ['x[b pr and a EQ 1]', { kind: 'entry', path: path('x'), of: { kind: 'and', left: isB, right: isA } }],
  ['n.f sw "\\u00e9\\""', { kind: 'compare', path: path('n', 'f'), operator: 'sw', value: 'é"' }],
])('"and" binds closer than "or": %s', (text, filter) => {
  expect(parseFilter(text)).toEqual(filter);
});

test.each([
  ['emails[type eq "work"].value', { ...path('emails', 'value'), entry: expect.objectContaining({ value: 'work' }) }],
  ['name.givenName', { ...path('name', 'givenName'), entry: null }],
  ['urn:ietf:params:scim:schemas:core:2.0:User:title', { ...path('title'), entry: null }],
])('a path of a change: %s', (text, expected) => {
  expect(parsePath(text)).toEqual(expected);
});

/** As a sender writes it; parentheses everywhere, so that the tree is meant. */
function print(filter: Filter): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return `(${print(filter.left)}) ${filter.kind} (${print(filter.right)})`;
    case 'not':
      return `not (${print(filter.of)})`;
    case 'present':
      return `${filter.path.attribute} pr`;
    case 'entry':
      return `${filter.path.attribute}[${print(filter.of)}]`;
    case 'compare':
      return `${filter.path.attribute} ${filter.operator} ${JSON.stringify(filter.value)}`;
  }
}

const name = fc.constantFrom('userName', 'title', 'displayName').map((attribute) => path(attribute));
// Few enough words that a filter often fits, and whatever else there is.
const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('x', 'X', 'y') },
  fc.string().filter((text) => !text.includes('\0')),
);
const operator = fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew' as const);
const filters = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4 },
    fc.record({ kind: fc.constant('compare' as const), path: name, operator, value }),
    fc.record({ kind: fc.constant('present' as const), path: name }),
    fc.record({ kind: fc.constant('not' as const), of: tie('filter') }),
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), left: tie('filter'), right: tie('filter') }),
  ) as fc.Arbitrary<Filter>,
})).filter;

test('what is written is read as it was meant', () => {
  fc.assert(
    fc.property(filters, (filter) => {
      expect(parseFilter(print(filter))).toEqual(filter);
    }),
  );
});

test('what an index finds leaves nobody out whom the filter fits', () => {
  const user = fc.record({ userName: value, title: value, displayName: value });
  fc.assert(
    fc.property(filters, user, (filter, resource) => {
      const found = narrow(filter);
      if (!found || !matcherOf(filter)(resource)) return;
      expect(found.some((one) => one.value.toLowerCase() === resource.userName.toLowerCase())).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('nothing but a refusal comes of noise', () => {
  const piece = fc.constantFrom(
    '(',
    ')',
    '[',
    ']',
    ' and ',
    ' or ',
    'not ',
    'userName',
    ' eq ',
    '"x"',
    ' pr',
    '.',
    ':',
    '"',
  );
  const noise = fc.array(fc.oneof(piece, fc.string()), { maxLength: 20 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(noise, (text) => {
      try {
        matcherOf(parseFilter(text));
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
        expect((error as AppError).extra.detail).toEqual({ scimStatus: '400', scimType: 'invalidFilter' });
      }
    }),
    { numRuns: 2_000 },
  );
});
