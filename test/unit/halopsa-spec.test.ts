import { readFileSync } from 'node:fs';
import { createBudget, createHttp } from '@counterpart/server/http.ts';
import { PSAS } from '@counterpart/server/psa/index.ts';
import type { Psa } from '@counterpart/server/psa/types.ts';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { referenceFile, WITHOUT_REFERENCE } from '../helpers/reference.ts';
import { watch } from '../helpers/watched.ts';
import { contractSeed } from '../simulators/psa/halopsa/harness.ts';
import type { HaloControl } from '../simulators/psa/halopsa/index.ts';
import { type ServedHaloSimulator, serveHaloSimulator } from '../simulators/psa/halopsa/serve.ts';

interface Sent {
  method: string;
  path: string;
  query: Record<string, string>;
  body: unknown;
}
interface Operation {
  parameters?: { name: string; in: string; type?: string; schema?: { type?: string } }[];
  requestBody?: { content: { 'application/json': { schema: { items: { $ref: string } } } } };
}
interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { properties: Record<string, { type?: string; items?: unknown }> }> };
}
interface Answered {
  path: string;
  answer: unknown;
}

const file = referenceFile('openapi/halopsa.min.json');

describe.skipIf(!file)(`requests against HaloPSA's own description${file ? '' : ` (${WITHOUT_REFERENCE})`}`, () => {
  let simulator: ServedHaloSimulator;
  let faultsIn: (sent: Sent) => string[];
  let faultsInAnswer: (answered: Answered) => string[];
  const answers: Answered[] = [];
  let unused: string[];

  beforeAll(async () => {
    const description = JSON.parse(readFileSync(file!, 'utf8')) as Description;
    faultsIn = createChecker(description);
    faultsInAnswer = createAnswerChecker(description);
    simulator = await serveHaloSimulator({ seed: contractSeed(), clientId: 'c', clientSecret: 's' });
    const watched = watch(connect(simulator, answers));
    await useEverything(watched.connector);
    unused = watched.unused();
  });
  afterAll(() => simulator?.close());

  test('every method of the connector was used', () => {
    expect(unused).toEqual([]);
  });

  test('every kind of request was made', () => {
    const made = new Set(apiRequests(simulator.control).map(({ method, path }) => `${method} ${template(path)}`));
    expect([...made].sort()).toEqual(
      [
        ...['GET /Actions'],
        ...['GET /Client', 'GET /Client/{id}', 'GET /InstanceInfo', 'GET /Site', 'GET /Tickets', 'GET /Tickets/{id}'],
        ...['GET /Users', 'GET /Users/{id}', 'POST /Actions', 'POST /Tickets', 'POST /Users', 'DELETE /Actions/{id}'],
      ].sort(),
    );
  });

  test('all of them are described', () => {
    expect(apiRequests(simulator.control).flatMap(faultsIn)).toEqual([]);
  });

  test('all answers of the stand-in are made of what is described', () => {
    expect(answers.flatMap(faultsInAnswer)).toEqual([]);
    const kinds = new Set(answers.flatMap(({ path }) => RECORDS[template(path).split('/')[1]!] ?? []));
    expect([...kinds].sort()).toEqual(Object.values(RECORDS).sort());
  });

  test.each<[string, Answered]>([
    ['an unknown field', { path: '/api/Users/7', answer: { id: 7, nickname: 'x' } }],
    ['a field of the wrong type', { path: '/api/Users', answer: { record_count: 1, users: [{ id: '7' }] } }],
    ['a list under another name', { path: '/api/Users', answer: { record_count: 1, contacts: [] } }],
    ['a list without its count', { path: '/api/Client', answer: { clients: [] } }],
  ])('the check notices an answer with %s', (_, answered) => {
    expect(faultsInAnswer(answered)).not.toEqual([]);
  });

  const user = { method: 'POST', path: '/api/Users', query: {} };
  const list = { method: 'GET', path: '/api/Users', body: null };
  test.each<[string, Sent]>([
    ['an unknown path', { ...list, path: '/api/Contacts', query: {} }],
    ['an unknown method', { ...user, method: 'PATCH', body: [] }],
    ['an unknown parameter', { ...list, query: { paginate: 'true' } }],
    ['a parameter of the wrong type', { ...list, query: { page_no: 'one' } }],
    ['a flag that is a number', { ...list, query: { pageinate: '1' } }],
    ['a body that is no list', { ...user, body: { id: 1 } }],
    ['an unknown property', { ...user, body: [{ firstName: 'Ana' }] }],
    ['a property of the wrong type', { ...user, body: [{ client_id: '1' }] }],
    ['a number with a fraction for an id', { ...user, body: [{ site_id: 1.5 }] }],
  ])('the check notices %s', (_, sent) => {
    expect(faultsIn(sent)).not.toEqual([]);
  });
});

function connect({ url }: ServedHaloSimulator, answers: Answered[]): Psa {
  const settings = { address: url, clientId: 'c', tenant: null, hosts: [] };
  const recording = (async (input: string, init: RequestInit) => {
    const answer = await fetch(input, init);
    const { pathname: path } = new URL(input);
    if (answer.ok && answer.status !== 204) answers.push({ path, answer: await answer.clone().json() });
    return answer;
  }) as typeof fetch;
  const http = createHttp({ fetch: recording, budget: createBudget({ limit: 1_000, windowMs: 1_000 }) });
  return PSAS.halopsa.create({ settings, secrets: { clientSecret: 's' } }, http);
}

