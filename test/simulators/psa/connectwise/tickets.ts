import { type Context, Hono } from 'hono';
import { idOf } from './contacts.ts';
import { forbidden, invalid, notFound, refused, unknownMember } from './faults.ts';
import { answering, answerPage, select } from './lists.ts';
import { NOTE_MEMBERS, TICKET_MEMBERS } from './members.ts';
import { applyPatch } from './patch.ts';
import { count, type Parts, readRoutes } from './records.ts';
import { cwDate, type Row } from './store.ts';

type Fields = Record<string, unknown>;

/** `/service`: tickets, their search by body, and their notes. */
export function serviceRoutes(parts: Parts & { now: () => number }): Hono {
  const { store, control, gate, now } = parts;
  const ticketOf = (c: Context) => store.get('tickets', Number(c.req.param('id')));
  const notesOf = (c: Context) => [...store.all('notes')].filter((note) => note.ticketId === Number(c.req.param('id')));
  const noteOf = (c: Context) => notesOf(c).find((note) => note.id === Number(c.req.param('noteId')));

  function save(c: Context, fields: Fields, status: 200 | 201): Response {
    const wrong = (field: string, message: string, code: 'MissingRequiredField' | 'InvalidField' = 'InvalidField') =>
      invalid(c, 'ticket', [{ code, message, field }]);
    if (!fields.summary) return wrong('summary', 'The summary field is required.', 'MissingRequiredField');
    const company = store.get('companies', idOf(fields.company) ?? 0);
    if (!company) return wrong('company', 'companyId is not valid');
    const before = typeof fields.id === 'number' ? store.get('tickets', fields.id) : undefined;
    const contactId = idOf(fields.contact);
    const contact = contactId === null ? undefined : store.get('contacts', contactId);
    if (contactId !== null && !contact) return wrong('contact', `contactId ${contactId} is not valid`);
    const named = contact && {
      id: contact.id,
      name: `${contact.firstName} ${contact.lastName ?? ''}`.trim(),
      _info: {},
    };
    // Another contact brings its own name and address along.
    const filled =
      contact && idOf(before?.contact) !== contactId ? { contactName: named!.name, ...addressOf(contact) } : {};
    const reference = { id: company.id, identifier: company.identifier, name: company.name, _info: {} };
    const row = { ...fields, company: reference, ...(named && { contact: named }), ...filled };
    return c.json(store.put('tickets', row, 'api'), status);
  }

  async function readNote(c: Context): Promise<Fields | Response> {
    const body = (await c.req.json().catch(() => null)) as Fields | null;
    if (!body || Array.isArray(body)) return refused(c, 'Expected an object.');
    const strange = Object.keys(body).find((member) => !NOTE_MEMBERS.has(member));
    if (strange) return unknownMember(c, strange, 'ServiceNote');
    const flags = ['detailDescriptionFlag', 'internalAnalysisFlag', 'resolutionFlag'];
    if (flags.some((flag) => body[flag] === true)) return body;
    const message = 'At least one of the flags must be set.';
    return invalid(c, 'serviceNote', [{ code: 'InvalidField', message, field: 'detailDescriptionFlag' }]);
  }

  return new Hono()
    .post('/tickets/search', async (c) => {
      const no = gate(c, 'tickets', 'inquire');
      if (no) return no;
      const asked = (await c.req.json().catch(() => ({}))) as Record<string, string | undefined>;
      const question = { conditions: asked.conditions, orderBy: asked.orderBy, childConditions: asked.childconditions };
      return answering(c, () => answerPage(c, select(store.all('tickets'), question), 'tickets', control));
    })
    .route('/', readRoutes(parts, { path: '/tickets', kind: 'tickets', area: 'tickets', name: 'Ticket' }))
    .post('/tickets', async (c) => {
      const no = gate(c, 'tickets', 'edit');
      if (no) return no;
      return save(c, { ...((await c.req.json()) as Fields), id: undefined }, 201);
    })
    .patch('/tickets/:id{[0-9]+}', async (c) => {
      const no = gate(c, 'tickets', 'edit');
      if (no) return no;
      const before = ticketOf(c);
      if (!before) return notFound(c, 'Ticket', c.req.param('id'));
      const patched = applyPatch(before, await c.req.json().catch(() => null), TICKET_MEMBERS);
      if ('unknown' in patched) return unknownMember(c, patched.unknown, 'Ticket');
      return 'refused' in patched ? refused(c, patched.refused) : save(c, patched.fields, 200);
    })
    .get('/tickets/:id{[0-9]+}/notes/count', (c) => gate(c, 'tickets', 'inquire') ?? count(c, notesOf(c)))
    .get('/tickets/:id{[0-9]+}/notes', (c) => notesPage(c, notesOf(c)))
    .get('/tickets/:id{[0-9]+}/allNotes', (c) => {
      const shape = ({ ticketId, ...note }: Row): Row => ({
        ...note,
        noteType: 'TicketNote',
        ticket: { id: ticketId },
      });
      return notesPage(c, notesOf(c).map(shape));
    })
    .post('/tickets/:id{[0-9]+}/notes', async (c) => {
      const no = gate(c, 'tickets', 'edit');
      if (no) return no;
      if (!ticketOf(c)) return notFound(c, 'Ticket', c.req.param('id'));
      const fields = await readNote(c);
      if (fields instanceof Response) return fields;
      const note = { ...fields, id: undefined, ticketId: Number(c.req.param('id')), dateCreated: cwDate(now()) };
      return c.json(store.put('notes', note, 'api'), 201);
    })
    .patch('/tickets/:id{[0-9]+}/notes/:noteId{[0-9]+}', async (c) => {
      const no = gate(c, 'tickets', 'edit');
      if (no) return no;
      const before = noteOf(c);
      if (!before) return notFound(c, 'ServiceNote', c.req.param('noteId'));
      const patched = applyPatch(before, await c.req.json().catch(() => null), NOTE_MEMBERS);
      if ('unknown' in patched) return unknownMember(c, patched.unknown, 'ServiceNote');
      return 'refused' in patched ? refused(c, patched.refused) : c.json(store.put('notes', patched.fields, 'api'));
    })
    .delete('/tickets/:id{[0-9]+}/notes/:noteId{[0-9]+}', (c) => {
      const no = gate(c, 'tickets', 'edit');
      if (no) return no;
      if (!control.deletesNotes) return forbidden(c);
      const note = noteOf(c);
      if (!note) return notFound(c, 'ServiceNote', c.req.param('noteId'));
      store.remove('notes', note.id, 'api');
      return c.body(null, 204);
    });

  function notesPage(c: Context, notes: Row[]): Response {
    const no = gate(c, 'tickets', 'inquire');
    if (no) return no;
    if (!ticketOf(c)) return notFound(c, 'Ticket', c.req.param('id') ?? '');
    return answering(c, () => answerPage(c, select(notes, c.req.query()), 'notes', control));
  }
}

function addressOf(contact: Row): Fields {
  const items = (contact.communicationItems ?? []) as Fields[];
  const email = items.find((item) => item.communicationType === 'Email' && item.defaultFlag);
  return email ? { contactEmailAddress: email.value } : {};
}
