import { readFileSync } from 'node:fs';
import { createBudget, createHttp } from '@counterpart/server/http.ts';
import { type ConnectWisePsa, createConnectWisePsa } from '@counterpart/server/psa/connectwise/index.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { type ConnectWiseDescription, createDescription, type Exchange } from '../helpers/connectwise-description.ts';
import { referenceFile, WITHOUT_REFERENCE } from '../helpers/reference.ts';
import { watch } from '../helpers/watched.ts';
import { CAPTIONS, contractSeed, MEMBER } from '../simulators/psa/connectwise/harness.ts';
import { type ConnectWiseSimulator, createConnectWiseSimulator } from '../simulators/psa/connectwise/index.ts';

const file = referenceFile('openapi/connectwise.min.json');

describe.skipIf(!file)(
  `exchanges against ConnectWise's own description${file ? '' : ` (${WITHOUT_REFERENCE})`}`,
  () => {
    let description: ConnectWiseDescription;
    let exchanges: Exchange[];
    let unused: string[];

    beforeAll(async () => {
      description = createDescription(JSON.parse(readFileSync(file!, 'utf8')));
      const simulator = createConnectWiseSimulator({ seed: contractSeed(), ...MEMBER });
      simulator.control.keepAnswers = true;
      const watched = watch(connect(simulator));
      await useEverything(watched.connector, simulator);
      unused = watched.unused();
      exchanges = simulator.control.requests.flatMap(({ path, answer, ...rest }) => {
        const below = /^\/\w+\/apis\/3\.0(\/.*)$/.exec(path)?.[1];
        return below ? [{ path: below, answer, ...rest }] : [];
      });
    });

    test('every method of the connector was used', () => {
      expect(unused).toEqual([]);
    });

    test('every kind of request was made', () => {
      const made = new Set(exchanges.map(({ method, path }) => `${method} ${description.template(path)}`));
      expect([...made].sort()).toEqual(
        [
          ...['GET /company/communicationTypes', 'GET /company/companies', 'GET /company/companies/count'],
          ...[
            'GET /company/companies/statuses',
            'GET /company/companies/{id}',
            'GET /company/companies/{parentId}/sites',
          ],
          ...['GET /company/companies/{parentId}/sites/count', 'GET /company/contacts', 'GET /company/contacts/count'],
          ...['GET /company/contacts/{id}', 'GET /company/contacts/{parentId}/communications', 'GET /service/tickets'],
          ...['GET /service/tickets/{id}', 'GET /service/tickets/{parentId}/allNotes', 'GET /system/info'],
          ...['GET /system/userDefinedFields', 'PATCH /company/contacts/{id}', 'PATCH /service/tickets/{id}'],
          ...['PATCH /service/tickets/{parentId}/notes/{id}', 'POST /company/contacts'],
          ...['DELETE /service/tickets/{parentId}/notes/{id}', 'POST /service/tickets/{parentId}/notes'],
          ...['GET /service/tickets/{parentId}/notes'],
          ...['GET /system/callbacks', 'POST /system/callbacks', 'DELETE /system/callbacks/{id}'],
        ].sort(),
      );
    });

    test('all requests are described', () => {
      expect(exchanges.flatMap((exchange) => description.faultsIn(exchange))).toEqual([]);
    });

    test('all answers of the stand-in are described', () => {
      expect(exchanges.flatMap((exchange) => description.faultsInAnswer(exchange))).toEqual([]);
    });

    const headers = { clientid: 'x', accept: 'application/vnd.connectwise.com+json; version=2025.1' };
    const list = { method: 'GET', path: '/company/contacts', query: {}, headers, body: null, status: 200, answer: [] };
    const patch = { ...list, method: 'PATCH', path: '/company/contacts/1' };
    test.each<[string, Exchange]>([
      ['an unknown path', { ...list, path: '/company/people' }],
      ['an unknown method', { ...list, method: 'DELETE' }],
      ['an unknown parameter', { ...list, query: { condition: 'id=1' } }],
      ['a page that is no number', { ...list, query: { pageSize: 'all' } }],
      ['an unknown field in conditions', { ...list, query: { conditions: 'email = "x"' } }],
      ['an unknown field of a list', { ...list, query: { childConditions: 'communicationItems/email = "x"' } }],
      ['an unknown field of a custom field', { ...list, query: { customFieldConditions: 'name = "x"' } }],
      ['an unknown field asked for', { ...list, query: { fields: 'id,email' } }],
      ['no client id', { ...list, headers: { accept: headers.accept } }],
      ['another version', { ...list, headers: { ...headers, accept: 'application/json' } }],
      ['a body that is no object', { ...list, method: 'POST', body: [] }],
      ['an unknown member', { ...list, method: 'POST', body: { firstname: 'Ana' } }],
      ['a member of the wrong type', { ...list, method: 'POST', body: { firstName: 1 } }],
      ['a patch that is no list', { ...patch, body: {} }],
      ['an unknown operation', { ...patch, body: [{ op: 'test', path: 'firstName', value: 'x' }] }],
      ['an unknown place', { ...patch, body: [{ op: 'replace', path: 'first', value: 'x' }] }],
      [
        'a value that does not fit its place',
        { ...patch, body: [{ op: 'replace', path: 'inactiveFlag', value: 'x' }] },
      ],
    ])('the check notices %s', (_, exchange) => {
      expect(description.faultsIn(exchange)).not.toEqual([]);
    });
  },
);

