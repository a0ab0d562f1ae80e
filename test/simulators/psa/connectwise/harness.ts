import type { HarnessOptions, RunningPsa } from '../harness.ts';
import type { CommunicationItemSeed, ConnectWiseSeed, CustomFieldSeed } from './seed.ts';
import { serveConnectWiseSimulator } from './serve.ts';

export const MEMBER = {
  company: 'acme',
  publicKey: 'public-of-the-member',
  privateKey: 's3cret-of-the-member',
  clientId: '0b0d3f0e-6a0e-4d5c-8a1e-1f6d2f3c4b5a',
};
export const CAPTIONS = { key: 'Counterpart key', external: 'Directory id', entra: 'Entra id' };

const custom = (id: number, caption: string): CustomFieldSeed => ({
  ...{ id, caption, screenId: 'ct300', fieldTypeIdentifier: 'Text', entryTypeIdentifier: 'EntryField' },
  ...{ podId: 4, sequenceNumber: id, connectWiseID: `00000000-0000-4000-8000-00000000000${id}` },
});
/** The fields behind the captions, as an admin has added them. */
export const FIELDS = [custom(1, CAPTIONS.key), custom(2, CAPTIONS.external), custom(3, CAPTIONS.entra)];

/** The custom fields of a contact as ConnectWise answers them: all of them, most without a value. */
export function customFields(values: Record<string, string> = {}) {
  const shape = { type: 'Text', entryMethod: 'EntryField', numberOfDecimals: 0 };
  return FIELDS.map(({ id, caption }) => ({ id, caption, ...shape, value: values[caption] ?? null }));
}

const TYPE_NAMES = { 1: 'Email', 2: 'Direct', 3: 'Fax', 4: 'Mobile', 5: 'Home' } as const;
/** An address or a number; `type` is one of the stand-in's own communication types. */
export function item(
  id: number,
  type: keyof typeof TYPE_NAMES,
  value: string,
  defaultFlag = true,
): CommunicationItemSeed {
  const communicationType = type === 1 ? 'Email' : type === 3 ? 'Fax' : 'Phone';
  const domain = type === 1 ? { domain: value.slice(value.indexOf('@')) } : {};
  return { id, type: { id: type, name: TYPE_NAMES[type] }, value, defaultFlag, communicationType, ...domain };
}

/** More contacts than one page of 1,000 holds, and one of each awkward kind. */
export function contractSeed(contacts = 2_050): ConnectWiseSeed {
  const company = { id: 2, identifier: 'HarbourDental', name: 'Harbour Dental' };
  const base = { company, site: { id: 11, name: 'Main' }, inactiveFlag: false };
  const empty = customFields();
  const others = [company, { id: 3, identifier: 'Norrebro', name: 'Nørrebro Bogføring' }];
  const people = Array.from({ length: contacts - 4 }, (_, index) => ({
    id: 100 + index,
    firstName: 'Person',
    lastName: String(index),
    company: others[index % 2]!,
    site: { id: 11 + (index % 2), name: 'Main' },
    inactiveFlag: false,
    communicationItems: [item(1_000 + index, 1, `person${index}@customer${index % 2}.example`)],
    customFields: empty,
  }));
  return {
    companies: [
      {
        ...company,
        status: { id: 1, name: 'Active' },
        website: 'https://www.harbour.example/',
        country: { id: 1, name: 'Denmark' },
      },
      { ...others[1]!, status: { id: 1, name: 'Active' } },
      { id: 4, identifier: 'Closed', name: 'Closed Ltd', status: { id: 2, name: 'Former customer' } },
      { id: 5, identifier: 'Deleted', name: 'Deleted Ltd', status: { id: 1, name: 'Active' }, deletedFlag: true },
    ],
    sites: [
      { id: 11, name: 'Main', company: { id: 2 }, primaryAddressFlag: true, inactiveFlag: false },
      { id: 12, name: 'Main', company: { id: 3 }, primaryAddressFlag: true, inactiveFlag: false },
      { id: 13, name: 'Quay 2', company: { id: 2 }, inactiveFlag: true },
    ],
    contacts: [
      { ...base, id: 21, firstName: 'General', lastName: 'Contact', customFields: empty },
      {
        ...base,
        id: 22,
        firstName: 'Scanner',
        types: [{ id: 7, name: 'Device' }],
        communicationItems: [item(501, 1, 'scan@harbour.example')],
        customFields: empty,
      },
      {
        ...base,
        id: 23,
        firstName: 'Ana',
        lastName: 'Sousa',
        types: [{ id: 1, name: 'End user' }],
        communicationItems: [
          item(502, 1, 'ana@sousa.example', false),
          item(503, 2, '+351 210 000 000'),
          item(504, 1, 'Ana.Sousa@Harbour.example'),
          { ...item(505, 4, '+351 910 000 000', false), extension: '12' },
          item(506, 3, '+351 219 999 999'),
          item(507, 1, 'a.sousa@old-harbour.example', false),
        ],
        customFields: customFields({ [CAPTIONS.entra]: '6f0d4f5e-5f5a-4b57-9b0c-2f5d0b6c1a11' }),
      },
      {
        ...base,
        id: 24,
        firstName: 'Gone',
        lastName: 'Away',
        inactiveFlag: true,
        communicationItems: [item(508, 1, 'gone@harbour.example')],
        customFields: empty,
      },
      ...people,
    ],
    tickets: [
      {
        ...{ id: 4001, summary: 'Printer is on fire', company, contact: { id: 23, name: 'Ana Sousa' } },
        ...{ contactName: 'Ana Sousa', contactEmailAddress: 'Ana.Sousa@Harbour.example' },
        automaticEmailCc: 'gone@harbour.example; nobody@elsewhere.example',
      },
      {
        ...{ id: 4002, summary: 'Hello?', company: others[1]! },
        ...{ contactName: 'Unknown Person', contactEmailAddress: 'stranger@elsewhere.example' },
      },
    ],
    customFields: FIELDS,
  };
}

