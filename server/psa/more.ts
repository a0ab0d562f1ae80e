import type { Contact, Ticket } from '@counterpart/shared/psa.ts';
import type { ListPage } from './types.ts';

/** What connectors offer beyond the first contract. */
export interface PsaMore {
  /** By the number people say, for pages that show no id. */
  ticketByNumber(number: string): Promise<Ticket | null>;
  /** Active and inactive contacts that carry the number in any of their phone fields, compared by digits. */
  findContactsByPhone(phone: string): Promise<Contact[]>;
  /** Contacts changed at or after `since`; absent where the PSA has no reliable cursor. Deletes are not in it. */
  changedContacts?(since: Date): AsyncIterable<ListPage<Contact>>;
  /** People on the ticket besides its contact. */
  additionalContacts(ticketId: string): Promise<string[]>;
  /** Makes another contact the ticket's; answers the one before, for undo. Absent where the PSA does not allow it. */
  setTicketContact?(ticketId: string, contactId: string | null): Promise<string | null>;
  /** As addPrivateNote, and answers the note's id. */
  writePrivateNote(ticketId: string, text: string): Promise<string>;
  /** Takes a note back (deletes it, or where that cannot be, empties it and says it was withdrawn). */
  withdrawPrivateNote(ticketId: string, noteId: string): Promise<void>;
  /** The contact that carries our key in the place the PSA has for it, for create retries. */
  findContactByKey?(key: string): Promise<Contact | null>;
}
