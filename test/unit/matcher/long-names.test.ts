import { accountKeys, contactKeys } from '@counterpart/server/matcher/keys.ts';
import { matchContact } from '@counterpart/server/matcher/match-contact.ts';
import { expect, test } from 'vitest';
import { account, contact, context, readyAccount, readyContact } from './people.ts';

// Names of 10,000 characters are compared like any other, and nobody waits for it without end.

const SHAPES: [string, (nth: number) => string][] = [
  ['one word', (nth) => 'abcdefghij'.repeat(1_000) + nth],
  ['two letters, turned round', (nth) => 'ab'.repeat(2_500) + 'ba'.repeat(2_500) + nth],
  ['many words', (nth) => `ab${nth} `.repeat(2_500)],
  ['marks on every letter', (nth) => 'e\u0301'.repeat(5_000) + nth],
  ['commas', (nth) => ','.repeat(9_999) + nth],
  ['open brackets', (nth) => '('.repeat(9_999) + nth],
  ['hyphens', (nth) => 'a-'.repeat(5_000) + nth],
  ['spaces', (nth) => `${' '.repeat(9_990)}x${' '.repeat(10)}${nth}`],
];

test.each(SHAPES)('%s', { timeout: 4_000 }, (_, shape) => {
  const long = contact(shape(0), shape(1), 'somebody');
  const accounts = Array.from({ length: 20 }, (_, nth) => account(shape(nth), shape(nth + 2), `a${nth}`));
  for (const key of [...contactKeys(long, 'GB'), ...accounts.flatMap((one) => accountKeys(one, 'GB'))]) {
    expect(key.length).toBeLessThanOrEqual(200);
  }
  const { candidates } = matchContact({ contact: readyContact(long), accounts: accounts.map(readyAccount), context });
  expect(candidates.length).toBeLessThanOrEqual(accounts.length);
});
