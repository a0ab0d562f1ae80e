import type { Contact, Phone } from '@counterpart/shared/psa.ts';
import type { AutotaskSeed } from '../simulators/psa/autotask/seed.ts';
import { contactsIn, ticketsOf } from './story.ts';
import type { Story, StoryCustomer, StoryTicket } from './types.ts';

type SeedRow = NonNullable<AutotaskSeed['Contacts']>[number];

/** The MSP itself: Autotask's own company 0, which also gets the mail that fits no customer. */
const OURSELVES = 0;
const STATUS_IDS = { New: 1, 'In Progress': 8, 'With User': 7, Scheduled: 10 };
/** Both names are required, so whoever has only one gets a mark that people type in such a case. */
const NO_LAST_NAME = '-';

/**
 * The story as Autotask would keep it. Its ids are the story's, as numbers. There is no "General User" and no mark for a
 * service; a contact with tickets cannot be deleted; who wrote a mail stands in the ticket's first lines.
 */
export function storyToAutotaskSeed(story: Story): AutotaskSeed {
  const { customers } = story;
  const codes = [...new Set(customers.map(({ company }) => company.country ?? story.msp.country))];
  const contacts = customers.flatMap(contactsIn).filter(({ kind }) => kind !== 'general');
  const known = new Set(contacts.map(({ id }) => id));
  return {
    Countries: codes.map((countryCode, index) => ({ id: index + 1, countryCode, isActive: true })),
    Companies: [
      { id: OURSELVES, companyName: story.msp.name, isActive: true },
      ...customers.map((customer) => toCompany(customer, codes)),
    ],
    CompanyLocations: customers.flatMap(({ sites, company }) =>
      sites.map(({ id, name, active }, index) => ({
        ...{ id: Number(id), companyID: Number(company.id), name, isActive: active, isPrimary: index === 0 },
      })),
    ),
    Contacts: contacts.map(toContact),
    Tickets: ticketsOf(story).map((ticket) => toTicket(ticket, known)),
  };
}

/** The number that people say: the day and a count. */
export function autotaskNumber({ id, openedAt }: Pick<StoryTicket, 'id' | 'openedAt'>): string {
  return `T${openedAt.slice(0, 10).replaceAll('-', '')}.${id}`;
}

function toCompany({ company, mainPhone, website }: StoryCustomer, codes: string[]): SeedRow {
  return {
    id: Number(company.id),
    companyName: company.name,
    companyType: 1,
    ownerResourceID: 4,
    phone: mainPhone,
    isActive: company.active,
    ...(website && { webAddress: website }),
    ...(company.country && { countryID: codes.indexOf(company.country) + 1 }),
  };
}

function toContact(contact: Contact): SeedRow {
  const { entra, external = entra } = contact.platformIds;
  const phone = (kind: Phone['kind']) => contact.phones.find((each) => each.kind === kind)?.value ?? null;
  const [emailAddress = null, emailAddress2 = null, emailAddress3 = null] = contact.emails;
  return {
    id: Number(contact.id),
    companyID: Number(contact.companyId),
    companyLocationID: contact.siteId === null ? null : Number(contact.siteId),
    firstName: contact.firstName,
    lastName: contact.lastName || NO_LAST_NAME,
    ...{ emailAddress, emailAddress2, emailAddress3 },
    phone: phone('work'),
    mobilePhone: phone('mobile'),
    alternatePhone: phone('home'),
    externalID: external ?? null,
    isActive: contact.active ? 1 : 0,
  };
}

function toTicket(ticket: StoryTicket, contacts: Set<string>): SeedRow {
  const { contactId, sender } = ticket;
  return {
    id: Number(ticket.id),
    ticketNumber: autotaskNumber(ticket),
    title: ticket.summary,
    description: [...mailHeaders(sender), ticket.body].join('\r\n'),
    companyID: Number(ticket.companyId ?? OURSELVES),
    contactID: contactId !== null && contacts.has(contactId) ? Number(contactId) : null,
    status: STATUS_IDS[ticket.status],
    priority: ticket.priority,
    createDate: `${ticket.openedAt}Z`,
  };
}

/** What a mail processor puts first, and the empty line after it; nothing where somebody rang. */
function mailHeaders({ name, email, replyTo, phone, onBehalfOf }: StoryTicket['sender']): string[] {
  if (!email) return [];
  const more = { 'Reply-To': replyTo, 'On behalf of': onBehalfOf, Phone: phone };
  const lines = Object.entries(more).flatMap(([header, value]) => (value ? [`${header}: ${value}`] : []));
  return [`From: ${name ? `${name} <${email}>` : email}`, ...lines, ''];
}
