import type { AutotaskStore, Row } from '../../psa/autotask/store.ts';
import type { ScreenStore } from '../screen-store.ts';

const STATUSES: Record<number, string> = {
  1: 'New',
  5: 'Complete',
  7: 'Waiting Customer',
  8: 'In Progress',
  10: 'Scheduled',
};
const text = (value: unknown) => (typeof value === 'string' ? value : '');
const idOrNull = (value: unknown) => (typeof value === 'number' ? value : null);

/** The records of a stand-in Autotask, as its screens show them at this moment. */
export function autotaskRecords(store: AutotaskStore): ScreenStore {
  const notesOf = (ticketId: number) =>
    [...store.all('TicketNotes')]
      .filter((note) => note.ticketID === ticketId)
      .map((note) => ({ text: text(note.description), at: text(note.createDateTime) }));
  const toTicket = (row: Row) => ({
    id: row.id,
    number: text(row.ticketNumber),
    title: text(row.title),
    description: text(row.description),
    companyId: Number(row.companyID),
    contactId: idOrNull(row.contactID),
    status: STATUSES[Number(row.status)] ?? '',
    notes: notesOf(row.id),
  });
  return {
    tickets: () => [...store.all('Tickets')].map(toTicket),
    contacts: () =>
      [...store.all('Contacts')].map((row) => ({
        id: row.id,
        companyId: Number(row.companyID),
        firstName: text(row.firstName),
        lastName: text(row.lastName),
        email: text(row.emailAddress),
        phone: text(row.phone),
      })),
    companies: () => [...store.all('Companies')].map((row) => ({ id: row.id, name: text(row.companyName) })),
  };
}
