import { randomBytes } from 'node:crypto';
import { AppError } from '@counterpart/shared/errors.ts';
import { type Account, type AccountChange, NOT_KNOWN } from '@counterpart/shared/identity.ts';
import type { Phone } from '@counterpart/shared/psa.ts';
import { foldAddress } from '../address.ts';
import type { AccountCreate } from '../types.ts';
import type { OktaUser } from './api.ts';

/**
 * Our key is in the address of the profile page: of the properties that every organisation has it is the one that nothing
 * else depends on (an employee number would flow on to payroll), it can be searched, and a property of our own would have
 * to be set up in each. It is written once, into a record that we create, so it overwrites nothing.
 */
const KEY_PREFIX = 'urn:counterpart:';
export const keyUrl = (key: string) => `${KEY_PREFIX}${encodeURIComponent(key)}`;

/**
 * A deactivated account counts as gone: Okta leaves it out of its own list, takes its applications away, and deletes none
 * for good that was not deactivated before. Activated again, it is back under the same id.
 */
export function isGone({ status }: OktaUser): boolean {
  return status === 'DEPROVISIONED';
}

/** Suspended, or not activated yet. Whoever has to change or recover a password still has the account. */
const DISABLED = new Set(['SUSPENDED', 'STAGED', 'DEPROVISIONED']);
/** Passwords kept elsewhere: the whole profile is, and changes there. */
const ELSEWHERE = new Set(['ACTIVE_DIRECTORY', 'LDAP']);

export function toAccount(user: OktaUser): Account {
  const { profile } = user;
  const [givenName, familyName] = [clean(profile.firstName), clean(profile.lastName)];
  return {
    id: user.id,
    username: profile.login,
    displayName: clean(profile.displayName) || [givenName, familyName].filter(Boolean).join(' ') || profile.login,
    givenName,
    familyName,
    emails: emailsOf(user),
    phones: phonesOf(user),
    title: clean(profile.title) || null,
    department: clean(profile.department) || null,
    externalId: keyOf(user),
    enabled: !DISABLED.has(user.status),
    kind: 'member',
    // Roles are told one account at a time.
    admin: false,
    ...NOT_KNOWN,
    locked: user.status === 'LOCKED_OUT',
    synced: isSynced(user),
    createdAt: isoTime(user.created),
  };
}

export function keyOf({ profile }: OktaUser): string | null {
  const url = clean(profile.profileUrl);
  if (!url.startsWith(KEY_PREFIX)) return null;
  try {
    return decodeURIComponent(url.slice(KEY_PREFIX.length)) || null;
  } catch {
    return null;
  }
}

function isSynced({ credentials }: OktaUser): boolean {
  return ELSEWHERE.has(clean(credentials?.provider?.type).toUpperCase());
}

function emailsOf({ profile }: OktaUser): string[] {
  const seen = new Set<string>();
  return [clean(profile.email), clean(profile.secondEmail)].filter((address) => {
    const folded = foldAddress(address);
    return folded !== '' && !seen.has(folded) && seen.add(folded);
  });
}

function phonesOf({ profile }: OktaUser): Phone[] {
  const all: Phone[] = [
    { kind: 'work', value: clean(profile.primaryPhone) },
    { kind: 'mobile', value: clean(profile.mobilePhone) },
  ];
  return all.filter(({ value }) => value !== '');
}

/** The body of a create. The password is random, goes to Okta alone, and has expired from the start. */
export function toNewUser({ draft, correlationKey }: AccountCreate): Record<string, unknown> {
  const { username, displayName, givenName, familyName, email, phones } = draft;
  return {
    profile: {
      login: username,
      // Okta has no account without a mail; the username is one by Okta's own rule, unless that was changed.
      email: email ?? username,
      displayName,
      ...(givenName ? { firstName: givenName } : {}),
      ...(familyName ? { lastName: familyName } : {}),
      ...(phones.length > 0 ? toPhones(phones) : {}),
      profileUrl: keyUrl(correlationKey),
    },
    credentials: { password: { value: `${randomBytes(24).toString('base64url')}aA1!` } },
  };
}

/** The chosen fields in Okta's words. A department is the one text that Okta's own description does not let be null. */
export function toProfile(change: AccountChange): Record<string, unknown> {
  const { username, displayName, givenName, familyName, email, phones, title, department } = change;
  if (email === null) throw refused('email', 'Okta has no account without an e-mail address');
  return {
    ...(username !== undefined && { login: username }),
    ...(displayName !== undefined && { displayName }),
    ...(givenName !== undefined && { firstName: givenName || null }),
    ...(familyName !== undefined && { lastName: familyName || null }),
    ...(email !== undefined && { email }),
    ...(phones !== undefined && toPhones(phones)),
    ...(title !== undefined && { title: title || null }),
    ...(department !== undefined && { department: department ?? '' }),
  };
}

/** One number of each of two kinds has a place; of several of a kind the first is kept. */
function toPhones(phones: Phone[]) {
  const of = (kind: Phone['kind']) => phones.find((phone) => phone.kind === kind)?.value ?? null;
  return { primaryPhone: of('work'), mobilePhone: of('mobile') };
}

/** Throws `provider_rejected` for an account that another directory keeps: Okta would refuse, or the next import undo it. */
export function refuseSynced(user: OktaUser, paths: string[]): void {
  if (!isSynced(user)) return;
  const message = 'This account comes to Okta from another directory: change it there';
  throw new AppError('provider_rejected', message, {
    detail: { reason: 'synced' },
    fields: paths.map((path) => ({ path, message })),
  });
}

export function refused(path: string, message: string): AppError {
  return new AppError('provider_rejected', message, { fields: [{ path, message }] });
}

function clean(text: string | null | undefined): string {
  return text?.trim() ?? '';
}

function isoTime(text: string | null | undefined): string | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
