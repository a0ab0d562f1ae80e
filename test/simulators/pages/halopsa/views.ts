import type { HaloStore, Row } from '../../psa/halopsa/store.ts';

const STATUS: Record<number, string> = { 1: 'New', 2: 'In Progress', 4: 'With User', 9: 'Closed', 10: 'Scheduled' };
const PRIORITY: Record<number, string> = { 1: 'Critical', 2: 'High', 3: 'Medium', 4: 'Low' };
const TYPE: Record<number, string> = { 1: 'Incident', 2: 'Change', 3: 'Service Request' };

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const named = (names: Record<number, string>, id: unknown): string => names[Number(id)] ?? '';

/** The rows of the ticket list, newest first. */
export function ticketRows(store: HaloStore, only: (ticket: Row) => boolean = () => true) {
  return [...store.all('tickets')]
    .filter(only)
    .map((ticket) => ticketRow(store, ticket))
    .sort((a, b) => b.openedAt.localeCompare(a.openedAt));
}

function ticketRow(store: HaloStore, ticket: Row) {
  return {
    id: ticket.id,
    summary: text(ticket.summary),
    client: clientName(store, ticket.client_id),
    user: text(ticket.user_name),
    status: named(STATUS, ticket.status_id),
    priority: named(PRIORITY, ticket.priority_id),
    type: named(TYPE, ticket.tickettype_id),
    agent: text(store.get('agents', Number(ticket.agent_id))?.name),
    openedAt: text(ticket.dateoccurred),
  };
}

/** One ticket with its requester as the records have it now, and what happened on it so far. */
export function ticketView(store: HaloStore, ticket: Row) {
  const user = store.get('users', Number(ticket.user_id));
  return {
    ...ticketRow(store, ticket),
    clientId: Number(ticket.client_id),
    site: text(store.get('sites', Number(ticket.site_id))?.name),
    userId: user?.id ?? null,
    user: text(user?.name) || text(ticket.user_name),
    email: text(user?.emailaddress) || text(ticket.user_email),
    phone: text(user?.phonenumber) || text(user?.mobilenumber),
    notes: [...store.all('actions')]
      .filter((action) => Number(action.ticket_id) === ticket.id)
      .map((action) => ({
        id: action.id,
        text: plainText(text(action.note_html) || text(action.note)),
        private: action.hiddenfromuser === true,
        at: text(action.datetime),
      })),
  };
}

export function userView(store: HaloStore, user: Row) {
  return {
    id: user.id,
    name: text(user.name),
    clientId: Number(user.client_id),
    client: clientName(store, user.client_id),
    site: text(store.get('sites', Number(user.site_id))?.name),
    emails: [user.emailaddress, user.email2, user.email3].map(text).filter(Boolean),
    phone: text(user.phonenumber),
    mobile: text(user.mobilenumber),
    home: text(user.homenumber),
    inactive: user.inactive === true,
    service: user.isserviceaccount === true,
    tickets: ticketRows(store, (ticket) => Number(ticket.user_id) === user.id),
  };
}

export function clientView(store: HaloStore, client: Row) {
  const of = (row: Row) => Number(row.client_id) === client.id;
  return {
    id: client.id,
    name: text(client.name),
    website: text(client.website),
    domain: text(client.domain),
    phone: text(client.main_phonenumber),
    sites: [...store.all('sites')].filter(of).map(({ id, name }) => ({ id, name: text(name) })),
    users: [...store.all('users')].filter(of).map((user) => ({
      id: user.id,
      name: text(user.name),
      email: text(user.emailaddress),
      phone: text(user.phonenumber) || text(user.mobilenumber),
      inactive: user.inactive === true,
    })),
    tickets: ticketRows(store, of),
  };
}

function clientName(store: HaloStore, id: unknown): string {
  return text(store.get('clients', Number(id))?.name);
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'", nbsp: ' ', amp: '&' };
/** Notes arrive as HTML; the screens show their words only. */
function plainText(html: string): string {
  return html
    .replace(/<br\s*\/?>|<\/p>|<\/div>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(#?\w+);/g, (all, name: string) => ENTITIES[name.toLowerCase()] ?? all)
    .trim();
}
