import type { Account } from '@counterpart/shared/identity.ts';

/** Two spellings of one mail address, as mail systems take them: without regard to case or surrounding blanks. */
export function foldAddress(address: string): string {
  return address.normalize('NFKC').trim().toLowerCase();
}

/** Whether the account can be reached or signed in to under the address: its mail, an alias, or its username. */
export function hasAddress(account: Account, address: string): boolean {
  const wanted = foldAddress(address);
  return wanted !== '' && [account.username, ...account.emails].some((own) => foldAddress(own) === wanted);
}
