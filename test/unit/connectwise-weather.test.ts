import { createBudget, createHttp, type HttpOptions } from '@counterpart/server/http.ts';
import {
  CONNECTWISE_BUDGET,
  type ConnectWiseConfig,
  createConnectWisePsa,
} from '@counterpart/server/psa/connectwise/index.ts';
import type { ListPage } from '@counterpart/server/psa/types.ts';
import type { Contact } from '@counterpart/shared/psa.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import { CAPTIONS, contractSeed, customFields, item, MEMBER } from '../simulators/psa/connectwise/harness.ts';
import { type ConnectWiseSimulator, createConnectWiseSimulator } from '../simulators/psa/connectwise/index.ts';

let connectwise: ConnectWiseSimulator;
let clock: number;
const now = () => clock;
const sleep = async (ms: number) => {
  clock += ms;
};

function connect(changes: Partial<ConnectWiseConfig> = {}, options: Partial<HttpOptions> = {}) {
  const budget = createBudget({ limit: 100_000, windowMs: 60_000, now, sleep });
  const local = (async (input, init) => connectwise.fetch(new Request(input, init))) as typeof fetch;
  const config = { ...MEMBER, address: 'https://na.myconnectwise.net', customFields: CAPTIONS, ...changes };
  return createConnectWisePsa(config, createHttp({ fetch: local, budget, sleep, ...options }));
}
async function read(pages: AsyncIterable<ListPage<Contact>>, onPage: (seen: number) => void = () => undefined) {
  const items: Contact[] = [];
  for await (const page of pages) {
    items.push(...page.items);
    onPage(page.seen);
  }
  return items;
}
const asked = () => connectwise.control.requests;

beforeEach(() => {
  clock = Date.parse('2026-03-01T10:00:00Z');
  connectwise = createConnectWiseSimulator({ seed: contractSeed(), ...MEMBER, now });
});

