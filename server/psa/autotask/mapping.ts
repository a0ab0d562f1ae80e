import { AppError } from '@counterpart/shared/errors.ts';
import type { Company, Contact, ContactChanges, ContactDraft, Phone, Site, Ticket } from '@counterpart/shared/psa.ts';
import type { AutotaskCompany, AutotaskContact, AutotaskLocation, AutotaskTicket } from './api.ts';
import { senderOf } from './sender.ts';

export const EMAIL_FIELDS = ['emailAddress', 'emailAddress2', 'emailAddress3'] as const;
export const PHONE_FIELDS = ['phone', 'mobilePhone', 'alternatePhone'] as const;

/** What the fields hold, in UTF-16 units; Autotask answers 500 to more. */
const LONGEST: Record<string, number> = {
  firstName: 50,
  lastName: 50,
  emailAddress: 254,
  phone: 25,
  mobilePhone: 25,
  alternatePhone: 32,
  externalID: 50,
  title: 250,
  description: 32_000,
};
const DOMAIN = /^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+$/;

/** `countries`: Autotask's ids of countries and their ISO codes. */
export function toCompany(company: AutotaskCompany, countries: Map<string, string>): Company {
  return {
    id: company.id,
    name: company.companyName?.trim() ?? '',
    domains: toDomains(company.webAddress),
    country: countries.get(company.countryID ?? '') ?? null,
    tenantIds: [],
    active: company.isActive ?? true,
  };
}

export function toSite(location: AutotaskLocation): Site {
  return {
    id: location.id,
    companyId: location.companyID,
    name: location.name?.trim() ?? '',
    domain: null,
    active: location.isActive ?? true,
  };
}

/** Autotask has no placeholder contact and no mark for a service, and one place for somebody else's key. */
export function toContact(contact: AutotaskContact): Contact {
  const firstName = contact.firstName?.trim() ?? '';
  // Autotask insists on a last name: what has none, a reception or a mailbox, is given a dash or a dot.
  const typed = contact.lastName?.trim() ?? '';
  const lastName = /^[-.–—_]$/.test(typed) ? '' : typed;
  const external = contact.externalID?.trim();
  return {
    id: contact.id,
    companyId: contact.companyID,
    siteId: contact.companyLocationID ?? null,
    name: `${firstName} ${lastName}`.trim(),
    firstName,
    lastName,
    emails: unique(
      EMAIL_FIELDS.map((field) => contact[field]),
      (email) => email.toLowerCase(),
    ),
    phones: toPhones(contact),
    login: null,
    platformIds: external ? { external } : {},
    kind: 'person',
    active: contact.isActive ?? true,
  };
}

export function toTicket(ticket: AutotaskTicket): Ticket {
  return {
    id: ticket.id,
    number: ticket.ticketNumber?.trim() || ticket.id,
    summary: ticket.title?.trim() ?? '',
    companyId: ticket.companyID ?? null,
    contactId: ticket.contactID ?? null,
    sender: senderOf(ticket.description ?? ''),
  };
}

/** The fields of a new contact. What is blank is left out: Autotask answers 500 to a blank. */
export function fromDraft(draft: ContactDraft, key?: string): Record<string, unknown> {
  const row = withoutBlanks({
    companyID: Number(draft.companyId),
    companyLocationID: draft.siteId === null ? null : Number(draft.siteId),
    firstName: draft.firstName,
    lastName: draft.lastName,
    emailAddress: draft.email,
    ...fromPhones(draft.phones),
    externalID: key,
    isActive: 1,
  });
  for (const name of ['firstName', 'lastName']) {
    if (row[name] === undefined) throw refusal(name, 'is required');
  }
  return fitting(row);
}

/** The fields of a change. Blank never overwrites. Of other systems' ids there is a place for `external` alone. */
export function fromChanges(changes: ContactChanges): Record<string, unknown> {
  return fitting(
    withoutBlanks({
      firstName: changes.firstName,
      lastName: changes.lastName,
      emailAddress: changes.email,
      companyLocationID: changes.siteId ? Number(changes.siteId) : null,
      ...fromPhones(changes.phones ?? []),
      isActive: changes.active === undefined ? null : Number(changes.active),
      externalID: changes.platformIds?.external,
    }),
  );
}

/** Refuses what a field cannot hold, before Autotask does so with less to say; cutting a name would make it another. */
export function fitting(row: Record<string, unknown>): Record<string, unknown> {
  for (const [name, value] of Object.entries(row)) {
    const longest = LONGEST[name];
    if (typeof value === 'string' && longest !== undefined && value.length > longest) {
      throw refusal(name, `at most ${longest} characters`);
    }
  }
  return row;
}

function refusal(path: string, message: string): AppError {
  return new AppError('provider_rejected', `Autotask would not accept the value for ${path}: ${message}`, {
    fields: [{ path, message }],
  });
}

function toPhones(contact: AutotaskContact): Phone[] {
  const kinds: Record<(typeof PHONE_FIELDS)[number], Phone['kind']> = {
    phone: 'work',
    mobilePhone: 'mobile',
    alternatePhone: 'other',
  };
  const seen = new Set<string>();
  return PHONE_FIELDS.flatMap((field) => {
    const value = contact[field]?.trim();
    if (!value || seen.has(value)) return [];
    seen.add(value);
    return [{ kind: kinds[field], value }];
  });
}

/** One place for work, one for mobile, and a third for whatever else there is. */
function fromPhones(phones: Phone[]): Record<string, string | undefined> {
  const of = (kind: Phone['kind']) => phones.find((phone) => phone.kind === kind)?.value;
  return { phone: of('work'), mobilePhone: of('mobile'), alternatePhone: of('other') ?? of('home') };
}

function withoutBlanks(row: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(row).map(([key, value]) => [key, typeof value === 'string' ? value.trim() : value]);
  return Object.fromEntries(kept.filter(([, value]) => value !== null && value !== undefined && value !== ''));
}

/** An admin may have typed several, or bare names. */
function toDomains(value: string | null): string[] {
  const parts = (value ?? '').toLowerCase().split(/[\s,;]+/);
  const bare = parts.map((part) =>
    part
      .replace(/^[a-z]+:\/\//, '')
      .replace(/[/:?#].*$/, '')
      .replace(/^.*@/, '')
      .replace(/^www\./, ''),
  );
  return [...new Set(bare.filter((part) => DOMAIN.test(part)))];
}

function unique(values: (string | null)[], key: (value: string) => string): string[] {
  const seen = new Set<string>();
  return values.flatMap((value) => {
    const text = value?.trim();
    if (!text || seen.has(key(text))) return [];
    seen.add(key(text));
    return [text];
  });
}
