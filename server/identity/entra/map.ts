import type { Account, AccountKind } from '@counterpart/shared/identity.ts';
import type { Phone } from '@counterpart/shared/psa.ts';
import { foldAddress } from '../address.ts';
import type { GraphUser } from './api.ts';

/** A user in our words. `admins`: ids of those that hold a directory role, as far as we may read who does. */
export function toAccount(user: GraphUser, admins: ReadonlySet<string>): Account {
  const username = clean(user.userPrincipalName) || user.id;
  const [givenName, familyName] = [clean(user.givenName), clean(user.surname)];
  return {
    id: user.id,
    username,
    displayName: clean(user.displayName) || [givenName, familyName].filter(Boolean).join(' ') || username,
    givenName,
    familyName,
    emails: emailsOf(user),
    phones: phonesOf(user),
    title: clean(user.jobTitle) || null,
    department: clean(user.department) || null,
    externalId: clean(user.onPremisesExtensionAttributes?.extensionAttribute15) || null,
    enabled: user.accountEnabled ?? true,
    kind: kindOf(user),
    admin: admins.has(user.id),
    // Smart lockout is counted per data centre and shown nowhere in Graph.
    locked: null,
    licensed: (user.assignedLicenses ?? []).length > 0,
    synced: user.onPremisesSyncEnabled === true,
    anchor: anchorOf(user.onPremisesImmutableId),
    createdAt: isoTime(user.createdDateTime),
  };
}

/**
 * A shared mailbox has no mark of its own outside of Exchange. Its account is one that nobody signs in to: blocked and
 * without a licence, yet with a mailbox's address. So is that of somebody who left, whose record still has a person's
 * name: only what has neither given nor family name is taken for a mailbox.
 */
function kindOf(user: GraphUser): AccountKind {
  const isGuest = clean(user.userType).toLowerCase() === 'guest' || /#EXT#@/i.test(user.userPrincipalName ?? '');
  if (isGuest) return 'guest';
  if (user.isResourceAccount === true) return 'service';
  const nobodySignsIn = user.accountEnabled === false && (user.assignedLicenses ?? []).length === 0;
  const hasMailbox = clean(user.mail) !== '' && proxied(user).length > 0;
  const isNobody = clean(user.givenName) === '' && clean(user.surname) === '';
  return nobodySignsIn && hasMailbox && isNobody ? 'shared' : 'member';
}

/** The mail attribute, then the mailbox's own addresses (the primary one first), then the alternate ones. */
function emailsOf(user: GraphUser): string[] {
  const all = [clean(user.mail), ...proxied(user), ...(user.otherMails ?? []).map(clean)];
  const seen = new Set<string>();
  return all.filter((address) => {
    const folded = foldAddress(address);
    return folded !== '' && !seen.has(folded) && seen.add(folded);
  });
}

/** `SMTP:` marks the primary address, `smtp:` an alias; `x500:`, `sip:`, `eum:` and the like are no mail addresses. */
function proxied(user: GraphUser): string[] {
  const mails = (user.proxyAddresses ?? []).filter((entry) => /^smtp:/i.test(entry.trim()));
  const ordered = [
    ...mails.filter((entry) => entry.trim().startsWith('SMTP:')),
    ...mails.filter((entry) => !entry.trim().startsWith('SMTP:')),
  ];
  return ordered.map((entry) => clean(entry.trim().slice('smtp:'.length)));
}

/** Entra knows one mobile and, for people, one business number; a fax tells nobody apart. */
function phonesOf(user: GraphUser): Phone[] {
  const work = (user.businessPhones ?? []).map((value) => ({ kind: 'work' as const, value: clean(value) }));
  return [...work, { kind: 'mobile' as const, value: clean(user.mobilePhone) }].filter(({ value }) => value !== '');
}

/**
 * The object's GUID in Active Directory. It is synchronised as base64 of the sixteen bytes that AD keeps, and AD keeps
 * the first three groups of a GUID with the lowest byte first (MS-DTYP 2.3.4.2). An anchor of another kind, such as an
 * address chosen by a third-party tool, is none.
 */
export function anchorOf(immutableId: string | null | undefined): string | null {
  const text = clean(immutableId);
  if (!/^[A-Za-z0-9+/]{22}==$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  const hex = (from: number, to: number) => bytes.subarray(from, to).toString('hex');
  const turned = (from: number, to: number) => Buffer.from(bytes.subarray(from, to)).reverse().toString('hex');
  return [turned(0, 4), turned(4, 6), turned(6, 8), hex(8, 10), hex(10, 16)].join('-');
}

function clean(text: string | null | undefined): string {
  return text?.trim() ?? '';
}

function isoTime(text: string | null | undefined): string | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
