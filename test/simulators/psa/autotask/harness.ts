import type { HarnessOptions, RunningPsa } from '../harness.ts';
import type { Delivery } from './control.ts';
import type { AutotaskSeed } from './seed.ts';
import { serveAutotaskSimulator } from './serve.ts';

const CREDENTIALS = {
  username: 'counterpart@msp.example',
  secret: 's3cret-of-the-api-user',
  integrationCode: 'TRACKINGIDENTIFIER',
};
const KINDS = { companies: 'Companies', sites: 'CompanyLocations', contacts: 'Contacts' } as const;
const LONG_AGO = '2025-01-02T03:04:05.000Z';

/** More contacts than two pages of 500 hold, and one of each awkward kind. */
export function contractSeed(contacts = 1_205) {
  const people = Array.from({ length: contacts - 3 }, (_, index) => ({
    id: 100 + index,
    companyID: 175 + (index % 3),
    firstName: 'Person',
    lastName: String(index),
    emailAddress: `person${index}@customer${index % 3}.example`,
    phone: `+45 70 ${String(100_000 + index).replace(/(..)(?=.)/g, '$1 ')}`,
    isActive: 1,
    lastModifiedDate: LONG_AGO,
  }));
  const base = { companyID: 175, companyLocationID: 11, isActive: 1, lastModifiedDate: LONG_AGO };
  return {
    Countries: [
      { id: 59, countryCode: 'DK', name: 'Denmark', displayName: 'Denmark', isActive: true },
      { id: 177, countryCode: 'PT', name: 'Portugal', displayName: 'Portugal', isActive: true },
    ],
    Companies: [
      { id: 0, companyName: 'Our own MSP', isActive: true },
      {
        id: 175,
        companyName: 'Harbour Dental',
        isActive: true,
        countryID: 177,
        webAddress: 'https://www.harbour.example/',
      },
      { id: 176, companyName: 'Nørrebro Bogføring', isActive: true, countryID: 59 },
      { id: 177, companyName: 'Closed Ltd', isActive: false },
    ],
    CompanyLocations: [
      { id: 11, companyID: 175, name: 'Main', isActive: true, isPrimary: true },
      { id: 12, companyID: 176, name: 'Main', isActive: true, isPrimary: true },
      { id: 13, companyID: 177, name: 'Main', isActive: false },
      { id: 14, companyID: 175, name: 'Quay 2', isActive: true },
    ],
    Contacts: [
      {
        ...base,
        id: 23,
        firstName: 'Ana',
        lastName: 'Sousa',
        emailAddress: 'Ana.Sousa@Harbour.example',
        emailAddress2: 'ana@sousa.example',
        emailAddress3: 'a.sousa@old-harbour.example',
        phone: '+351 21 000-0042',
        mobilePhone: '(910) 555 666',
        alternatePhone: '00351 930.777.888',
      },
      { ...base, id: 24, firstName: 'Gone', lastName: 'Away', emailAddress: 'gone@harbour.example', isActive: 0 },
      { ...base, id: 25, firstName: 'Rui', lastName: 'Costa', emailAddress: 'rui@harbour.example', phone: '' },
      ...people,
    ],
    Tickets: [
      {
        id: 53_203,
        ticketNumber: 'T20260301.0001',
        title: 'Printer is on fire',
        companyID: 175,
        contactID: 23,
        status: 1,
        priority: 2,
      },
      {
        id: 53_204,
        ticketNumber: 'T20260301.0002',
        title: 'Hello?',
        description: 'From: Unknown Person <stranger@elsewhere.example>\r\n\r\nHello, is anybody there?',
        companyID: 0,
        status: 1,
        priority: 2,
      },
    ],
    TicketAdditionalContacts: [{ id: 7, ticketID: 53_203, contactID: 25 }],
    udfs: { Contacts: ['Badge'] },
  } satisfies AutotaskSeed;
}

export async function autotaskHarness({ now, deliver }: HarnessOptions = {}): Promise<RunningPsa> {
  const seed = contractSeed();
  const carry = deliver && (({ url, ...message }: Delivery) => deliver(url, message));
  const { url, control, store, close } = await serveAutotaskSimulator({ seed, ...CREDENTIALS, now, deliver: carry });
  const settings = { username: CREDENTIALS.username, zoneUrl: `${url}/ATServicesRest/` };
  const secrets = { secret: CREDENTIALS.secret, integrationCode: CREDENTIALS.integrationCode };
  return {
    url,
    close,
    stored: { settings, secrets },
    wrong: [
      { wrong: 'secret', stored: { settings, secrets: { ...secrets, secret: 'guessed-secret' } } },
      { wrong: 'username', stored: { settings: { ...settings, username: 'nobody@msp.example' }, secrets } },
      { wrong: 'integrationCode', stored: { settings, secrets: { ...secrets, integrationCode: 'GUESSED' } } },
    ],
    counts: {
      companies: seed.Companies.length,
      sites: seed.CompanyLocations.length,
      contacts: seed.Contacts.length,
    },
    known: {
      companyId: '175',
      contact: {
        id: '23',
        emails: ['Ana.Sousa@Harbour.example', 'ana@sousa.example', 'a.sousa@old-harbour.example'],
        phone: '00351 21-000.0042',
      },
      colleagueId: '25',
      siteIds: ['11', '14'],
      inactiveContact: { id: '24', email: 'gone@harbour.example' },
      // Autotask knows persons only.
      generalContactId: '',
      serviceContactId: '',
      ticket: { id: '53203', number: 't20260301.0001', contactId: '23', others: ['25'] },
      ticketOfStranger: { id: '53204', name: 'Unknown Person', email: 'stranger@elsewhere.example' },
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
        control.cutShort = { entity: KINDS[kind], rows };
      },
      garble(count) {
        control.garble = count;
      },
      repeatRows(rows) {
        control.repeatRows = rows;
      },
      expireTokens: () => control.moveZone(),
      denyContacts() {
        control.rights.Contacts = { query: 'None' };
        return 'CRM: view contacts';
      },
      denyWriting() {
        control.rights.Contacts = { create: 'None' };
        control.rights.TicketNotes = { create: 'None' };
        control.rights.Tickets = { update: 'None' };
        const notes = 'Service Desk: add ticket notes';
        return { contacts: 'CRM: add and edit contacts', tickets: 'Service Desk: edit tickets', notes };
      },
    },
    plant({ companyId, email, ...fields }) {
      const place = { companyID: Number(companyId), companyLocationID: null, isActive: 1 };
      return String(store.insert('Contacts', { ...place, ...fields, emailAddress: email }).id);
    },
    screen: {
      renameContact: (id, lastName) => void control.edit('Contacts', Number(id), { lastName }),
      renameCompany: (id, companyName) => void control.edit('Companies', Number(id), { companyName }),
      removeContact: (id) => void control.remove('Contacts', Number(id)),
    },
    requests: () => control.requests.map((one) => ({ ...one, signIn: /\/zoneinformation$/i.test(one.path) })),
    notes(ticketId) {
      const notes = [...store.all('TicketNotes')].filter((note) => note.ticketID === Number(ticketId));
      const texts = (rows: typeof notes) => rows.map((row) => String(row.description));
      return { agent: texts(notes), user: texts(notes.filter((note) => note.publish === 1)) };
    },
  };
}
