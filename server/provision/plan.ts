import type { AccountPlan, PlannedField } from '@counterpart/shared/api.ts';
import type { AccountDraft } from '@counterpart/shared/identity.ts';
import type { Contact } from '@counterpart/shared/psa.ts';
import anyAscii from 'any-ascii';

/** Sign-in names and addresses that the directory already has, lower case. */
export type Taken = (name: string) => boolean;

export interface Plan {
  draft: AccountPlan['draft'];
  fields: PlannedField[];
}

/**
 * What creating the account would write, field by field with its source: nothing is invented silently. The address is
 * the sign-in name where its domain is the directory's; else first.last at the directory's first domain.
 */
export function planAccount(contact: Contact, directory: { domains: string[] }, taken: Taken): Plan {
  const email = contact.emails[0]?.trim() ?? '';
  const domain = email.split('@')[1]?.toLowerCase() ?? '';
  const { given, family } = namesOf(contact);
  const display = contact.name.trim() || `${given} ${family}`.trim();
  const own = directory.domains.length === 0 || directory.domains.includes(domain);
  const fromEmail = email !== '' && own;
  const username = fromEmail ? email.toLowerCase() : proposeUsername(given, family, directory.domains[0]);

  const phone = contact.phones[0];
  const fields: PlannedField[] = [
    {
      field: 'username',
      from: fromEmail ? email : contact.name,
      to: username,
      rule: fromEmail ? 'from_email' : 'from_name',
      problem: username === '' ? 'missing' : taken(username) ? 'taken' : null,
    },
    {
      field: 'displayName',
      from: contact.name,
      to: display,
      rule: 'copied',
      problem: display === '' ? 'missing' : null,
    },
    {
      field: 'givenName',
      from: contact.firstName || null,
      to: given,
      rule: contact.firstName ? 'copied' : 'from_name',
      problem: null,
    },
    {
      field: 'familyName',
      from: contact.lastName || null,
      to: family,
      rule: contact.lastName ? 'copied' : 'from_name',
      problem: null,
    },
    { field: 'email', from: email || null, to: email, rule: 'copied', problem: emailProblem(email, own, taken) },
    ...(phone ? [{ field: 'phone', from: phone.value, to: phone.value, rule: 'copied', problem: null } as const] : []),
  ];
  const draft = {
    username,
    displayName: display,
    givenName: given,
    familyName: family,
    email: email || null,
    phones: contact.phones,
  };
  return { draft, fields };
}

/** The problems of a draft as a person typed it; the same rules as the plan's. */
export function draftProblems(draft: AccountDraft, taken: Taken): { path: string; message: string }[] {
  const problems = [];
  if (taken(draft.username.toLowerCase()))
    problems.push({ path: 'draft.username', message: 'is already used in the directory' });
  const other = draft.email !== null && draft.email.toLowerCase() !== draft.username.toLowerCase();
  if (other && taken(draft.email!.toLowerCase()))
    problems.push({ path: 'draft.email', message: 'already belongs to an account of the directory' });
  return problems;
}

function emailProblem(email: string, own: boolean, taken: Taken): PlannedField['problem'] {
  if (email === '') return 'missing';
  if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) return 'not_an_address';
  if (taken(email.toLowerCase())) return 'taken';
  return own ? null : 'foreign_domain';
}

function namesOf(contact: Contact): { given: string; family: string } {
  if (contact.firstName || contact.lastName)
    return { given: contact.firstName.trim(), family: contact.lastName.trim() };
  const words = contact.name.trim().split(/\s+/);
  return { given: words.slice(0, -1).join(' ') || (words[0] ?? ''), family: words.length > 1 ? words.at(-1)! : '' };
}

function proposeUsername(given: string, family: string, domain: string | undefined): string {
  const plain = (text: string) =>
    anyAscii(text)
      .toLowerCase()
      .replace(/[^a-z0-9-]/g, '');
  const local = [plain(given), plain(family)].filter(Boolean).join('.');
  if (local === '') return '';
  return domain ? `${local}@${domain}` : local;
}
