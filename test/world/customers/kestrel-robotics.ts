import { accountsOf, contactsOf, person, work } from '../people.ts';
import type { StoryCustomer } from '../types.ts';

const DOMAIN = 'kestrel-robotics.example';
const contact = contactsOf('17', '61');
const account = accountsOf(5, DOMAIN);
const mail = (localPart: string) => [`${localPart}@${DOMAIN}`];

/** A new customer in Berlin: the directory is connected, and nobody has said yet that it is theirs. */
export const kestrelRobotics: StoryCustomer = {
  key: 'kestrel-robotics',
  mainPhone: '030 23125 500',
  website: `https://${DOMAIN}`,
  company: { id: '17', name: 'Kestrel Robotics GmbH', domains: [DOMAIN], country: 'DE', tenantIds: [], active: true },
  sites: [{ id: '61', companyId: '17', name: 'Berlin', domain: DOMAIN, active: true }],
  directory: { key: 'kestrel-robotics', name: 'Kestrel Robotics', provider: 'scim', domains: [DOMAIN], country: 'DE' },
  directoryLinked: false,
  people: [
    person('jurgen', 'accents', {
      contact: contact(1401, 'Jürgen Groß', { emails: mail('juergen.gross'), phones: [work('030 23125 511')] }),
      accounts: [
        account(1, 'Juergen Gross', 'juergen.gross', { phones: [work('+49 30 23125511')], title: 'Werkstattleiter' }),
      ],
      note: 'The same letters, written in two ways.',
    }),
    person('lena', 'plain', {
      contact: contact(1402, 'Lena Vogt', { emails: mail('lena.vogt') }),
      accounts: [account(2, 'Lena Vogt', 'lena.vogt', { title: 'Engineer' })],
      note: 'Everything agrees.',
    }),
    person('tariq', 'plain', {
      contact: contact(1403, 'Tariq Haddad', { emails: mail('tariq.haddad') }),
      accounts: [account(3, 'Tariq Haddad', 'tariq.haddad', { title: 'Engineer' })],
      note: 'Everything agrees.',
    }),
    person('mei', 'swapped_names', {
      contact: contact(1404, 'Chen Mei-Ling', { emails: [], phones: [work('030 23125 514')] }),
      accounts: [
        account(4, 'Mei-Ling Chen', 'meiling.chen', { phones: [work('030 23125 514')], title: 'Product design' }),
      ],
      note: 'Family name first, and no address.',
    }),
    person('jonas', 'no_contact', {
      contact: null,
      accounts: [
        account(5, 'Jonas Weber', 'jonas.weber', { title: 'Working student', createdAt: '2026-11-05T08:00:00.000Z' }),
      ],
      note: 'New this week.',
    }),
  ],
  tickets: [
    {
      id: '5501',
      number: '5501',
      summary: 'VPN drops every hour',
      companyId: '17',
      contactId: '1402',
      sender: { name: 'Lena Vogt', email: `lena.vogt@${DOMAIN}` },
      state: 'company_unlinked',
      body: 'Hi, the VPN drops every hour on the hour. It began when we moved to the new office.\n\nLena',
      openedAt: '2026-11-09T10:10:00',
      status: 'New',
      priority: 2,
      type: 'Incident',
      agentId: '5',
    },
  ],
};
