import type { Evidence } from '@counterpart/shared/link.ts';
import { WEIGHTS } from '../rules.ts';
import type { Comparison, PreparedAccount } from '../types.ts';

/** What the account is, where it is not simply a person's own: only the heaviest is said. */
export const compareKind: Comparison = (_contact, account) => {
  const { kind, username } = account.account;
  if (kind === 'service') return say('account_service', username, true);
  if (kind === 'shared' || account.desk) return say('account_shared', username, true);
  if (kind === 'guest') return say('account_guest', username, false);
  if (account.adminTwin) return say('account_admin', username, false);
  // A role alone does not tell the person's everyday account from a second one.
  return account.account.admin ? { ...say('account_admin', username, false), bits: 0 } : null;
};

export const compareEnabled: Comparison = (_contact, account) =>
  account.account.enabled ? null : { ...say('account_disabled', account.account.username, false), field: 'enabled' };

/** Whether the account can only stand beside a person's everyday one. */
export function isSecondary(account: PreparedAccount): boolean {
  return account.account.kind !== 'member' || account.adminTwin || account.desk;
}

function say(rule: keyof typeof WEIGHTS, accountValue: string, conflict: boolean): Evidence {
  return { field: 'kind', rule, contactValue: null, accountValue, bits: WEIGHTS[rule], conflict };
}
