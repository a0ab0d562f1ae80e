import type { LookupAnswer, OutboxItem, RequesterFixPlan } from '@counterpart/shared/api.ts';
import type { RequesterWarning } from '@counterpart/shared/requester.ts';
import {
  accountCard,
  candidate,
  companyCard,
  contactCard,
  directoryCard,
  evidence,
  linked,
  rowId,
  ticketCard,
} from './cards.ts';
import type { GalleryState } from './states.ts';

const DOMAIN = 'harbourfinch.example';

/** Who really asks: what the panel says where the ticket speaks against its contact, and how that is put right. */
export function doubtStates(now: Date): Record<string, GalleryState> {
  const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
  const seen = before(3);
  const freshness = { asOf: seen, source: 'psa', fault: null, retryAfterSeconds: null } as const;
  const grace = contactCard('grace');
  const place = (ticket: string) => ({
    freshness,
    ticket: ticketCard(ticket),
    company: companyCard('harbour-finch'),
    directories: [directoryCard('harbour-finch')],
  });
  const doubt = (
    rule: RequesterWarning['rule'],
    ticketValue: string | null,
    contactValue: string | null,
    who = [grace],
  ) => ({
    rule,
    ticketValue,
    contactValue,
    contactIds: who.map((one) => one.rowId),
  });
  const differs = doubt('sender_differs', `grace.lindqvist@${DOMAIN}`, `owen.price@${DOMAIN}`);

  const owen: LookupAnswer = {
    state: 'linked',
    ...place('5112'),
    warnings: [differs],
    suggestedContacts: [grace],
    contact: contactCard('owen'),
    links: [
      linked(accountCard('owen', 'harbour-finch', seen), before(60 * 24 * 90), [
        evidence('email_same', 14.2, `owen.price@${DOMAIN}`, `owen.price@${DOMAIN}`),
      ]),
    ],
  };
  const wen: LookupAnswer = {
    state: 'candidates',
    ...place('5113'),
    warnings: [doubt('reply_to_differs', 'wen.li@harbourfinch-mail.example', `wen.li@${DOMAIN}`, [])],
    suggestedContacts: [],
    contact: contactCard('li-wen'),
    verdict: 'certain',
    candidates: [
      candidate(accountCard('li-wen', 'harbour-finch', seen), 'certain', [
        evidence('email_alias_same', 12, `wen.li@${DOMAIN}`, `wen.li@${DOMAIN}`),
        evidence('name_order', 8, 'Wen Li', 'Li Wen'),
      ]),
    ],
  };
  const several: LookupAnswer = {
    ...owen,
    warnings: [
      differs,
      doubt('on_behalf_of', 'Aisha Malik', 'Owen Price', [contactCard('aisha')]),
      doubt('shared_mailbox', null, 'info@harbourfinch.example', []),
      doubt('phone_differs', '0161 496 0199', '0161 496 0112', []),
    ],
    suggestedContacts: [grace, contactCard('aisha')],
  };
  const placeholder: LookupAnswer = {
    state: 'not_a_person',
    freshness,
    ticket: ticketCard('5107'),
    company: companyCard('harbour-finch'),
    contact: contactCard('harbour-general'),
    warnings: [doubt('general_user', `grace.lindqvist@${DOMAIN}`, 'General User')],
    suggestedContacts: [grace],
    reason: 'general_user',
    contacts: [],
    decisionId: null,
  };

  const plan: RequesterFixPlan = {
    ticket: ticketCard('5112'),
    contact: { from: contactCard('owen'), to: grace, problem: null },
    link: {
      from: [],
      to: null,
      problem: null,
      verdict: 'certain',
      candidates: [
        candidate(accountCard('grace', 'harbour-finch', seen), 'certain', [
          evidence('email_same', 12, `grace.lindqvist@${DOMAIN}`, `grace.lindqvist@${DOMAIN}`),
        ]),
      ],
    },
    note: { text: '', problem: null },
  };
  const task = { kind: 'fix', replaces: null, contactId: grace.rowId } as const;
  const sent = (state: OutboxItem['state'], more: Partial<OutboxItem>): OutboxItem => ({
    ...{ id: rowId(8002), state, attempts: 1, error: null, message: null, accountId: null, linkId: null },
    steps: [],
    ...more,
  });
  const step = (name: 'link' | 'contact' | 'note', state: OutboxItem['steps'][number]['state']) =>
    ({ step: name, state, error: null }) as const;

  return {
    'doubt-sender-differs': { answer: owen },
    'doubt-reply-to-differs': { answer: wen },
    'doubt-several': { answer: several },
    'doubt-general-user': { answer: placeholder },
    fix: { answer: owen, task, fixPlan: plan },
    'fix-impossible': {
      answer: owen,
      task,
      fixPlan: {
        ...plan,
        contact: { ...plan.contact, problem: 'other_company' },
        link: { ...plan.link, from: [accountCard('grace', 'harbour-finch', seen)], candidates: [] },
      },
    },
    'fix-running': {
      answer: owen,
      undo: 'Grace Lindqvist',
      sent: sent('pending', {
        attempts: 2,
        steps: [step('link', 'done'), step('contact', 'done'), step('note', 'pending')],
      }),
    },
    'fix-failed': {
      answer: owen,
      sent: sent('failed', {
        error: 'provider_forbidden',
        steps: [step('link', 'done'), step('contact', 'failed'), step('note', 'skipped')],
      }),
    },
  };
}