function connect(simulator: ConnectWiseSimulator): ConnectWisePsa {
  const budget = createBudget({ limit: 10_000, windowMs: 1_000 });
  const local = (async (input, init) => simulator.fetch(new Request(input, init))) as typeof fetch;
  const config = { ...MEMBER, address: 'https://na.myconnectwise.net', customFields: CAPTIONS };
  return createConnectWisePsa(config, createHttp({ fetch: local, budget, retries: 0 }));
}

/** Every method of the connector, with every field it may send. */
async function useEverything(psa: ConnectWisePsa, { control }: ConnectWiseSimulator): Promise<void> {
  await psa.check();
  const lists = [psa.companies(), psa.sites(), psa.contacts(), psa.changedContacts!(new Date())];
  for (const pages of lists) for await (const _page of pages);
  await psa.company('2');
  await psa.ticket('4002');
  expect(psa.recordUrl('ticket', '4001')).toContain(await psa.screenHost());
  await psa.hooks.remove(await psa.hooks.register({ url: 'https://cp.example/v1/hooks/x', secret: '' }));
  await psa.ticketByNumber('4001');
  await psa.findContactsByEmail('ana@sousa.example');
  await psa.findContactsByPhone('+351 210 000 000');
  const kinds = ['work', 'mobile', 'home', 'other'] as const;
  const phones = kinds.map((kind, index) => ({ kind, value: `+45 1111111${index} x7` }));
  const draft = {
    companyId: '2',
    siteId: '11',
    firstName: 'Zoë',
    lastName: 'Berg',
    email: 'zoe@harbour.example',
    phones,
  };
  const { id } = await psa.createContact(draft, { key: 'k-1' });
  await psa.findContactByKey!('k-1');
  const { companyId: _company, ...changes } = draft;
  const more = { email: 'new@harbour.example', phones: phones.map((one) => ({ ...one, value: `${one.value}8` })) };
  await psa.updateContact(id, { ...changes, ...more, firstName: 'Zoe', siteId: '13', active: false });
  await psa.updateContact(id, { platformIds: { external: 'scim-81', entra: 'oid' } });
  control.tellsItems = false;
  await psa.contact(id);
  await psa.setTicketContact!('4002', '23');
  await psa.setTicketContact!('4002', null);
  const note = await psa.addPrivateNote('4001', 'Linked');
  expect(await psa.findPrivateNote?.('4001', 'Linked')).toBe(note);
  await psa.additionalContacts('4001');
  control.deletesNotes = false;
  await psa.withdrawPrivateNote('4001', note);
  control.deletesNotes = true;
  await psa.withdrawPrivateNote('4001', note);
}
