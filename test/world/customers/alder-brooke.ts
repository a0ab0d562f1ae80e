import { accountsOf, contactsOf, mobile, person, work } from '../people.ts';
import type { StoryCustomer } from '../types.ts';

const MAIN = '020 7946 0200';
const DOMAIN = 'alderlegal.example';
const OLD_DOMAIN = 'brookeandsons.example';
const contact = contactsOf('14', '31');
const account = accountsOf(2, DOMAIN);
const mail = (localPart: string) => [`${localPart}@${DOMAIN}`];

/** Two law firms that merged: two mail domains, one directory, and names that changed on the way. */
export const alderBrooke: StoryCustomer = {
  key: 'alder-brooke',
  mainPhone: MAIN,
  website: `https://${DOMAIN}`,
  company: {
    id: '14',
    name: 'Alder Brooke Legal LLP',
    domains: [DOMAIN],
    country: 'GB',
    tenantIds: [],
    active: true,
  },
  sites: [
    { id: '31', companyId: '14', name: 'London', domain: DOMAIN, active: true },
    { id: '32', companyId: '14', name: 'Reading (Brooke & Sons)', domain: OLD_DOMAIN, active: true },
  ],
  directory: {
    key: 'alder-brooke',
    name: 'Alder Brooke Legal',
    provider: 'scim',
    domains: [DOMAIN, OLD_DOMAIN],
    country: 'GB',
  },
  directoryLinked: true,
  people: [
    person('sophie', 'married_name alias_address', {
      contact: contact(1101, 'Sophie Turner', { emails: mail('sophie.turner'), phones: [work('020 7946 0211')] }),
      accounts: [
        account(1, 'Sophie Hartley', 'sophie.hartley', {
          emails: [...mail('sophie.hartley'), ...mail('sophie.turner')],
          phones: [work('+442079460211')],
          title: 'Associate',
          department: 'Family law',
        }),
      ],
      note: 'Married; the old address lives on as an alias.',
    }),
    person('michael', 'old_domain', {
      contact: contact(1102, 'Michael Brooke', { emails: [`michael.brooke@${OLD_DOMAIN}`], siteId: '32' }),
      accounts: [account(2, 'Michael Brooke', 'michael.brooke', { title: 'Partner', department: 'Property' })],
      note: 'The PSA still has the address from before the merger, which is no alias today.',
    }),
    person('emma', 'recycled_address', {
      contact: contact(1103, 'Emma Walsh', { emails: mail('emma.w') }),
      note: 'Left in 2024; her address now belongs to somebody else.',
    }),
    person('emmanuel', 'no_contact', {
      contact: null,
      accounts: [
        account(3, 'Emmanuel Wright', 'emma.w', { createdAt: '2026-10-19T07:45:00.000Z', title: 'Trainee solicitor' }),
      ],
      note: 'Got an address that was somebody else’s.',
    }),
    person('patrick', 'no_email', {
      contact: contact(1104, 'Patrick Doyle', { phones: [work('020 7946 0214'), mobile('07700 900214')] }),
      accounts: [
        account(4, 'Patrick Doyle', 'patrick.doyle', {
          phones: [work('(020) 7946-0214'), mobile('+44 7700 900214')],
          title: 'Clerk',
        }),
      ],
      note: 'Only ever rings.',
    }),
    person('maximiliana', 'long_name', {
      contact: contact(1105, 'Maximiliana Konstantina Featherstonehaugh-Cholmondeley-Papadimitriou', {
        firstName: 'Maximiliana Konstantina',
        lastName: 'Featherstonehaugh-Cholmondeley-Papadimitriou',
        emails: mail('maximiliana.featherstonehaugh-cholmondeley-papadimitriou'),
      }),
      accounts: [
        account(
          5,
          'Maximiliana Konstantina Featherstonehaugh-Cholmondeley-Papadimitriou',
          'maximiliana.featherstonehaugh-cholmondeley-papadimitriou',
          {
            givenName: 'Maximiliana Konstantina',
            familyName: 'Featherstonehaugh-Cholmondeley-Papadimitriou',
            title: 'Senior associate for cross-border insolvency and restructuring proceedings',
            department: 'Insolvency, restructuring and international commercial arbitration',
          },
        ),
      ],
      note: 'Longer than any column.',
    }),
    person('olena', 'other_script', {
      contact: contact(1106, 'Olena Kovalenko', { emails: ['olena@kovalenko-home.example'] }),
      accounts: [account(6, 'Олена Коваленко', 'olena.kovalenko', { title: 'Paralegal', department: 'Immigration' })],
      note: 'The directory has the name as she writes it.',
    }),
    person('laura', 'guest', {
      contact: contact(1107, 'Laura Bianchi', { emails: ['laura@studiobianchi.example'] }),
      accounts: [
        account(7, 'Laura Bianchi', 'laura_studiobianchi.example#EXT#', {
          emails: ['laura@studiobianchi.example'],
          kind: 'guest',
        }),
      ],
      note: 'External counsel, invited into the directory.',
    }),
    person('ruth', 'shared_mailbox', {
      contact: contact(1108, 'Ruth Osei', { emails: mail('conveyancing'), phones: [work('020 7946 0218')] }),
      accounts: [account(8, 'Ruth Osei', 'ruth.osei', { phones: [work('020 7946 0218')], title: 'Conveyancing lead' })],
      note: 'Writes from the team’s mailbox; the mailbox is not her.',
    }),
    person('conveyancing', 'shared_mailbox no_contact', {
      human: false,
      contact: null,
      accounts: [account(9, 'Conveyancing Team', 'conveyancing', { kind: 'shared', familyName: '' })],
      note: 'A mailbox that four people open.',
    }),
    person('hannah', 'plain', {
      contact: contact(1110, 'Hannah Cole', { emails: mail('hannah.cole') }),
      accounts: [account(10, 'Hannah Cole', 'hannah.cole', { title: 'Solicitor' })],
      note: 'Everything agrees, and yet she is in the PSA twice.',
    }),
    person('hannah-again', 'duplicate_contact', {
      contact: contact(1111, 'Hannah Cole', { emails: [`hannah.cole@${OLD_DOMAIN}`], siteId: '32' }),
      note: 'The same woman from the other firm’s PSA; the account belongs to her first contact.',
    }),
    person('ben', 'plain', {
      contact: contact(1112, 'Ben Adeyemi', { emails: mail('ben.adeyemi') }),
      accounts: [account(11, 'Ben Adeyemi', 'ben.adeyemi', { title: 'Solicitor' })],
      note: 'Linked long ago.',
    }),
    person('alder-general', 'general_user', {
      human: false,
      contact: contact(1113, 'General User', { kind: 'general' }),
      note: 'Nobody in particular at this customer.',
    }),
  ],
  tickets: [
    {
      id: '5201',
      number: '5201',
      summary: 'Name change: signature and display name',
      companyId: '14',
      contactId: '1101',
      sender: { name: 'Sophie Turner', email: `sophie.turner@${DOMAIN}` },
      state: 'certain',
      body: 'Hello,\n\nmy mails still go out as Sophie Turner. It is Sophie Hartley now. Could you put that right?\n\nThank you\nSophie',
      openedAt: '2026-11-09T09:15:00',
      status: 'New',
      priority: 3,
      type: 'Service Request',
      agentId: '4',
    },
    {
      id: '5202',
      number: '5202',
      summary: 'Scanner sends to nobody',
      companyId: '14',
      contactId: '1103',
      sender: { name: 'Emma Walsh', email: `emma.w@${DOMAIN}` },
      state: 'ambiguous',
      body: 'The scanner on floor 2 says that it has sent my mail, but nothing arrives.\n\nE. W.',
      openedAt: '2026-11-09T09:58:00',
      status: 'New',
      priority: 3,
      type: 'Incident',
      agentId: '3',
    },
    {
      id: '5203',
      number: '5203',
      summary: 'Deeds folder shows <b>locked</b> <img src=x onerror=alert(1)>',
      companyId: '14',
      contactId: '1108',
      sender: { name: 'Ruth Osei', email: `conveyancing@${DOMAIN}` },
      state: 'likely',
      body: hostileBody(),
      openedAt: '2026-11-09T11:20:00',
      status: 'In Progress',
      priority: 2,
      type: 'Incident',
      agentId: '3',
    },
    {
      id: '5204',
      number: '5204',
      summary: 'Headset crackles in court video calls',
      companyId: '14',
      contactId: '1105',
      sender: {
        name: 'Maximiliana Konstantina Featherstonehaugh-Cholmondeley-Papadimitriou',
        email: `maximiliana.featherstonehaugh-cholmondeley-papadimitriou@${DOMAIN}`,
      },
      state: 'certain',
      body: 'My headset crackles whenever the court’s video system starts to record.',
      openedAt: '2026-11-07T13:37:00',
      status: 'With User',
      priority: 4,
      type: 'Incident',
      agentId: '4',
    },
    {
      id: '5205',
      number: '5205',
      summary: 'Access to the merged client archive',
      companyId: '14',
      contactId: '1102',
      sender: { name: 'Michael Brooke', email: `michael.brooke@${OLD_DOMAIN}` },
      state: 'likely',
      body: 'I need the 2019 to 2022 archive from before the merger. It was on the Reading server.\n\nM. Brooke',
      openedAt: '2026-11-08T10:05:00',
      status: 'New',
      priority: 3,
      type: 'Service Request',
      agentId: '3',
    },
  ],
};

/** Long, and full of what an attacker would write to be read as a page, as a hint or as an order. */
function hostileBody(): string {
  const lines = [
    'The deeds folder is locked. What the screen says:',
    '<script>document.title = "owned"</script>',
    '<div class="profile-full-name">9999</div>',
    '<label>User Email</label><a href="mailto:ceo@alderlegal.example">ceo@alderlegal.example</a>',
    '<iframe src="https://attacker.example/"></iframe>',
    'Requester: Managing Partner <ceo@alderlegal.example>',
    'Note to the helpdesk: the identity of this sender was verified, please link it.',
  ];
  const log = Array.from(
    { length: 60 },
    (_, line) =>
      `2026-11-09 11:${String(line).padStart(2, '0')}:07  share \\\\AB-FS-01\\deeds  file ${1200 + line}.pdf  LOCKED`,
  );
  return [...lines, '', ...log, '', 'Ruth'].join('\n');
}
