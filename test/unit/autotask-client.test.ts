import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contractSeed } from '../simulators/psa/autotask/harness.ts';
import { type ServedAutotaskSimulator, serveAutotaskSimulator } from '../simulators/psa/autotask/serve.ts';

interface Page {
  items: Record<string, unknown>[];
  pageDetails: { count: number; nextPageUrl: string | null };
}
type Fields = Record<string, unknown>;
interface Root {
  query(search: object): Promise<Page>;
  count(search: object): Promise<{ queryCount: number }>;
  get(id: number): Promise<{ item: Fields | null } | null>;
  create(fields: Fields): Promise<{ itemId: number }>;
  update(fields: Fields): Promise<{ itemId: number }>;
  info(): Promise<{ info: Fields }>;
  fieldInfo(): Promise<{ fields: Fields[] }>;
  udfInfo(): Promise<{ fields: Fields[] }>;
}
interface Child extends Omit<Root, 'create' | 'update'> {
  create(parent: number, fields: Fields): Promise<{ itemId: number }>;
  update(parent: number, fields: Fields): Promise<{ itemId: number }>;
  replace(parent: number, fields: Fields): Promise<{ itemId: number }>;
  delete(parent: number, id: number): Promise<{ itemId: number }>;
}
interface Client {
  zoneInfo: { url: string } | null;
  Companies: Root;
  Tickets: Root;
  Contacts: Root;
  /** Writing goes below the company. */
  CompanyContacts: Child;
  TicketNotes: Child;
  TicketAdditionalContacts: Child;
  _post(endpoint: string, payload: object): Promise<Page>;
}
/** A client that somebody else wrote for the real Autotask; it has no types. */
const { AutotaskRestApi, AutotaskApiError } = createRequire(import.meta.url)('@apigrate/autotask-restapi') as {
  AutotaskRestApi: new (user: string, secret: string, code: string, options: { base_url: string }) => Client;
  AutotaskApiError: new () => Error;
};

const ALL = { filter: [{ op: 'exist', field: 'id' }] };

