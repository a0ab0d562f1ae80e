import type { ConnectionCheck } from '@counterpart/shared/api.ts';
import type { PageKind } from '@counterpart/shared/page.ts';
import type { Company, Contact, ContactChanges, ContactDraft, Site, Ticket } from '@counterpart/shared/psa.ts';

/**
 * One page of a list. A list that ends normally was read whole: a connector that saw fewer records than the
 * provider promised throws `provider_incomplete`, so only a complete read may ever remove rows.
 */
export interface ListPage<T> {
  items: T[];
  seen: number;
  total: number | null;
}

/** `background`: nobody waits for the answer, so it takes nothing from what is kept for technicians. */
export interface Reading {
  background?: boolean;
}

/** A record that a PSA says has changed. It names the record and no more: the record itself is read again. */
export interface Told {
  kind: 'contact' | 'company';
  id: string;
}

/** A message as it came: the very bytes, since those were signed. `header` reads names in lower case. */
export interface HookMessage {
  body: Uint8Array;
  header(name: string): string | undefined;
  secret: string;
}

export interface PsaHooks {
  /**
   * Has the PSA tell `url` when contacts and companies change; answers what `remove` takes it back with. What an earlier
   * try for the same address left is replaced. `secret`: for PSAs that sign with a secret of ours, at most 64 characters.
   */
  register(hook: { url: string; secret: string }): Promise<string[]>;
  remove(ids: string[]): Promise<void>;
  /**
   * What a message says; null: nothing about what we keep. Throws `provider_rejected` unless its signature is right for
   * exactly these bytes, and another `provider_*` where that cannot be told just now.
   */
  read(message: HookMessage): Promise<Told | null>;
}

/**
 * What every PSA connector offers, in our words. All methods throw `AppError` with a `provider_*` code;
 * a record that is not there is `null`, never an error. What a PSA cannot do is an absent method.
 */
export interface Psa {
  /** Tries each right we need, one by one, and names the one that is missing. Throws nothing. */
  check(): Promise<ConnectionCheck>;
  companies(): AsyncIterable<ListPage<Company>>;
  sites(): AsyncIterable<ListPage<Site>>;
  contacts(): AsyncIterable<ListPage<Contact>>;
  company(id: string, how?: Reading): Promise<Company | null>;
  contact(id: string, how?: Reading): Promise<Contact | null>;
  ticket(id: string): Promise<Ticket | null>;
  /** By the number people say, for pages that show no id. */
  ticketByNumber(number: string): Promise<Ticket | null>;
  /** Active and inactive contacts that carry the address in any of their address fields. */
  findContactsByEmail(email: string): Promise<Contact[]>;
  /** Active and inactive contacts that carry the number in any of their phone fields, compared by digits. */
  findContactsByPhone(phone: string): Promise<Contact[]>;
  /** The contact that carries our key in the place the PSA has for it, so that a create may be tried again. Absent where there is no place. */
  findContactByKey?(key: string): Promise<Contact | null>;
  /** Contacts changed at or after `since`; absent where the PSA has no reliable cursor. Deletes are not in it. */
  changedContacts?(since: Date): AsyncIterable<ListPage<Contact>>;
  /** `key` goes where `findContactByKey` finds it. */
  createContact(draft: ContactDraft, options?: { key?: string }): Promise<Contact>;
  updateContact(id: string, changes: ContactChanges): Promise<Contact>;
  /** Ids of contacts on the ticket besides its own. */
  additionalContacts(ticketId: string): Promise<string[]>;
  /**
   * Makes another contact the ticket's, or none; answers the one before, for undo. Absent where the PSA does not allow it.
   * `companyId`: where a ticket without a contact belongs, for a PSA in which a contact brought its own company along.
   */
  setTicketContact?(ticketId: string, contactId: string | null, place?: { companyId?: string }): Promise<string | null>;
  /** A note that the end user never sees; answers its id. `text` is plain; the connector escapes it. */
  addPrivateNote(ticketId: string, text: string): Promise<string>;
  /** The id of our note on the ticket whose text holds the mark, so that a lost answer makes no second note. */
  findPrivateNote?(ticketId: string, mark: string): Promise<string | null>;
  /** Takes a note back: deletes it, or where that cannot be, empties it and says that it was withdrawn. */
  withdrawPrivateNote(ticketId: string, noteId: string): Promise<void>;
  /** What the PSA tells by itself. Absent where it signs nothing, since then anybody could say it. */
  hooks?: PsaHooks;
  /** Host of the agent screens, with its port: where pages of this PSA are. */
  screenHost(): Promise<string>;
  /** The agent screen of a record, for "open in PSA". */
  recordUrl(kind: PageKind, id: string): string;
}
