import type { Context } from 'hono';
import { checkNew, checkReferences, readFields, settle } from './bodies.ts';
import type { AutotaskControl, Rights } from './control.ts';
import { childNamed, ENTITIES, type Entity, entityNamed } from './entities.ts';
import { errors } from './faults.ts';
import { entityInformation, fieldsInformation, userDefinedFieldsInformation } from './metadata.ts';
import { runCount, runQuery } from './query.ts';
import type { AutotaskSeed } from './seed.ts';
import { shown } from './show.ts';
import type { AutotaskStore, Row } from './store.ts';
import { type Webhooks, watchedBy } from './webhooks.ts';

interface Parts {
  store: AutotaskStore;
  control: AutotaskControl;
  webhooks: Webhooks;
  udfs: AutotaskSeed['udfs'];
}
interface Place {
  entity: Entity;
  /** The record above it, where the address names one. */
  parent: number | null;
  rest: string[];
}

const LONGEST_URL = 2048;

/** Everything below `/V1.0/` that is about records. `segments` are the address's parts. */
export function createRecords({ store, control, webhooks, udfs = {} }: Parts) {
  const may = (entity: Entity, right: keyof Rights) => control.rights[entity.name]?.[right] !== 'None';
  const denied = (c: Context, verb: string) =>
    errors(c, `The logged in Resource does not have the adequate permissions to ${verb} this entity type.`);
  const nobody = (c: Context) =>
    errors(c, 'No matching records found. The logged in Resource may not have the required permissions.');

  async function ask(c: Context, entity: Entity, [kind]: string[]): Promise<Response> {
    if (!may(entity, 'query')) return denied(c, 'query');
    const isGet = c.req.method === 'GET';
    if (isGet && c.req.url.length > LONGEST_URL) return c.body(null, 404);
    const body: unknown = isGet ? JSON.parse(c.req.query('search') ?? 'null') : await c.req.json();
    const asked = { entity, udfs: udfs[entity.name] ?? [], body };
    if (kind === 'count') return c.json({ queryCount: runCount(store, asked) });
    const here = new URL(c.req.url);
    const next = (paging: string) => {
      const url = new URL(here.pathname.replace(/\/query.*$/i, '/query/next'), here.origin);
      url.searchParams.set('paging', paging);
      if (isGet) url.searchParams.set('search', c.req.query('search')!);
      return url.href;
    };
    return c.json(runQuery(store, control, { ...asked, paging: c.req.query('paging'), next }));
  }

  function information(c: Context, entity: Entity, [kind]: string[]): Response {
    if (kind === undefined) return c.json(entityInformation(control, entity));
    if (kind === 'userdefinedfields') return c.json(userDefinedFieldsInformation(udfs[entity.name] ?? []));
    const watched = watchedBy(entity.name);
    return c.json(fieldsInformation(entity, watched && ENTITIES[watched]));
  }

  function below(entity: Entity, row: Row, parent: number | null): boolean {
    return parent === null || entity.parent === null || row[entity.parent.field] === parent;
  }

  function one(c: Context, { entity, parent }: Place, id: number): Response {
    const verb = c.req.method === 'DELETE' ? 'delete' : 'query';
    if (!may(entity, verb)) return denied(c, verb);
    const row = store.get(entity.name, id);
    const found = row && below(entity, row, parent) ? row : null;
    if (verb === 'query') return c.json({ item: found && shown(entity, found) });
    if (!entity.can.delete) return noMethod(c);
    if (!found) return nobody(c);
    if (entity.name === 'Contacts' && [...store.all('Tickets')].some((ticket) => ticket.contactID === id)) {
      return errors(c, 'The contact can not be deleted because it is associated with tickets.');
    }
    store.remove(entity.name, id);
    webhooks.notify(entity.name, 'Delete', found, [], control.resourceId);
    return c.json({ itemId: id });
  }

  async function write(c: Context, { entity, parent }: Place): Promise<Response> {
    const isNew = c.req.method === 'POST';
    // A record that belongs below another is not written at its own address.
    if (entity.parent && parent === null) return c.body(null, 404);
    if (!entity.can[isNew ? 'create' : 'update']) return noMethod(c);
    if (!may(entity, isNew ? 'create' : 'update')) return denied(c, isNew ? 'create' : 'update');
    const sent = readFields(entity, await c.req.json());
    const above = entity.parent && parent !== null ? { [entity.parent.field]: parent } : {};
    const { id, ...fields } = sent;
    if (isNew) {
      checkNew(entity, { ...fields, ...above });
      if (parent !== null && !store.get(entity.parent!.entity, parent)) return nobody(c);
      checkReferences(store, entity, { ...fields, ...above });
      return saved(
        c,
        entity,
        store.insert(entity.name, { ...ready(entity), ...fields, ...above }),
        Object.keys(fields),
      );
    }
    const before = store.get(entity.name, Number(id));
    if (!before || !below(entity, before, parent)) return nobody(c);
    // PUT replaces: what is not sent is emptied.
    const empty = c.req.method === 'PUT' ? emptied(entity) : {};
    const row = { ...before, ...empty, ...fields, ...above };
    checkReferences(store, entity, row);
    return saved(
      c,
      entity,
      store.change(entity.name, before.id, { ...empty, ...fields })!,
      Object.keys(fields),
      'Update',
    );
  }

  function saved(c: Context, entity: Entity, row: Row, changed: string[], action: 'Create' | 'Update' = 'Create') {
    settle(store, entity, row);
    webhooks.notify(entity.name, action, row, changed, control.resourceId);
    return c.json({ itemId: row.id });
  }

  return async function answer(c: Context, segments: string[]): Promise<Response> {
    const place = placeOf(segments);
    if (!place) return c.body(null, 404);
    const [first, ...more] = place.rest.map((part) => part.toLowerCase());
    const { method } = c.req;
    if (first === 'query' && place.parent === null && ['GET', 'POST'].includes(method))
      return ask(c, place.entity, more);
    if (first === 'entityinformation' && method === 'GET') return information(c, place.entity, more);
    if (first === undefined && method === 'GET' && place.parent !== null) {
      if (!may(place.entity, 'query')) return denied(c, 'query');
      const rows = [...store.all(place.entity.name)].filter((row) => below(place.entity, row, place.parent));
      const items = rows.map((row) => shown(place.entity, row));
      const pageDetails = { count: items.length, requestCount: 500, prevPageUrl: null, nextPageUrl: null };
      return c.json({ items, pageDetails });
    }
    if (first === undefined && ['POST', 'PATCH', 'PUT'].includes(method)) return write(c, place);
    if (first !== undefined && /^\d+$/.test(first) && ['GET', 'DELETE'].includes(method)) {
      if (method === 'DELETE' && place.entity.parent && place.parent === null) return noMethod(c);
      return one(c, place, Number(first));
    }
    return noMethod(c);
  };
}

/** `Tickets/7/Notes/9` is the note 9 below 7; `TicketNotes/9` is the note 9. */
function placeOf([first = '', ...rest]: string[]): Place | null {
  const entity = entityNamed(first);
  if (!entity) return null;
  const child = rest.length >= 2 && /^\d+$/.test(rest[0]!) ? childNamed(entity.name, rest[1]!) : undefined;
  return child ? { entity: child, parent: Number(rest[0]), rest: rest.slice(2) } : { entity, parent: null, rest };
}

function noMethod(c: Context): Response {
  return c.json({ Message: `The requested resource does not support http method '${c.req.method}'.` }, 405);
}

/** What Autotask adds by itself to a new record. */
function ready(entity: Entity): Record<string, unknown> {
  if (entity.name === 'Tickets') return { ticketNumber: 'T20260301.9001' };
  return entity.name === 'Companies' || entity.name === 'CompanyLocations' ? { isActive: true } : {};
}

function emptied(entity: Entity): Record<string, null> {
  const fields = [...entity.fields.values()].filter((field) => !field.readOnly && field.name !== entity.parent?.field);
  return Object.fromEntries(fields.map((field) => [field.name, null]));
}
