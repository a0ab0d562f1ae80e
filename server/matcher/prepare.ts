import type { Account } from '@counterpart/shared/identity.ts';
import type { Contact, Phone } from '@counterpart/shared/psa.ts';
import { isRoleLocalPart, loginLocalPart, parseEmail } from './normalize/email.ts';
import { foldWord } from './normalize/fold.ts';
import { type PersonName, parseName } from './normalize/name.ts';
import { normalizePhone } from './normalize/phone.ts';
import type { Prepared, PreparedAccount, PreparedContact } from './types.ts';

/**
 * An id shorter than this is a counter: 42 exists in every directory, so finding it on both sides says nothing.
 */
const SHORTEST_ID = 8;
const GUID_OR_SID = /^(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|s-1-[\d-]+)$/;

/** Everything the comparisons read of a contact. `country` is the customer's, for its phone numbers. */
export function prepareContact(contact: Contact, country: string | null): PreparedContact {
  const { entra, google, okta, external, activeDirectory } = contact.platformIds;
  const adId = activeDirectory?.trim().toLowerCase();
  // HaloPSA keeps the sAMAccountName there: a login that every domain may have, no id.
  const adIsId = adId !== undefined && GUID_OR_SID.test(adId);
  return {
    contact,
    ids: idsOf([entra, google, okta, external, adIsId ? adId : undefined]),
    ...addressesOf(contact.emails, [contact.login, adIsId ? null : (activeDirectory ?? null)]),
    phones: phonesOf(contact.phones, country),
    names: namesOf(contact.name, contact.firstName, contact.lastName),
  };
}

/** Everything the comparisons read of an account. Keeps the account's own type, so a caller's row comes back whole. */
export function prepareAccount<A extends Account>(account: A, country: string | null): PreparedAccount<A> {
  const login = loginLocalPart(account.username);
  return {
    account,
    ids: idsOf([account.id, account.externalId ?? undefined]),
    ...addressesOf([account.emails[0] ?? '', ...account.emails.slice(1)], [account.username]),
    phones: phonesOf(account.phones, country),
    names: namesOf(account.displayName, account.givenName, account.familyName),
    adminTwin: isAdminTwin(login, account),
    desk: isRoleLocalPart(login),
  };
}

function idsOf(ids: (string | undefined)[]): string[] {
  const known = ids.map((id) => id?.trim().toLowerCase() ?? '').filter((id) => id.length >= SHORTEST_ID);
  return [...new Set(known)];
}

function addressesOf(emails: string[], logins: (string | null)[]): Pick<Prepared, 'addresses' | 'mailboxes'> {
  const addresses: Prepared['addresses'] = [];
  const add = (raw: string, primary: boolean) => {
    const parsed = parseEmail(raw);
    if (!parsed) return;
    const seen = addresses.find((other) => other.address === parsed.address);
    if (!seen) addresses.push({ ...parsed, primary });
    else if (primary) seen.primary = true;
  };
  const names = logins.filter((login) => login !== null);
  emails.forEach((email, at) => {
    add(email, at === 0);
  });
  for (const login of names) add(login, true);
  const mailboxes = [...addresses.map((address) => address.mailbox), ...names.map(loginLocalPart)];
  return { addresses, mailboxes: [...new Set(mailboxes)].filter((box) => box.length > 1 && !isRoleLocalPart(box)) };
}

function phonesOf(phones: Phone[], country: string | null): Prepared['phones'] {
  return phones.map((phone) => ({ ...normalizePhone(phone.value, country), mobile: phone.kind === 'mobile' }));
}

function namesOf(display: string, given: string, family: string): PersonName[] {
  const fields = parseName(display, { given, family });
  if (fields && display.trim() === fields.raw) return [fields];
  const shown = parseName(display);
  const names = [fields, shown].filter((name) => name !== null);
  const spelling = (name: PersonName) =>
    `${name.given.map((word) => word.plain).join(' ')}|${name.family.map((word) => word.plain).join(' ')}`;
  return names.length === 2 && spelling(names[0]!) === spelling(names[1]!) ? names.slice(0, 1) : names;
}

function isAdminTwin(login: string, account: Account): boolean {
  if (/^(?:adm|admin|a|da|ga|ea|t[012])[-_](?=\w)|^(?:adm|admin)\.(?=\w)|[-_.](?:adm|admin|da)$/.test(login))
    return true;
  if (/(?:^|[\s([-])(?:adm|admin|administrator|administrateur)(?:$|[\s)\]:-])/i.test(account.displayName)) return true;
  const family = foldWord(account.familyName);
  return (
    family.length > 2 &&
    /^(?:adm|admin)/.test(login) &&
    !/^adm/.test(foldWord(account.givenName)) &&
    login.endsWith(family)
  );
}
