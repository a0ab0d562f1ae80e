import type {
  AccountCard,
  Candidate,
  CompanyCard,
  ContactCard,
  DirectoryCard,
  LinkedAccount,
  TicketCard,
} from '@counterpart/shared/api.ts';
import type { Evidence, EvidenceField, EvidenceRule, Verdict } from '@counterpart/shared/link.ts';
import { inFull, personOf, story } from '../world/story.ts';

/** The story's records as the server's cards: rows of ours have ids made from the story's own. */
export const rowId = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

const HALO = `https://${story.msp.host}`;

export function customerOf(key: string) {
  const found = story.customers.find((customer) => customer.key === key);
  if (!found) throw new Error(`The story has no customer called "${key}"`);
  return found;
}

export function companyCard(key: string): CompanyCard {
  const { company } = customerOf(key);
  return { ...company, rowId: rowId(Number(company.id)), url: `${HALO}/customers?clientid=${company.id}` };
}

export function directoryCard(key: string, canCreate = true): DirectoryCard {
  const { company, directory } = customerOf(key);
  if (!directory) throw new Error(`"${key}" has no directory`);
  return {
    id: rowId(Number(company.id) + 1000),
    name: directory.name,
    provider: directory.provider,
    domains: directory.domains,
    canCreate,
  };
}

export function contactCard(person: string, more: Partial<ContactCard> = {}): ContactCard {
  const { contact } = personOf(story, person);
  if (!contact) throw new Error(`"${person}" has no contact`);
  return {
    ...contact,
    rowId: rowId(Number(contact.id)),
    url: `${HALO}/customers?userid=${contact.id}`,
    version: 1,
    missing: false,
    ...more,
  };
}

export function accountCard(
  person: string,
  customer: string,
  seenAt: string,
  more: Partial<AccountCard> = {},
  nth = 0,
): AccountCard {
  const account = personOf(story, person).accounts[nth];
  if (!account) throw new Error(`"${person}" has no such account`);
  const { id, name, provider } = directoryCard(customer);
  return {
    ...account,
    rowId: rowId(Number.parseInt(account.id.slice(-4), 16) + 5000),
    directory: { id, name, provider },
    seenAt,
    missing: false,
    ...more,
  };
}

export function ticketCard(number: string): TicketCard {
  const tickets = [...story.customers.flatMap((customer) => customer.tickets), ...story.strayTickets];
  const found = tickets.find((ticket) => ticket.number === number);
  if (!found) throw new Error(`The story has no ticket ${number}`);
  const { id, summary, companyId, contactId, sender } = inFull(found);
  return { id, number, summary, companyId, contactId, sender, url: `${HALO}/tickets?id=${id}` };
}

/** The ticket that the story has of one of a customer's people; null where they wrote none. */
export function ticketOf(customer: string, person: string): TicketCard | null {
  const { contact } = personOf(story, person);
  const found = customerOf(customer).tickets.find((ticket) => ticket.contactId === contact?.id);
  return found ? ticketCard(found.number) : null;
}

/** Nothing speaks against the ticket's contact. */
export const UNDOUBTED = { warnings: [], suggestedContacts: [] };

const FIELDS: [string, EvidenceField][] = [
  ['platform', 'platform_id'],
  ['email', 'email'],
  ['phone', 'phone'],
  ['name', 'name'],
  ['account_disabled', 'enabled'],
  ['account_newer', 'age'],
];

export function evidence(
  rule: EvidenceRule,
  bits: number,
  contactValue: string | null,
  accountValue: string | null,
  conflict = false,
): Evidence {
  const field = FIELDS.find(([start]) => rule.startsWith(start))?.[1] ?? 'kind';
  return { field, rule, bits, contactValue, accountValue, conflict };
}

export function linked(account: AccountCard, linkedAt: string, list: Evidence[], primary = true): LinkedAccount {
  return {
    linkId: rowId(primary ? 9001 : 9002),
    primary,
    account,
    linkedBy: 'Mika Sorensen',
    linkedAt,
    evidence: list,
  };
}

export function candidate(
  account: AccountCard,
  verdict: Verdict,
  list: Evidence[],
  linkedTo: string | null = null,
): Candidate {
  const bits = list.reduce((sum, one) => sum + one.bits, -12);
  return { account, verdict, probability: 1 / (1 + 2 ** -bits), evidence: list, linkedTo };
}
