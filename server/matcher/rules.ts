import type { EvidenceRule } from '@counterpart/shared/link.ts';

/**
 * Every weight and threshold of the matcher. A weight is log2(m/u) for two records of one company and its directory:
 * m, how often the field looks like this for one and the same person; u, how often for two colleagues taken at random.
 *
 * Witnesses that depend on each other are heard once. Mail, sign-in name and alias all follow from the name
 * (jsmith@ from "J Smith"), so they are one comparison, and where an address follows from both names its weight is lowered
 * by what the name has already said. A domain, or a number many colleagues share, is normal inside a company: 0.
 */
export const WEIGHTS = {
  platform_id_same: 20, // written by a tool or a person that knew; only a mix-up makes it wrong
  platform_id_differs: -12, // said only when the id the PSA stores is another account's here
  email_same: 12, // 80 % of one's own, about 1 in 5,000 of colleagues (recycled, shared)
  email_alias_same: 11, // aliases are handed on a little more often
  email_shared_mailbox: 4, // the desk is right, the person unknown
  email_name_differs: 9, // an address handed on: worth showing, never a link
  email_local_part_same: 5, // under another domain; 0 when it follows from both names
  email_differs: -4, // both have an address on the company's own domain, and not the same
  phone_same: 7, // a number of one's own; two of a family or a desk share it now and then
  phone_last_digits_same: 4, // area code missing
  phone_main_line: 0,
  phone_differs: -1, // people have several, and old ones stay
  name_same: 10, // 75 % of one's own, 1 in 1,000 to 2,000 of colleagues
  name_accents: 9.5,
  name_order: 9,
  name_nickname: 8, // 1 in 300: the family name and one of a dozen forms
  name_typo: 7, // also one of two family names missing
  name_initial: 6, // J Smith: every Smith with a J
  name_family_only: 3, // the other side has no given name
  name_given_only: 2, // the other side has no family name
  name_changed: 1, // a new family name, but the shared address still carries the full old one
  name_differs: -7,
  account_guest: -2,
  account_admin: -3,
  account_shared: -4,
  account_service: -6,
  account_disabled: -1, // leavers stay in both systems
  account_newer: 0, // only worth saying
} as const satisfies Record<EvidenceRule, number>;

/** The same rules where less agrees than they say on their own. */
export const WEAKER = {
  twoSlips: 4, // a nickname or an initial, and a family name with a slip or a missing half
  familyInitial: 4, // Jane S.
  onlyInitials: 1,
  otherGivenName: -3, // Mary Smith for John Smith: a family, a common name
  otherFamilyName: -4, // John Miller for John Smith
  addressFollowsName: 4, // taken from an address that both names explain
  addressFollowsNothing: 0,
  subAddress: 6, // jane+halo@ for jane@, on the same domain
} as const;

/** Odds before anything is compared: a contact among about sixty accounts. */
export const PRIOR_BITS = -6;
/** The odds claimed never exceed 1,000 to 1: beyond, the sum is surer than it is right. */
export const CLAIMED_BITS = 10;

/** At least even odds. */
export const LIKELY_BITS = 0;
/** A link by itself needs 8 to 1, an anchor (`decide.ts`), and this distance to whoever else it could be. */
export const CERTAIN_BITS = 3;
export const MARGIN_BITS = 3;
/** Below, a candidate is right so seldom that showing it costs more than it helps. */
export const FLOOR_BITS = -6;
export const MOST_CANDIDATES = 5;

/** A company's contacts on a directory's domain are strong when they are more than half, and at least this many. */
export const FEWEST_DOMAIN_CONTACTS = 2;
/** Jaro-Winkler of two company names from which they are worth proposing; alone it never links. */
export const SIMILAR_COMPANY = 0.92;
