import type { ContactCard, Freshness, LookupAnswer } from '@counterpart/shared/api.ts';
import {
  accountCard,
  candidate,
  companyCard,
  contactCard,
  directoryCard,
  evidence,
  linked,
  rowId,
  ticketOf,
  UNDOUBTED,
} from './cards.ts';
import { createStates } from './create-states.ts';
import type { GalleryState } from './states.ts';

/** States in which the panel shows who somebody is, or who they could be. */
export function peopleStates(now: Date): Record<string, GalleryState> {
  const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
  const seen = before(3);
  const fresh: Freshness = { asOf: seen, source: 'psa', fault: null, retryAfterSeconds: null };
  const place = (customer: string, person: string) => ({
    freshness: fresh,
    ticket: ticketOf(customer, person),
    company: companyCard(customer),
    directories: [directoryCard(customer)],
    ...UNDOUBTED,
  });
  const account = (person: string, customer: string, more = {}, nth = 0) =>
    accountCard(person, customer, seen, more, nth);

  const aisha = [
    evidence('email_same', 14.2, 'aisha.malik@harbourfinch.example', 'aisha.malik@harbourfinch.example'),
    evidence('name_same', 9.1, 'Aisha Malik', 'Aisha Malik'),
  ];
  const linkedTo = (
    person: string,
    customer: string,
    more: Parameters<typeof account>[2] = {},
    contact: Partial<ContactCard> = {},
  ): LookupAnswer => ({
    state: 'linked',
    ...place(customer, person),
    contact: contactCard(person, contact),
    links: [linked(account(person, customer, more), before(60 * 24 * 160), aisha)],
  });

  const priya = candidate(account('priya', 'harbour-finch'), 'certain', [
    evidence('email_same', 14.2, 'priya.raman@harbourfinch.example', 'priya.raman@harbourfinch.example'),
    evidence('phone_same', 10.4, '0161 496 0111', '+44 161 496 0111'),
    evidence('name_same', 9.6, 'Priya Raman', 'Priya Raman'),
  ]);
  const bob = candidate(account('bob', 'harbour-finch'), 'likely', [
    evidence('phone_same', 10.4, '0161 496 0112', '+441614960112'),
    evidence('name_nickname', 7.2, 'Bob Ashworth', 'Robert Ashworth'),
    evidence('email_differs', -2.1, 'bob@ashworth-home.example', 'robert.ashworth@harbourfinch.example'),
  ]);
  const daniels = ['daniel', 'other-daniel'].map((person) =>
    candidate(account(person, 'harbour-finch'), 'ambiguous', [
      evidence('name_same', 8.8, 'Daniel Evans', 'Daniel Evans'),
      evidence('phone_main_line', 0.6, '0161 496 0100', '0161 496 0100'),
    ]),
  );
  const emma = [
    candidate(account('emmanuel', 'alder-brooke', { createdAt: before(60 * 24 * 3) }), 'ambiguous', [
      evidence('email_name_differs', -3.5, 'emma.w@alderlegal.example', 'emma.w@alderlegal.example', true),
      evidence('name_given_only', 1.2, 'Emma Walsh', 'Emmanuel Wright'),
      evidence('name_differs', -6.4, 'Emma Walsh', 'Emmanuel Wright'),
      evidence('account_newer', -1, null, null),
    ]),
    candidate(account('conveyancing', 'alder-brooke'), 'none', [
      evidence('name_differs', -6.4, 'Emma Walsh', 'Conveyancing Team'),
      evidence('account_shared', -5, null, null, true),
    ]),
    candidate(
      account('hannah', 'alder-brooke'),
      'none',
      [
        evidence('email_local_part_same', 1.5, 'emma.w@alderlegal.example', 'hannah.cole@alderlegal.example'),
        evidence('name_differs', -6.4, 'Emma Walsh', 'Hannah Cole'),
      ],
      'Hannah Cole',
    ),
  ];
  const nobody: LookupAnswer = { state: 'nobody', ...place('harbour-finch', 'callum'), contact: contactCard('callum') };
  const linkedAisha = linkedTo('aisha', 'harbour-finch');
  const grace = linkedTo('grace', 'harbour-finch');

  return {
    linked: { answer: linkedAisha },
    'linked-two-accounts': {
      answer:
        grace.state === 'linked'
          ? {
              ...grace,
              links: [
                ...grace.links,
                linked(
                  account('grace', 'harbour-finch', { admin: true }, 1),
                  before(60 * 24 * 20),
                  aisha.slice(1),
                  false,
                ),
              ],
            }
          : grace,
    },
    'linked-disabled': { answer: linkedTo('tom', 'harbour-finch') },
    'linked-guest': { answer: linkedTo('laura', 'alder-brooke') },
    'linked-shared-mailbox': { answer: linkedTo('ruth', 'alder-brooke', { kind: 'shared' }) },
    'linked-new': { answer: linkedTo('lena', 'kestrel-robotics', { createdAt: before(60 * 24 * 3) }) },
    'linked-contact-inactive': { answer: linkedTo('owen', 'harbour-finch') },
    'linked-gone': { answer: linkedTo('ben', 'alder-brooke', { missing: true }, { missing: true }) },
    'linked-long-name': { answer: linkedTo('maximiliana', 'alder-brooke', { admin: true }) },
    'linked-other-script': { answer: linkedTo('olena', 'alder-brooke') },
    'linked-undo': { answer: linkedAisha, undo: 'Aisha Malik' },
    'linked-menu': { answer: linkedAisha, press: '[aria-haspopup="menu"]' },
    'change-link': { answer: linkedAisha, task: { kind: 'search', replaces: rowId(9001) }, typed: 'daniel' },
    'one-candidate': {
      answer: {
        state: 'candidates',
        ...place('harbour-finch', 'priya'),
        contact: contactCard('priya'),
        verdict: 'certain',
        candidates: [priya],
      },
    },
    'one-candidate-likely': {
      answer: {
        state: 'candidates',
        ...place('harbour-finch', 'bob'),
        contact: contactCard('bob'),
        verdict: 'likely',
        candidates: [bob],
      },
    },
    'one-candidate-conflict': {
      answer: {
        state: 'candidates',
        ...place('harbour-finch', 'priya'),
        contact: contactCard('priya'),
        verdict: 'certain',
        candidates: [priya],
      },
      refusal: { code: 'conflict', message: 'The contact changed' },
      press: '.candidate .button[data-tone="primary"]',
    },
    'several-candidates': {
      answer: {
        state: 'candidates',
        ...place('harbour-finch', 'daniel'),
        contact: contactCard('daniel'),
        verdict: 'ambiguous',
        candidates: daniels,
      },
    },
    'several-candidates-against': {
      answer: {
        state: 'candidates',
        ...place('alder-brooke', 'emma'),
        contact: contactCard('emma'),
        verdict: 'ambiguous',
        candidates: emma,
      },
    },
    nobody: { answer: nobody },
    'nobody-found': { answer: nobody, typed: 'zzz' },
    'nobody-cannot-create': {
      answer: { ...nobody, directories: [directoryCard('harbour-finch', false)] },
    },
    ...createStates(nobody),
  };
}
