import type { Company, Contact, ContactChanges, ContactDraft, Phone, Site, Ticket } from '@counterpart/shared/psa.ts';
import type { HaloClient, HaloSite, HaloTicket, HaloUser } from './api.ts';
import { type HaloMail, senderOf } from './sender.ts';

const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z]$/;
const NO_GUID = /^0{8}-0{4}-0{4}-0{4}-0{12}$/;
const EMAIL = /^[^\s@<>]+@[^\s@<>]+$/;

/** Halo keeps no country with a client, only with its sites. */
export function toCompany(client: HaloClient): Company {
  const tenants = client.azure_tenants ?? [];
  return {
    id: client.id,
    name: client.name?.trim() ?? '',
    domains: unique([client.domain, client.website, ...tenants.map((t) => t.azure_tenant_domain)].flatMap(toDomains)),
    country: null,
    tenantIds: unique(tenants.flatMap((tenant) => toId(tenant.azure_tenant_id)?.toLowerCase() ?? [])),
    active: !client.inactive,
  };
}

export function toSite(site: HaloSite): Site {
  return {
    id: site.id,
    companyId: site.client_id,
    name: site.name?.trim() ?? '',
    domain: toDomains(site.emaildomain)[0] ?? null,
    active: !site.inactive,
  };
}

export function toContact(user: HaloUser): Contact {
  const firstName = user.firstname?.trim() ?? '';
  const lastName = user.surname?.trim() ?? '';
  const name = user.name?.trim() || `${firstName} ${lastName}`.trim();
  return {
    id: user.id,
    companyId: user.client_id,
    siteId: user.site_id && Number(user.site_id) > 0 ? user.site_id : null,
    name,
    firstName,
    lastName,
    emails: uniqueBy([user.emailaddress, user.email2, user.email3].flatMap(toText), (email) => email.toLowerCase()),
    phones: toPhones(user),
    login: toText(user.login)[0] ?? null,
    platformIds: compact({
      entra: toId(user.azureoid) ?? toId(user.azure_id) ?? toId(user.aaduserid),
      entraTenant: toId(user.azure_tenant_id),
      activeDirectory: toId(user.samaccountname),
      google: toId(user.googleworkplace_id),
      okta: toId(user.oktaid),
      external: toId(user.third_party_guid),
    }),
    kind: isGeneralUser(name) ? 'general' : user.isserviceaccount ? 'service' : 'person',
    active: !user.inactive,
  };
}

/** Every client has one placeholder user, and nothing but its name says so. */
function isGeneralUser(name: string): boolean {
  return name.toLowerCase() === 'general user';
}

/** `mail`: the one that the ticket began with, where it is known. */
export function toTicket(ticket: HaloTicket, mail: HaloMail | null = null): Ticket {
  return {
    id: ticket.id,
    number: ticket.id,
    summary: ticket.summary?.trim() ?? '',
    companyId: ticket.client_id && Number(ticket.client_id) > 0 ? ticket.client_id : null,
    contactId: ticket.user_id && Number(ticket.user_id) > 0 ? ticket.user_id : null,
    sender: senderOf(ticket, mail),
  };
}

/** The addresses of a list that people typed or a mail brought: `"Ana" <ana@x.test>; rui@x.test`. */
export function addressesIn(list: string | null | undefined): string[] {
  const parts = (list ?? '').toLowerCase().split(/[\s,;<>"]+/);
  return unique(parts.filter((part) => EMAIL.test(part)));
}

/** The fields of a new user; what is blank is left out. Ids go out as whole numbers. */
export function fromDraft(draft: ContactDraft, siteId: string | null): Record<string, unknown> {
  return withoutBlanks({
    client_id: Number(draft.companyId),
    site_id: siteId === null ? null : Number(siteId),
    firstname: draft.firstName,
    surname: draft.lastName,
    name: `${draft.firstName} ${draft.lastName}`.trim(),
    emailaddress: draft.email,
    ...fromPhones(draft.phones),
  });
}

/** The fields of a change. Blank never overwrites; `before` completes a name of which one half changes. */
export function fromChanges(changes: ContactChanges, before: Contact): Record<string, unknown> {
  const firstName = changes.firstName?.trim() || before.firstName;
  const lastName = changes.lastName?.trim() || before.lastName;
  const renamed = firstName !== before.firstName || lastName !== before.lastName;
  const { entra, entraTenant, activeDirectory, google, okta, external } = changes.platformIds ?? {};
  return withoutBlanks({
    ...(renamed ? { firstname: firstName, surname: lastName, name: `${firstName} ${lastName}`.trim() } : {}),
    emailaddress: changes.email,
    site_id: changes.siteId ? Number(changes.siteId) : null,
    ...fromPhones(changes.phones ?? []),
    inactive: changes.active === undefined ? null : !changes.active,
    azureoid: entra,
    azure_tenant_id: entraTenant,
    samaccountname: activeDirectory,
    googleworkplace_id: google,
    oktaid: okta,
    third_party_guid: external,
  });
}

function toPhones(user: HaloUser): Phone[] {
  const phones: Phone[] = [
    ...toText(user.phonenumber).map((value) => ({ kind: 'work' as const, value })),
    ...[user.mobilenumber, user.mobilenumber2].flatMap(toText).map((value) => ({ kind: 'mobile' as const, value })),
    ...toText(user.homenumber).map((value) => ({ kind: 'home' as const, value })),
  ];
  return uniqueBy(phones, (phone) => phone.value);
}

/** Halo has one place for work and home and two for mobile; a number of no kind takes the work one where that is free. */
function fromPhones(phones: Phone[]): Record<string, string | undefined> {
  const of = (kind: Phone['kind']) => phones.filter((phone) => phone.kind === kind).map((phone) => phone.value);
  const [mobilenumber, mobilenumber2] = of('mobile');
  return { phonenumber: of('work')[0] ?? of('other')[0], mobilenumber, mobilenumber2, homenumber: of('home')[0] };
}

function withoutBlanks(row: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(row).map(([key, value]) => [key, typeof value === 'string' ? value.trim() : value]);
  return Object.fromEntries(kept.filter(([, value]) => value !== null && value !== undefined && value !== ''));
}

/** An admin may have typed several, or a web address. */
function toDomains(value: string | null | undefined): string[] {
  return (value ?? '')
    .toLowerCase()
    .split(/[\s,;]+/)
    .map((part) =>
      part
        .replace(/^[a-z]+:\/\//, '')
        .replace(/[/:?#].*$/, '')
        .replace(/^.*@/, '')
        .replace(/^www\./, ''),
    )
    .filter((part) => DOMAIN.test(part));
}

function toText(value: string | null | undefined): string[] {
  const text = value?.trim();
  return text ? [text] : [];
}

function toId(value: string | null | undefined): string | undefined {
  const text = value?.trim();
  return text && !NO_GUID.test(text) ? text : undefined;
}

function compact<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}

function uniqueBy<T>(values: T[], key: (value: T) => string): T[] {
  const seen = new Set<string>();
  return values.filter((value) => !seen.has(key(value)) && seen.add(key(value)));
}
