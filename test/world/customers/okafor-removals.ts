import { accountsOf, contactsOf, home, person, work } from '../people.ts';
import type { StoryCustomer } from '../types.ts';

const MAIN = '(503) 555-0142';
const DOMAIN = 'okaforremovals.example';
const contact = contactsOf('16', '51');
const account = accountsOf(4, DOMAIN);
const mail = (localPart: string) => [`${localPart}@${DOMAIN}`];

/** A family business in Portland: one telephone, one family name, father and son of the same first name. */
export const okaforRemovals: StoryCustomer = {
  key: 'okafor-removals',
  mainPhone: MAIN,
  website: `https://${DOMAIN}`,
  company: {
    id: '16',
    name: 'Okafor & Daughters Removals, Inc.',
    domains: [],
    country: 'US',
    tenantIds: [],
    active: true,
  },
  sites: [{ id: '51', companyId: '16', name: 'Portland', domain: null, active: true }],
  directory: { key: 'okafor-removals', name: 'Okafor Removals', provider: 'scim', domains: [DOMAIN], country: 'US' },
  directoryLinked: true,
  people: [
    person('chidi', 'same_name shared_phone', {
      contact: contact(1301, 'Chidi Okafor', { phones: [work(MAIN)] }),
      accounts: [account(1, 'Chidi Okafor', 'chidi', { phones: [work('+1 503 555 0142')], title: 'Owner' })],
      note: 'The father; one telephone for the whole family.',
    }),
    person('chidi-junior', 'same_name shared_phone', {
      contact: contact(1302, 'Chidi Okafor Jr.', {
        firstName: 'Chidi',
        lastName: 'Okafor Jr.',
        emails: mail('chidi.jr'),
        phones: [home('503-555-0142')],
      }),
      accounts: [account(2, 'Chidi Okafor', 'chidi.jr', { phones: [work('+15035550142')], title: 'Dispatcher' })],
      note: 'The son; only the address tells them apart.',
    }),
    person('ngozi', 'shared_phone', {
      contact: contact(1303, 'Ngozi Okafor', { emails: mail('ngozi'), phones: [work(MAIN)] }),
      accounts: [account(3, 'Ngozi Okafor', 'ngozi', { phones: [work(MAIN)], title: 'Accounts' })],
      note: 'The same telephone again.',
    }),
    person('bill', 'nickname', {
      contact: contact(1304, "Bill O'Brien", { emails: mail('bobrien') }),
      accounts: [account(4, 'William O’Brien', 'bobrien', { title: 'Driver', createdAt: '2019-05-02T16:00:00.000Z' })],
      note: 'A nickname, and two kinds of apostrophe.',
    }),
    person('maria', 'swapped_names accents', {
      contact: contact(1305, 'Maria Santos', { emails: ['maria.santos@mailbox.example'] }),
      accounts: [
        account(5, 'María del Carmen Santos Rivera', 'maria.rivera', {
          givenName: 'María del Carmen',
          familyName: 'Santos Rivera',
          title: 'Planner',
        }),
      ],
      note: 'Two family names in the directory, a private address in the PSA.',
    }),
    person('dana', 'plain', {
      contact: contact(1306, 'Dana Whitfield', { emails: mail('dana') }),
      accounts: [account(6, 'Dana Whitfield', 'dana', { title: 'Warehouse' })],
      note: 'Everything agrees.',
    }),
    person('info', 'role_mailbox', {
      human: false,
      contact: contact(1307, 'Info', { emails: mail('info'), lastName: '', phones: [work(MAIN)] }),
      accounts: [account(7, 'Info', 'info', { kind: 'shared', familyName: '' })],
      note: 'Read by whoever is in the office.',
    }),
  ],
  tickets: [
    {
      id: '5401',
      number: '5401',
      summary: 'Tablet in truck 3 will not sync',
      companyId: '16',
      contactId: '1301',
      sender: { name: 'Chidi Okafor', email: null },
      state: 'ambiguous',
      body: 'Chidi called from the office. The tablet in truck 3 has not synced since Saturday.',
      openedAt: '2026-11-08T17:30:00',
      status: 'New',
      priority: 2,
      type: 'Incident',
      agentId: '4',
    },
    {
      id: '5402',
      number: '5402',
      summary: 'Mail on the new phone',
      companyId: '16',
      contactId: '1304',
      sender: { name: "Bill O'Brien", email: `bobrien@${DOMAIN}` },
      state: 'certain',
      body: 'Got a new phone, need my mail on it.\n\nBill',
      openedAt: '2026-11-07T18:04:00',
      status: 'In Progress',
      priority: 4,
      type: 'Service Request',
      agentId: '3',
    },
  ],
};
