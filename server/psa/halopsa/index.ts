import { AppError } from '@counterpart/shared/errors.ts';
import type { PageKind } from '@counterpart/shared/page.ts';
import type { Http } from '../../http.ts';
import type { ListPage, Psa } from '../types.ts';
import { HaloAction, HaloClient, HaloSite, HaloTicket, HaloUser } from './api.ts';
import type { HaloConfig } from './auth.ts';
import { checkHalo } from './check.ts';
import { createHaloApi } from './client.ts';
import { fromChanges, fromDraft, toCompany, toContact, toSite, toTicket } from './mapping.ts';

export type { HaloConfig };

/** The outcome "Internal Note", which every instance has; an action without an outcome is refused. */
const INTERNAL_NOTE = 7;
const MAX_ID = 2_147_483_647;
const EVERYBODY = { includeinactive: true, includeserviceaccount: true, includenonserviceaccount: true };

const PAGES: Record<PageKind, string> = {
  ticket: '/tickets?id=',
  contact: '/customers?mainview=user&userid=',
  company: '/customers?clientid=',
};

/** The HaloPSA connector: client = company, site = site, user = contact, ticket = ticket. */
export function createHaloPsa(config: HaloConfig, http: Http): Psa {
  const api = createHaloApi(config, http);
  const clients = { path: 'Client', answer: HaloClient, right: 'read:customers' } as const;
  const users = { path: 'Users', answer: HaloUser, right: 'read:customers' } as const;
  const details = { query: { includedetails: true }, urgent: true };

  async function readClient(id: string): Promise<HaloClient | null> {
    return isHaloId(id) ? api.get({ ...clients, ...details, path: `Client/${id}` }) : null;
  }
  async function readUser(id: string): Promise<HaloUser | null> {
    return isHaloId(id) ? api.get({ ...users, ...details, path: `Users/${id}` }) : null;
  }

  return {
    check: () => checkHalo(api),

    companies: () => map(api.list({ ...clients, key: 'clients', query: { includeinactive: true } }), toCompany),
    sites() {
      const sites = { path: 'Site', key: 'sites', answer: HaloSite, right: 'read:customers' } as const;
      return map(api.list({ ...sites, query: { includeinactive: true } }), toSite);
    },
    contacts: () => map(api.list({ ...users, key: 'users', query: EVERYBODY }), toContact),

    async company(id) {
      const client = await readClient(id);
      return client && toCompany(client);
    },
    async contact(id) {
      const user = await readUser(id);
      return user && toContact(user);
    },
    async ticket(id) {
      if (!isHaloId(id)) return null;
      const call = { path: `Tickets/${id}`, answer: HaloTicket, right: 'read:tickets' } as const;
      const ticket = await api.get({ ...call, ...details });
      return ticket && toTicket(ticket);
    },

    async findContactsByEmail(email) {
      const wanted = email.trim().toLowerCase();
      if (wanted === '') return [];
      const found = [];
      const query = { ...EVERYBODY, search: wanted };
      // The search also looks into names and logins, and finds parts of words.
      for await (const page of map(api.list({ ...users, key: 'users', query, urgent: true }), toContact)) {
        found.push(...page.items.filter((contact) => contact.emails.some((one) => one.toLowerCase() === wanted)));
      }
      return found;
    },

    async createContact(draft) {
      if (!isHaloId(draft.companyId)) throw missing('company');
      const siteId = draft.siteId ?? (await readClient(draft.companyId))?.main_site_id ?? null;
      const row = fromDraft(draft, siteId !== null && isHaloId(siteId) ? siteId : null);
      return toContact(await api.post({ ...users, right: 'edit:customers' }, row));
    },
    async updateContact(id, changes) {
      const user = await readUser(id);
      if (!user) throw missing('contact');
      const before = toContact(user);
      const row = fromChanges(changes, before);
      if (Object.keys(row).length === 0) return before;
      return toContact(await api.post({ ...users, right: 'edit:customers' }, { id: Number(id), ...row }));
    },
    async addPrivateNote(ticketId, text) {
      if (!isHaloId(ticketId)) throw missing('ticket');
      const note = {
        ticket_id: Number(ticketId),
        outcome_id: INTERNAL_NOTE,
        note_html: toHtml(text),
        hiddenfromuser: true,
      };
      const action = await api.post({ path: 'Actions', answer: HaloAction, right: 'edit:tickets' }, note);
      if (action.hiddenfromuser === false) {
        throw new AppError('provider_rejected', 'HaloPSA did not keep the note private', {
          fields: [{ path: 'hiddenfromuser', message: 'the outcome "Internal Note" must be private' }],
        });
      }
    },

    recordUrl: (kind, id) => `${api.root}${PAGES[kind]}${encodeURIComponent(id)}`,
  };
}

/** Halo counts in 32 bits and answers 400, not 404, for what is no number: such a record cannot be there. */
function isHaloId(id: string): boolean {
  return /^\d{1,10}$/.test(id) && Number(id) > 0 && Number(id) <= MAX_ID;
}

function missing(what: 'company' | 'contact' | 'ticket'): AppError {
  return new AppError('provider_not_found', `HaloPSA has no such ${what}`);
}

function toHtml(text: string): string {
  const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (char) => escapes[char]!).replace(/\r?\n/g, '<br>');
}

async function* map<A, B>(pages: AsyncIterable<ListPage<A>>, to: (row: A) => B): AsyncIterable<ListPage<B>> {
  for await (const page of pages) yield { ...page, items: page.items.map(to) };
}
