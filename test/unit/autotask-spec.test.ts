import { readFileSync } from 'node:fs';
import { createBudget, createHttp } from '@counterpart/server/http.ts';
import { type AutotaskPsa, createAutotaskPsa } from '@counterpart/server/psa/autotask/index.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { createDescription, type Description, type Exchange } from '../helpers/autotask-description.ts';
import { referenceFile, WITHOUT_REFERENCE } from '../helpers/reference.ts';
import { watch } from '../helpers/watched.ts';
import { contractSeed } from '../simulators/psa/autotask/harness.ts';
import { createAutotaskSimulator } from '../simulators/psa/autotask/index.ts';

const CREDENTIALS = { username: 'api@msp.example', secret: 's', integrationCode: 'c' };
const file = referenceFile('openapi/autotask.min.json');

describe.skipIf(!file)(`Autotask's own description${file ? '' : ` (${WITHOUT_REFERENCE})`}`, () => {
  const made: Exchange[] = [];
  let description: Description;
  let unused: string[];

  beforeAll(async () => {
    description = createDescription(JSON.parse(readFileSync(file!, 'utf8')));
    const simulator = createAutotaskSimulator({ seed: contractSeed(), ...CREDENTIALS });
    const recording = (async (input: string, init: RequestInit) => {
      const answer = await simulator.fetch(new Request(input, init));
      const headers = Object.fromEntries(new Headers(init.headers));
      const body: unknown = init.body ? JSON.parse(String(init.body)) : null;
      made.push({ method: init.method!, url: input, headers, body, answer: await answer.clone().json() });
      return answer;
    }) as typeof fetch;
    const http = createHttp({ fetch: recording, budget: createBudget({ limit: 1_000, windowMs: 1_000 }) });
    const zoneUrl = 'https://autotask.example/ATServicesRest/';
    const watched = watch(createAutotaskPsa({ ...CREDENTIALS, zoneUrl }, http));
    await useEverything(watched.connector);
    unused = watched.unused();
  });

  test('every method of the connector was used', () => {
    expect(unused).toEqual([]);
  });

  test('every kind of request was made', () => {
    const kinds = new Set(made.map(({ method, url }) => `${method} ${description.template(new URL(url).pathname)}`));
    expect([...kinds].sort()).toEqual(EXPECTED.sort());
  });

  test('all requests are described', () => {
    expect(made.flatMap(description.faultsIn)).toEqual([]);
  });

  test('all answers of the stand-in are described', () => {
    expect(made.flatMap(description.faultsInAnswer)).toEqual([]);
    expect(made.filter(({ answer }) => JSON.stringify(answer).length > 50).length).toBeGreaterThan(20);
  });

  const at = (path: string) => `https://x.example/zone5/ATServicesRest/V1.0/${path}`;
  const headers = { apiintegrationcode: 'c', username: 'u', secret: 's' };
  const query = { method: 'POST', url: at('Contacts/query'), headers, answer: null };
  const create = { method: 'POST', url: at('Companies/1/Contacts'), headers, answer: null };
  const person = { firstName: 'A', lastName: 'B', isActive: 1, companyID: 1 };
  test.each<[string, Exchange]>([
    ['an unknown path', { ...query, url: at('Persons/query') }],
    ['an unknown method', { ...query, method: 'PUT', body: {} }],
    ['an unknown parameter', { ...query, method: 'GET', url: at('ZoneInformation?name=x'), body: null }],
    ['a missing header', { ...query, headers: { username: 'u' }, body: { filter: [] } }],
    ['an unknown part of a query', { ...query, body: { filter: [], limit: 5 } }],
    ['an unknown part of a condition', { ...query, body: { filter: [{ op: 'eq', name: 'id', value: 1 }] } }],
    ['an unknown operator', { ...query, body: { filter: [{ op: 'like', field: 'id', value: 1 }] } }],
    [
      'an unknown field in a group',
      { ...query, body: { filter: [{ op: 'or', items: [{ op: 'exist', field: 'x' }] }] } },
    ],
    ['an unknown field to answer', { ...query, body: { filter: [], IncludeFields: ['mail'] } }],
    ['an unknown property', { ...create, body: { ...person, mail: 'x' } }],
    ['a property of the wrong type', { ...create, body: { ...person, isActive: true } }],
    ['a text that is too long', { ...create, body: { ...person, firstName: 'x'.repeat(51) } }],
    ['a required property that is missing', { ...create, body: { firstName: 'A', isActive: 1, companyID: 1 } }],
  ])('the check notices %s', (_, exchange) => {
    expect(description.faultsIn(exchange)).not.toEqual([]);
  });

  test('the check notices a strange answer', () => {
    const get = { ...query, method: 'GET', url: at('Contacts/7'), body: null };
    expect(description.faultsInAnswer({ ...get, answer: { item: { id: 7, nickname: 'x' } } })).not.toEqual([]);
    expect(description.faultsInAnswer({ ...get, answer: { item: { id: '7' } } })).not.toEqual([]);
  });
});

