import { AppError } from '@counterpart/shared/errors.ts';
import type { AccountChange } from '@counterpart/shared/identity.ts';
import type { Phone } from '@counterpart/shared/psa.ts';
import { randomPassword } from '../password.ts';
import type { AccountCreate } from '../types.ts';
import type { GraphUser } from './api.ts';

/** What we may write of a user. */
export type GraphPatch = Partial<Omit<GraphUser, 'id'>>;
export type DomainKinds = ReadonlyMap<string, 'managed' | 'federated'>;

/** https://learn.microsoft.com/graph/api/resources/user#properties: no accents, and no dot at an end of the first part. */
const LOCAL_PART = /^(?!\.)[A-Za-z0-9'._!#^~-]{1,64}(?<!\.)$/;

/**
 * Where our key lives: the last of the fifteen custom attributes. `employeeId` would belong to HR and holds sixteen
 * characters, an alternate address would be taken for the person's, an extension of our own cannot be searched or has to
 * be registered in each tenant. It is written once, into a record that we create, so it overwrites nothing.
 */
export const keyPlace = (key: string): GraphPatch => ({ onPremisesExtensionAttributes: { extensionAttribute15: key } });

/** The body of a create. The password is random, goes to Microsoft alone, and has to be changed at the first sign-in. */
export function toNewUser({ draft, correlationKey }: AccountCreate, domains: DomainKinds): Record<string, unknown> {
  const { username, displayName, givenName, familyName, email, phones } = draft;
  return {
    accountEnabled: true,
    displayName,
    userPrincipalName: checkedUsername(username, domains),
    mailNickname: nicknameOf(username),
    passwordProfile: { password: randomPassword(), forceChangePasswordNextSignIn: true },
    ...(givenName ? { givenName } : {}),
    ...(familyName ? { surname: familyName } : {}),
    ...(email ? toEmail(email, domains, []) : {}),
    ...(phones.length > 0 ? toPhones(phones) : {}),
    ...keyPlace(correlationKey),
  };
}

/** The chosen fields in Graph's words. Graph takes null, not "", for nothing. */
export function toPatch(change: AccountChange, user: GraphUser, domains: DomainKinds): GraphPatch {
  const { username, displayName, givenName, familyName, email, phones, title, department } = change;
  return {
    ...(username !== undefined && { userPrincipalName: checkedUsername(username, domains) }),
    ...(displayName !== undefined && { displayName }),
    ...(givenName !== undefined && { givenName: givenName || null }),
    ...(familyName !== undefined && { surname: familyName || null }),
    ...(email !== undefined && toEmail(email, domains, user.otherMails ?? [])),
    ...(phones !== undefined && toPhones(phones)),
    ...(title !== undefined && { jobTitle: title || null }),
    ...(department !== undefined && { department: department || null }),
  };
}

/** Throws `provider_rejected` where Entra could not take the username, before anything is written. */
export function checkedUsername(username: string, domains: DomainKinds): string {
  const at = username.lastIndexOf('@');
  const domain = username.slice(at + 1).toLowerCase();
  if (at < 1) throw refused('username', 'The username has to look like an address: name@domain');
  if (!LOCAL_PART.test(username.slice(0, at))) {
    const allowed = "letters a to z, digits and ' . - _ ! # ^ ~";
    throw refused('username', `Before the @, a username in Microsoft Entra ID holds up to 64 of these: ${allowed}`);
  }
  const kind = domains.get(domain);
  if (!kind) throw refused('username', `${domain} is not a verified domain of the tenant`);
  if (kind === 'federated') {
    throw refused('username', `Sign-in for ${domain} is left to another system: create the account there`);
  }
  return username;
}

/** An address of the tenant's own is the mail; another one, which could never be its mailbox, is an alternate address. */
function toEmail(email: string | null, domains: DomainKinds, others: string[]): GraphPatch {
  if (email === null) return { mail: null };
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  if (domains.has(domain)) return { mail: email };
  return { otherMails: [email, ...others.filter((other) => other.toLowerCase() !== email.toLowerCase())] };
}

/** One business and one mobile number have a place; of several of a kind the first is kept. */
function toPhones(phones: Phone[]): GraphPatch {
  const of = (kind: Phone['kind']) => phones.find((phone) => phone.kind === kind)?.value;
  const work = of('work');
  return { businessPhones: work ? [work] : [], mobilePhone: of('mobile') ?? null };
}

/** ASCII without what an alias may not hold. */
function nicknameOf(username: string): string {
  const local = username.slice(0, username.lastIndexOf('@'));
  return local.replace(/[^A-Za-z0-9'._!#^~-]/g, '').slice(0, 64) || 'user';
}

/** Throws `provider_rejected` for an account that Active Directory keeps: Entra would refuse, or the next sync undo it. */
export function refuseSynced(user: GraphUser, paths: string[]): void {
  if (user.onPremisesSyncEnabled !== true) return;
  const message = 'This account is synchronised from Active Directory: change it there';
  throw new AppError('provider_rejected', message, {
    detail: { reason: 'synced' },
    fields: paths.map((path) => ({ path, message })),
  });
}

export function refused(path: string, message: string, reason?: string): AppError {
  return new AppError('provider_rejected', message, {
    fields: [{ path, message }],
    ...(reason ? { detail: { reason } } : {}),
  });
}
