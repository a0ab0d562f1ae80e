import { AppError } from '@counterpart/shared/errors.ts';
import type { Contact } from '@counterpart/shared/psa.ts';
import { HaloAction, HaloNotes, HaloTicket, HaloUser } from './api.ts';
import type { HaloApi } from './client.ts';
import { isHaloId, missing } from './ids.ts';
import { addressesIn } from './mapping.ts';

/** The outcome "Internal Note", which every instance has; an action without an outcome is refused. */
const INTERNAL_NOTE = 7;
/** Halo's number for "no user" on a ticket. */
const NOBODY = -1;
const WITHDRAWN = 'This note was withdrawn.';
/** Each address is a question of its own, and a technician waits. */
const ADDRESSES = 10;

export interface HaloTickets {
  read(id: string): Promise<HaloTicket | null>;
  /** Contacts whose address gets the ticket's mails in copy; not its own contact. */
  others(id: string): Promise<string[]>;
  /** Answers the contact before. `companyId`: the client of a ticket that is to have no user. */
  setContact(id: string, contactId: string | null, place?: { companyId?: string }): Promise<string | null>;
  /** The note whose text holds the mark. */
  findNote(id: string, mark: string): Promise<string | null>;
  writeNote(id: string, text: string): Promise<string>;
  withdrawNote(id: string, noteId: string): Promise<void>;
}

/** What is done on a ticket. Its number is its id. */
export function createTickets(api: HaloApi, findByEmail: (email: string) => Promise<Contact[]>): HaloTickets {
  const edit = { right: 'edit:tickets', urgent: true } as const;
  const tickets = { path: 'Tickets', answer: HaloTicket } as const;
  const actions = { path: 'Actions', answer: HaloAction } as const;

  async function read(id: string): Promise<HaloTicket | null> {
    if (!isHaloId(id)) return null;
    const call = { ...tickets, path: `Tickets/${id}`, right: 'read:tickets', query: { includedetails: true } } as const;
    return api.get({ ...call, urgent: true });
  }

  async function placeOf(contactId: string): Promise<Record<string, number>> {
    const call = { path: `Users/${contactId}`, answer: HaloUser, right: 'read:customers', urgent: true } as const;
    const user = isHaloId(contactId) ? await api.get(call) : null;
    if (!user) throw missing('contact');
    // A ticket belongs to the client and the site of its user; Halo does not move it there by itself.
    const place: Record<string, number> = { user_id: Number(user.id), client_id: Number(user.client_id) };
    if (user.site_id && Number(user.site_id) > 0) place.site_id = Number(user.site_id);
    return place;
  }

  return {
    read,
    async others(id) {
      const ticket = await read(id);
      if (!ticket) throw missing('ticket');
      const copied = addressesIn(ticket.emailcclist).slice(0, ADDRESSES);
      const found = (await Promise.all(copied.map(findByEmail))).flat().map((contact) => contact.id);
      return [...new Set(found)].filter((contactId) => contactId !== ticket.user_id);
    },
    async setContact(id, contactId, { companyId } = {}) {
      const ticket = await read(id);
      if (!ticket) throw missing('ticket');
      const before = userOf(ticket);
      if (before === contactId) return before;
      const nobody = { user_id: NOBODY, ...(companyId && isHaloId(companyId) && { client_id: Number(companyId) }) };
      const place = contactId === null ? nobody : await placeOf(contactId);
      const changed = await api.post({ ...tickets, ...edit }, { id: Number(id), ...place });
      if (userOf(changed) === contactId) return before;
      throw new AppError('provider_rejected', 'HaloPSA did not change the contact of the ticket', {
        fields: [{ path: 'user_id', message: 'was not changed' }],
      });
    },
    async findNote(id, mark) {
      if (!isHaloId(id)) return null;
      const query = { ticket_id: Number(id), agentonly: true, includehtmlnote: true };
      const call = { path: 'Actions', query, answer: HaloNotes, right: 'read:tickets', urgent: true } as const;
      const notes = (await api.get(call))?.actions ?? [];
      return notes.find(({ note, note_html }) => [note, note_html].some((text) => text?.includes(mark)))?.id ?? null;
    },
    async writeNote(id, text) {
      if (!isHaloId(id)) throw missing('ticket');
      const privacy = { outcome_id: INTERNAL_NOTE, hiddenfromuser: true };
      const note = { ticket_id: Number(id), note_html: toHtml(text), ...privacy };
      const action = await api.post({ ...actions, ...edit }, note);
      if (action.hiddenfromuser === false) {
        throw new AppError('provider_rejected', 'HaloPSA did not keep the note private', {
          fields: [{ path: 'hiddenfromuser', message: 'the outcome "Internal Note" must be private' }],
        });
      }
      return action.id;
    },
    async withdrawNote(id, noteId) {
      if (!isHaloId(id) || !isHaloId(noteId)) throw missing('note');
      try {
        // Actions are numbered within their ticket: without it the number would be somebody else's too.
        await api.remove({ ...edit, path: `Actions/${noteId}`, query: { ticket_id: Number(id) } });
      } catch (error) {
        // An agent's role may write notes and not delete them.
        const refused = error instanceof AppError && /^provider_(forbidden|rejected)$/.test(error.code);
        if (!refused) throw error;
        const change = { id: Number(noteId), ticket_id: Number(id), note_html: WITHDRAWN, hiddenfromuser: true };
        await api.post({ ...actions, ...edit }, change);
      }
    },
  };
}

function userOf(ticket: HaloTicket): string | null {
  return ticket.user_id && Number(ticket.user_id) > 0 ? ticket.user_id : null;
}

function toHtml(text: string): string {
  const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (char) => escapes[char]!).replace(/\r?\n/g, '<br>');
}