const EXPECTED = [
  ...['GET ZoneInformation', 'GET ThresholdInformation', 'POST Countries/query'],
  ...['Companies', 'CompanyLocations', 'Contacts'].flatMap((name) => [
    `POST ${name}/query`,
    `POST ${name}/query/count`,
  ]),
  ...['Companies', 'CompanyLocations', 'Contacts', 'Tickets', 'TicketNotes'].map(
    (name) => `GET ${name}/entityInformation`,
  ),
  ...['GET TicketNotes/entityInformation/fields', 'GET Companies/{id}', 'GET Contacts/{id}', 'GET Tickets/{id}'],
  ...['GET TicketNotes/{id}', 'POST TicketNotes/query', 'POST Tickets/query', 'POST Companies/{parentId}/Contacts'],
  ...['PATCH Companies/{parentId}/Contacts', 'GET Tickets/{parentId}/AdditionalContacts', 'PATCH Tickets'],
  ...['POST Tickets/{parentId}/Notes', 'PATCH Tickets/{parentId}/Notes'],
  ...['ContactWebhooks', 'CompanyWebhooks'].flatMap((name) => [
    ...[`POST ${name}/query`, `POST ${name}`, `GET ${name}/{parentId}/Fields/entityInformation/fields`],
    ...[`POST ${name}/{parentId}/Fields`, `DELETE ${name}/{id}`],
  ]),
];

/** Every method of the connector, with every field it may send. */
async function useEverything(psa: AutotaskPsa): Promise<void> {
  await psa.check();
  const lists = [psa.companies(), psa.sites(), psa.contacts(), psa.changedContacts(new Date(0))];
  for (const pages of lists) for await (const _page of pages);
  await psa.company('175');
  await psa.contact('23');
  expect(psa.recordUrl('ticket', '53203')).toContain(await psa.screenHost());
  await psa.ticket('53203');
  await psa.ticketByNumber('T20260301.0001');
  await psa.findContactsByEmail('ana@sousa.example');
  await psa.findContactsByPhone('+351 910 555 666');
  await psa.findContactByKey('key-1');
  const kinds = ['work', 'mobile', 'mobile', 'home', 'other'] as const;
  const phones = kinds.map((kind, index) => ({ kind, value: `+45 1111111${index}` }));
  const person = { siteId: '11', firstName: 'Zoë', lastName: 'Berg', email: 'zoe@harbour.example', phones };
  const { id } = await psa.createContact({ companyId: '175', ...person }, { key: 'key-1' });
  await psa.updateContact(id, { ...person, firstName: 'Zoe', active: false, platformIds: { external: 'f' } });
  await psa.hooks.remove(await psa.hooks.register({ url: 'https://cp.example/v1/hooks/x', secret: 's'.repeat(43) }));
  await psa.additionalContacts('53203');
  await psa.setTicketContact('53203', '25');
  await psa.setTicketContact('53203', null);
  const note = await psa.addPrivateNote('53203', 'Linked');
  expect(await psa.findPrivateNote?.('53203', 'Linked')).toBe(note);
  await psa.withdrawPrivateNote('53203', note);
}
