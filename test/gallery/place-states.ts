import type { CompanyCard, DirectoryCandidate, DirectoryCard, Freshness, Role } from '@counterpart/shared/api.ts';
import type { PanelFeed } from '../../extension/messages.ts';
import {
  accountCard,
  companyCard,
  contactCard,
  customerOf,
  directoryCard,
  evidence,
  linked,
  rowId,
  ticketCard,
  ticketOf,
  UNDOUBTED,
} from './cards.ts';
import type { GalleryState } from './states.ts';

/** States about a company, a page or the weather: everything that is not a person found. */
export function placeStates(now: Date): Record<string, GalleryState> {
  const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();
  const fresh: Freshness = { asOf: before(3), source: 'psa', fault: null, retryAfterSeconds: null };
  const old = (fault: NonNullable<Freshness['fault']>, wait: number | null): Freshness => ({
    asOf: before(79),
    source: 'mirror',
    fault,
    retryAfterSeconds: wait,
  });
  const company = (key: string): CompanyCard => companyCard(key);
  const kestrel = directoryCard('kestrel-robotics');
  const proposals: DirectoryCandidate[] = [
    {
      directory: kestrel,
      strength: 'strong',
      reasons: [
        {
          rule: 'domain_same',
          companyValue: kestrel.domains[0] ?? '',
          directoryValue: kestrel.domains[0] ?? '',
        },
        { rule: 'name_similar', companyValue: company('kestrel-robotics').name, directoryValue: kestrel.name },
      ],
    },
    {
      directory: directoryCard('okafor-removals'),
      strength: 'weak',
      reasons: [
        {
          rule: 'contacts_domain',
          companyValue: '2',
          directoryValue: directoryCard('okafor-removals').domains[0] ?? '',
        },
      ],
    },
  ];
  const unlinked = (
    role: Role,
    candidates: DirectoryCandidate[],
    directories: DirectoryCard[] = [directoryCard('harbour-finch'), directoryCard('atelier-lefevre')],
  ): GalleryState => ({
    role,
    answer: {
      state: 'company_unlinked',
      freshness: fresh,
      ...UNDOUBTED,
      ticket: ticketOf('kestrel-robotics', 'lena'),
      company: company('kestrel-robotics'),
      contact: contactCard('lena'),
      candidates,
      directories,
    },
  });
  const notPerson = (
    reason: 'general_user' | 'service_contact' | 'ignored',
    person: string,
    customer: string,
    decisionId: string | null = null,
  ): GalleryState => ({
    answer: {
      state: 'not_a_person',
      freshness: fresh,
      ...UNDOUBTED,
      ticket: ticketOf(customer, person),
      company: company(customer),
      contact: contactCard(person),
      reason,
      contacts: [],
      decisionId,
    },
  });
  const unknown = (number: string, people: string[]): GalleryState => ({
    answer: {
      state: 'not_a_person',
      freshness: fresh,
      ...UNDOUBTED,
      ticket: ticketCard(number),
      company: null,
      contact: null,
      reason: 'unknown_sender',
      contacts: people.map((person) => contactCard(person)),
      decisionId: null,
    },
  });
  const stale = (freshness: Freshness): GalleryState => ({
    answer: {
      state: 'linked',
      freshness,
      ...UNDOUBTED,
      ticket: ticketOf('harbour-finch', 'aisha'),
      company: company('harbour-finch'),
      directories: [directoryCard('harbour-finch')],
      contact: contactCard('aisha'),
      links: [
        linked(accountCard('aisha', 'harbour-finch', freshness.asOf), before(60 * 24 * 160), [
          evidence('email_same', 14.2, 'aisha.malik@harbourfinch.example', 'aisha.malik@harbourfinch.example'),
        ]),
      ],
    },
  });
  const only = (feed: Partial<PanelFeed>): GalleryState => ({ feed });
  const page = { psa: 'halopsa', host: 'northwind.halopsa.com', kind: 'ticket', id: null, number: null } as const;
  const coverage = {
    contacts: customerOf('harbour-finch').people.length,
    linked: 12,
    ignored: 3,
    accounts: 18,
    accountsLinked: 12,
  };

  const companyPage = (role: Role): GalleryState => ({
    role,
    answer: {
      state: 'company',
      freshness: fresh,
      company: company('harbour-finch'),
      directories: [{ ...directoryCard('harbour-finch'), companyLinkId: rowId(7001) }],
      candidates: proposals.slice(1),
      coverage,
    },
  });

  return {
    'company-not-linked': unlinked('lead', proposals),
    'company-not-linked-technician': unlinked('technician', proposals),
    'company-not-linked-technician-no-idea': unlinked('technician', []),
    'company-not-linked-no-directory': unlinked('lead', [], []),
    'company-page': companyPage('lead'),
    'company-page-technician': companyPage('technician'),
    'not-a-person-general-user': notPerson('general_user', 'harbour-general', 'harbour-finch'),
    'not-a-person-service': notPerson('service_contact', 'backups', 'harbour-finch'),
    'not-a-person-ignored': notPerson('ignored', 'reception', 'harbour-finch', rowId(6001)),
    'unknown-sender': unknown('5901', []),
    'unknown-sender-known-address': unknown('5902', ['ben']),
    'not-verified': {
      answer: {
        state: 'not_verified',
        freshness: fresh,
        reason: 'hints_differ',
        differences: [
          { field: 'requesterName', page: 'Priya Raman', psa: 'Tom Barrow' },
          { field: 'requesterEmail', page: 'priya.raman@harbourfinch.example', psa: 'tom.barrow@harbourfinch.example' },
        ],
      },
    },
    'not-verified-contact-deleted': {
      answer: { state: 'not_verified', freshness: fresh, reason: 'contact_missing', differences: [] },
      feed: { page: { ...page, id: '5111' } },
    },
    'not-verified-company': {
      answer: { state: 'not_verified', freshness: fresh, reason: 'record_missing', differences: [] },
      feed: { page: { ...page, kind: 'company', id: '12' } },
    },
    'not-verified-host-unknown': {
      answer: { state: 'not_verified', freshness: fresh, reason: 'host_unknown', differences: [] },
    },
    'not-verified-host-shared': {
      answer: { state: 'not_verified', freshness: fresh, reason: 'host_shared', differences: [] },
      feed: { page: { ...page, psa: 'connectwise', host: 'na.myconnectwise.net', id: '4001' } },
    },
    loading: only({ loading: true }),
    'signed-out': only({ session: null }),
    'no-access': only({ access: 'missing', host: 'service.northwind-it.example', page: null }),
    'no-record': only({ page: null }),
    'layout-unknown': only({ page }),
    'psa-down': stale(old('provider_unavailable', null)),
    'rate-limited': stale(old('provider_rate_limited', 24)),
    'rate-limited-nothing-known': only({
      fault: { code: 'rate_limited', message: 'Too many requests', retryAfterSeconds: 24 },
    }),
    'server-unreachable': only({ fault: { code: 'server_unreachable', message: 'fetch failed' } }),
    'server-error': only({ fault: { code: 'internal', message: 'Something went wrong', requestId: '8f3c1a90-52d7' } }),
    'extension-updated': only({ fault: { code: 'extension_reloaded', message: 'reloaded' } }),
    badge: { ...stale(fresh), width: 40 },
  };
}
