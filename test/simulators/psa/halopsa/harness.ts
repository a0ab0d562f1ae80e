import type { RunningPsa } from '../harness.ts';
import type { HaloSeed } from './seed.ts';
import { serveHaloSimulator } from './serve.ts';

const CREDENTIALS = { clientId: 'counterpart', clientSecret: 's3cret-of-the-application', tenant: 'acme' };
const KEYS = { companies: 'clients', sites: 'sites', contacts: 'users' } as const;

/** More users than one page of 999 holds, and one of each awkward kind. */
export function contractSeed(users = 2_050): HaloSeed {
  const people = Array.from({ length: users - 4 }, (_, index) => ({
    id: 100 + index,
    client_id: 1 + (index % 3),
    site_id: 11 + (index % 3),
    name: `Person ${index}`,
    firstname: 'Person',
    surname: String(index),
    emailaddress: `person${index}@customer${1 + (index % 3)}.example`,
  }));
  const base = { client_id: 1, site_id: 11 };
  return {
    clients: [
      {
        id: 1,
        name: 'Harbour Dental',
        main_site_id: 11,
        domain: 'harbour.example',
        website: 'https://www.harbour.example/',
      },
      { id: 2, name: 'Nørrebro Bogføring', main_site_id: 12 },
      { id: 3, name: 'Closed Ltd', main_site_id: 13, inactive: true },
    ],
    sites: [
      { id: 11, client_id: 1, name: 'Main', emaildomain: 'harbour.example' },
      { id: 12, client_id: 2, name: 'Main' },
      { id: 13, client_id: 3, name: 'Main', inactive: true },
      { id: 14, client_id: 1, name: 'Quay 2' },
    ],
    users: [
      { ...base, id: 21, name: 'General User', firstname: 'General', surname: 'User' },
      { ...base, id: 22, name: 'Scanner', isserviceaccount: true, emailaddress: 'scan@harbour.example' },
      {
        ...base,
        id: 23,
        name: 'Ana Sousa',
        firstname: 'Ana',
        surname: 'Sousa',
        emailaddress: 'Ana.Sousa@Harbour.example',
        email2: 'ana@sousa.example',
        email3: 'a.sousa@old-harbour.example',
        phonenumber: '+351 210 000 000',
        mobilenumber: '+351 910 000 000',
        azureoid: '6f0d4f5e-5f5a-4b57-9b0c-2f5d0b6c1a11',
        third_party_guid: '00000000-0000-0000-0000-000000000000',
      },
      { ...base, id: 24, name: 'Gone Away', emailaddress: 'gone@harbour.example', inactive: true },
      ...people,
    ],
    tickets: [
      {
        ...{ id: 4001, summary: 'Printer is on fire', client_id: 1, site_id: 11, user_id: 23 },
        emailcclist: 'Gone Away <gone@harbour.example>; nobody@elsewhere.example; ana@sousa.example',
      },
      {
        id: 4002,
        summary: 'Hello?',
        client_id: 2,
        user_id: -1,
        user_name: 'Unknown Person',
        reportedby: 'stranger@elsewhere.example',
      },
    ],
    agents: [{ id: 3, name: 'Tech One', email: 'tech@msp.example' }],
  };
}

export async function haloHarness({ now }: { now?: () => number } = {}): Promise<RunningPsa> {
  const seed = contractSeed();
  const { url, control, store, close } = await serveHaloSimulator({ seed, ...CREDENTIALS, now });
  const settings = { address: url, clientId: CREDENTIALS.clientId, tenant: CREDENTIALS.tenant, hosts: [] };
  const secrets = { clientSecret: CREDENTIALS.clientSecret };
  return {
    url,
    close,
    stored: { settings, secrets },
    wrong: [
      { wrong: 'clientSecret', stored: { settings, secrets: { clientSecret: 'guessed-secret' } } },
      { wrong: 'clientId', stored: { settings: { ...settings, clientId: 'nobody' }, secrets } },
      { wrong: 'tenant', stored: { settings: { ...settings, tenant: 'elsewhere' }, secrets } },
    ],
    counts: { companies: seed.clients.length, sites: seed.sites.length, contacts: seed.users.length },
    known: {
      companyId: '1',
      contact: {
        id: '23',
        emails: ['Ana.Sousa@Harbour.example', 'ana@sousa.example', 'a.sousa@old-harbour.example'],
        phone: '00351-210-000.000',
      },
      colleagueId: '100',
      siteIds: ['11', '14'],
      inactiveContact: { id: '24', email: 'gone@harbour.example' },
      generalContactId: '21',
      serviceContactId: '22',
      ticket: { id: '4001', number: '0004001', contactId: '23', others: ['24'] },
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
        control.cutShort = { key: KEYS[kind], rows };
      },
      garble(count) {
        control.garble = count;
      },
      repeatRows(rows) {
        control.repeatRows = rows;
      },
      expireTokens: () => control.revokeTokens(),
      denyContacts() {
        control.scopes = ['read:tickets'];
        return 'read:customers';
      },
      denyWriting() {
        control.scopes = ['read:customers', 'read:tickets'];
        return { contacts: 'edit:customers', tickets: 'edit:tickets', notes: 'edit:tickets' };
      },
    },
    plant({ companyId, firstName, lastName, email, phone }) {
      const names = { name: `${firstName} ${lastName}`, firstname: firstName, surname: lastName };
      const place = { client_id: Number(companyId), site_id: 11 };
      const user = store.save('users', {
        ...place,
        ...names,
        emailaddress: email,
        phonenumber: phone,
        inactive: false,
      });
      return String(user!.id);
    },
    screen: {
      renameContact: (id, surname) => void control.edit('users', Number(id), { surname }),
      renameCompany: (id, name) => void control.edit('clients', Number(id), { name }),
      removeContact: (id) => void control.remove('users', Number(id)),
    },
    requests: () => control.requests.map((request) => ({ ...request, signIn: request.path === '/auth/token' })),
    notes(ticketId) {
      const actions = [...store.all('actions')].filter((action) => action.ticket_id === Number(ticketId));
      const texts = (rows: typeof actions) => rows.map((row) => rendered(String(row.note_html)));
      return { agent: texts(actions), user: texts(actions.filter((action) => action.hiddenfromuser !== true)) };
    },
  };
}

/** What a reader sees of a note's HTML. */
function rendered(html: string): string {
  const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return html
    .replace(/<br>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => entities[name]!);
}
