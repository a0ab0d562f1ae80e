import { accountsOf, contactsOf, mobile, objectId, person, work } from '../people.ts';
import type { StoryCustomer } from '../types.ts';
import { harbourFinchTickets } from './harbour-finch-tickets.ts';

const MAIN = '0161 496 0100';
const DOMAIN = 'harbourfinch.example';
const TENANT = '7c1d3b52-0c86-4d0e-9a55-3f2b6a0e1d11';
const contact = contactsOf('12', '21');
const account = accountsOf(1, DOMAIN);
const mail = (localPart: string) => [`${localPart}@${DOMAIN}`];

/** Accountants in Manchester: the big customer, with most of the everyday oddities. */
export const harbourFinch: StoryCustomer = {
  key: 'harbour-finch',
  mainPhone: MAIN,
  website: `https://www.${DOMAIN}`,
  company: {
    id: '12',
    name: 'Harbour & Finch Accountants',
    domains: [DOMAIN],
    country: 'GB',
    tenantIds: [TENANT],
    active: true,
  },
  sites: [
    { id: '21', companyId: '12', name: 'Manchester', domain: DOMAIN, active: true },
    { id: '22', companyId: '12', name: 'Stockport', domain: null, active: true },
  ],
  directory: {
    key: 'harbour-finch',
    name: 'Harbour & Finch',
    provider: 'scim',
    domains: [DOMAIN],
    country: 'GB',
  },
  directoryLinked: true,
  people: [
    person('priya', 'plain', {
      contact: contact(1001, 'Priya Raman', { emails: mail('priya.raman'), phones: [work('0161 496 0111')] }),
      accounts: [
        account(1, 'Priya Raman', 'priya.raman', {
          phones: [work('+44 161 496 0111'), mobile('07700 900111')],
          title: 'Payroll manager',
          department: 'Payroll',
        }),
      ],
      note: 'Everything agrees.',
    }),
    person('bob', 'nickname', {
      contact: contact(1002, 'Bob Ashworth', {
        emails: ['bob@ashworth-home.example'],
        phones: [work('0161 496 0112')],
      }),
      accounts: [
        account(2, 'Robert Ashworth', 'robert.ashworth', {
          phones: [work('+441614960112')],
          title: 'Partner',
          department: 'Partners',
        }),
      ],
      note: 'Writes from home and goes by his nickname; his direct line is the same.',
    }),
    person('li-wen', 'swapped_names', {
      contact: contact(1003, 'Wen Li', { emails: mail('wen.li'), firstName: 'Wen', lastName: 'Li' }),
      accounts: [
        account(3, 'Li Wen', 'li.wen', {
          emails: [...mail('li.wen'), ...mail('wen.li')],
          givenName: 'Li',
          familyName: 'Wen',
          title: 'Auditor',
        }),
      ],
      note: 'Family name first on one side, last on the other.',
    }),
    person('jide', 'initials', {
      contact: contact(1004, 'J. Okonkwo', { emails: [], phones: [work('0161 496 0114')] }),
      accounts: [account(4, 'Jide Okonkwo', 'jide.okonkwo', { phones: [work('0161 496 0114')], title: 'Tax adviser' })],
      note: 'The PSA has only the initial.',
    }),
    person('sam', 'alias_address', {
      contact: contact(1005, 'Sam Thorne', { emails: mail('sam.t') }),
      accounts: [
        account(5, 'Samantha Thorne', 'samantha.thorne', {
          emails: [...mail('samantha.thorne'), ...mail('sam.t')],
          title: 'Office manager',
          department: 'Front of house',
        }),
      ],
      note: 'The contact has an address that is only an alias of the account.',
    }),
    person('daniel', 'same_name no_email', {
      contact: contact(1006, 'Daniel Evans', { phones: [work(MAIN)] }),
      accounts: [account(6, 'Daniel Evans', 'daniel.evans', { phones: [work(MAIN)], title: 'Bookkeeper' })],
      note: 'Two colleagues share the name; the contact has the main line and no address.',
    }),
    person('other-daniel', 'same_name no_contact', {
      contact: null,
      accounts: [account(7, 'Daniel Evans', 'daniel.evans2', { phones: [work(MAIN)], title: 'Audit trainee' })],
      note: 'The other one of the name.',
    }),
    person('reception', 'role_mailbox', {
      human: false,
      contact: contact(1008, 'Reception', { emails: mail('reception'), phones: [work(MAIN)], lastName: '' }),
      accounts: [account(8, 'Reception', 'reception', { kind: 'shared', familyName: '', phones: [work(MAIN)] })],
      note: 'A desk, whoever sits there; the address is a shared mailbox.',
    }),
    person('grace', 'admin_twin', {
      contact: contact(1009, 'Grace Lindqvist', { emails: mail('grace.lindqvist'), phones: [work('0161 496 0119')] }),
      accounts: [
        account(9, 'Grace Lindqvist', 'grace.lindqvist', {
          phones: [work('0161 496 0119')],
          title: 'IT coordinator',
        }),
        account(10, 'Grace Lindqvist (Admin)', 'adm-grace.lindqvist', {
          familyName: 'Lindqvist',
          emails: [],
          admin: true,
          createdAt: '2023-06-12T08:30:00.000Z',
        }),
      ],
      note: 'Has a second account for administration.',
    }),
    person('tom', 'disabled_leaver', {
      contact: contact(1011, 'Tom Barrow', { emails: mail('tom.barrow'), phones: [work('0161 496 0121')] }),
      accounts: [account(11, 'Tom Barrow', 'tom.barrow', { enabled: false, title: 'Left 31 October' })],
      note: 'Left the firm; still a contact, and somebody writes in his name.',
    }),
    person('helen', 'platform_id', {
      contact: contact(1012, 'Helen Marsh', {
        emails: ['hmarsh@finchbooks.example'],
        platformIds: { entra: objectId(9, 12), entraTenant: TENANT },
      }),
      accounts: [
        account(12, 'Helen Marsh', 'helen.marsh', {
          externalId: objectId(9, 12),
          title: 'Managing partner',
          department: 'Partners',
        }),
      ],
      note: 'The PSA already stores the object id; the address is from an older firm.',
    }),
    person('owen', 'inactive_contact', {
      contact: contact(1013, 'Owen Price', { emails: mail('owen.price'), active: false }),
      accounts: [account(13, 'Owen Price', 'owen.price', { title: 'Consultant' })],
      note: 'Switched off in the PSA while the account still works.',
    }),
    person('nadia', 'shared_phone no_email', {
      contact: contact(1014, 'Nadia Rahman', { phones: [work(MAIN)] }),
      accounts: [account(14, 'Nadia Rahman', 'nadia.rahman', { phones: [work(MAIN)], title: 'Payroll clerk' })],
      note: 'Only the name and the main line, which half the office has.',
    }),
    person('callum', 'not_in_directory', {
      contact: contact(1015, 'Callum Reid', { emails: mail('callum.reid'), phones: [mobile('07700 900115')] }),
      note: 'Starts on Monday and has no account yet.',
    }),
    person('ivy', 'no_contact', {
      contact: null,
      accounts: [account(15, 'Ivy Clarke', 'ivy.clarke', { title: 'Receptionist' })],
      note: 'Never wrote to the helpdesk.',
    }),
    person('scanner', 'service_account', {
      human: false,
      contact: null,
      accounts: [account(16, 'Scan to Mail', 'scan2mail', { kind: 'service', givenName: '', familyName: '' })],
      note: 'The copier.',
    }),
    person('backups', 'service_contact', {
      human: false,
      contact: contact(1017, 'Backup Alerts', { emails: mail('backup-alerts'), kind: 'service' }),
      note: 'A machine that opens tickets.',
    }),
    person('harbour-general', 'general_user', {
      human: false,
      contact: contact(1018, 'General User', { kind: 'general' }),
      note: 'Nobody in particular at this customer.',
    }),
    person('aisha', 'plain', {
      contact: contact(1019, 'Aisha Malik', { emails: mail('aisha.malik'), siteId: '22' }),
      accounts: [account(17, 'Aisha Malik', 'aisha.malik', { title: 'Accountant' })],
      note: 'Linked long ago.',
    }),
    person('peter', 'typo', {
      contact: contact(1020, 'Peter Hallam', { emails: ['peter.hallam@harbourfnch.example'] }),
      accounts: [account(18, 'Peter Hallam', 'peter.hallam', { title: 'Accountant' })],
      note: 'A letter is missing from the address.',
    }),
  ],
  tickets: harbourFinchTickets,
};
