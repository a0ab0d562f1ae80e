import { type Context, Hono } from 'hono';
import { completeContact, idOf, wrongContact } from './contacts.ts';
import type { Area, ConnectWiseControl, Level } from './control.ts';
import { forbidden, invalid, notFound, refused, unknownMember } from './faults.ts';
import { answering, answerPage, only, select } from './lists.ts';
import { CONTACT_MEMBERS } from './members.ts';
import { applyPatch } from './patch.ts';
import type { ConnectWiseStore, Kind, Row } from './store.ts';

/** Refuses where the role does not have the level, before anything is looked up. */
export type Gate = (c: Context, area: Area, level: Level) => Response | null;

export function createGate(control: ConnectWiseControl): Gate {
  return (c, area, level) => {
    const held = control.rights[area];
    return held === 'edit' || held === level ? null : forbidden(c);
  };
}

/** A list, its count and its single records; what the routes below have in common. */
export function readRoutes(
  { store, control, gate }: Parts,
  { path, kind, area, name }: { path: string; kind: Kind; area: Area; name: string },
  shown: (row: Row, c: Context) => Row = (row) => row,
): Hono {
  // A whole sweep asks the same question page after page: the rows of the last question are kept.
  let kept: { key: string; rows: Row[] } | null = null;

  function rowsFor(c: Context): Row[] {
    const { page: _page, pageId: _id, pageSize: _size, fields: _fields, ...question } = c.req.query();
    const key = JSON.stringify([store.version(kind), question]);
    if (kept?.key !== key) kept = { key, rows: select(store.all(kind), question) };
    return kept.rows;
  }
  const page = (c: Context) => answerPage(c, rowsFor(c), kind, control, (row) => shown(row, c));

  return new Hono()
    .get(path, (c) => gate(c, area, 'inquire') ?? answering(c, () => page(c)))
    .get(`${path}/count`, (c) => {
      return gate(c, area, 'inquire') ?? answering(c, () => c.json({ count: rowsFor(c).length }));
    })
    .get(`${path}/:id{[0-9]+}`, (c) => {
      const no = gate(c, area, 'inquire');
      const row = store.get(kind, Number(c.req.param('id')));
      return no ?? (row ? c.json(only(shown(row, c), c.req.query('fields'))) : notFound(c, name, c.req.param('id')));
    });
}

export interface Parts {
  store: ConnectWiseStore;
  control: ConnectWiseControl;
  gate: Gate;
}

export function count(c: Context, rows: Row[]): Response {
  return c.json({ count: select(rows, c.req.query()).length });
}

