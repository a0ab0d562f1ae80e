import type { Account } from '@counterpart/shared/identity.ts';
import type { Contact, TicketSender } from '@counterpart/shared/psa.ts';
import type { RequesterWarning } from '@counterpart/shared/requester.ts';
import { normalizeEmail, parseEmail } from '../matcher/normalize/email.ts';
import { normalizePhone, type PhoneNumber } from '../matcher/normalize/phone.ts';

type Person = Pick<Contact, 'name' | 'emails' | 'phones'>;
export interface KnownContact extends Person {
  rowId: string;
}

/** What is known around a ticket: its contact, the accounts linked to that, and other contacts who carry what the ticket says. */
export interface Surroundings {
  contact: (Person & Pick<Contact, 'kind'>) | null;
  accounts: Pick<Account, 'username' | 'emails' | 'phones' | 'kind'>[];
  others: KnownContact[];
  /** ISO 3166-1 alpha-2, to read phone numbers by. */
  country: string | null;
}

/**
 * Where the ticket itself speaks against its contact being the one who asks, the gravest first. Pure. An address counts
 * as the contact's own when the PSA or any linked account has it: people write from aliases.
 */
export function compareRequester(sender: TicketSender, around: Surroundings): RequesterWarning[] {
  const { contact, accounts, others, country } = around;
  const own = addressesOf(contact, accounts);
  const carriers = (address: string | null) =>
    address === null ? [] : others.filter(({ emails }) => emails.some((one) => keyOf(one) === keyOf(address)));
  const found: RequesterWarning[] = [];
  const warn = (rule: RequesterWarning['rule'], ticketValue: string | null, whose: KnownContact[]) => {
    const contactValue = rule === 'general_user' || rule === 'on_behalf_of' ? contact?.name : contact?.emails[0];
    found.push({ rule, ticketValue, contactValue: contactValue ?? null, contactIds: whose.map(({ rowId }) => rowId) });
  };

  const { email, replyTo, phone, onBehalfOf } = sender;
  const ringing = phone === null ? [] : others.filter((other) => hasNumber(other.phones, phone, country));
  const whoWrote = [...carriers(email), ...ringing.filter((one) => !carriers(email).includes(one))];
  if (!contact) warn('unknown_sender', email ?? sender.name ?? phone, whoWrote);
  else if (contact.kind === 'general') warn('general_user', email ?? phone, whoWrote);
  else if (email !== null && !own.has(keyOf(email))) warn('sender_differs', email, carriers(email));

  const answersElsewhere = replyTo !== null && (email === null || keyOf(replyTo) !== keyOf(email));
  if (answersElsewhere && !own.has(keyOf(replyTo))) warn('reply_to_differs', replyTo, carriers(replyTo));
  if (onBehalfOf !== null && !own.has(keyOf(onBehalfOf)) && !sameName(onBehalfOf, contact?.name)) {
    const named = others.filter(({ name }) => sameName(onBehalfOf, name));
    warn('on_behalf_of', onBehalfOf, [...new Set([...carriers(onBehalfOf), ...named])]);
  }
  if (contact?.kind !== 'person') return found;
  const desk = contact.emails.length > 0 && contact.emails.every(isDesk);
  const throughDesk = email !== null && isDesk(email) && own.has(keyOf(email));
  if (desk || throughDesk || accounts.some(({ kind }) => kind === 'shared')) warn('shared_mailbox', email, []);
  const numbers = [...contact.phones, ...accounts.flatMap(({ phones }) => phones)];
  if (phone !== null && !hasNumber(numbers, phone, country) && numbers.length + ringing.length > 0) {
    found.push({
      rule: 'phone_differs',
      ticketValue: phone,
      contactValue: numbers[0]?.value ?? null,
      contactIds: ringing.map(({ rowId }) => rowId),
    });
  }
  return found;
}

function addressesOf(contact: Person | null, accounts: Surroundings['accounts']): Set<string> {
  const all = [...(contact?.emails ?? []), ...accounts.flatMap(({ username, emails }) => [username, ...emails])];
  return new Set(all.map(keyOf));
}

function keyOf(address: string): string {
  return normalizeEmail(address) ?? address.trim().toLowerCase();
}

function isDesk(address: string): boolean {
  return parseEmail(address)?.role ?? false;
}

function hasNumber(phones: Contact['phones'], phone: string, country: string | null): boolean {
  const wanted = normalizePhone(phone, country);
  return phones.some(({ value }) => sameNumber(normalizePhone(value, country), wanted));
}

/** Where one of the two could not be read whole, the last seven digits decide: they are only to warn by. */
function sameNumber(left: PhoneNumber, right: PhoneNumber): boolean {
  const [one, other] = [left.e164 ?? left.dialled, right.e164 ?? right.dialled];
  if (one !== null && other !== null) return one === other;
  return left.last7 !== null && left.last7 === right.last7;
}

function sameName(left: string, right: string | undefined): boolean {
  return right !== undefined && wordsOf(left) === wordsOf(right);
}

/** In any order: "Marsh, Helen" is Helen Marsh. */
function wordsOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return (plain.match(/\p{L}+/gu) ?? []).toSorted().join(' ');
}
