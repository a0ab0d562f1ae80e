import { idOf } from '../../psa/connectwise/contacts.ts';
import type { ConnectWiseStore, Row } from '../../psa/connectwise/store.ts';
import type { ScreenStore } from '../screen-store.ts';

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** The records of a stand-in ConnectWise PSA, as its screens show them at this moment. */
export function connectWiseRecords(store: ConnectWiseStore): ScreenStore {
  const notesOf = (ticketId: number) => [...store.all('notes')].filter((note) => note.ticketId === ticketId);
  const toNote = (note: Row) => ({ text: text(note.text), at: text(note.dateCreated) });
  const toTicket = (row: Row) => {
    const notes = notesOf(row.id);
    const first = notes.find((note) => note.detailDescriptionFlag === true);
    return {
      id: row.id,
      number: String(row.id),
      title: text(row.summary),
      description: text(first?.text),
      companyId: idOf(row.company) ?? 0,
      contactId: idOf(row.contact),
      status: text((row.status as { name?: unknown } | undefined)?.name),
      notes: notes.filter((note) => note !== first).map(toNote),
    };
  };
  return {
    tickets: () => [...store.all('tickets')].map(toTicket),
    contacts: () =>
      [...store.all('contacts')].map((row) => ({
        id: row.id,
        companyId: idOf(row.company) ?? 0,
        firstName: text(row.firstName),
        lastName: text(row.lastName),
        email: defaultOf(row, 'Email'),
        phone: defaultOf(row, 'Phone'),
      })),
    companies: () => [...store.all('companies')].map((row) => ({ id: row.id, name: text(row.name) })),
  };
}

function defaultOf(contact: Row, kind: 'Email' | 'Phone'): string {
  const items = (contact.communicationItems ?? []) as Record<string, unknown>[];
  return text(items.find((item) => item.communicationType === kind && item.defaultFlag === true)?.value);
}
