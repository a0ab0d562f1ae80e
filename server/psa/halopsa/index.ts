import type { PageKind } from '@counterpart/shared/page.ts';
import type { Contact } from '@counterpart/shared/psa.ts';
import type { Http } from '../../http.ts';
import { sameNumber, searchableDigits, spellings } from '../phones.ts';
import type { ListPage, Psa, Reading } from '../types.ts';
import { HaloClient, HaloSite, HaloUser } from './api.ts';
import type { HaloConfig } from './auth.ts';
import { checkHalo } from './check.ts';
import { createHaloApi } from './client.ts';
import { isHaloId, missing } from './ids.ts';
import { fromChanges, fromDraft, toCompany, toContact, toSite, toTicket } from './mapping.ts';
import { firstMail } from './sender.ts';
import { createTickets } from './tickets.ts';

export type { HaloConfig };

/** The strictest limit that was ever published for an instance; newer ones allow 700. */
export const HALO_BUDGET = { limit: 300, windowMs: 5 * 60_000 };

const EVERYBODY = { includeinactive: true, includeserviceaccount: true, includenonserviceaccount: true };

/**
 * What a HaloPSA can do of all that a PSA may. It has no cursor of changes: `lastupdatefromdate` is declared as a flag
 * ("include this field"), and an instance that takes it as one answers the whole list or none of it, so a change could be
 * missed without anybody noticing. It has no place that can be searched for a key, and signs no webhook.
 */
export type HaloPsa = Psa & Required<Pick<Psa, 'setTicketContact'>>;

const PAGES: Record<PageKind, string> = {
  ticket: '/tickets?id=',
  contact: '/customers?mainview=user&userid=',
  company: '/customers?clientid=',
};

/** The HaloPSA connector: client = company, site = site, user = contact, ticket = ticket. */
export function createHaloPsa(config: HaloConfig, http: Http): HaloPsa {
  const api = createHaloApi(config, http);
  const clients = { path: 'Client', answer: HaloClient, right: 'read:customers' } as const;
  const users = { path: 'Users', answer: HaloUser, right: 'read:customers' } as const;
  const edit = { right: 'edit:customers', urgent: true } as const;
  const details = { query: { includedetails: true } };

  async function readClient(id: string, { background = false }: Reading = {}): Promise<HaloClient | null> {
    return isHaloId(id) ? api.get({ ...clients, ...details, path: `Client/${id}`, urgent: !background }) : null;
  }
  async function readUser(id: string, { background = false }: Reading = {}): Promise<HaloUser | null> {
    return isHaloId(id) ? api.get({ ...users, ...details, path: `Users/${id}`, urgent: !background }) : null;
  }
  /** Whom Halo's own search finds, and who fits: it also looks into names and logins, and finds parts of words. */
  async function find(search: object, fits: (contact: Contact) => boolean): Promise<Contact[]> {
    const query = { ...EVERYBODY, ...search };
    const found: Contact[] = [];
    for await (const page of map(api.list({ ...users, key: 'users', query, urgent: true }), toContact)) {
      found.push(...page.items.filter(fits));
    }
    return found;
  }
  async function findContactsByEmail(email: string): Promise<Contact[]> {
    const wanted = email.trim().toLowerCase();
    if (wanted === '') return [];
    return find({ search: wanted }, ({ emails }) => emails.some((one) => one.toLowerCase() === wanted));
  }
  const tickets = createTickets(api, findContactsByEmail);
  async function readTicket(id: string) {
    const [ticket, mail] = await Promise.all([tickets.read(id), firstMail(api, id)]);
    return ticket && toTicket(ticket, mail);
  }

  return {
    check: () => checkHalo(api),

    companies: () => map(api.list({ ...clients, key: 'clients', query: { includeinactive: true } }), toCompany),
    sites() {
      const sites = { path: 'Site', key: 'sites', answer: HaloSite, right: 'read:customers' } as const;
      return map(api.list({ ...sites, query: { includeinactive: true } }), toSite);
    },
    contacts: () => map(api.list({ ...users, key: 'users', query: EVERYBODY }), toContact),

    async company(id, how) {
      const client = await readClient(id, how);
      return client && toCompany(client);
    },
    async contact(id, how) {
      const user = await readUser(id, how);
      return user && toContact(user);
    },
    ticket: readTicket,
    // Screens write it with zeros or a mark before it.
    ticketByNumber: (number) => readTicket(number.trim().replace(/^#?0*/, '')),

    findContactsByEmail,
    async findContactsByPhone(phone) {
      const digits = searchableDigits(phone);
      if (!digits) return [];
      const found = new Map<string, Contact>();
      // Fields hold numbers as people typed them, so the end of it is looked for in the ways it is written.
      for (const search of spellings(digits.slice(-4))) {
        const some = await find({ search, search_phonenumbers: true }, ({ phones }) =>
          phones.some(({ value }) => sameNumber(value, phone)),
        );
        for (const contact of some) found.set(contact.id, contact);
      }
      return [...found.values()];
    },

    async createContact(draft) {
      if (!isHaloId(draft.companyId)) throw missing('company');
      const siteId = draft.siteId ?? (await readClient(draft.companyId))?.main_site_id ?? null;
      const row = fromDraft(draft, siteId !== null && isHaloId(siteId) ? siteId : null);
      return toContact(await api.post({ ...users, ...edit }, row));
    },
    async updateContact(id, changes) {
      const user = await readUser(id);
      if (!user) throw missing('contact');
      const before = toContact(user);
      const row = fromChanges(changes, before);
      if (Object.keys(row).length === 0) return before;
      return toContact(await api.post({ ...users, ...edit }, { id: Number(id), ...row }));
    },
    additionalContacts: (id) => tickets.others(id),
    setTicketContact: (id, contactId, place) => tickets.setContact(id, contactId, place),
    findPrivateNote: (id, mark) => tickets.findNote(id, mark),
    addPrivateNote: (id, text) => tickets.writeNote(id, text),
    withdrawPrivateNote: (id, noteId) => tickets.withdrawNote(id, noteId),

    screenHost: async () => new URL(api.root).host,
    recordUrl: (kind, id) => `${api.root}${PAGES[kind]}${encodeURIComponent(id)}`,
  };
}

async function* map<A, B>(pages: AsyncIterable<ListPage<A>>, to: (row: A) => B): AsyncIterable<ListPage<B>> {
  for await (const page of pages) yield { ...page, items: page.items.map(to) };
}
