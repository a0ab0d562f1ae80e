import { AppError } from '@counterpart/shared/errors.ts';
import type { AccountChange } from '@counterpart/shared/identity.ts';
import type { Phone } from '@counterpart/shared/psa.ts';
import anyAscii from 'any-ascii';
import { randomPassword } from '../password.ts';
import type { AccountCreate } from '../types.ts';
import { type AdUser, KEY_PLACE } from './api.ts';
import type { Values } from './client.ts';

/** The upper ranges of AD's schema in characters: a controller of Windows refuses more, Samba takes it. */
const LONGEST: Record<string, number> = {
  userPrincipalName: 1024,
  displayName: 256,
  givenName: 64,
  sn: 64,
  mail: 256,
  title: 128,
  department: 64,
  telephoneNumber: 64,
  otherTelephone: 64,
  mobile: 64,
  otherMobile: 64,
  homePhone: 64,
  otherHomePhone: 64,
};
const CN_LONGEST = 64;
/** https://learn.microsoft.com/windows/win32/adschema/a-samaccountname */
const SHORT_LONGEST = 20;

const NORMAL_ACCOUNT = '512';

/** A new user, whole, for one request: nothing half made stays where a later step fails. The password goes to AD alone. */
export function toNewUser({ draft, correlationKey }: AccountCreate, short: string): Values {
  const { username, displayName, givenName, familyName, email, phones } = draft;
  const values: Values = {
    objectClass: ['top', 'person', 'organizationalPerson', 'user'],
    userPrincipalName: [username],
    sAMAccountName: [short],
    displayName: [displayName],
    ...(givenName ? { givenName: [givenName] } : {}),
    ...(familyName ? { sn: [familyName] } : {}),
    ...(email ? { mail: [email] } : {}),
    ...Object.fromEntries(Object.entries(toPhones(phones)).filter(([, all]) => all.length > 0)),
    [KEY_PLACE]: [correlationKey],
    userAccountControl: [NORMAL_ACCOUNT],
    // MS-ADTS 3.1.1.3.1.5.1: in quotes, as UTF-16.
    unicodePwd: [Buffer.from(`"${randomPassword()}"`, 'utf16le')],
    // "Must change it at the next sign-in".
    pwdLastSet: ['0'],
  };
  checkLengths(values);
  return values;
}

/** The chosen fields as AD keeps them, without those that are so already: a right that is not needed may be missing. */
export function toChange(change: AccountChange, user: AdUser): Values {
  const { username, displayName, givenName, familyName, email, phones, title, department } = change;
  const wanted: Values = {
    ...(username !== undefined && { userPrincipalName: [username] }),
    ...(displayName !== undefined && { displayName: [displayName] }),
    ...(givenName !== undefined && { givenName: listOf(givenName) }),
    ...(familyName !== undefined && { sn: listOf(familyName) }),
    ...(email !== undefined && toEmail(email, user)),
    ...(phones !== undefined && toPhones(phones)),
    ...(title !== undefined && { title: listOf(title) }),
    ...(department !== undefined && { department: listOf(department) }),
  };
  checkLengths(wanted);
  return Object.fromEntries(
    Object.entries(wanted).filter(([name, values]) => {
      const now = user[name as keyof AdUser];
      const has = Array.isArray(now) ? now : listOf(now === null ? null : String(now));
      return has.toSorted().join('\n') !== values.toSorted().join('\n');
    }),
  );
}

const listOf = (value: string | null): string[] => (value ? [value] : []);

/** Exchange and Entra go by the primary among the proxy addresses where there is one; the old one stays an alias. */
function toEmail(email: string | null, { proxyAddresses, mail }: AdUser): Values {
  const primary = proxyAddresses.find((entry) => entry.startsWith('SMTP:'));
  if (!email || !primary || primary.slice(5).toLowerCase() !== mail?.toLowerCase()) return { mail: listOf(email) };
  const isThis = (entry: string) => entry.toLowerCase() === `smtp:${email.toLowerCase()}`;
  const others = proxyAddresses.filter((entry) => entry !== primary && !isThis(entry));
  const former = isThis(primary) ? [] : [`smtp:${primary.slice(5)}`];
  return { mail: [email], proxyAddresses: [`SMTP:${email}`, ...former, ...others] };
}

/** One number of each kind has a place of its own, the others a list; AD has no kind "other", so that counts as work. */
function toPhones(phones: Phone[]): Values {
  const of = (...kinds: Phone['kind'][]) => phones.filter(({ kind }) => kinds.includes(kind)).map(({ value }) => value);
  const [work, mobile, home] = [of('work', 'other'), of('mobile'), of('home')];
  return {
    telephoneNumber: work.slice(0, 1),
    otherTelephone: work.slice(1),
    mobile: mobile.slice(0, 1),
    otherMobile: mobile.slice(1),
    homePhone: home.slice(0, 1),
    otherHomePhone: home.slice(1),
  };
}

/** Throws `provider_rejected` where nobody could sign in by the username, before anything is written. */
export function checkUsername(username: string, suffixes: readonly string[]): void {
  const [, local, suffix] = /^([^@\s]+)@([^@\s]+)$/.exec(username) ?? [];
  if (!local || !suffix) throw refused('username', 'The username has to look like an address: name@domain');
  if (/["/\\[\]:;|=,+*?<>\p{Cc}]/u.test(local)) {
    throw refused(
      'username',
      'Before the @, a username in Active Directory holds none of these: " / \\ [ ] : ; | = , + * ? < >',
    );
  }
  if (suffixes.includes(suffix.toLowerCase())) return;
  throw refused(
    'username',
    `${suffix} is no UPN suffix of the domain: choose one of ${suffixes.slice(0, 5).join(', ')}`,
  );
}

/** A short name (sAMAccountName) made of the username; `attempt` 0 is the plainest, each further one another. */
export function shortName(username: string, attempt: number): string {
  const local = anyAscii(username.slice(0, username.lastIndexOf('@'))).replace(/[^A-Za-z0-9._-]/g, '') || 'user';
  const number = attempt === 0 ? '' : String(attempt + 1);
  // Windows refuses a dot at the end.
  return `${local.slice(0, SHORT_LONGEST - number.length)}${number}`.replace(/\.+$/, '') || `user${number}`;
}

/** A name inside its container; `attempt` 0 is the plainest, each further one another. */
export function commonName(displayName: string, short: string, attempt: number): string {
  const plain = displayName.replace(/\p{Cc}+/gu, ' ').trim() || short;
  const mark = attempt === 0 ? '' : ` (${attempt === 1 ? short : `${short} ${attempt}`})`;
  return `${[...plain]
    .slice(0, CN_LONGEST - mark.length)
    .join('')
    .trim()}${mark}`;
}

/** RFC 4514 2.4 */
export function dnOf(cn: string, container: string): string {
  const escaped = cn.replace(/[\\,+"<>;=#]/g, '\\$&').replace(/^ | $/g, '\\ ');
  return `CN=${escaped},${container}`;
}

const FIELD: Record<string, string> = {
  userPrincipalName: 'username',
  givenName: 'givenName',
  sn: 'familyName',
  mail: 'email',
  displayName: 'displayName',
  title: 'title',
  department: 'department',
};

function checkLengths(values: Values): void {
  for (const [name, all] of Object.entries(values)) {
    const most = LONGEST[name];
    if (most === undefined || all.every((value) => value.length <= most)) continue;
    throw refused(FIELD[name] ?? 'phones', `Active Directory holds at most ${most} characters here`);
  }
}

export function refused(path: string, message: string): AppError {
  return new AppError('provider_rejected', message, { fields: [{ path, message }] });
}
