import { AppError } from '@counterpart/shared/errors.ts';
import type { PageKind } from '@counterpart/shared/page.ts';
import type { Contact } from '@counterpart/shared/psa.ts';
import type { Http } from '../../http.ts';
import { sameNumber, searchableDigits } from '../phones.ts';
import type { ListPage, Psa, Reading } from '../types.ts';
import { AutotaskAdditionalContact, AutotaskCountry, type AutotaskTicket } from './api.ts';
import { checkAutotask } from './check.ts';
import { type AutotaskConfig, createAutotaskApi } from './client.ts';
import {
  EMAIL_FIELDS,
  fromChanges,
  fromDraft,
  PHONE_FIELDS,
  toCompany,
  toContact,
  toSite,
  toTicket,
} from './mapping.ts';
import { findNote, withdrawNote, writeNote } from './notes.ts';
import { COMPANIES, CONTACTS, LOCATIONS, TICKETS } from './objects.ts';
import { type Condition, containsEnding, equalsAny } from './query.ts';

import { createWebhooks } from './webhooks.ts';

export { createZones } from './zone.ts';
export type { AutotaskConfig };

/**
 * Half of the 10,000 requests an hour that all integrations of a database share: from there on Autotask makes every
 * one of them slower. https://www.autotask.net/help/DeveloperHelp/Content/APIs/REST/General_Topics/REST_Thresholds_Limits.htm
 */
export const AUTOTASK_BUDGET = { limit: 5_000, windowMs: 60 * 60_000 };

/** What an Autotask can do of all that a PSA may. */
export type AutotaskPsa = Psa &
  Required<Pick<Psa, 'changedContacts' | 'findContactByKey' | 'hooks' | 'setTicketContact'>>;

const MAX_ID = 2_147_483_647;
/** Their clock and ours differ by less. */
const SKEW_MS = 5 * 60_000;
const LONGEST_EMAIL = 254;

const PAGES: Record<PageKind, string> = {
  ticket: '/Mvc/ServiceDesk/TicketDetail.mvc?ticketId=',
  contact: '/Mvc/CRM/ContactDetail.mvc?contactId=',
  company: '/Mvc/CRM/AccountDetail.mvc?accountId=',
};
const WRITE_CONTACTS = { right: 'CRM: add and edit contacts', urgent: true } as const;

