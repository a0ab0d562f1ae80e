import type { Company, Contact, Phone, PlatformIds, Site, Ticket } from '@counterpart/shared/psa.ts';
import { storable } from '../text.ts';
import type { CommunicationItem, CustomField, CwCompany, CwContact, CwSite, CwTicket } from './api.ts';
import type { CustomFieldCaptions } from './client.ts';

const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z]$/;
const EMAIL = /^[^\s@<>]+@[^\s@<>]+$/;
/** ConnectWise marks no contact as a placeholder or a device: these are the names and types that MSPs give them. */
const GENERAL = /^(general|default|unknown) (user|contact)$/i;
const SERVICE = /^(service account|shared mailbox|device)s?$/i;
/** A contact need not have a company; no company has this id. */
const NO_COMPANY = '0';

/** `inactive`: the statuses that an admin has marked so, null where they may not be read. */
export function toCompany(company: CwCompany, inactive: ReadonlySet<string> | null): Company {
  const { status } = company;
  const ended = status !== null && (inactive ? inactive.has(status.id) : /^inactive$/i.test(status.name.trim()));
  return {
    id: company.id,
    name: company.name?.trim() ?? '',
    domains: toDomains(company.website),
    country: toCountry(company.country),
    tenantIds: [],
    active: !company.deletedFlag && !ended,
  };
}

export function toSite(site: CwSite, companyId: string): Site {
  return { id: site.id, companyId, name: site.name?.trim() ?? '', domain: null, active: !site.inactiveFlag };
}

export function toContact(contact: CwContact, captions: CustomFieldCaptions): Contact {
  const firstName = contact.firstName?.trim() ?? '';
  const lastName = contact.lastName?.trim() ?? '';
  const name = `${firstName} ${lastName}`.trim();
  const service = (contact.types ?? []).some((type) => SERVICE.test(type?.name.trim() ?? ''));
  const items = contact.communicationItems ?? [];
  return {
    id: contact.id,
    companyId: contact.company?.id ?? NO_COMPANY,
    siteId: contact.site?.id ?? null,
    name,
    firstName,
    lastName,
    emails: uniqueBy(
      byDefault(items.filter(isEmail)).flatMap(({ value }) => toText(value)),
      (email) => email.toLowerCase(),
    ),
    phones: toPhones(contact),
    login: null,
    platformIds: toPlatformIds(contact.customFields ?? [], captions),
    kind: GENERAL.test(name) ? 'general' : service ? 'service' : 'person',
    active: !contact.inactiveFlag,
  };
}

export function toTicket(ticket: CwTicket): Ticket {
  return {
    id: ticket.id,
    number: ticket.id,
    summary: ticket.summary?.trim() ?? '',
    companyId: ticket.company?.id ?? null,
    contactId: ticket.contact?.id ?? null,
    sender: {
      name: toText(ticket.contactName).find((name) => !EMAIL.test(name)) ?? null,
      email: [ticket.contactEmailAddress, ticket.contactName].flatMap(toText).find((text) => EMAIL.test(text)) ?? null,
      phone: phoneValue({ value: ticket.contactPhoneNumber, extension: ticket.contactPhoneExtension }) || null,
      // The API tells neither of a mail, and has no field for a second person.
      replyTo: null,
      onBehalfOf: null,
    },
  };
}

export function isEmail(item: CommunicationItem): boolean {
  return item.communicationType === 'Email';
}

/** The kinds are the admin's own words, "Direct", "Cell", "Home"; a fax is a number too, and says so in `other`. */
export function phoneKind(item: Pick<CommunicationItem, 'communicationType' | 'type'>): Phone['kind'] {
  const name = item.type?.name ?? '';
  if (item.communicationType === 'Fax') return 'other';
  if (/mobil|cell|handy/i.test(name)) return 'mobile';
  if (/home|private|personal/i.test(name)) return 'home';
  return /direct|work|office|business|main|phone/i.test(name) ? 'work' : 'other';
}

/** As typed, and its extension in the way people write it. */
export function phoneValue(item: Pick<CommunicationItem, 'value' | 'extension'>): string {
  const value = item.value?.trim() ?? '';
  const extension = item.extension?.trim();
  return value && extension ? `${value} x${extension}` : value;
}

export function captionOf(field: CustomField): string {
  return (field.caption ?? '').trim().toLowerCase();
}

function toPhones(contact: CwContact): Phone[] {
  const items = contact.communicationItems;
  if (!items) {
    // Where the items are not told, the one number shown on the contact is; a site's number is nobody's own.
    const { defaultPhoneType: name, defaultPhoneNbr: value, defaultPhoneExtension: extension } = contact;
    if (!value?.trim() || /site|fax/i.test(name ?? '')) return [];
    const type = { id: '0', name: name ?? '', identifier: null };
    return [{ kind: phoneKind({ communicationType: 'Phone', type }), value: phoneValue({ value, extension }) }];
  }
  const phones = byDefault(items.filter((item) => !isEmail(item))).flatMap((item) =>
    phoneValue(item) ? [{ kind: phoneKind(item), value: phoneValue(item), fax: item.communicationType === 'Fax' }] : [],
  );
  const ordered = [...phones.filter(({ fax }) => !fax), ...phones.filter(({ fax }) => fax)];
  return uniqueBy(
    ordered.map(({ kind, value }) => ({ kind, value })),
    ({ value }) => value,
  );
}

function toPlatformIds(fields: CustomField[], captions: CustomFieldCaptions): PlatformIds {
  const { key: _ours, ...platforms } = captions;
  const ids = Object.entries(platforms).flatMap(([platform, caption]) => {
    const field = fields.find((one) => captionOf(one) === caption.trim().toLowerCase());
    const value = storable(String(field?.value ?? '')).trim();
    return value ? [[platform, value]] : [];
  });
  return Object.fromEntries(ids);
}

/** The default of each kind comes first; what follows keeps its order. */
function byDefault(items: CommunicationItem[]): CommunicationItem[] {
  return [...items.filter((item) => item.defaultFlag), ...items.filter((item) => !item.defaultFlag)];
}

function toDomains(website: string | null | undefined): string[] {
  const host = (website ?? '')
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[/:?#].*$/, '')
    .replace(/^.*@/, '')
    .replace(/^www\./, '');
  return DOMAIN.test(host) ? [host] : [];
}

let countries: Map<string, string> | null = null;

/** ConnectWise has countries as records with English names; their short name may or may not be the ISO code. */
function toCountry(country: CwCompany['country']): string | null {
  if (!country) return null;
  countries ??= countryCodes();
  const code = country.identifier?.trim().toUpperCase() ?? '';
  return countries.get(country.name.trim().toLowerCase()) ?? ([...countries.values()].includes(code) ? code : null);
}

function countryCodes(): Map<string, string> {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  // What a country was called before it was renamed or parted is another spelling of the code it has now.
  const current = codes.filter((code) => Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`);
  const named = current.flatMap((code) => {
    const name = names.of(code)?.toLowerCase();
    return name ? [[name, code] as const] : [];
  });
  return new Map(named);
}

function toText(value: string | null | undefined): string[] {
  const text = value?.trim();
  return text ? [text] : [];
}

function uniqueBy<T>(values: T[], key: (value: T) => string): T[] {
  const seen = new Set<string>();
  return values.filter((value) => !seen.has(key(value)) && seen.add(key(value)));
}
