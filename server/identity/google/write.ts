import { randomBytes } from 'node:crypto';
import { AppError } from '@counterpart/shared/errors.ts';
import type { AccountChange, AccountDraft } from '@counterpart/shared/identity.ts';
import type { Phone } from '@counterpart/shared/psa.ts';
import type { AccountCreate } from '../types.ts';
import type { GoogleUser } from './api.ts';
import { KEY_TYPE, kindOf, mainOf } from './map.ts';

/** https://support.google.com/a/answer/9193374: ASCII letters, digits, dash, underscore, apostrophe, and single dots inside. */
const LOCAL_PART = /^(?!\.)(?!.*\.\.)[A-Za-z0-9'._-]{1,64}(?<!\.)$/;
const LONGEST_NAME = 60;

/** The body of a create. The password is random, goes to Google alone, and has to be changed at the first sign-in. */
export function toNewUser({ draft, correlationKey }: AccountCreate, domains: ReadonlySet<string>) {
  const { username, displayName, givenName, familyName, email, phones } = draft;
  return {
    primaryEmail: checkedUsername(username, domains),
    name: checkedName({ givenName, familyName, displayName }),
    // Sent over TLS and hashed by Google: `hashFunction` would only allow weaker hashes of ours.
    password: randomBytes(24).toString('base64url'),
    changePasswordAtNextLogin: true,
    ...(email && !isSame(email, username) ? { emails: [{ address: email, type: 'work' }] } : {}),
    ...(phones.length > 0 ? { phones: toPhones(phones, []) } : {}),
    externalIds: [{ ...KEY_TYPE, value: correlationKey }],
  };
}

/** The chosen fields in Google's words. A list stands for the whole list there, so what we do not show is sent back as it was. */
export function toPatch(change: AccountChange, user: GoogleUser, domains: ReadonlySet<string>) {
  const { username, displayName, givenName, familyName, email, phones, title, department } = change;
  const name = {
    ...(givenName !== undefined && { givenName }),
    ...(familyName !== undefined && { familyName }),
    ...(displayName !== undefined && { displayName }),
  };
  const work = {
    ...(title !== undefined && { title: title ?? '' }),
    ...(department !== undefined && { department: department ?? '' }),
  };
  return {
    ...(username !== undefined && { primaryEmail: checkedUsername(username, domains) }),
    ...(Object.keys(name).length > 0 && { name: checkedName(name) }),
    ...(email !== undefined && toEmail(email, user)),
    ...(phones !== undefined && { phones: toPhones(phones, user.phones ?? []) }),
    ...(Object.keys(work).length > 0 && { organizations: toOrganizations(work, user.organizations ?? []) }),
  };
}

/** Throws `provider_rejected` where Google could not take the username, before anything is written. */
function checkedUsername(username: string, domains: ReadonlySet<string>): string {
  const at = username.lastIndexOf('@');
  const domain = username.slice(at + 1).toLowerCase();
  if (at < 1) throw refused('username', 'The username has to look like an address: name@domain');
  if (!LOCAL_PART.test(username.slice(0, at))) {
    const allowed = "letters a to z, digits and ' - _ and single dots inside";
    throw refused('username', `Before the @, a username of Google Workspace holds up to 64 of these: ${allowed}`);
  }
  if (!domains.has(domain)) throw refused('username', `${domain} is not a verified domain of the customer`);
  return username;
}

/** Google has no account without both names, and what a person's second name is we do not guess. */
function checkedName(name: Partial<Pick<AccountDraft, 'givenName' | 'familyName' | 'displayName'>>) {
  for (const path of ['givenName', 'familyName'] as const) {
    const value = name[path];
    if (value === undefined) continue;
    if (value === '') throw refused(path, 'Google Workspace wants both a given and a family name');
    if (value.length > LONGEST_NAME)
      throw refused(path, `Google Workspace takes names of up to ${LONGEST_NAME} characters`);
  }
  return name;
}

/** An address that is not the account's own mailbox is one that was written down: the first of those is ours to change. */
function toEmail(email: string | null, user: GoogleUser) {
  const own = [user.primaryEmail, ...(user.aliases ?? []), ...(user.nonEditableAliases ?? [])];
  if (email !== null && own.some((address) => isSame(address, email))) return {};
  const written = (user.emails ?? []).filter(({ address }) => !own.some((one) => isSame(one, address ?? '')));
  const rest = written.filter(({ address }) => !isSame(address ?? '', email ?? '')).slice(email === null ? 1 : 0);
  return { emails: [...(email === null ? [] : [{ address: email, type: 'work' }]), ...rest] };
}

function toPhones(phones: Phone[], before: NonNullable<GoogleUser['phones']>) {
  return [...phones.map(({ kind, value }) => ({ type: kind, value })), ...before.filter((one) => kindOf(one) === null)];
}

function toOrganizations(
  work: { title?: string; department?: string },
  before: NonNullable<GoogleUser['organizations']>,
) {
  const main = mainOf(before);
  if (!main) return [{ ...work, primary: true }];
  return before.map((one) => (one === main ? { ...one, ...work } : one));
}

function isSame(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

export function refused(path: string, message: string): AppError {
  return new AppError('provider_rejected', message, { fields: [{ path, message }] });
}