describe("somebody else's client against the stand-in Autotask", () => {
  let simulator: ServedAutotaskSimulator;
  const connect = (secret = 's', code = 'c') =>
    new AutotaskRestApi('api@msp.example', secret, code, { base_url: `${simulator.url}/ATServicesRest/` });

  beforeAll(async () => {
    const credentials = { username: 'api@msp.example', secret: 's', integrationCode: 'c' };
    simulator = await serveAutotaskSimulator({ seed: contractSeed(), ...credentials });
  });
  afterAll(() => simulator?.close());

  test('finds the zone', async () => {
    const api = connect();
    await api.Companies.get(175);
    expect(api.zoneInfo?.url).toBe(`${simulator.url}/zone5/ATServicesRest/`);
  });

  test('lists page by page, by the address that each page gives', async () => {
    const api = connect();
    let page = await api.Contacts.query(ALL);
    const ids = page.items.map((item) => item.id);
    const sizes = [page.pageDetails.count];
    while (page.pageDetails.nextPageUrl) {
      const { pathname, search } = new URL(page.pageDetails.nextPageUrl);
      page = await api._post(pathname.replace(/^.*\/V1\.0/i, '') + search, ALL);
      ids.push(...page.items.map((item) => item.id));
      sizes.push(page.pageDetails.count);
    }
    expect(sizes).toEqual([500, 500, 205]);
    expect(new Set(ids).size).toBe((await api.Contacts.count(ALL)).queryCount);
  });

  test('filters', async () => {
    const surname = { op: 'beginsWith', field: 'lastName', value: 'sou' };
    const address = { op: 'eq', field: 'emailAddress2', value: 'ANA@sousa.example' };
    const filter = [
      { op: 'eq', field: 'companyID', value: 175 },
      { op: 'or', items: [surname, address] },
    ];
    const { items } = await connect().Contacts.query({ filter, IncludeFields: ['id', 'firstName'] });
    expect(items).toEqual([{ id: 23, firstName: 'Ana' }]);
  });

  test('reads one', async () => {
    const api = connect();
    expect((await api.Companies.get(175))?.item).toMatchObject({
      id: 175,
      companyName: 'Harbour Dental',
      isActive: true,
    });
    expect(await api.Contacts.get(999_999)).toEqual({ item: null });
  });

  test('creates, changes, replaces and deletes below a company', async () => {
    const api = connect();
    const fields = { firstName: 'Zoë', lastName: 'Berg', phone: '1', isActive: 1 };
    const { itemId: id } = await api.CompanyContacts.create(175, fields);
    const read = async () => (await api.Contacts.get(id))?.item;
    expect(await read()).toMatchObject({ ...fields, companyID: 175 });
    await api.CompanyContacts.update(175, { id, lastName: 'Holm' });
    expect(await read()).toMatchObject({ ...fields, lastName: 'Holm' });
    await api.CompanyContacts.replace(175, { id, firstName: 'Z', lastName: 'H', isActive: 0 });
    expect(await read()).toMatchObject({ firstName: 'Z', phone: null, isActive: 0 });
    expect(await api.CompanyContacts.delete(175, id)).toEqual({ itemId: id });
    expect(await read()).toBeNull();
  });

  test('a contact is not written at its own address', async () => {
    expect(await connect().Contacts.create({ companyID: 175, firstName: 'A', lastName: 'B', isActive: 1 })).toBeNull();
  });

  test('writes a ticket, a note and an additional contact', async () => {
    const api = connect();
    const { itemId } = await api.Tickets.create({ companyID: 175, title: 'New', status: 1, priority: 2 });
    await api.Tickets.update({ id: itemId, contactID: 23 });
    expect((await api.Tickets.get(itemId))?.item).toMatchObject({ title: 'New', contactID: 23 });
    const note = await api.TicketNotes.create(itemId, { description: 'x', noteType: 1, publish: 2, title: 't' });
    expect((await api.TicketNotes.get(note.itemId))?.item).toMatchObject({ ticketID: itemId, description: 'x' });
    await api.TicketAdditionalContacts.create(itemId, { contactID: 25 });
    const filter = [{ op: 'eq', field: 'ticketID', value: itemId }];
    expect((await api.TicketAdditionalContacts.query({ filter })).items).toMatchObject([{ contactID: 25 }]);
  });

  test('describes an object', async () => {
    const api = connect();
    expect((await api.Contacts.info()).info).toMatchObject({ name: 'Contact', userAccessForUpdate: 'All' });
    const length = (await api.Contacts.fieldInfo()).fields.find(({ name }) => name === 'firstName')?.length;
    expect(length).toBe(50);
    expect((await api.Contacts.udfInfo()).fields).toMatchObject([{ name: 'Badge' }]);
  });

  test.each<[string, (api: Client) => Promise<unknown>, number, string | null]>([
    [
      'a field that is missing',
      (api) => api.CompanyContacts.create(175, { firstName: 'A', isActive: 1 }),
      500,
      'LastName',
    ],
    ['a company that is not there', (api) => api.Tickets.create(TICKET_OF_NOBODY), 500, 'AccountID'],
    ['an operator that is none', (api) => api.Contacts.query(LIKE), 500, 'like'],
    ['a verb that is not allowed', (api) => api.TicketNotes.delete(53_203, 1), 405, null],
  ])('an error: %s', async (_, act, status, said) => {
    const error = await act(connect()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AutotaskApiError);
    expect(error).toMatchObject({ status });
    if (said) expect(JSON.stringify((error as { details: unknown }).details)).toContain(said);
  });

  test.each<[string, string[], number]>([
    ['secret', ['wrong'], 401],
    ['tracking identifier', ['s', 'wrong'], 500],
  ])('an error: a wrong %s', async (_, [secret, code], status) => {
    await expect(connect(secret, code).Companies.get(175)).rejects.toMatchObject({ status });
  });
});

const TICKET_OF_NOBODY = { companyID: 4_000, title: 'x', status: 1, priority: 1 };
const LIKE = { filter: [{ op: 'like', field: 'lastName', value: 'x' }] };
