import type { Account, AccountChange } from '@counterpart/shared/identity.ts';

/** The account with the chosen fields changed. A new address takes the place of the first one; aliases stay. */
export function changed(account: Account, { email, ...fields }: AccountChange): Account {
  if (email === undefined) return { ...account, ...fields };
  const aliases = account.emails.slice(1).filter((alias) => alias.toLowerCase() !== email?.toLowerCase());
  return { ...account, ...fields, emails: email === null ? aliases : [email, ...aliases] };
}
