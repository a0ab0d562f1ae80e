import type { StoredConnection } from '@counterpart/server/psa/index.ts';
import type { PsaId } from '@counterpart/shared/providers.ts';
import { autotaskHarness } from './autotask/harness.ts';
import { connectwiseHarness } from './connectwise/harness.ts';
import { haloHarness } from './halopsa/harness.ts';

/** A running stand-in PSA with known records, in words that fit every PSA, for the contract suite. */
export interface RunningPsa {
  url: string;
  /** The credentials that work. */
  stored: StoredConnection;
  /** Credentials that do not, and what `detail.wrong` must say of each. */
  wrong: { wrong: string; stored: StoredConnection }[];
  /** How many records of each kind there are, more contacts than fit one page. */
  counts: { companies: number; sites: number; contacts: number };
  known: {
    companyId: string;
    /** A contact with three addresses, written in mixed case; `phone` is one of its numbers, written otherwise than it is kept. */
    contact: { id: string; emails: [string, string, string]; phone: string };
    /** Another one of the same company. */
    colleagueId: string;
    /** Two sites of the company. */
    siteIds: [string, string];
    inactiveContact: { id: string; email: string };
    generalContactId: string;
    serviceContactId: string;
    /** `others`: ids of contacts on it besides its own. */
    ticket: { id: string; number: string; contactId: string; others: string[] };
    /** From a sender who is no contact. */
    ticketOfStranger: { id: string; name: string; email: string };
    /** Ids of no record: too high, beyond what the PSA counts, and no number at all. */
    missingIds: string[];
  };
  weather: {
    slow(ms: number): void;
    /** The next `count` requests fail with `status`. */
    fail(count: number, status: number): void;
    throttle(seconds: number, count: number): void;
    /** Lists give so many rows less than they promise. */
    cutShort(kind: 'companies' | 'sites' | 'contacts', rows: number): void;
    garble(count: number): void;
    /** Pages after the first begin with so many rows that were given before. */
    repeatRows(rows: number): void;
    expireTokens(): void;
    /** Takes away what reading contacts needs, and says its name. */
    denyContacts(): string;
    /** Leaves reading, takes writing; says the name of what is missing for each. */
    denyWriting(): { contacts: string; tickets: string; notes: string };
  };
  /** A contact as screens and imports may have left it: every value is kept as it is given. Answers its id. */
  plant(contact: { companyId: string; firstName: string; lastName: string; email: string; phone: string }): string;
  /** Somebody works in the PSA's own screens. */
  screen: {
    renameContact(id: string, lastName: string): void;
    renameCompany(id: string, name: string): void;
    removeContact(id: string): void;
  };
  requests(): { at: number; method: string; path: string; status: number; signIn: boolean }[];
  /** A ticket's notes as the PSA's screens show them, markup applied: to its end user, and to an agent. */
  notes(ticketId: string): { user: string[]; agent: string[] };
  /** May be called twice; what is closed is down. */
  close(): Promise<void>;
}

export interface HarnessOptions {
  /** The clock of the stand-in, in ms. */
  now?: () => number;
  /** Carries what the stand-in tells by itself, in place of the network. */
  deliver?: (url: string, message: { body: string; headers: Record<string, string> }) => Promise<Response>;
}
export type PsaHarness = (options?: HarnessOptions) => Promise<RunningPsa>;

export const PSA_HARNESSES: Record<PsaId, PsaHarness> = {
  halopsa: haloHarness,
  autotask: autotaskHarness,
  connectwise: connectwiseHarness,
};