export async function connectwiseHarness({ now, deliver }: HarnessOptions = {}): Promise<RunningPsa> {
  const seed = contractSeed();
  const carry =
    deliver &&
    (async (request: Request) =>
      deliver(request.url, { body: await request.text(), headers: Object.fromEntries(request.headers) }));
  const { url, control, store, close } = await serveConnectWiseSimulator({ seed, ...MEMBER, now, deliver: carry });
  const { company, publicKey, privateKey, clientId } = MEMBER;
  const settings = { address: url, company, publicKey, clientId, customFields: CAPTIONS, hosts: [] };
  const secrets = { privateKey };
  let release = 1;
  return {
    url,
    close,
    stored: { settings, secrets },
    wrong: [
      { wrong: 'publicKey or privateKey', stored: { settings, secrets: { privateKey: 'guessed-secret' } } },
      { wrong: 'clientId', stored: { settings: { ...settings, clientId: 'nobody' }, secrets } },
      { wrong: 'company', stored: { settings: { ...settings, company: 'elsewhere' }, secrets } },
    ],
    counts: { companies: seed.companies.length, sites: seed.sites.length, contacts: seed.contacts.length },
    known: {
      companyId: '2',
      contact: {
        id: '23',
        emails: ['Ana.Sousa@Harbour.example', 'ana@sousa.example', 'a.sousa@old-harbour.example'],
        phone: '00351-210-000.000',
      },
      colleagueId: '100',
      siteIds: ['11', '13'],
      inactiveContact: { id: '24', email: 'gone@harbour.example' },
      generalContactId: '21',
      serviceContactId: '22',
      ticket: { id: '4001', number: '#4001', contactId: '23', others: ['24'] },
      ticketOfStranger: { id: '4002', name: 'Unknown Person', email: 'stranger@elsewhere.example' },
      missingIds: ['999999', '4000000000', '999999999999999999', 'x'],
    },
    weather: {
      slow(ms) {
        control.latencyMs = ms;
      },
      fail(count, status) {
        control.failNext = { count, status };
      },
      throttle(retryAfterSeconds, count) {
        control.throttle = { retryAfterSeconds, count };
      },
      cutShort(kind, rows) {
        control.cutShort = { kind, rows };
      },
      garble(count) {
        control.garble = count;
      },
      repeatRows(rows) {
        control.repeatRows = rows;
      },
      // There are no tokens: what ends is the release, with an update of the cloud.
      expireTokens() {
        control.release = `v2025_${++release}`;
      },
      denyContacts() {
        control.rights.contacts = 'none';
        return 'Companies > Contacts: Inquire';
      },
      denyWriting() {
        Object.assign(control.rights, { contacts: 'inquire', tickets: 'inquire' });
        const tickets = 'Service Desk > Service Tickets: Add, Edit and Delete';
        return { contacts: 'Companies > Contacts: Add and Edit', tickets, notes: tickets };
      },
    },
    plant({ companyId, firstName, lastName, email, phone }) {
      const communicationItems = [item(90_001, 1, email), item(90_002, 2, phone)];
      const fields = { firstName, lastName, company: { id: Number(companyId) }, inactiveFlag: false };
      return String(control.add('contacts', { ...fields, communicationItems, customFields: customFields() }).id);
    },
    screen: {
      renameContact: (id, lastName) => void control.edit('contacts', Number(id), { lastName }),
      renameCompany: (id, name) => void control.edit('companies', Number(id), { name }),
      removeContact: (id) => void control.remove('contacts', Number(id)),
    },
    requests: () => control.requests.map((request) => ({ ...request, signIn: request.path.startsWith('/login/') })),
    notes(ticketId) {
      const notes = [...store.all('notes')].filter((note) => note.ticketId === Number(ticketId));
      const texts = (rows: typeof notes) => rows.map((row) => String(row.text));
      // The portal and its mails show the discussion and the resolution.
      const shown = notes.filter((note) => note.detailDescriptionFlag === true || note.resolutionFlag === true);
      return { agent: texts(notes), user: texts(shown) };
    },
  };
}
