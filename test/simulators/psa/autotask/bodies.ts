import type { Entity, Field } from './entities.ts';
import { refusal } from './filter.ts';
import type { AutotaskStore, Row } from './store.ts';

const MOST_ADDITIONAL = 30;

/** The body's fields under the names the object has for them; throws what Autotask refuses. Strange names are ignored. */
export function readFields(entity: Entity, body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw refusal('The body is not valid JSON.');
  const fields: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(body)) {
    if (key.toLowerCase() === 'userdefinedfields') fields.userDefinedFields = value;
    const field = entity.fields.get(key.toLowerCase());
    if (!field || (field.readOnly && field.name !== 'id')) continue;
    fields[field.name] = checked(field, value);
  }
  return fields;
}

/** What must be there in a new record. Autotask trips over blanks that it could have left out. */
export function checkNew(entity: Entity, fields: Record<string, unknown>): void {
  for (const field of entity.fields.values()) {
    const value = fields[field.name];
    if (field.required && (value === undefined || value === null || value === '')) {
      throw refusal(`Value does not exist for the required field ${oldName(field.name)} . ; on record number [1].`);
    }
    if (value === null || value === '') throw refusal('Object reference not set to an instance of an object.');
    if (/^(webhook|deactivation)Url$/.test(field.name) && !/^https:\/\/[^/:]+(:443)?(\/|$)/.test(String(value))) {
      throw refusal(`${field.name} must be an address with HTTPS on port 443.`);
    }
  }
}

/** Records that are pointed to must be there, and fit each other. */
export function checkReferences(store: AutotaskStore, entity: Entity, row: Record<string, unknown>): void {
  for (const field of entity.fields.values()) {
    const value = row[field.name];
    if (!field.references || typeof value !== 'number') continue;
    if (!store.get(field.references, value)) throw noSuch(field.name);
  }
  if (entity.name === 'Contacts' && typeof row.companyLocationID === 'number') {
    const location = store.get('CompanyLocations', row.companyLocationID);
    if (location?.companyID !== row.companyID) throw noSuch('companyLocationID');
  }
  if (entity.name === 'Tickets' && typeof row.contactID === 'number') {
    if (store.get('Contacts', row.contactID)?.companyID !== row.companyID) throw noSuch('contactID');
  }
  if (entity.name === 'TicketAdditionalContacts') {
    const ticket = store.get('Tickets', Number(row.ticketID));
    if (store.get('Contacts', Number(row.contactID))?.companyID !== ticket?.companyID) throw noSuch('contactID');
    if (additional(store, Number(row.ticketID)).length >= MOST_ADDITIONAL) {
      throw refusal(`A ticket can have no more than ${MOST_ADDITIONAL} additional contacts.`);
    }
  }
}

/** Nobody is a ticket's contact and one of its additional contacts: the later act wins. */
export function settle(store: AutotaskStore, entity: Entity, row: Row): void {
  if (entity.name === 'Tickets') {
    for (const one of additional(store, row.id)) {
      if (one.contactID === row.contactID) store.remove('TicketAdditionalContacts', one.id);
    }
  }
  if (entity.name === 'TicketAdditionalContacts') {
    const ticket = store.get('Tickets', Number(row.ticketID));
    if (ticket && ticket.contactID === row.contactID) store.change('Tickets', ticket.id, { contactID: null });
  }
}

function additional(store: AutotaskStore, ticketId: number): Row[] {
  return [...store.all('TicketAdditionalContacts')].filter((row) => row.ticketID === ticketId);
}

function checked(field: Field, value: unknown): unknown {
  if (value === null) return null;
  const wrong = () => refusal(`Error converting value ${JSON.stringify(value)} for '${field.name}' to ${field.type}.`);
  if (field.type === 'boolean') {
    if (typeof value !== 'boolean') throw wrong();
    return value;
  }
  if (field.type === 'integer' || field.type === 'long') {
    if (!Number.isInteger(value)) throw wrong();
    return value;
  }
  if (field.type === 'string') {
    if (typeof value !== 'string') throw wrong();
    if (value.length > field.length) {
      throw refusal(`The value of ${field.name} is longer than ${field.length} characters. ; on record number [1].`);
    }
  }
  return value;
}

function noSuch(name: string): Error {
  return refusal(`Value does not reference an existing entity for ${oldName(name)} . ; on record number [1].`);
}

/** The sentences kept the names that objects had in the older API. */
function oldName(name: string): string {
  const pascal = name.charAt(0).toUpperCase() + name.slice(1);
  return pascal.replace(/^Company/, 'Account');
}
