import { AppError } from '@counterpart/shared/errors.ts';
import { CwContact, CwNote, CwNoteAuthor, CwNoteText, CwTicket } from './api.ts';
import type { Call, ConnectWiseApi, PatchOperation } from './client.ts';
import { conditions } from './conditions.ts';
import { RIGHTS } from './explain.ts';
import { isRecordId, missing, searchableEmail } from './ids.ts';

const WITHDRAWN = 'This note was withdrawn.';
/** More addresses than this in one question would make its address too long. */
const ADDRESSES = 20;

export interface Tickets {
  read(id: string): Promise<CwTicket | null>;
  /** Contacts who wrote on the ticket, or whose address gets its mails in copy; not its own contact. */
  others(id: string): Promise<string[]>;
  /** Answers the contact before. */
  setContact(id: string, contactId: string | null): Promise<string | null>;
  /** The note whose text holds the mark. */
  findNote(id: string, mark: string): Promise<string | null>;
  writeNote(id: string, text: string): Promise<string>;
  withdrawNote(id: string, noteId: string): Promise<void>;
}

/** What is done on a service ticket. A ticket's number is its id. */
export function createTickets(api: ConnectWiseApi): Tickets {
  const write = { right: RIGHTS.writeTickets, urgent: true };

  function read(id: string): Promise<CwTicket | null> {
    const call = { path: `service/tickets/${id}`, answer: CwTicket, right: RIGHTS.readTickets, urgent: true };
    return isRecordId(id) ? api.get(call) : Promise.resolve(null);
  }

  async function contactsOf(emails: string[]): Promise<string[]> {
    const ids: string[] = [];
    for (let start = 0; start < emails.length; start += ADDRESSES) {
      const asked = emails.slice(start, start + ADDRESSES);
      const call: Call<typeof CwContact> = {
        path: 'company/contacts',
        query: { childConditions: conditions`communicationItems/value in ${asked}`, fields: 'id,communicationItems' },
        answer: CwContact,
        right: RIGHTS.readContacts,
        urgent: true,
      };
      for await (const { items } of api.list(call)) {
        const holders = items.filter(({ communicationItems }) =>
          (communicationItems ?? []).some(({ value }) => asked.includes(value?.trim().toLowerCase() ?? '')),
        );
        ids.push(...holders.map((contact) => contact.id));
      }
    }
    return ids;
  }

  return {
    read,
    async others(id) {
      const ticket = await read(id);
      if (!ticket) return [];
      const path = `service/tickets/${id}/allNotes`;
      const notes = await api.some({
        path,
        query: { fields: 'id,contact' },
        answer: CwNoteAuthor.array(),
        right: RIGHTS.readTickets,
        urgent: true,
      });
      const writers = notes.flatMap(({ contact }) => (contact ? [contact.id] : []));
      const copied = (ticket.automaticEmailCc ?? '').toLowerCase().split(/[\s,;]+/);
      const others = [...writers, ...(await contactsOf([...new Set(copied.filter(searchableEmail))]))];
      return [...new Set(others)].filter((contact) => contact !== ticket.contact?.id);
    },
    async setContact(id, contactId) {
      const ticket = await read(id);
      if (!ticket) throw missing('ticket');
      if (contactId !== null && !isRecordId(contactId)) throw missing('contact');
      const before = ticket.contact?.id ?? null;
      if (before === contactId) return before;
      // A reference is replaced whole: a part of it is answered with success and changes nothing.
      const operations: PatchOperation[] =
        contactId === null
          ? [{ op: 'remove', path: 'contact' }]
          : [{ op: 'replace', path: 'contact', value: { id: Number(contactId) } }];
      if (ticket.customFields?.length) operations.push({ op: 'replace', path: 'customFields', value: [] });
      const changed = await api.patch({ ...write, path: `service/tickets/${id}`, answer: CwTicket }, operations);
      if ((changed.contact?.id ?? null) === contactId) return before;
      throw new AppError('provider_rejected', 'ConnectWise did not change the contact of the ticket', {
        fields: [{ path: 'contact', message: 'was not changed' }],
      });
    },
    async findNote(id, mark) {
      if (!isRecordId(id)) return null;
      const path = `service/tickets/${id}/notes`;
      const call = { path, query: { fields: 'id,text' }, answer: CwNoteText.array(), right: RIGHTS.readTickets };
      const notes = await api.some({ ...call, urgent: true });
      return notes.find(({ text }) => text?.includes(mark))?.id ?? null;
    },
    async writeNote(id, text) {
      if (!isRecordId(id)) throw missing('ticket');
      const privacy = { internalAnalysisFlag: true, detailDescriptionFlag: false, resolutionFlag: false };
      const call = { ...write, path: `service/tickets/${id}/notes`, answer: CwNote };
      const note = await api.post(call, { text, ...privacy });
      if (note.internalAnalysisFlag === false || note.detailDescriptionFlag) {
        throw new AppError('provider_rejected', 'ConnectWise did not keep the note private', {
          fields: [{ path: 'internalAnalysisFlag', message: 'the note was shown to the customer' }],
        });
      }
      return note.id;
    },
    async withdrawNote(id, noteId) {
      if (!isRecordId(id) || !isRecordId(noteId)) throw missing('note');
      const path = `service/tickets/${id}/notes/${noteId}`;
      try {
        await api.remove({ ...write, path });
      } catch (error) {
        // Some roles may edit notes and not delete them.
        const refused = error instanceof AppError && /^provider_(forbidden|rejected)$/.test(error.code);
        if (!refused) throw error;
        await api.patch({ ...write, path, answer: CwNote }, [{ op: 'replace', path: 'text', value: WITHDRAWN }]);
      }
    },
  };
}
