import type { PageKind } from '@counterpart/shared/page.ts';
import type { Contact } from '@counterpart/shared/psa.ts';
import type { Http } from '../../http.ts';
import { sameNumber, searchableDigits } from '../phones.ts';
import type { ListPage, Psa, Reading } from '../types.ts';
import { CommunicationItem, CwCompany, CwContact } from './api.ts';
import { type Callbacks, createCallbacks } from './callbacks.ts';
import { checkConnectWise } from './check.ts';
import { type ConnectWiseConfig, type CustomFieldCaptions, createConnectWiseApi } from './client.ts';
import { conditions, digitsPattern } from './conditions.ts';
import { fromChanges, fromDraft } from './drafts.ts';
import { RIGHTS } from './explain.ts';
import { createHooks } from './hooks.ts';
import { isRecordId, missing, searchableEmail } from './ids.ts';
import { toCompany, toContact, toTicket } from './mapping.ts';
import { createSetup } from './setup.ts';
import { listSites } from './sites.ts';
import { createTickets } from './tickets.ts';

export type { ConnectWiseConfig, CustomFieldCaptions };

/** More than a thousand requests a minute are likely to be refused. */
export const CONNECTWISE_BUDGET = { limit: 1_000, windowMs: 60_000 };

/** What a ConnectWise PSA can do of all that a PSA may; a key is kept where the settings name a field for it. */
export type ConnectWisePsa = Psa &
  Required<Pick<Psa, 'changedContacts' | 'hooks' | 'setTicketContact'>> & { callbacks: Callbacks };

const CONTACT_FIELDS = [
  ...['id', 'firstName', 'lastName', 'company', 'site', 'inactiveFlag', 'communicationItems', 'types'],
  ...['defaultPhoneType', 'defaultPhoneNbr', 'defaultPhoneExtension'],
];
const COMPANY_FIELDS = 'id,name,website,country,status,deletedFlag';
/** Their clock may be behind ours: what changed a little before is given again rather than never. */
const OVERLAP_MS = 5 * 60_000;

const PAGES: Record<PageKind, string> = {
  ticket: 'Service/fv_sr100_request.rails?service_recid=',
  contact: 'router/openrecord.rails?locale=en_US&recordType=ContactFV&recid=',
  company: 'router/openrecord.rails?locale=en_US&recordType=CompanyFV&recid=',
};

