import type { PreparedAccount, PreparedContact } from '../types.ts';

type ContactAddress = PreparedContact['addresses'][number];
type AccountAddress = PreparedAccount['addresses'][number];

/** The address both carry that says most: a person's before a desk's, the account's primary before its aliases. */
export function sharedAddress(
  contact: PreparedContact,
  account: PreparedAccount,
): { contact: ContactAddress; account: AccountAddress } | null {
  let best: { contact: ContactAddress; account: AccountAddress } | null = null;
  let bestRank = -1;
  for (const left of contact.addresses) {
    for (const right of account.addresses) {
      if (left.address !== right.address) continue;
      const rank = (right.role ? 0 : 2) + (right.primary ? 1 : 0);
      if (rank > bestRank) [best, bestRank] = [{ contact: left, account: right }, rank];
    }
  }
  return best;
}
