import { readFileSync } from 'node:fs';
import { createBudget, createHttp } from '@counterpart/server/http.ts';
import { CwContact } from '@counterpart/server/psa/connectwise/api.ts';
import { explain, RIGHTS } from '@counterpart/server/psa/connectwise/explain.ts';
import { createConnectWisePsa } from '@counterpart/server/psa/connectwise/index.ts';
import { toContact } from '@counterpart/server/psa/connectwise/mapping.ts';
import { describe, expect, test } from 'vitest';
import { referenceFile, WITHOUT_REFERENCE } from '../helpers/reference.ts';
import { MEMBER } from '../simulators/psa/connectwise/harness.ts';
import { type ConnectWiseSimulator, createConnectWiseSimulator } from '../simulators/psa/connectwise/index.ts';
import type { CommunicationItemSeed, ContactSeed, CustomFieldSeed } from '../simulators/psa/connectwise/seed.ts';

const SITE = 'https://sandbox-na.myconnectwise.net';
const folder = 'openapi/samples/connectwise';
const here = referenceFile(`${folder}/read__contacts.json`) !== null;

function sample<T>(name: string): T {
  return JSON.parse(readFileSync(referenceFile(`${folder}/${name}.json`)!, 'utf8')) as T;
}

describe.skipIf(!here)(`payloads recorded from a live ConnectWise${here ? '' : ` (${WITHOUT_REFERENCE})`}`, () => {
  const TYPES = [
    { id: 13, description: 'Individual Professional', emailFlag: true, phoneFlag: false, faxFlag: false },
    { id: 2, description: 'Phone - Direct', emailFlag: false, phoneFlag: true, faxFlag: false },
    { id: 3, description: 'Fax - Work', emailFlag: false, phoneFlag: false, faxFlag: true },
    { id: 26, description: 'Work Fax', emailFlag: false, phoneFlag: false, faxFlag: true },
  ];
  const simulate = (contacts: ContactSeed[], customFields: CustomFieldSeed[] = []) =>
    createConnectWiseSimulator({
      seed: { companies: [], sites: [], contacts, tickets: [], customFields, communicationTypes: TYPES },
      ...MEMBER,
      deliver: async () => new Response(null, { status: 204 }),
    });
  const send = (simulator: ConnectWiseSimulator, method: string, path: string, body?: unknown) => {
    const login = Buffer.from(`${MEMBER.company}+${MEMBER.publicKey}:${MEMBER.privateKey}`).toString('base64');
    const headers = { authorization: `Basic ${login}`, clientId: MEMBER.clientId };
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    return simulator.fetch(new Request(`${SITE}/v4_6_release/apis/3.0/${path}`, init));
  };
  const connect = (simulator: ConnectWiseSimulator) => {
    const budget = createBudget({ limit: 10_000, windowMs: 1_000 });
    const local = (async (input, init) => simulator.fetch(new Request(input, init))) as typeof fetch;
    return createConnectWisePsa({ ...MEMBER, address: SITE }, createHttp({ fetch: local, budget, retries: 0 }));
  };

  type Items = CommunicationItemSeed[];
  test.each(['patch_scenario1', 'patch_scenario2'])('%s: the patch has the recorded effect', async (name) => {
    const before = sample<Items | { communicationItems: Items }>(`${name}__1-before`);
    const communicationItems = Array.isArray(before) ? before : before.communicationItems;
    const simulator = simulate([{ id: 1, firstName: 'Bob', communicationItems }]);
    const answer = await send(simulator, 'PATCH', 'company/contacts/1', sample(`${name}__2-patch`));
    expect(answer.status).toBe(200);
    const { communicationItems: after } = (await answer.json()) as { communicationItems: Items };
    expect(after).toEqual(sample(`${name}__3-after`));

    const contact = await connect(simulator).contact('1');
    const emails = after.filter((item) => item.communicationType === 'Email').map((item) => item.value);
    expect(contact).toMatchObject({ id: '1', emails });
    expect(contact!.phones).toEqual([
      { kind: 'work', value: '+380111358' },
      { kind: 'other', value: '+77767' },
      { kind: 'other', value: '+99969' },
    ]);
  });

  test('contacts are read, and given again by the stand-in as they were recorded', async () => {
    const rows = [...sample<ContactSeed[]>('read__contacts'), ...sample<ContactSeed[]>('read__one-contact')];
    const simulator = simulate(rows);
    for (const row of rows)
      expect(await (await send(simulator, 'GET', `company/contacts/${row.id}`)).json()).toEqual(row);
    const read = rows.map((row) => toContact(CwContact.parse(row), { external: 'sync_status' }));
    expect(read).toMatchObject([
      {
        ...{ id: '31045', companyId: '20481', siteId: null, name: 'Alex Morgan', active: true, kind: 'person' },
        ...{ emails: [], phones: [{ kind: 'mobile', value: '5558675309' }], platformIds: { external: 'pending' } },
      },
      // The only number shown is the site's, which is nobody's own.
      { id: '58024', companyId: '250', siteId: '1000', name: 'Jorge Smith', phones: [], platformIds: {} },
    ]);
  });

  test('a new contact is kept as it was sent, and reads like the recorded one', async () => {
    const definitions = sample<CustomFieldSeed[]>('custom-fields__definitions');
    const simulator = simulate([{ id: 57918, firstName: 'Before' }], definitions);
    const sent = sample<{ firstName: string; communicationItems: Items }>('write__contacts__payload-post');
    const answer = await send(simulator, 'POST', 'company/contacts', sent);
    expect(answer.status).toBe(201);
    const made = CwContact.parse(await answer.json());
    const recorded = CwContact.parse(sample('write__contacts__new'));
    // The recorded answer tells of no items, which does not mean that there are none.
    expect(recorded.communicationItems).toBeUndefined();
    const { emails, phones, ...rest } = toContact(made, { external: 'is_synced' });
    const { emails: _none, phones: _no, ...like } = toContact(recorded, {});
    expect(rest).toEqual({ ...like, platformIds: {} });
    expect([emails, phones.map(({ value }) => value)]).toEqual([
      ['professional.bob@test.com'],
      ['+380001000', '+99969'],
    ]);
    const names = (fields: typeof made.customFields) => fields!.map(({ id, caption }) => ({ id, caption }));
    const onContacts = new Set(definitions.filter(({ screenId }) => screenId === 'ct300').map(({ id }) => id));
    const known = names(recorded.customFields).filter(({ id }) => onContacts.has(Number(id)));
    expect(known.length).toBeGreaterThan(10);
    expect(names(made.customFields)).toEqual(expect.arrayContaining(known));

    simulator.control.tellsItems = false;
    expect((await connect(simulator).contact(made.id))?.emails).toEqual(['professional.bob@test.com']);
  });

  test('faults are the recorded ones, and are told in words', async () => {
    const simulator = simulate([]);
    const callback = { url: 'nowhere', objectId: 1, type: 'contact', level: 'planet' };
    const good = { ...callback, url: 'https://test.example/webhook?recordId=', level: 'owner' };
    const made = await send(simulator, 'POST', 'system/callbacks', good);
    const recorded = sample<Record<string, unknown>>('subscriber__create__contacts__response');
    expect(Object.keys((await made.json()) as object).sort()).toEqual(Object.keys(recorded).sort());

    const cases: [string, number, string, string, unknown][] = [
      ['write__contacts__bad-request', 400, 'POST', 'company/contacts', { lastName: 'X' }],
      ['subscriber__create__create-webhook-bad-request-1', 400, 'POST', 'system/callbacks', callback],
      ['subscriber__create__create-webhook-bad-request-2', 400, 'POST', 'system/callbacks', good],
      ['delete__contact-not-found', 404, 'DELETE', 'company/contacts/57919', undefined],
      ['read__not-found', 404, 'GET', 'company/people', undefined],
    ];
    for (const [name, status, method, path, body] of cases) {
      const answer = await send(simulator, method, path, body);
      const fault = await answer.json();
      expect([answer.status, fault]).toEqual([status, sample(name)]);
      const said = explain(RIGHTS.writeContacts)(status, JSON.stringify(fault));
      const expected =
        status === 404
          ? { detail: { missing: name === 'read__not-found' ? 'address' : 'record' } }
          : { fields: (fault as { errors: { field: string }[] }).errors.map(({ field }) => ({ path: field })) };
      expect(said).toMatchObject(expected);
    }
  });

  test.each(['create', 'update', 'delete'])('a callback of a contact: %s', async (name) => {
    const simulator = simulate([{ id: 57961, firstName: 'Xzavier' }]);
    const subscription = { url: 'https://test.example/hook?recordId=', objectId: 1, type: 'contact', level: 'owner' };
    await send(simulator, 'POST', 'system/callbacks', subscription);
    if (name === 'create') simulator.control.add('contacts', { firstName: 'Lillie' });
    else if (name === 'update') simulator.control.edit('contacts', 57961, { firstName: 'X' });
    else simulator.control.remove('contacts', 57961);
    await simulator.settled();
    const [told] = simulator.control.deliveries;
    const body = JSON.parse(told!.body) as Record<string, unknown>;
    const recorded = sample<Record<string, unknown>>(`webhook__contact-${name}`);
    const shape = (payload: Record<string, unknown>) =>
      Object.entries(payload).map(([key, value]) => [key, value === null ? 'null' : typeof value]);
    expect(shape(body).sort()).toEqual(shape(recorded).sort());
    expect(body).toMatchObject({ Action: recorded.Action, Type: recorded.Type });
    expect(told!.url).toBe(`https://test.example/hook?recordId=${String(body.ID)}&action=${String(recorded.Action)}`);

    const psa = connect(simulator);
    const change = { action: recorded.Action, type: 'contact', id: String(body.ID) };
    expect(await psa.callbacks.read(told!.body, told!.signature)).toEqual(change);
    const other = told!.body.replace(`"ID":${String(body.ID)}`, '"ID":1');
    await expect(psa.callbacks.read(other, told!.signature)).rejects.toMatchObject({ code: 'provider_rejected' });
    // The recorded ones name keys of other hosts or unknown ones: nothing is believed.
    await expect(psa.callbacks.read(JSON.stringify(recorded), told!.signature)).rejects.toThrow();
  });
});
