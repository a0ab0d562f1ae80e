import { type Account, type AccountKind, NOT_KNOWN } from '@counterpart/shared/identity.ts';
import type { Phone } from '@counterpart/shared/psa.ts';
import type { AccountCreate } from '../types.ts';
import { ENTERPRISE_USER, type ScimUser, USER } from './api.ts';

/** `userType` is free text; only words that mean one thing are read. */
const KINDS: Record<string, AccountKind> = {
  guest: 'guest',
  external: 'guest',
  service: 'service',
  'service account': 'service',
  serviceaccount: 'service',
  shared: 'shared',
  'shared mailbox': 'shared',
  room: 'shared',
  equipment: 'shared',
};

/** A fax or a pager is no number that tells one person from another. */
const PHONE_KINDS: Record<string, Phone['kind'] | null> = {
  work: 'work',
  mobile: 'mobile',
  home: 'home',
  fax: null,
  pager: null,
};

/** A SCIM user in our words. Absent names stay empty; only `displayName`, which every screen needs, falls back. */
export function toAccount(user: ScimUser): Account {
  const givenName = clean(user.name?.givenName);
  const familyName = clean(user.name?.familyName);
  const formatted = clean(user.name?.formatted) || [givenName, familyName].filter(Boolean).join(' ');
  return {
    id: user.id,
    username: user.userName,
    displayName: clean(user.displayName) || formatted || user.userName,
    givenName,
    familyName,
    emails: emailsOf(user),
    phones: phonesOf(user),
    title: clean(user.title) || null,
    department: clean(user[ENTERPRISE_USER]?.department) || null,
    externalId: user.externalId || null,
    enabled: String(user.active ?? true).toLowerCase() === 'true',
    kind: KINDS[clean(user.userType).toLowerCase()] ?? 'member',
    admin: rolesOf(user).some((role) => /admin(istrator)?s?\b/i.test(role)),
    ...NOT_KNOWN,
    createdAt: isoTime(user.meta?.created),
  };
}

/** The body of a create. `externalId` is the client's own key by RFC 7643 section 3.1: a retry finds the account by it. */
export function toScimUser({ draft, correlationKey }: AccountCreate): Record<string, unknown> {
  const name = {
    ...(draft.givenName ? { givenName: draft.givenName } : {}),
    ...(draft.familyName ? { familyName: draft.familyName } : {}),
  };
  return {
    schemas: [USER],
    userName: draft.username,
    externalId: correlationKey,
    displayName: draft.displayName,
    active: true,
    ...(Object.keys(name).length > 0 ? { name } : {}),
    ...(draft.email ? { emails: [{ value: draft.email, type: 'work', primary: true }] } : {}),
    ...(draft.phones.length > 0
      ? { phoneNumbers: draft.phones.map((phone) => ({ value: phone.value, type: phone.kind })) }
      : {}),
  };
}

function emailsOf(user: ScimUser): string[] {
  const all = (user.emails ?? []).map((email) => ({
    value: clean(email.value),
    primary: String(email.primary ?? false).toLowerCase() === 'true',
  }));
  const ordered = [...all.filter((email) => email.primary), ...all.filter((email) => !email.primary)];
  return [...new Set(ordered.map((email) => email.value).filter(Boolean))];
}

function phonesOf(user: ScimUser): Phone[] {
  return (user.phoneNumbers ?? []).flatMap((phone) => {
    const kind = PHONE_KINDS[clean(phone.type).toLowerCase()];
    // RFC 7643 asks for RFC 3966 URIs; people and phone libraries read the number without its wrapping.
    const value = clean(phone.value).replace(/^tel:/i, '').replace(/;ext=/i, ' ext. ');
    return value && kind !== null ? [{ kind: kind ?? 'other', value }] : [];
  });
}

/** Whether a number is one that `toAccount` shows. */
export function isOurPhone(phone: NonNullable<ScimUser['phoneNumbers']>[number]): boolean {
  return clean(phone.value) !== '' && PHONE_KINDS[clean(phone.type).toLowerCase()] !== null;
}

function rolesOf(user: ScimUser): string[] {
  return (user.roles ?? []).flatMap((role) =>
    typeof role === 'string' ? [role] : [clean(role.value), clean(role.display)],
  );
}

function clean(text: string | null | undefined): string {
  return text?.trim() ?? '';
}

function isoTime(text: string | null | undefined): string | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
