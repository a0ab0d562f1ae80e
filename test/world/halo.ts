import type { Contact, Phone } from '@counterpart/shared/psa.ts';
import type {
  HaloActionSeed,
  HaloClientSeed,
  HaloSeed,
  HaloSiteSeed,
  HaloTicketSeed,
  HaloUserSeed,
} from '../simulators/psa/halopsa/seed.ts';
import { contactsIn, ticketsOf } from './story.ts';
import type { Story, StoryCustomer, StoryTicket } from './types.ts';

/** Where HaloPSA puts mail that it finds no client for. */
const UNKNOWN_CLIENT = { id: 1, name: 'Unknown', main_site_id: 2 };
const STATUS_IDS = { New: 1, 'In Progress': 2, 'With User': 4, Scheduled: 10 };
const TYPE_IDS = { Incident: 1, Change: 2, 'Service Request': 3 };

/** The story as HaloPSA would keep it. Its ids are the story's, as numbers. */
export function storyToHaloSeed(story: Story): HaloSeed {
  const { customers } = story;
  const contacts = new Map(customers.flatMap(contactsIn).map((contact) => [contact.id, contact]));
  return {
    clients: [UNKNOWN_CLIENT, ...customers.map(toClient)],
    sites: [{ id: 2, client_id: UNKNOWN_CLIENT.id, name: 'Main' }, ...customers.flatMap(toSites)],
    users: customers.flatMap((customer) =>
      contactsIn(customer).map((contact) => ({
        ...toUser(contact),
        client_name: customer.company.name,
        site_name: siteName(customer, contact.siteId),
      })),
    ),
    tickets: ticketsOf(story).map((ticket) => {
      const customer = customers.find(({ company }) => company.id === ticket.companyId);
      return toTicket(ticket, customer, contacts);
    }),
    actions: ticketsOf(story).flatMap(toFirstMail),
    agents: story.msp.agents.map(({ id, name, email }) => ({ id: Number(id), name, email })),
  };
}

function toClient({ company, sites, mainPhone, website }: StoryCustomer): HaloClientSeed {
  return {
    id: Number(company.id),
    name: company.name,
    inactive: !company.active,
    main_site_id: Number(sites[0]?.id ?? 0),
    main_site_name: sites[0]?.name ?? '',
    main_phonenumber: mainPhone,
    website,
    domain: company.domains[0] ?? '',
    azure_tenants: company.tenantIds.map((id) => ({
      azure_tenant_id: id,
      azure_tenant_name: company.name,
      azure_tenant_domain: company.domains[0] ?? '',
    })),
  };
}

function toSites({ company, sites }: StoryCustomer): HaloSiteSeed[] {
  return sites.map((site) => ({
    id: Number(site.id),
    client_id: Number(company.id),
    client_name: company.name,
    name: site.name,
    inactive: !site.active,
    emaildomain: site.domain ?? '',
  }));
}

function toUser(contact: Contact): HaloUserSeed {
  const { entra, entraTenant, activeDirectory, google, okta, external } = contact.platformIds;
  const phone = (kind: Phone['kind']) => contact.phones.find((each) => each.kind === kind)?.value ?? '';
  const [emailaddress = '', email2 = '', email3 = ''] = contact.emails;
  return {
    id: Number(contact.id),
    client_id: Number(contact.companyId),
    site_id: Number(contact.siteId),
    name: contact.name,
    firstname: contact.firstName,
    surname: contact.lastName,
    emailaddress,
    email2,
    email3,
    phonenumber: phone('work'),
    mobilenumber: phone('mobile'),
    homenumber: phone('home'),
    login: contact.login ?? '',
    inactive: !contact.active,
    isserviceaccount: contact.kind === 'service',
    ...(entra && { azureoid: entra }),
    ...(entraTenant && { azure_tenant_id: entraTenant }),
    ...(activeDirectory && { samaccountname: activeDirectory }),
    ...(google && { googleworkplace_id: google }),
    ...(okta && { oktaid: okta }),
    ...(external && { third_party_guid: external }),
  };
}

function toTicket(
  ticket: StoryTicket,
  customer: StoryCustomer | undefined,
  contacts: Map<string, Contact>,
): HaloTicketSeed {
  const contact = contacts.get(ticket.contactId ?? '');
  const siteId = contact?.siteId ?? customer?.sites[0]?.id ?? '2';
  return {
    id: Number(ticket.id),
    summary: ticket.summary,
    details: ticket.body,
    client_id: Number(ticket.companyId ?? UNKNOWN_CLIENT.id),
    client_name: customer?.company.name ?? UNKNOWN_CLIENT.name,
    site_id: Number(siteId),
    site_name: customer ? siteName(customer, siteId) : 'Main',
    user_id: Number(ticket.contactId ?? -1),
    user_name: ticket.sender.name ?? '',
    user_email: ticket.sender.email ?? '',
    reportedby: ticket.sender.email ?? '',
    ...(ticket.sender.phone && { phonenumberfrom: ticket.sender.phone }),
    ...(ticket.sender.onBehalfOf && { loggedonbehalfby: ticket.sender.onBehalfOf }),
    status_id: STATUS_IDS[ticket.status],
    priority_id: ticket.priority,
    tickettype_id: TYPE_IDS[ticket.type],
    agent_id: Number(ticket.agentId),
    dateoccurred: ticket.openedAt,
    hasbeenclosed: null,
  };
}

/** The mail that a ticket began with, where it says more than the ticket itself keeps. */
function toFirstMail({ id, body, sender: { name, email, replyTo } }: StoryTicket): HaloActionSeed[] {
  if (!replyTo || !email) return [];
  const mail = {
    emailfrom: name ? `${name} <${email}>` : email,
    replytoaddress: replyTo,
    emaildirection: 'I' as const,
  };
  return [{ id: Number(id), ticket_id: Number(id), note: body, hiddenfromuser: false, ...mail }];
}

function siteName({ sites }: StoryCustomer, id: string | null): string {
  return sites.find((site) => site.id === id)?.name ?? '';
}
