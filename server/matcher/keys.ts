import type { Account } from '@counterpart/shared/identity.ts';
import type { Contact } from '@counterpart/shared/psa.ts';
import type { PersonName } from './normalize/name.ts';
import { fullForms } from './normalize/nicknames.ts';
import { prepareAccount, prepareContact } from './prepare.ts';
import type { Prepared } from './types.ts';

const LONGEST_KEY = 200;

/**
 * The keys an account is found by: any account the comparisons could rate likely for a contact shares one with it.
 * `i:` platform id, `e:` address, `l:` local part, `p:` E.164, `p7:` last seven digits, `n:` all words of the name, sorted and as one,
 * `s:` family name and an initial, `g:` given name and the family name's initial.
 */
export function accountKeys(account: Account, country: string | null): string[] {
  return keysOf(prepareAccount(account, country));
}

/** The keys a contact looks for accounts with; the same kinds as `accountKeys`, with the name read in both orders. */
export function contactKeys(contact: Contact, country: string | null): string[] {
  const prepared = prepareContact(contact, country);
  const swapped = prepared.names.map((name) => ({ ...name, given: name.family, family: name.given }));
  return storable([...keysOf(prepared), ...swapped.flatMap(partKeys)]);
}

/** `accountKeys` of an account that is prepared already. */
export function keysOf(prepared: Prepared): string[] {
  const keys = new Set<string>();
  for (const id of prepared.ids) keys.add(`i:${id}`);
  for (const address of prepared.addresses) keys.add(`e:${address.address}`);
  for (const mailbox of prepared.mailboxes) keys.add(`l:${mailbox}`);
  for (const phone of prepared.phones) {
    if (phone.e164) keys.add(`p:${phone.e164}`);
    if (phone.last7) keys.add(`p7:${phone.last7}`);
  }
  for (const name of prepared.names) {
    const words = [...name.given, ...name.family].map((word) => word.key);
    keys.add(`n:${words.join('')}`); // Mac Donald and MacDonald, where no field says so
    keys.add(`n:${words.sort().join(' ')}`);
    for (const key of partKeys(name)) keys.add(key);
  }
  return storable(keys);
}

/** Each once, without the character PostgreSQL refuses in text, and short enough for an index. */
function storable(keys: Iterable<string>): string[] {
  return [...new Set(Array.from(keys, (key) => key.replaceAll('\0', '').slice(0, LONGEST_KEY)))];
}

function partKeys(name: Pick<PersonName, 'given' | 'family'>): string[] {
  const given = withJoined(name.given.map((word) => word.key));
  const family = withJoined(name.family.map((word) => word.key));
  const forms = new Set(given.flatMap((word) => [word, ...fullForms(word)]));
  const keys = [];
  for (const word of family) for (const form of forms) keys.push(`s:${word}|${form[0]}`);
  for (const form of forms) {
    if (form.length > 1) for (const word of family) keys.push(`g:${form}|${word[0]}`);
  }
  return keys;
}

/** The parts, and the parts written as one: Mac Donald, Jean-Pierre. */
function withJoined(words: string[]): string[] {
  return words.length > 1 ? [...words, words.join('')] : words;
}
