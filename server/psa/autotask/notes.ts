import { AppError } from '@counterpart/shared/errors.ts';
import { AutotaskNote } from './api.ts';
import type { AutotaskApi } from './client.ts';
import { fitting } from './mapping.ts';

/** The value of `publish` that keeps a note from the customer's portal: "Internal Project Team". */
export const INTERNAL = 2;
/** The value of `noteType` for a note on a ticket that no workflow made: "Task Notes". */
const PLAIN_NOTE = 3;
const TITLE = 'Counterpart';
const WITHDRAWN = 'This note was withdrawn.';

/** The note whose text holds the mark. */
export async function findNote(api: AutotaskApi, ticketId: string, mark: string): Promise<string | null> {
  const search = { path: 'TicketNotes', right: 'Service Desk: view tickets', fields: ['id', 'ticketID'] } as const;
  const found = await api.find({
    ...search,
    answer: AutotaskNote,
    urgent: true,
    filter: [
      { op: 'eq', field: 'ticketID', value: Number(ticketId) },
      { op: 'contains', field: 'description', value: mark },
    ],
  });
  return found[0]?.id ?? null;
}

/** Text, as it is: the API takes no markup. */
export async function writeNote(api: AutotaskApi, ticketId: string, text: string): Promise<string> {
  const note = { title: TITLE, description: text, noteType: PLAIN_NOTE, publish: INTERNAL };
  const right = 'Service Desk: add ticket notes';
  return api.create({ path: `Tickets/${ticketId}/Notes`, right, urgent: true }, fitting(note));
}

/** A note cannot be deleted: its text is taken away. Refuses a note of another ticket. */
export async function withdrawNote(api: AutotaskApi, ticketId: string, noteId: string): Promise<void> {
  const right = 'Service Desk: add ticket notes';
  const note = await api.get({ path: `TicketNotes/${noteId}`, answer: AutotaskNote, right, urgent: true });
  if (note?.ticketID !== ticketId) throw new AppError('provider_not_found', 'Autotask has no such note on the ticket');
  const change = { id: Number(noteId), title: TITLE, description: WITHDRAWN };
  await api.patch({ path: `Tickets/${ticketId}/Notes`, right, urgent: true }, change);
}
