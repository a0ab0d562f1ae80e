import type { Evidence } from '@counterpart/shared/link.ts';
import { isFreeMail } from '../normalize/domain.ts';
import { isRoleLocalPart } from '../normalize/email.ts';
import { WEAKER, WEIGHTS } from '../rules.ts';
import type { Comparison, PairContext, PreparedAccount, PreparedContact } from '../types.ts';
import { spellsName } from './local-part.ts';
import { bestName } from './name.ts';
import { sharedAddress } from './shared-address.ts';

/** Mail addresses, aliases and sign-in names together, since they all come from one hand. */
export const compareEmail: Comparison = (contact, account, context) =>
  compareWhole(contact, account) ?? compareLocalParts(contact, account) ?? compareDifferent(contact, account, context);

function compareWhole(contact: PreparedContact, account: PreparedAccount): Evidence | null {
  const shared = sharedAddress(contact, account);
  if (!shared) return null;
  const { mailbox, role, primary } = shared.account;
  if (role || account.desk || account.account.kind === 'shared') {
    return say('email_shared_mailbox', shared.contact.raw, shared.account.raw);
  }
  const name = bestName(contact, account);
  if (name?.rule === 'name_differs') {
    // The address was handed on, or the contact carries somebody else's.
    return { ...say('email_name_differs', shared.contact.raw, shared.account.raw), conflict: true };
  }
  const rule = primary ? 'email_same' : 'email_alias_same';
  const saidByName = name !== null && name.bits > 0 && spellsBoth(mailbox, contact, account);
  const guessable = saidByName ? WEAKER.addressFollowsName : 0;
  return say(rule, shared.contact.raw, shared.account.raw, WEIGHTS[rule] - guessable);
}

function compareLocalParts(contact: PreparedContact, account: PreparedAccount): Evidence | null {
  const mailbox = contact.mailboxes.find((box) => account.mailboxes.includes(box));
  if (mailbox === undefined) return null;
  const has = (address: { mailbox: string }) => address.mailbox === mailbox;
  const left = contact.addresses.filter(has);
  const right = account.addresses.filter(has);
  const sameDomain = left.find((address) => right.some((other) => other.domain === address.domain));
  const bits = sameDomain
    ? WEAKER.subAddress
    : spellsBoth(mailbox, contact, account)
      ? WEAKER.addressFollowsNothing
      : WEIGHTS.email_local_part_same;
  const onDomain = right.find((address) => address.domain === sameDomain?.domain) ?? right[0];
  return say('email_local_part_same', (sameDomain ?? left[0])?.raw ?? mailbox, onDomain?.raw ?? mailbox, bits);
}

function compareDifferent(contact: PreparedContact, account: PreparedAccount, context: PairContext): Evidence | null {
  for (const left of contact.addresses) {
    if (left.role || isFreeMail(left.domain)) continue;
    const right = account.addresses.find(
      (address) =>
        !isRoleLocalPart(address.mailbox) &&
        (address.domain === left.domain || (context.domains.has(left.domain) && context.domains.has(address.domain))),
    );
    if (right) return say('email_differs', left.raw, right.raw);
  }
  return null;
}

function spellsBoth(mailbox: string, contact: PreparedContact, account: PreparedAccount): boolean {
  return spellsName(mailbox, contact.names) !== null && spellsName(mailbox, account.names) !== null;
}

function say(
  rule: keyof typeof WEIGHTS,
  contactValue: string,
  accountValue: string,
  bits: number = WEIGHTS[rule],
): Evidence {
  return { field: 'email', rule, contactValue, accountValue, bits, conflict: false };
}
