import type { Account } from '@counterpart/shared/identity.ts';
import { accountsIn } from './story.ts';
import type { Story } from './types.ts';

const COLUMNS: Record<string, (account: Account) => string> = {
  Username: (account) => account.username,
  'Display name': (account) => account.displayName,
  'First name': (account) => account.givenName,
  'Last name': (account) => account.familyName,
  Email: (account) => account.emails[0] ?? '',
  Aliases: (account) => account.emails.slice(1).join(';'),
  Phone: (account) => account.phones.find(({ kind }) => kind === 'work')?.value ?? '',
  Mobile: (account) => account.phones.find(({ kind }) => kind === 'mobile')?.value ?? '',
  Title: (account) => account.title ?? '',
};

/** The built-in directory's accounts as a spreadsheet would export them: UTF-8, comma, quotes where needed, CRLF. */
export function storyToCsv(story: Story, directory: string): string {
  const customer = story.customers.find((each) => each.directory?.key === directory);
  if (!customer) throw new Error(`The story has no directory "${directory}"`);
  const rows = accountsIn(customer).map((account) => Object.values(COLUMNS).map((read) => read(account)));
  return [Object.keys(COLUMNS), ...rows].map((row) => `${row.map(quote).join(',')}\r\n`).join('');
}

function quote(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
