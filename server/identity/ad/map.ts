import type { Account, AccountKind } from '@counterpart/shared/identity.ts';
import type { Phone } from '@counterpart/shared/psa.ts';
import { foldAddress } from '../address.ts';
import { type AdUser, KEY_PLACE } from './api.ts';

/** https://learn.microsoft.com/troubleshoot/windows-server/active-directory/useraccountcontrol-manipulate-account-properties */
export const DISABLED = 0x2;
const LOCKED = 0x10;

/** An object in our words. `domain`: the domain's DNS name, lower case. */
export function toAccount(user: AdUser, domain: string): Account {
  const [givenName, familyName] = [user.givenName ?? '', user.sn ?? ''];
  // Without a name of their own people sign in with the short one and the domain's.
  const username = user.userPrincipalName ?? `${user.sAMAccountName ?? user.objectGUID}@${domain}`;
  return {
    id: user.objectGUID,
    username,
    displayName: user.displayName ?? ([givenName, familyName].filter(Boolean).join(' ') || (user.cn ?? username)),
    givenName,
    familyName,
    emails: emailsOf(user),
    phones: phonesOf(user),
    title: user.title,
    department: user.department,
    externalId: user[KEY_PLACE],
    enabled: (user.userAccountControl & DISABLED) === 0,
    kind: kindOf(user),
    admin: user.adminCount === 1,
    // Of the computed flags alone: lockoutTime stays set after the lock is over.
    locked: (user['msDS-User-Account-Control-Computed'] & LOCKED) !== 0,
    licensed: null,
    synced: false,
    anchor: user.objectGUID,
    createdAt: isoTime(user.whenCreated),
  };
}

const MANAGED = ['msds-managedserviceaccount', 'msds-groupmanagedserviceaccount'];
/** Exchange's recipient types, on premises and remote: https://learn.microsoft.com/exchange/recipients-in-exchange-online/recipients-in-exchange-online */
const SHARED_MAILBOX = ['4', '34359738368'];
const ROOM_OR_EQUIPMENT = ['16', '32', '8589934592', '17179869184'];

/** A person's account offers no service to the network; what does so has a principal name for it. */
function kindOf({ objectClass, servicePrincipalName, msExchRecipientTypeDetails: recipient }: AdUser): AccountKind {
  const managed = objectClass.some((name) => MANAGED.includes(name.toLowerCase()));
  if (managed || servicePrincipalName.length > 0) return 'service';
  if (recipient && ROOM_OR_EQUIPMENT.includes(recipient)) return 'service';
  return recipient && SHARED_MAILBOX.includes(recipient) ? 'shared' : 'member';
}

/** The mail attribute, then the mailbox's primary address (`SMTP:`), then its aliases; AD keeps a list in no order. */
function emailsOf({ mail, proxyAddresses }: AdUser): string[] {
  const proxied = proxyAddresses.filter((entry) => /^smtp:/i.test(entry));
  const of = (entries: string[]) => entries.map((entry) => entry.slice('smtp:'.length).trim()).sort();
  const isPrimary = (entry: string) => entry.startsWith('SMTP:');
  const all = [mail ?? '', ...of(proxied.filter(isPrimary)), ...of(proxied.filter((entry) => !isPrimary(entry)))];
  const seen = new Set<string>();
  return all.filter((address) => {
    const folded = foldAddress(address);
    return folded !== '' && !seen.has(folded) && seen.add(folded);
  });
}

function phonesOf(user: AdUser): Phone[] {
  const of = (kind: Phone['kind'], first: string | null, others: string[]) =>
    [...(first ? [first] : []), ...others.toSorted()].map((value) => ({ kind, value }));
  return [
    ...of('work', user.telephoneNumber, user.otherTelephone),
    ...of('mobile', user.mobile, user.otherMobile),
    ...of('home', user.homePhone, user.otherHomePhone),
  ];
}

/** Generalized time, RFC 4517 3.3.13, as AD writes it: 20240301080000.0Z */
function isoTime(text: string | null): string | null {
  const [, date, time] = /^(\d{8})(\d{6})(?:\.\d+)?Z$/.exec(text ?? '') ?? [];
  if (!date || !time) return null;
  const at = Date.parse(`${date.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