/** The ConnectWise PSA connector: company = company, site = site, contact = contact, service ticket = ticket. */
export function createConnectWisePsa(config: ConnectWiseConfig, http: Http): ConnectWisePsa {
  const api = createConnectWiseApi(config, http);
  const captions = config.customFields ?? {};
  // All custom fields come or none, and they are more than half of a contact.
  const fields = [...CONTACT_FIELDS, ...(Object.keys(captions).length > 0 ? ['customFields'] : [])].join(',');
  const setup = createSetup(api, captions);
  const tickets = createTickets(api);
  const callbacks = createCallbacks(api);
  const companies = { path: 'company/companies', right: RIGHTS.readCompanies, query: { fields: COMPANY_FIELDS } };
  const contacts = { path: 'company/contacts', answer: CwContact, right: RIGHTS.readContacts } as const;
  const writeContacts = { answer: CwContact, right: RIGHTS.writeContacts, urgent: true } as const;
  const mapContact = (contact: CwContact) => toContact(contact, captions);

  /** An answer that leaves out addresses and numbers is completed: it must not look as if there were none. */
  async function complete(contact: CwContact, { background = false }: Reading = {}): Promise<CwContact> {
    if (contact.communicationItems) return contact;
    const call = { path: `company/contacts/${contact.id}/communications`, answer: CommunicationItem.array() };
    return {
      ...contact,
      communicationItems: await api.some({ ...call, right: RIGHTS.readContacts, urgent: !background }),
    };
  }
  async function readContact(id: string, how: Reading = {}): Promise<CwContact | null> {
    if (!isRecordId(id)) return null;
    const contact = await api.get({ ...contacts, path: `company/contacts/${id}`, urgent: !how.background });
    return contact && complete(contact, how);
  }
  async function search(filter: Record<string, string>, fits: (contact: Contact) => boolean): Promise<Contact[]> {
    const found: Contact[] = [];
    const query = { fields, ...filter };
    for await (const page of map(api.list({ ...contacts, query, urgent: true }), mapContact)) {
      found.push(...page.items.filter(fits));
    }
    return found;
  }

  const psa: ConnectWisePsa = {
    check: () => checkConnectWise(api),

    async *companies() {
      const inactive = await setup.inactiveStatuses();
      yield* map(api.list({ ...companies, answer: CwCompany }), (company) => toCompany(company, inactive));
    },
    sites: () => listSites(api),
    contacts: () => map(api.list({ ...contacts, query: { fields } }), mapContact),
    changedContacts(since) {
      const from = new Date(since.getTime() - OVERLAP_MS);
      const query = { fields, conditions: conditions`lastUpdated >= ${from}` };
      return map(api.list({ ...contacts, query, seldom: true }), mapContact);
    },

    async company(id, { background = false } = {}) {
      if (!isRecordId(id)) return null;
      const call = { path: `company/companies/${id}`, answer: CwCompany, right: RIGHTS.readCompanies };
      const company = await api.get({ ...call, urgent: !background });
      return company && toCompany(company, await setup.inactiveStatuses());
    },
    async contact(id, how) {
      const contact = await readContact(id, how);
      return contact && mapContact(contact);
    },
    async ticket(id) {
      const ticket = await tickets.read(id);
      return ticket && toTicket(ticket);
    },
    ticketByNumber: (number) => psa.ticket(number.trim().replace(/^#/, '')),

    async findContactsByEmail(email) {
      const wanted = email.trim().toLowerCase();
      if (!searchableEmail(wanted)) return [];
      const childConditions = conditions`communicationItems/value = ${wanted} and communicationItems/communicationType = ${'Email'}`;
      return search({ childConditions }, ({ emails }) => emails.some((one) => one.toLowerCase() === wanted));
    },
    async findContactsByPhone(phone) {
      const digits = searchableDigits(phone);
      if (!digits) return [];
      const childConditions = conditions`communicationItems/value like ${digitsPattern(digits)}`;
      return search({ childConditions }, ({ phones }) => phones.some(({ value }) => sameNumber(value, phone)));
    },
    ...(captions.key && {
      async findContactByKey(key: string) {
        // Everybody whose field is empty has none.
        if (key.trim() === '') return null;
        const customFieldConditions = conditions`caption = ${captions.key!} and value = ${key}`;
        const query = { fields, customFieldConditions };
        for await (const { items } of api.list({ ...contacts, query, urgent: true })) {
          const keyed = items.map((item) => ({ item, held: toContact(item, { external: captions.key! }) }));
          const found = keyed.find(({ held }) => held.platformIds.external === key);
          if (found) return mapContact(found.item);
        }
        return null;
      },
    }),

    async createContact(draft, { key } = {}) {
      if (!isRecordId(draft.companyId)) throw missing('company');
      const keyed = key && captions.key ? await setup.keyField(key) : [];
      const body = fromDraft(draft, await setup.communicationTypes(), keyed);
      return mapContact(await complete(await api.post({ ...writeContacts, path: 'company/contacts' }, body)));
    },
    async updateContact(id, changes) {
      const contact = await readContact(id);
      if (!contact) throw missing('contact');
      const before = mapContact(contact);
      const adds = changes.email?.trim() || changes.phones?.some(({ value }) => value.trim());
      const types = adds ? await setup.communicationTypes() : [];
      const operations = fromChanges(changes, before, contact, types, captions);
      if (operations.length === 0) return before;
      const changed = await api.patch({ ...writeContacts, path: `company/contacts/${id}` }, operations);
      return mapContact(await complete(changed));
    },

    additionalContacts: (id) => tickets.others(id),
    setTicketContact: (id, contactId) => tickets.setContact(id, contactId),
    findPrivateNote: (id, mark) => tickets.findNote(id, mark),
    addPrivateNote: (id, text) => tickets.writeNote(id, text),
    withdrawPrivateNote: (id, noteId) => tickets.withdrawNote(id, noteId),
    callbacks,
    hooks: createHooks(api, callbacks),
    screenHost: async () => new URL(api.site).host,
    recordUrl: (kind, id) => `${api.site}/v4_6_release/services/system_io/${PAGES[kind]}${encodeURIComponent(id)}`,
  };
  return psa;
}

async function* map<A, B>(pages: AsyncIterable<ListPage<A>>, to: (row: A) => B): AsyncIterable<ListPage<B>> {
  for await (const page of pages) yield { ...page, items: page.items.map(to) };
}