/** Every method of the connector, with every field it may send. */
async function useEverything(psa: Psa): Promise<void> {
  await psa.check();
  for (const pages of [psa.companies(), psa.sites(), psa.contacts()]) for await (const _page of pages);
  await psa.company('1');
  await psa.ticketByNumber('0004002');
  expect(psa.recordUrl('ticket', '4001')).toContain(await psa.screenHost());
  await psa.ticket('4001');
  await psa.findContactsByEmail('ana@sousa.example');
  const kinds = ['work', 'mobile', 'mobile', 'home', 'other'] as const;
  const phones = kinds.map((kind, index) => ({ kind, value: `+45 1111111${index}` }));
  const draft = {
    companyId: '1',
    siteId: null,
    firstName: 'Zoë',
    lastName: 'Berg',
    email: 'zoe@harbour.example',
    phones,
  };
  const { id } = await psa.createContact(draft);
  const ids = { entra: 'a', entraTenant: 'b', activeDirectory: 'c', google: 'd', okta: 'e', external: 'f' };
  const { companyId: _company, ...changes } = draft;
  await psa.updateContact(id, { ...changes, siteId: '11', firstName: 'Zoe', active: false, platformIds: ids });
  await psa.contact(id);
  await psa.findContactsByPhone('+351 210 000 000');
  await psa.additionalContacts('4001');
  await psa.setTicketContact!('4001', '100');
  await psa.setTicketContact!('4001', null);
  const note = await psa.addPrivateNote('4001', 'Linked');
  expect(await psa.findPrivateNote?.('4001', 'Linked')).toBe(note);
  await psa.withdrawPrivateNote('4001', note);
}

/** The sign-in is not part of the description: discovery and the authorisation server stay out. */
function apiRequests({ requests }: HaloControl): Sent[] {
  return requests.filter(({ path }) => path.startsWith('/api/') && path !== '/api/authinfo');
}

function template(path: string): string {
  return path.replace(/^\/api/, '').replace(/\/\d+$/, '/{id}');
}

const QUERY_VALUE: Record<string, RegExp> = { bool: /^(true|false)$/, int: /^-?\d+$/, double: /^-?\d+(\.\d+)?$/ };

/** Left out of the description, and sent by the vendor's users all the same: an action's number is one within its ticket. */
const UNDESCRIBED = new Set(['DELETE /Actions/{id} ?ticket_id']);

/** What in a request the description does not know. */
function createChecker(description: Description): (sent: Sent) => string[] {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addSchema(description, 'halo');
  return ({ method, path, query, body }) => {
    const operation = description.paths[template(path)]?.[method.toLowerCase()];
    if (!operation) return [`${method} ${path}`];
    const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
    const faults = Object.entries(query).flatMap(([name, value]) => {
      if (UNDESCRIBED.has(`${method} ${template(path)} ?${name}`)) return [];
      const parameter = declared.find((one) => one.name === name);
      if (!parameter) return [`${path} ?${name}`];
      const pattern = QUERY_VALUE[parameter.schema?.type ?? parameter.type ?? ''];
      return pattern && !pattern.test(value) ? [`${path} ?${name}=${value}`] : [];
    });
    if (method !== 'POST') return faults;
    const reference = operation.requestBody?.content['application/json'].schema.items.$ref;
    if (!reference || !Array.isArray(body)) return [...faults, `${path}: the body is no list`];
    const name = reference.split('/').at(-1)!;
    const known = description.components.schemas[name]!.properties;
    const fits = ajv.compile({ type: 'array', items: { $ref: `halo${reference}` } });
    if (!fits(body)) faults.push(`${path}: ${ajv.errorsText(fits.errors)}`);
    for (const [field, value] of body.flatMap((row) => Object.entries(row as object))) {
      if (!(field in known)) faults.push(`${path}: ${field} is not described`);
      // Described as a double where Halo itself takes whole numbers only.
      if (/(^|_)id$/.test(field) && typeof value === 'number' && !Number.isInteger(value))
        faults.push(`${path}: ${field}`);
    }
    return faults;
  };
}

/** What the vendor calls a record of each resource; its description has no word on how answers wrap them. */
const RECORDS: Record<string, string> = {
  Client: 'Area',
  Site: 'Site',
  Users: 'Users',
  Tickets: 'Faults',
  Actions: 'Actions',
};
const LISTS: Record<string, string> = {
  Client: 'clients',
  Site: 'sites',
  Users: 'users',
  Tickets: 'tickets',
  Actions: 'actions',
};

/** What in an answer the description does not know. Any field may be null: the description says nothing of that. */
function createAnswerChecker({ components }: Description): (answered: Answered) => string[] {
  const typeOf = (value: unknown) => (Array.isArray(value) ? 'array' : typeof value);
  return ({ path, answer }) => {
    const resource = template(path).split('/')[1] ?? '';
    const record = RECORDS[resource];
    if (!record) return [];
    const body = answer as Record<string, unknown>;
    const isList = template(path) === `/${resource}` && !('id' in body);
    const rows = isList ? body[LISTS[resource]!] : [body];
    if (!Array.isArray(rows)) return [`${path}: no ${LISTS[resource]}`];
    if (isList && typeof body.record_count !== 'number') return [`${path}: no record_count`];
    const known = components.schemas[record]!.properties;
    return rows.flatMap((row) =>
      Object.entries(row as object).flatMap(([field, value]) => {
        const type = known[field]?.type?.replace('integer', 'number');
        if (!known[field]) return [`${path}: ${field} is not described`];
        return value === null || type === undefined || typeOf(value) === type
          ? []
          : [`${path}: ${field} is no ${type}`];
      }),
    );
  };
}
