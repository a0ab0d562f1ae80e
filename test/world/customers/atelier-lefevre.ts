import { accountsOf, contactsOf, mobile, person, work } from '../people.ts';
import type { StoryCustomer } from '../types.ts';

const MAIN = '01 99 00 03 00';
const DOMAIN = 'atelier-lefevre.example';
const contact = contactsOf('15', '41');
const account = accountsOf(3, DOMAIN);
const mail = (localPart: string) => [`${localPart}@${DOMAIN}`];

/** A small workshop in Lyon without any directory server: its accounts are kept in the built-in directory. */
export const atelierLefevre: StoryCustomer = {
  key: 'atelier-lefevre',
  mainPhone: MAIN,
  website: `https://www.${DOMAIN}`,
  company: { id: '15', name: 'Atelier Lefèvre SARL', domains: [DOMAIN], country: 'FR', tenantIds: [], active: true },
  sites: [{ id: '41', companyId: '15', name: 'Lyon', domain: DOMAIN, active: true }],
  directory: {
    key: 'atelier-lefevre',
    name: 'Atelier Lefèvre',
    provider: 'builtin',
    domains: [DOMAIN],
    country: 'FR',
  },
  directoryLinked: true,
  people: [
    person('francois', 'accents', {
      contact: contact(1201, 'Francois Lefevre', { emails: [], phones: [work('01 99 00 03 11')] }),
      accounts: [
        account(1, 'François Lefèvre', 'francois.lefevre', {
          phones: [work('+33 1 99 00 03 11'), mobile('06 39 98 03 11')],
          title: 'Gérant',
        }),
      ],
      note: 'The PSA lost the accents and has no address.',
    }),
    person('jean-baptiste', 'accents', {
      contact: contact(1202, 'Jean Baptiste Nguyen', {
        firstName: 'Jean Baptiste',
        lastName: 'Nguyen',
        emails: mail('jb.nguyen'),
      }),
      accounts: [account(2, 'Jean-Baptiste Nguyễn', 'jb.nguyen', { familyName: 'Nguyễn', title: 'Chef d’atelier' })],
      note: 'A hyphen and two marks on one letter.',
    }),
    person('helene', 'married_name accents', {
      contact: contact(1203, 'Hélène Dupré', { emails: mail('helene.dupre'), phones: [work('01 99 00 03 13')] }),
      accounts: [
        account(3, 'Hélène Dupré-Castan', 'helene.castan', {
          emails: [...mail('helene.castan'), ...mail('helene.dupre')],
          phones: [work('01.99.00.03.13')],
          title: 'Comptable',
        }),
      ],
      note: 'Took a second family name.',
    }),
    person('zoe', 'accents', {
      contact: contact(1204, 'Zoe Muller', { emails: mail('zoe.mueller') }),
      accounts: [account(4, 'Zoë Müller', 'zoe.mueller', { title: 'Apprentie' })],
      note: 'Three spellings of one name.',
    }),
    person('atelier-contact', 'role_mailbox', {
      human: false,
      contact: contact(1205, 'Contact Atelier', { emails: mail('contact'), phones: [work(MAIN)] }),
      note: 'The address on the website.',
    }),
    person('anais', 'not_in_directory accents', {
      contact: contact(1206, 'Anaïs Bégin', { emails: mail('anais.begin'), phones: [mobile('06 39 98 03 16')] }),
      note: 'Works there since last week, nobody has made the account.',
    }),
    person('luc', 'no_contact', {
      contact: null,
      accounts: [account(5, 'Luc Ferrand', 'luc.ferrand', { title: 'Livreur', phones: [mobile('06 39 98 03 17')] })],
      note: 'Drives, and never writes.',
    }),
  ],
  tickets: [
    {
      id: '5301',
      number: '5301',
      summary: 'L’imprimante d’étiquettes ne répond plus',
      companyId: '15',
      contactId: '1201',
      sender: { name: 'Francois Lefevre', email: null },
      state: 'likely',
      body: 'Appel de M. Lefèvre : l’imprimante d’étiquettes ne répond plus depuis ce matin. Le câble a été changé, sans effet. Le rappeler sur sa ligne directe.',
      openedAt: '2026-11-09T08:55:00',
      status: 'New',
      priority: 2,
      type: 'Incident',
      agentId: '5',
    },
    {
      id: '5302',
      number: '5302',
      summary: 'Création d’un compte pour Anaïs',
      companyId: '15',
      contactId: '1206',
      sender: { name: 'Anaïs Bégin', email: `anais.begin@${DOMAIN}` },
      state: 'nobody',
      body: 'Bonjour,\n\nje travaille à l’atelier depuis lundi et je n’ai pas encore de compte. Merci de m’en créer un.\n\nAnaïs Bégin',
      openedAt: '2026-11-09T09:22:00',
      status: 'New',
      priority: 3,
      type: 'Service Request',
      agentId: '5',
    },
  ],
};
