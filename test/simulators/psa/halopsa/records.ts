import { type Context, Hono } from 'hono';
import { allows } from './auth.ts';
import { answer, type Fields, readRows } from './bodies.ts';
import type { HaloControl } from './control.ts';
import { exception } from './faults.ts';
import { createLists } from './lists.ts';
import { type HaloStore, haloDate, type Kind, type Row } from './store.ts';

type Env = { Variables: { scopes: string[] } };
interface Resource {
  path: string;
  kind: Kind;
  area: 'customers' | 'tickets';
  doubles?: 'site_id' | 'client_id';
}

const RESOURCES: Resource[] = [
  { path: 'Client', kind: 'clients', area: 'customers' },
  { path: 'Site', kind: 'sites', area: 'customers', doubles: 'client_id' },
  { path: 'Users', kind: 'users', area: 'customers', doubles: 'site_id' },
  { path: 'Tickets', kind: 'tickets', area: 'tickets' },
  { path: 'Actions', kind: 'actions', area: 'tickets' },
];

/** The record resources: list, read, create or merge, delete. There is no PUT and no PATCH. */
export function recordRoutes(store: HaloStore, control: HaloControl, now: () => number): Hono<Env> {
  const list = createLists(store, control);
  const routes = new Hono<Env>();
  const refused = (c: Context<Env>, verb: 'read' | 'edit', area: Resource['area']) =>
    allows(c.get('scopes'), verb, area) ? null : c.body(null, control.missingRightStatus);

  for (const { path, kind, area, doubles } of RESOURCES) {
    routes.get(`/${path}`, (c) => {
      // Nobody waits for the actions of all tickets to the end; the gateway gives up.
      if (kind === 'actions' && !c.req.query('ticket_id')) return c.body(null, 504);
      const found = refused(c, 'read', area) ?? list(kind, c.req.query());
      if (found instanceof Response) return found;
      return found ? answer(c, found, 200, doubles) : exception(c, 'Invalid advanced search parameter');
    });
    routes.get(`/${path}/:id{-?[0-9]+}`, (c) => {
      const no = refused(c, 'read', area);
      if (no) return no;
      const id = Number(c.req.param('id'));
      // Ids are 32 bits wide: a larger one is no id, which is not the same as no record.
      if (id > 2_147_483_647) return c.json({ id: [`The value '${id}' is not valid.`] }, 400);
      const row = store.get(kind, id);
      return row ? answer(c, withNames(store, kind, row), 200, doubles) : c.body(null, 404);
    });
    routes.post(`/${path}`, async (c) => {
      const rows = refused(c, 'edit', area) ?? (await readRows(c));
      if (rows instanceof Response) return rows;
      const out: Row[] = [];
      for (const fields of rows) {
        const wrong = wrongWith(store, kind, fields);
        if (wrong) return exception(c, wrong);
        const row = store.save(kind, complete(store, kind, fields, now));
        if (!row) return c.body(null, 404);
        out.push(withNames(store, kind, row));
      }
      return answer(c, out.length === 1 ? out[0] : out, 201, doubles);
    });
    routes.delete(`/${path}/:id{[0-9]+}`, (c) => {
      const no = refused(c, 'edit', area);
      if (no) return no;
      // Actions are numbered within their ticket, so the number alone names none.
      const ticket = Number(c.req.query('ticket_id'));
      if (kind === 'actions' && store.get('actions', Number(c.req.param('id')))?.ticket_id !== ticket) {
        return c.body(null, 404);
      }
      return c.body(null, store.remove(kind, Number(c.req.param('id'))) ? 204 : 404);
    });
  }
  return routes;
}

function isNew(fields: Fields): boolean {
  return typeof fields.id !== 'number' || fields.id <= 0;
}

/** Halo's own rules, in the sentences it says them in. */
function wrongWith(store: HaloStore, kind: Kind, fields: Fields): string | null {
  const needs = (column: string) =>
    `A database error occurred (515) - Cannot insert the value NULL into column '${column}', table 'Halo'; column does not allow nulls.`;
  if (kind === 'actions' && isNew(fields)) {
    if (!store.get('tickets', Number(fields.ticket_id))) return 'Please select a valid Ticket';
    if (!fields.outcome_id && !fields.outcome) return 'An Outcome must be entered for this Action';
  }
  if (kind === 'tickets' && Number(fields.user_id) > 0) {
    const user = store.get('users', Number(fields.user_id));
    if (!user) return 'Please select a valid User';
    // A user of another client does not take the ticket along.
    const client = fields.client_id ?? store.get('tickets', Number(fields.id))?.client_id;
    if (Number(client) !== user.client_id) return 'Please select a User of the Customer';
  }
  if (kind === 'clients' && typeof fields.name === 'string') {
    const name = fields.name.toLowerCase();
    for (const row of store.all('clients')) {
      if (row.id !== fields.id && String(row.name).toLowerCase() === name) return 'Name must be unique';
    }
  }
  if (kind === 'users' && isNew(fields)) {
    if (!fields.name && !fields.firstname && !fields.surname) return needs('name');
    if (!fields.site_id) return needs('site_id');
  }
  if (kind === 'sites' && isNew(fields) && !fields.client_id) return needs('client_id');
  if (kind === 'tickets' && isNew(fields) && !fields.summary) return 'Please enter a Summary';
  return null;
}

/** What Halo adds by itself to a new record. */
function complete(store: HaloStore, kind: Kind, fields: Fields, now: () => number): Fields {
  if (!isNew(fields)) return fields;
  if (kind === 'users') {
    const site = store.get('sites', Number(fields.site_id));
    const name = fields.name ?? `${fields.firstname ?? ''} ${fields.surname ?? ''}`.trim();
    const client_id = site?.client_id ?? fields.client_id;
    return { inactive: false, datecreated: haloDate(now()), ...fields, name, client_id };
  }
  if (kind === 'tickets') return { user_id: -1, dateoccurred: haloDate(now()), hasbeenclosed: null, ...fields };
  if (kind === 'actions') return { datetime: haloDate(now()), hiddenfromuser: false, ...fields };
  return { inactive: false, ...fields };
}

/** A single record carries the names of what it points to; a ticket also its user's address. */
function withNames(store: HaloStore, kind: Kind, row: Row): Row {
  const client = store.get('clients', Number(row.client_id));
  const site = store.get('sites', Number(row.site_id));
  const named: Row = { ...row, ...(client && { client_name: client.name }), ...(site && { site_name: site.name }) };
  const user = kind === 'tickets' ? store.get('users', Number(row.user_id)) : undefined;
  return user ? { ...named, user_name: user.name, user_email: user.emailaddress ?? '' } : named;
}
