import type { Account } from '@counterpart/shared/identity.ts';
import type { Evidence, Verdict } from '@counterpart/shared/link.ts';
import type { Contact } from '@counterpart/shared/psa.ts';
import type { Address } from './normalize/email.ts';
import type { PersonName } from './normalize/name.ts';
import type { PhoneNumber } from './normalize/phone.ts';

/** What the caller knows about the company and its directory, besides the two records. */
export interface MatchContext {
  /** ISO 3166-1 alpha-2 of the customer, for numbers typed without a country code. */
  country: string | null;
  /** Numbers in E.164 that more than two records of the company carry: a switchboard says nothing about a person. */
  mainLines: ReadonlySet<string>;
  /** Domains the company or its directory owns, normalised: there, two different addresses are two mailboxes. */
  domains: ReadonlySet<string>;
}

/** What comparisons read, the same for both sides, so that each record is normalised once. */
export interface Prepared {
  ids: string[];
  /** The mail addresses and the sign-in name that is one, first the primary ones. */
  addresses: (Address & { primary: boolean })[];
  /** Local parts without `+tag` and sign-in names, none of them of a desk. */
  mailboxes: string[];
  phones: (PhoneNumber & { mobile: boolean })[];
  /** The name in its fields and, where it differs, the display name. */
  names: PersonName[];
}
export interface PreparedContact extends Prepared {
  contact: Contact;
}
export interface PreparedAccount<A extends Account = Account> extends Prepared {
  account: A;
  /** Looks like the second account of an administrator (`adm-jdoe`), whatever its roles. */
  adminTwin: boolean;
  /** A desk's or a machine's by its sign-in name, where the directory does not say so itself. */
  desk: boolean;
}

export interface PairContext extends MatchContext {
  /** Some account among the ones compared carries an id that the PSA stores for the contact. */
  idKnown: boolean;
}

/** One field of a pair; null where there is nothing to compare. */
export type Comparison = (contact: PreparedContact, account: PreparedAccount, context: PairContext) => Evidence | null;

export interface Scored<A extends Account = Account> {
  account: A;
  prepared: PreparedAccount<A>;
  /** Prior and evidence summed, log2 odds. */
  bits: number;
  probability: number;
  evidence: Evidence[];
}
export interface MatchCandidate<A extends Account = Account> {
  account: A;
  probability: number;
  verdict: Verdict;
  evidence: Evidence[];
}
export interface Match<A extends Account = Account> {
  verdict: Verdict;
  candidates: MatchCandidate<A>[];
}