/** `/company`: companies, their sites, contacts and their communications. */
export function companyRoutes(parts: Parts): Hono {
  const { store, control, gate } = parts;
  const sitesOf = (c: Context) =>
    [...store.all('sites')].filter((site) => idOf(site.company) === Number(c.req.param('id')));
  // Where they are left out, they can still be asked for by name.
  const withItems = ({ communicationItems, ...row }: Row, c: Context): Row => {
    const told = control.tellsItems || c.req.query('fields')?.includes('communicationItems') === true;
    return (told && communicationItems !== undefined ? { ...row, communicationItems } : row) as Row;
  };
  const origin = (c: Context) => new URL(c.req.url).origin;

  function save(c: Context, fields: Record<string, unknown>, status: 200 | 201): Response {
    const wrong = wrongContact(c, store, fields);
    if (wrong) return wrong;
    return c.json(withItems(store.put('contacts', completeContact(store, fields, origin(c)), 'api'), c), status);
  }
  async function readContact(c: Context): Promise<Record<string, unknown> | Response> {
    const body: unknown = await c.req.json().catch(() => null);
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return refused(c, 'Expected an object.');
    const strange = Object.keys(body).find((member) => !CONTACT_MEMBERS.has(member));
    return strange ? unknownMember(c, strange, 'Contact') : (body as Record<string, unknown>);
  }
  const held = (c: Context) => store.get('contacts', Number(c.req.param('id')));

  return new Hono()
    .get('/companies/statuses', (c) => {
      return gate(c, 'setup', 'inquire') ?? answering(c, () => pageOf(c, 'statuses'));
    })
    .get(
      '/communicationTypes',
      (c) => gate(c, 'contacts', 'inquire') ?? answering(c, () => pageOf(c, 'communicationTypes')),
    )
    .route('/', readRoutes(parts, { path: '/companies', kind: 'companies', area: 'companies', name: 'Company' }))
    .get('/companies/:id{[0-9]+}/sites/count', (c) => {
      return gate(c, 'companies', 'inquire') ?? answering(c, () => count(c, sitesOf(c)));
    })
    .get('/companies/:id{[0-9]+}/sites', (c) => {
      const no = gate(c, 'companies', 'inquire');
      if (no) return no;
      if (!store.get('companies', Number(c.req.param('id')))) return notFound(c, 'Company', c.req.param('id'));
      return answering(c, () => answerPage(c, select(sitesOf(c), c.req.query()), 'sites', control));
    })
    .route(
      '/',
      readRoutes(parts, { path: '/contacts', kind: 'contacts', area: 'contacts', name: 'Contact' }, withItems),
    )
    .get('/contacts/:id{[0-9]+}/communications', (c) => {
      const no = gate(c, 'contacts', 'inquire');
      if (no) return no;
      const contact = held(c);
      if (!contact) return notFound(c, 'Contact', c.req.param('id'));
      const items = (contact.communicationItems ?? []) as Row[];
      return c.json(items.map((item) => ({ ...item, contactId: contact.id })));
    })
    .post('/contacts', async (c) => {
      const fields = gate(c, 'contacts', 'edit') ?? (await readContact(c));
      return fields instanceof Response ? fields : save(c, { ...fields, id: undefined }, 201);
    })
    .put('/contacts/:id{[0-9]+}', async (c) => {
      const fields = gate(c, 'contacts', 'edit') ?? (await readContact(c));
      if (fields instanceof Response) return fields;
      const before = held(c);
      if (!before) return notFound(c, 'Contact', c.req.param('id'));
      // What is left out is emptied; items are not replaced this way, whatever is sent.
      return save(c, { ...fields, id: before.id, communicationItems: before.communicationItems ?? [] }, 200);
    })
    .patch('/contacts/:id{[0-9]+}', async (c) => {
      const no = gate(c, 'contacts', 'edit');
      if (no) return no;
      const before = held(c);
      if (!before) return notFound(c, 'Contact', c.req.param('id'));
      const patched = applyPatch(before, await c.req.json().catch(() => null), CONTACT_MEMBERS);
      if ('unknown' in patched) return unknownMember(c, patched.unknown, 'Contact');
      return 'refused' in patched ? refused(c, patched.refused) : save(c, patched.fields, 200);
    })
    .delete('/contacts/:id{[0-9]+}', (c) => {
      const no = gate(c, 'contacts', 'edit');
      if (no) return no;
      const contact = held(c);
      if (!contact) return notFound(c, 'Contact', c.req.param('id'));
      const heir = c.req.query('transferContactId');
      const tickets = [...store.all('tickets')].filter((ticket) => idOf(ticket.contact) === contact.id);
      if (tickets.length > 0 && !heir) {
        const message = 'Contact is in use';
        return c.json({ code: 'ConnectWiseApi', message, errors: null }, 409);
      }
      if (heir && !store.get('contacts', Number(heir))) {
        const message = `transferContactId ${heir} is not valid`;
        return invalid(c, 'contact', [{ code: 'InvalidField', message, field: 'transferContactId' }]);
      }
      for (const ticket of tickets) store.put('tickets', { ...ticket, contact: { id: Number(heir) } }, 'api');
      store.remove('contacts', contact.id, 'api');
      return c.body(null, 204);
    });

  function pageOf(c: Context, kind: Kind): Response {
    return answerPage(c, select(store.all(kind), c.req.query()), kind, control);
  }
}
