import type { Contact, Phone } from '@counterpart/shared/psa.ts';
import { CAPTIONS, customFields, FIELDS, item } from '../simulators/psa/connectwise/harness.ts';
import type {
  CommunicationItemSeed,
  CompanySeed,
  ConnectWiseSeed,
  ContactSeed,
  Reference,
  TicketSeed,
} from '../simulators/psa/connectwise/seed.ts';
import { contactsIn, ticketsOf } from './story.ts';
import type { Story, StoryCustomer, StoryTicket } from './types.ts';

/** Where the e-mail connector puts mail that fits no customer. */
const CATCH_ALL: CompanySeed = { id: 1, identifier: 'Catchall', name: 'Catchall (for email connector)' };
const ACTIVE = { id: 1, name: 'Active' };
const STATUSES = { New: 'New', 'In Progress': 'In Progress', 'With User': 'Waiting Customer', Scheduled: 'Scheduled' };
const PHONES = { work: 2, mobile: 4, home: 5, other: 2 } as const;
const LONGEST_NAME = 30;
const COUNTRY_NAMES = new Intl.DisplayNames(['en'], { type: 'region' });

/**
 * The story as ConnectWise would keep it. Its ids are the story's, as numbers. Names are cut where the fields end; a
 * device is told by its type, a placeholder by its name; of a mail only the sender's name and address are kept.
 */
export function storyToConnectWiseSeed(story: Story): ConnectWiseSeed {
  const { customers } = story;
  const companies = new Map([CATCH_ALL, ...customers.map(toCompany)].map((company) => [company.id, company]));
  const siteNames = new Map(customers.flatMap(({ sites }) => sites.map(({ id, name }) => [id, name])));
  const contacts = customers
    .flatMap(contactsIn)
    .map((contact) => toContact(contact, companies.get(Number(contact.companyId))!, siteNames));
  const byId = new Map(contacts.map((contact) => [contact.id, contact]));
  return {
    companies: [...companies.values()],
    sites: customers.flatMap(({ sites, company }) =>
      sites.map(({ id, name, active }, index) => ({
        ...{ id: Number(id), name, company: { id: Number(company.id) } },
        ...{ primaryAddressFlag: index === 0, inactiveFlag: !active },
      })),
    ),
    contacts,
    tickets: ticketsOf(story).map((ticket) =>
      toTicket(ticket, companies.get(Number(ticket.companyId)) ?? CATCH_ALL, byId.get(Number(ticket.contactId))),
    ),
    notes: ticketsOf(story).map(({ id, body, openedAt }) => ({
      ...{ id: Number(id), ticketId: Number(id), text: body, dateCreated: `${openedAt}Z` },
      ...{ detailDescriptionFlag: true, internalAnalysisFlag: false, resolutionFlag: false },
    })),
    customFields: FIELDS,
  };
}

function toCompany({ key, company, website, mainPhone }: StoryCustomer): CompanySeed {
  return {
    id: Number(company.id),
    identifier: key,
    name: company.name,
    status: company.active ? ACTIVE : { id: 2, name: 'Former customer' },
    phoneNumber: mainPhone,
    ...(website && { website }),
    ...(company.country && { country: countryOf(company.country) }),
  };
}

/** Countries are records; whichever ids these have. */
function countryOf(code: string): Reference {
  return { id: Buffer.from(code).readUInt16BE(), name: COUNTRY_NAMES.of(code)! };
}

function toContact(contact: Contact, company: CompanySeed, siteNames: Map<string, string>): ContactSeed {
  const { entra, external } = contact.platformIds;
  return {
    id: Number(contact.id),
    firstName: contact.firstName.slice(0, LONGEST_NAME),
    ...(contact.lastName && { lastName: contact.lastName.slice(0, LONGEST_NAME) }),
    company: referenceTo(company),
    ...(contact.siteId && { site: { id: Number(contact.siteId), name: siteNames.get(contact.siteId)! } }),
    inactiveFlag: !contact.active,
    types: contact.kind === 'service' ? [{ id: 7, name: 'Device' }] : [{ id: 1, name: 'End user' }],
    communicationItems: toItems(contact),
    customFields: customFields({
      ...(entra && { [CAPTIONS.entra]: entra }),
      ...(external && { [CAPTIONS.external]: external }),
    }),
  };
}

function toItems({ id, emails, phones }: Contact): CommunicationItemSeed[] {
  const all: [type: 1 | 2 | 4 | 5, value: string, isDefault: boolean][] = [
    ...emails.map((email, index): [1, string, boolean] => [1, email, index === 0]),
    ...phones.map(({ kind, value }: Phone, index): [2 | 4 | 5, string, boolean] => [PHONES[kind], value, index === 0]),
  ];
  return all.map(([type, value, isDefault], index) => item(Number(id) * 10 + index, type, value, isDefault));
}

function toTicket(ticket: StoryTicket, company: CompanySeed, contact: ContactSeed | undefined): TicketSeed {
  const { name, email, phone } = ticket.sender;
  return {
    id: Number(ticket.id),
    summary: ticket.summary,
    company: referenceTo(company),
    ...(contact && { contact: { id: contact.id, name: `${contact.firstName} ${contact.lastName ?? ''}`.trim() } }),
    ...(name && { contactName: name }),
    ...(email && { contactEmailAddress: email }),
    ...(phone && { contactPhoneNumber: phone }),
    status: { id: 16, name: STATUSES[ticket.status] },
    priority: { id: ticket.priority, name: `Priority ${ticket.priority}` },
  };
}

function referenceTo({ id, identifier, name }: CompanySeed): Reference {
  return { id, identifier, name };
}
