import type { Account } from '@counterpart/shared/identity.ts';
import type { Contact, Ticket } from '@counterpart/shared/psa.ts';
import { alderBrooke } from './customers/alder-brooke.ts';
import { atelierLefevre } from './customers/atelier-lefevre.ts';
import { harbourFinch } from './customers/harbour-finch.ts';
import { kestrelRobotics } from './customers/kestrel-robotics.ts';
import { millLaneDental } from './customers/mill-lane-dental.ts';
import { okaforRemovals } from './customers/okafor-removals.ts';
import { objectId } from './people.ts';
import type { Story, StoryCustomer, StoryPerson, StoryTicket, TrueLink } from './types.ts';

/** The moment the story is told at: ticket times and "new this week" are relative to it. */
export const STORY_NOW = '2026-11-09T12:00:00.000Z';

/** One MSP on one Monday. All names, addresses and numbers are invented; domains end in `.example`. */
export const story: Story = {
  msp: {
    name: 'Northwind IT',
    host: 'northwind.halopsa.com',
    country: 'GB',
    agents: [
      { id: '2', name: 'Rowan Ellery', email: 'rowan@northwind-it.example', role: 'admin' },
      { id: '3', name: 'Mika Sorensen', email: 'mika@northwind-it.example', role: 'technician' },
      { id: '4', name: 'Dele Adebayo', email: 'dele@northwind-it.example', role: 'technician' },
      { id: '5', name: 'Camille Roche', email: 'camille@northwind-it.example', role: 'lead' },
    ],
  },
  customers: [harbourFinch, alderBrooke, atelierLefevre, okaforRemovals, kestrelRobotics, millLaneDental],
  strayTickets: [
    {
      id: '5901',
      number: '5901',
      summary: 'Invoice overdue: act now',
      companyId: null,
      contactId: null,
      sender: { name: 'Accounts Dept', email: 'billing@totally-real.example' },
      state: 'unknown_sender',
      body: 'Dear customer, your invoice is overdue. Open the attached file and sign in to keep your mailbox.',
      openedAt: '2026-11-09T07:02:00',
      status: 'New',
      priority: 4,
      type: 'Incident',
      agentId: '3',
    },
    {
      id: '5902',
      number: '5902',
      summary: 'Phone forwarding for the holiday',
      companyId: null,
      contactId: null,
      sender: { name: 'Ben', email: 'ben.adeyemi@alderlegal.example' },
      state: 'unknown_sender_known_address',
      body: 'Could you forward my desk phone to reception from Thursday on?\n\nBen',
      openedAt: '2026-11-09T11:41:00',
      status: 'New',
      priority: 4,
      type: 'Service Request',
      agentId: '4',
    },
  ],
  decisions: [
    {
      kind: 'linked',
      contactId: '1019',
      accountId: objectId(1, 17),
      by: 'Mika Sorensen',
      at: '2026-06-02T09:14:00.000Z',
    },
    {
      kind: 'linked',
      contactId: '1112',
      accountId: objectId(2, 11),
      by: 'Dele Adebayo',
      at: '2026-07-20T13:50:00.000Z',
    },
    { kind: 'ignored', contactId: '1008', accountId: null, by: 'Camille Roche', at: '2026-08-11T10:00:00.000Z' },
    {
      kind: 'rejected',
      contactId: '1301',
      accountId: objectId(4, 3),
      by: 'Dele Adebayo',
      at: '2026-09-01T08:22:00.000Z',
    },
  ],
};

export const peopleOf = (from: Story): StoryPerson[] => from.customers.flatMap((customer) => customer.people);
export const ticketsOf = (from: Story): StoryTicket[] => [
  ...from.customers.flatMap((customer) => customer.tickets),
  ...from.strayTickets,
];
/** The ticket in the shared words: what the story does not tell of its sender is nothing. */
export const inFull = ({ sender, ...ticket }: StoryTicket): StoryTicket & Ticket => ({
  ...ticket,
  sender: { replyTo: null, phone: null, onBehalfOf: null, ...sender },
});
export const contactsIn = (customer: StoryCustomer): Contact[] =>
  customer.people.flatMap(({ contact }) => (contact ? [contact] : []));
export const accountsIn = (customer: StoryCustomer): Account[] => customer.people.flatMap(({ accounts }) => accounts);

/** Only humans link: a mailbox that has a record on both sides is still nobody. */
export function trueLinks(from: Story): TrueLink[] {
  return peopleOf(from).flatMap(({ human, contact, accounts }) =>
    human && contact
      ? accounts.map((account, index) => ({ contactId: contact.id, accountId: account.id, primary: index === 0 }))
      : [],
  );
}

/** Looks a person up by their key; throws where the story has no such person. */
export function personOf(from: Story, key: string): StoryPerson {
  const found = peopleOf(from).find((person) => person.key === key);
  if (!found) throw new Error(`The story has nobody called "${key}"`);
  return found;
}
