import type { Account } from '@counterpart/shared/identity.ts';
import type { DecisionKind } from '@counterpart/shared/link.ts';
import type { IdentityId } from '@counterpart/shared/providers.ts';
import type { Company, Contact, Site, Ticket, TicketSender } from '@counterpart/shared/psa.ts';

/** What makes a person awkward to match; every tag has at least one person in the story. */
export const WHYS = [
  'plain',
  'nickname',
  'swapped_names',
  'accents',
  'initials',
  'married_name',
  'alias_address',
  'no_email',
  'shared_phone',
  'role_mailbox',
  'shared_mailbox',
  'admin_twin',
  'guest',
  'disabled_leaver',
  'recycled_address',
  'same_name',
  'platform_id',
  'general_user',
  'service_contact',
  'service_account',
  'inactive_contact',
  'long_name',
  'other_script',
  'not_in_directory',
  'no_contact',
  'old_domain',
  'typo',
  'duplicate_contact',
] as const;
export type Why = (typeof WHYS)[number];

/**
 * What the panel should say on a ticket, once the story's company links and past decisions are in place. `certain`,
 * `likely` and `ambiguous` are the matcher's verdict, before a policy links by itself what is certain.
 */
export const TICKET_STATES = [
  'linked',
  'certain',
  'likely',
  'ambiguous',
  'nobody',
  'company_unlinked',
  'company_without_directory',
  'general_user',
  'service_contact',
  'ignored',
  'unknown_sender',
  'unknown_sender_known_address',
  'contact_deleted',
] as const;
export type TicketState = (typeof TICKET_STATES)[number];

/** One human, or one thing that looks like one, with what each side keeps of it. */
export interface StoryPerson {
  key: string;
  /** A mailbox, a scanner and a placeholder have a contact or an account too, and never a true link. */
  human: boolean;
  contact: Contact | null;
  /** The everyday account first; an admin twin after it. */
  accounts: Account[];
  why: Why[];
  note: string;
}

/** Of the sender, what is not told is nothing. */
export interface StoryTicket extends Omit<Ticket, 'sender'> {
  sender: Pick<TicketSender, 'name' | 'email'> & Partial<TicketSender>;
  state: TicketState;
  /** The first message, as plain text: it may hold what looks like HTML and must never be read as such. */
  body: string;
  openedAt: string;
  status: 'New' | 'In Progress' | 'With User' | 'Scheduled';
  priority: 1 | 2 | 3 | 4;
  type: 'Incident' | 'Service Request' | 'Change';
  agentId: string;
}

export interface StoryDirectory {
  key: string;
  name: string;
  provider: IdentityId;
  domains: string[];
  country: string;
}

export interface StoryCustomer {
  key: string;
  company: Company;
  mainPhone: string;
  website: string;
  sites: Site[];
  directory: StoryDirectory | null;
  /** Whether the MSP has tied the company to its directory when the story begins. */
  directoryLinked: boolean;
  people: StoryPerson[];
  tickets: StoryTicket[];
}

/** What a technician had decided before the story begins. */
export interface StoryDecision {
  kind: Extract<DecisionKind, 'linked' | 'rejected' | 'ignored'>;
  contactId: string;
  accountId: string | null;
  by: string;
  at: string;
}

export interface StoryAgent {
  id: string;
  name: string;
  email: string;
  role: 'technician' | 'lead' | 'admin';
}

export interface Story {
  msp: { name: string; host: string; country: string; agents: StoryAgent[] };
  customers: StoryCustomer[];
  /** Tickets that no customer could be found for. */
  strayTickets: StoryTicket[];
  decisions: StoryDecision[];
}

/** Contact and account of the same human. */
export interface TrueLink {
  contactId: string;
  accountId: string;
  primary: boolean;
}