/** The Autotask PSA connector: company = company, location = site, contact = contact, ticket = ticket. */
export function createAutotaskPsa(config: AutotaskConfig, http: Http): AutotaskPsa {
  const api = createAutotaskApi(config, http);
  let countries: Promise<Map<string, string>> | null = null;

  async function readCountries(): Promise<Map<string, string>> {
    const call = { path: 'Countries', answer: AutotaskCountry, fields: ['id', 'countryCode'] } as const;
    const rows = await api.find({ ...call, right: 'CRM: view companies' });
    return new Map(
      rows.flatMap(({ id, countryCode }) => (isCode(countryCode) ? [[id, countryCode.toUpperCase()]] : [])),
    );
  }
  /** A country helps to read phone numbers; a company without one is still a company. */
  async function countryCodes(): Promise<Map<string, string>> {
    countries ??= readCountries().catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'provider_forbidden') return new Map();
      countries = null;
      throw error;
    });
    return countries;
  }

  async function readContact(id: string, { background = false }: Reading = {}): Promise<Contact | null> {
    if (!isId(id)) return null;
    const contact = await api.get({ ...CONTACTS, path: `Contacts/${id}`, urgent: !background });
    return contact && toContact(contact);
  }
  async function readTicket(id: string): Promise<AutotaskTicket | null> {
    return isId(id) ? api.get({ ...TICKETS, path: `Tickets/${id}`, urgent: true }) : null;
  }
  async function findContacts(condition: Condition, fits: (contact: Contact) => boolean): Promise<Contact[]> {
    const rows = await api.find({ ...CONTACTS, filter: [condition] });
    return rows.map(toContact).filter(fits);
  }

  return {
    check: () => checkAutotask(api),

    async *companies() {
      const codes = await countryCodes();
      yield* map(api.list(COMPANIES), (company) => toCompany(company, codes));
    },
    sites: () => map(api.list(LOCATIONS), toSite),
    contacts: () => map(api.list(CONTACTS), toContact),
    changedContacts(since) {
      const value = new Date(since.getTime() - SKEW_MS).toISOString();
      const filter: Condition[] = [{ op: 'gte', field: 'lastModifiedDate', value }];
      return map(api.list({ ...CONTACTS, filter, seldom: true }), toContact);
    },

    async company(id, { background = false } = {}) {
      // The customer's own company is number 0.
      if (id !== '0' && !isId(id)) return null;
      const company = await api.get({ ...COMPANIES, path: `Companies/${id}`, urgent: !background });
      return company && toCompany(company, company.countryID ? await countryCodes() : new Map());
    },
    contact: readContact,
    async ticket(id) {
      const ticket = await readTicket(id);
      return ticket && toTicket(ticket);
    },
    async ticketByNumber(number) {
      const wanted = number.trim();
      if (wanted === '' || wanted.length > 50) return null;
      const rows = await api.find({ ...TICKETS, filter: [equalsAny(['ticketNumber'], wanted)] });
      const ticket = rows.map(toTicket).find((one) => one.number.toLowerCase() === wanted.toLowerCase());
      return ticket ?? null;
    },

    async findContactsByEmail(email) {
      const wanted = email.trim().toLowerCase();
      if (wanted === '' || wanted.length > LONGEST_EMAIL) return [];
      const has = (contact: Contact) => contact.emails.some((one) => one.toLowerCase() === wanted);
      return findContacts(equalsAny(EMAIL_FIELDS, wanted), has);
    },
    async findContactsByPhone(phone) {
      const digits = searchableDigits(phone);
      if (!digits) return [];
      const has = (contact: Contact) => contact.phones.some(({ value }) => sameNumber(value, phone));
      return findContacts(containsEnding(PHONE_FIELDS, digits), has);
    },
    async findContactByKey(key) {
      const wanted = key.trim();
      if (wanted === '') return null;
      const has = (contact: Contact) => contact.platformIds.external === wanted;
      return (await findContacts(equalsAny(['externalID'], wanted), has))[0] ?? null;
    },

    async createContact(draft, { key } = {}) {
      if (draft.companyId !== '0' && !isId(draft.companyId)) throw missing('company');
      const siteId = draft.siteId !== null && isId(draft.siteId) ? draft.siteId : null;
      const row = fromDraft({ ...draft, siteId }, key);
      const id = await api.create({ ...WRITE_CONTACTS, path: `Companies/${draft.companyId}/Contacts` }, row);
      return (await readContact(id)) ?? vanished();
    },
    async updateContact(id, changes) {
      const before = await readContact(id);
      if (!before) throw missing('contact');
      const row = fromChanges(changes);
      if (Object.keys(row).length === 0) return before;
      const path = `Companies/${before.companyId}/Contacts`;
      await api.patch({ ...WRITE_CONTACTS, path }, { id: Number(id), ...row });
      return (await readContact(id)) ?? vanished();
    },

    async additionalContacts(ticketId) {
      if (!isId(ticketId)) throw missing('ticket');
      const path = `Tickets/${ticketId}/AdditionalContacts`;
      const call = {
        path,
        answer: AutotaskAdditionalContact,
        right: 'Service Desk: view tickets',
        urgent: true,
      } as const;
      return (await api.children(call)).map((row) => row.contactID);
    },
    async setTicketContact(ticketId, contactId) {
      const ticket = await readTicket(ticketId);
      if (!ticket) throw missing('ticket');
      if (contactId !== null && !isId(contactId)) throw missing('contact');
      const before = ticket.contactID ?? null;
      if (before === contactId) return before;
      const change = { id: Number(ticketId), contactID: contactId === null ? null : Number(contactId) };
      await api.patch({ path: 'Tickets', right: 'Service Desk: edit tickets', urgent: true }, change);
      return before;
    },

    async findPrivateNote(ticketId, mark) {
      return isId(ticketId) ? findNote(api, ticketId, mark) : null;
    },
    async addPrivateNote(ticketId, text) {
      if (!isId(ticketId)) throw missing('ticket');
      return writeNote(api, ticketId, text);
    },
    async withdrawPrivateNote(ticketId, noteId) {
      if (!isId(ticketId) || !isId(noteId)) throw missing('note');
      await withdrawNote(api, ticketId, noteId);
    },

    hooks: createWebhooks(api),
    screenHost: async () => new URL((await api.zones.zone()).web).host,
    recordUrl: (kind, id) => `${api.zones.web()}${PAGES[kind]}${encodeURIComponent(id)}`,
  };
}

/** What is larger is the number of nothing: records count in 32 bits. */
function isId(id: string): boolean {
  return /^\d{1,10}$/.test(id) && Number(id) > 0 && Number(id) <= MAX_ID;
}

function isCode(code: string | null): code is string {
  return code !== null && /^[a-z]{2}$/i.test(code);
}

function missing(what: 'company' | 'contact' | 'ticket' | 'note'): AppError {
  return new AppError('provider_not_found', `Autotask has no such ${what}`);
}

function vanished(): never {
  throw new AppError('provider_invalid', 'Autotask does not show the contact that it has just written');
}

async function* map<A, B>(pages: AsyncIterable<ListPage<A>>, to: (row: A) => B): AsyncIterable<ListPage<B>> {
  for await (const page of pages) yield { ...page, items: page.items.map(to) };
}