describe('finding the API', () => {
  test('in the cloud it is on a host of its own, below the release', async () => {
    const psa = connect({ address: 'https://api-na.myconnectwise.net/v4_6_release/apis/3.0/' });
    expect((await psa.contact('23'))?.name).toBe('Ana Sousa');
    expect(asked().map(({ path }) => path)).toEqual([
      '/login/companyinfo/acme',
      '/v2025_1/apis/3.0/company/contacts/23',
    ]);
    expect(psa.recordUrl('company', '2')).toMatch(/^https:\/\/na\.myconnectwise\.net\/v4_6_release\//);
  });

  test('on one’s own server it is below the generic release', async () => {
    connectwise.control.release = 'v4_6_release';
    expect((await connect({ address: 'https://cw.example' }).contact('23'))?.id).toBe('23');
    expect(asked()[1]!.path).toBe('/v4_6_release/apis/3.0/company/contacts/23');
  });

  test('a release that is gone is looked for once, by all together, and a write goes through', async () => {
    const psa = connect();
    await psa.contact('23');
    connectwise.control.release = 'v2025_2';
    await Promise.all([psa.contact('23'), psa.contact('24'), psa.addPrivateNote('4001', 'Linked')]);
    expect(asked().filter(({ path }) => path.startsWith('/login/'))).toHaveLength(2);
    expect([...connectwise.store.all('notes')]).toHaveLength(1);
  });

  test('a release that ends while a list is read', async () => {
    const contacts = await read(connect().contacts(), (seen) => {
      if (seen === 1_000) connectwise.control.release = 'v2025_2';
    });
    expect(contacts).toHaveLength(2_050);
  });

  test('where nothing has moved, an address that is no API is the admin’s to mend', async () => {
    const psa = connect();
    await psa.contact('23');
    connectwise.control.failNext = { count: 100, status: 404, body: '<html>' };
    const failed = { code: 'provider_auth', extra: { detail: { wrong: 'address, publicKey or privateKey' } } };
    await expect(psa.contact('23')).rejects.toMatchObject(failed);
    expect(asked()).toHaveLength(4);
  });

  test.each(['../../evil', 'v1_0/../..', 'x'])('a release named %s is not followed', async (release) => {
    connectwise.control.release = release;
    await expect(connect().contact('23')).rejects.toMatchObject({ code: 'provider_invalid' });
  });

  test('keys that end while a list is read make no list', async () => {
    const reading = read(connect({}, { retries: 0 }).contacts(), () => {
      connectwise.control.failNext = { count: 1, status: 401 };
    });
    await expect(reading).rejects.toMatchObject({ code: 'provider_auth' });
  });
});

describe('lists that change, and rows that are odd', () => {
  test('a row that goes before it is read makes the list incomplete', async () => {
    const reading = read(connect().contacts(), (seen) => {
      if (seen === 1_000) connectwise.control.remove('contacts', 2_100);
    });
    await expect(reading).rejects.toMatchObject({ code: 'provider_incomplete', extra: { detail: { seen: '2049' } } });
  });

  test('a row that comes is read, and one that goes behind us moves nothing', async () => {
    const contacts = await read(connect().contacts(), (seen) => {
      if (seen !== 1_000) return;
      connectwise.control.add('contacts', { firstName: 'Late', company: { id: 2 } });
      connectwise.control.remove('contacts', 150);
    });
    expect(contacts).toHaveLength(2_051);
  });

  test('rows that come twice are read once', async () => {
    connectwise.control.repeatRows = 7;
    const contacts = await read(connect().contacts());
    expect(new Set(contacts.map(({ id }) => id)).size).toBe(contacts.length);
    expect(contacts).toHaveLength(2_050);
  });

  test('the next page is under way while one is kept, and its fault is told in its turn', async () => {
    const psa = connect({}, { retries: 0 });
    await psa.contact('23');
    const pages = psa.contacts()[Symbol.asyncIterator]();
    expect((await pages.next()).value).toMatchObject({ seen: 1_000 });
    connectwise.control.failNext = { count: 1, status: 500 };
    await new Promise((done) => setTimeout(done, 50));
    const asking = pages.next().then(() => pages.next());
    await expect(asking).rejects.toMatchObject({ code: 'provider_unavailable' });
  });

  test('custom fields are asked for only where one is of use', async () => {
    await read(connect({ customFields: {} }).contacts());
    await connect().findContactsByEmail('ana@sousa.example');
    const fields = asked().flatMap(({ query }) => (query.fields ? [query.fields.includes('customFields')] : []));
    expect(new Set(fields.slice(0, -1))).toEqual(new Set([false]));
    expect(fields.at(-1)).toBe(true);
  });

  test('pages smaller than asked for are still the whole list', async () => {
    connectwise.control.largestPage = 300;
    expect(await read(connect().contacts())).toHaveLength(2_050);
  });

  test('a whole list costs its pages and one count', async () => {
    await read(connect().contacts());
    const api = asked().filter(({ path }) => path.includes('/company/contacts'));
    expect(api.filter(({ path }) => path.endsWith('/count'))).toHaveLength(1);
    expect(api.map(({ query }) => query.pageId ?? null)).toEqual([null, null, '1095', '2095']);
    expect(api.every(({ query }) => query.page === undefined)).toBe(true);
  });

  test('numbers that are text, nulls, unknown fields and endless names', async () => {
    const odd = { firstName: `𝒜${'ن'.repeat(10_000)}`, lastName: null, company: { id: '2' }, inactiveFlag: null };
    const { id } = connectwise.control.add('contacts', { ...odd, types: null, customFields: null, quantum: [{}] });
    const contact = await connect().contact(String(id));
    expect(contact).toMatchObject({ companyId: '2', firstName: odd.firstName, lastName: '', emails: [], active: true });
  });
});

describe('what changed', () => {
  test('since a time is given, with what changed shortly before it, for clocks that differ', async () => {
    connectwise.control.edit('contacts', 23, { title: 'Head' });
    clock += 4 * 60_000;
    connectwise.control.edit('contacts', 24, { title: 'Gone' });
    const changed = async (since: number) =>
      (await read(connect().changedContacts(new Date(since)))).map(({ id }) => id);
    expect(await changed(clock)).toEqual(['23', '24']);
    expect(await changed(clock + 3 * 60_000)).toEqual(['24']);
    expect(await changed(clock + 60 * 60_000)).toEqual([]);
  });
});

describe('searches', () => {
  test.each<[string, string[]]>([
    ['+351 210 000 000', ['23']],
    ['210-000-000', ['23']],
    ['00 351 910 000 000', ['23']],
    ['219999999', ['23']],
    ['210 000 001', []],
    ['000', []],
    ['" or id > 0', []],
  ])('by phone %s', async (phone, ids) => {
    expect((await connect().findContactsByPhone(phone)).map(({ id }) => id)).toEqual(ids);
  });

  test.each([
    '" or id > 0 or name = "',
    'ana@sousa.example" or inactiveFlag = False or name = "x',
    '\\"@x.example',
    'a@b" --',
  ])('what is no address is not asked for: %s', async (email) => {
    expect(await connect().findContactsByEmail(email)).toEqual([]);
    expect(asked()).toEqual([]);
  });

  test('a number is read by its number', async () => {
    const psa = connect();
    expect((await psa.ticketByNumber(' #4001 '))?.id).toBe('4001');
    expect(await psa.ticketByNumber('T20260301.0001')).toBeNull();
  });
});

describe('creating with a key', () => {
  const draft = { companyId: '2', siteId: null, firstName: 'Zoë', lastName: 'Berg', email: null, phones: [] };

  test('what was made is found again by it', async () => {
    const psa = connect();
    const made = await psa.createContact(draft, { key: 'outbox-1' });
    expect(await psa.findContactByKey!('outbox-1')).toEqual(made);
    expect(await psa.findContactByKey!('outbox-2')).toBeNull();
    expect(made.platformIds).toEqual({});
  });

  test('without a field for it there is no such search', async () => {
    const psa = connect({ customFields: {} });
    expect(psa.findContactByKey).toBeUndefined();
    expect((await psa.createContact(draft, { key: 'outbox-1' })).name).toBe('Zoë Berg');
  });

  test('a field that is not there is said before anything is made', async () => {
    const failed = { code: 'provider_rejected', extra: { fields: [{ path: 'customFields' }] } };
    await expect(connect({ customFields: { key: 'Other' } }).createContact(draft, { key: 'k' })).rejects.toMatchObject(
      failed,
    );
    expect(asked().filter(({ method }) => method === 'POST')).toEqual([]);
  });

  test('an answer that leaves out addresses is completed', async () => {
    connectwise.control.tellsItems = false;
    const made = await connect().createContact({ ...draft, email: 'zoe@harbour.example' });
    expect(made.emails).toEqual(['zoe@harbour.example']);
  });

  test('a name that is missing is told by its field', async () => {
    const failed = {
      code: 'provider_rejected',
      extra: { fields: [{ path: 'firstName', message: 'The firstName field is required.' }] },
    };
    await expect(connect().createContact({ ...draft, firstName: ' ' })).rejects.toMatchObject(failed);
  });
});

describe('tickets', () => {
  test('people besides the contact: who wrote, and whose address is copied', async () => {
    connectwise.control.add('notes', { ticketId: 4001, text: 'Me too', contact: { id: 100 } });
    connectwise.control.add('notes', { ticketId: 4001, text: 'I asked', contact: { id: 23 } });
    connectwise.control.add('notes', { ticketId: 4001, text: 'By a technician' });
    expect(await connect().additionalContacts('4001')).toEqual(['100', '24']);
    expect(await connect().additionalContacts('4002')).toEqual([]);
    expect(await connect().additionalContacts('999999')).toEqual([]);
  });

  test('more copied addresses than one question holds, and strange ones', async () => {
    const many = Array.from({ length: 45 }, (_, index) => `Person${index * 2}@customer0.example`);
    connectwise.control.edit('tickets', 4001, {
      automaticEmailCc: [...many, '"x"@y.example', 'x" or id > 0'].join('; '),
    });
    expect(await connect().additionalContacts('4001')).toHaveLength(45);
    expect(asked().every(({ path, query }) => path.length + (query.childConditions ?? '').length < 2_000)).toBe(true);
  });

  test('another contact, and back', async () => {
    const psa = connect();
    expect(await psa.setTicketContact('4001', '24')).toBe('23');
    expect((await psa.ticket('4001'))?.contactId).toBe('24');
    expect(await psa.setTicketContact('4001', '23')).toBe('24');
    expect(await psa.setTicketContact('4002', '100')).toBeNull();
    expect(await psa.setTicketContact('4002', null)).toBe('100');
    expect((await psa.ticket('4002'))?.contactId).toBeNull();
  });

  test('the contact that it has is not written again', async () => {
    expect(await connect().setTicketContact('4001', '23')).toBe('23');
    expect(asked().filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('a ticket with custom fields is changed with them', async () => {
    connectwise.control.edit('tickets', 4001, { customFields: [{ id: 90, caption: 'Van', value: 'blue' }] });
    await connect().setTicketContact('4001', '24');
    const row = connectwise.store.get('tickets', 4001);
    expect(row).toMatchObject({ contact: { id: 24 }, customFields: [{ value: 'blue' }] });
  });

  test.each([
    ['999999', '23'],
    ['4001', 'x'],
    ['x', '23'],
  ])('of ticket %s to contact %s: there is no such one', async (ticketId, contactId) => {
    await expect(connect().setTicketContact(ticketId, contactId)).rejects.toMatchObject({ code: 'provider_not_found' });
  });

  test('a change that was answered with success and not made is an error', async () => {
    const body = '{"id":4001,"contact":{"id":23}}';
    const answered = (async (input, init) =>
      init?.method === 'PATCH' ? new Response(body) : connectwise.fetch(new Request(input, init))) as typeof fetch;
    const failed = { code: 'provider_rejected', extra: { fields: [{ path: 'contact' }] } };
    await expect(connect({}, { fetch: answered }).setTicketContact('4001', '24')).rejects.toMatchObject(failed);
  });

  test('a note is taken back, once or twice; where it may not be deleted, it says so', async () => {
    const psa = connect();
    const first = await psa.addPrivateNote('4001', 'Linked');
    await psa.withdrawPrivateNote('4001', first);
    await psa.withdrawPrivateNote('4001', first);
    expect([...connectwise.store.all('notes')]).toEqual([]);
    connectwise.control.deletesNotes = false;
    const second = await psa.addPrivateNote('4001', 'Linked to ana@sousa.example');
    await psa.withdrawPrivateNote('4001', second);
    expect([...connectwise.store.all('notes')]).toMatchObject([
      { text: 'This note was withdrawn.', internalAnalysisFlag: true },
    ]);
  });

  test('a note that was shown to the customer is an error, not a success', async () => {
    const body = '{"id":1,"internalAnalysisFlag":false,"detailDescriptionFlag":true}';
    connectwise.control.failNext = { count: 1, status: 201, path: '/notes', body };
    const failed = { code: 'provider_rejected', extra: { fields: [{ path: 'internalAnalysisFlag' }] } };
    await expect(connect().addPrivateNote('4001', 'x')).rejects.toMatchObject(failed);
  });
});

describe('changes of a contact', () => {
  test('touch what they name, and leave the rest as it is', async () => {
    const before = connectwise.store.get('contacts', 23)!;
    const changed = await connect().updateContact('23', {
      ...{ email: 'ana@sousa.example', platformIds: { external: 'scim-1' } },
      phones: [{ kind: 'mobile', value: '+351 930 000 000' }],
    });
    expect(changed.emails).toEqual(['ana@sousa.example', 'Ana.Sousa@Harbour.example', 'a.sousa@old-harbour.example']);
    expect(changed.platformIds).toEqual({ external: 'scim-1', entra: '6f0d4f5e-5f5a-4b57-9b0c-2f5d0b6c1a11' });
    const items = before.communicationItems as { id: number }[];
    const after = connectwise.store.get('contacts', 23)!.communicationItems as {
      id: number;
      value: string;
      extension?: string;
    }[];
    expect(after.map(({ id }) => id)).toEqual(items.map(({ id }) => id));
    expect(after[3]).toMatchObject({ value: '+351 930 000 000', extension: '' });
    expect(after.filter((one) => (one as { defaultFlag?: boolean }).defaultFlag).map(({ id }) => id)).toEqual([
      502, 503, 506,
    ]);
  });

  test('to one without any items', async () => {
    const { id } = connectwise.control.add('contacts', {
      ...{ firstName: 'Kim', company: { id: 2 }, inactiveFlag: false, customFields: customFields() },
      communicationItems: [item(9_001, 3, '+45 1')],
    });
    const phones = [{ kind: 'work' as const, value: '+45 22 22 22 22 x4' }];
    const changed = await connect().updateContact(String(id), { email: 'kim@x.example', phones });
    expect(changed).toMatchObject({
      emails: ['kim@x.example'],
      phones: [...phones, { kind: 'other', value: '+45 1' }],
    });
  });
});

describe('limits', () => {
  test('a whole read stays below a thousand requests a minute, and leaves people their part', async () => {
    connectwise = createConnectWiseSimulator({ seed: { ...contractSeed(), ...crowd(700) }, ...MEMBER, now });
    const budget = createBudget({ ...CONNECTWISE_BUDGET, now, sleep });
    const psa = connect({}, { budget });
    let urgent = 0;
    for await (const _page of psa.sites()) {
      if (urgent++ % 20 === 0) expect((await psa.ticket('4001'))?.id).toBe('4001');
    }
    expect(asked().filter(({ status }) => status === 429)).toEqual([]);
    expect(asked().length).toBeGreaterThan(1_400);
  });

  function crowd(size: number) {
    const ids = Array.from({ length: size }, (_, index) => 1_000 + index);
    const named = (id: number) => ({ id, identifier: `C${id}`, name: `Company ${id}` });
    return { companies: ids.map(named), sites: ids.map((id) => ({ id, name: 'Main', company: { id } })) };
  }
});

describe('a role that may not read the statuses', () => {
  test('still reads companies', async () => {
    connectwise.control.rights.setup = 'none';
    expect(await connect().company('2')).toMatchObject({ name: 'Harbour Dental', country: 'DK', active: true });
  });
});
