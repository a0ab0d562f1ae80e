import type { Account } from '@counterpart/shared/identity.ts';
import type { EvidenceRule, Verdict } from '@counterpart/shared/link.ts';
import { isSecondary } from './compare/kind.ts';
import { isFreeMail } from './normalize/domain.ts';
import { parseEmail } from './normalize/email.ts';
import { CERTAIN_BITS, FLOOR_BITS, LIKELY_BITS, MARGIN_BITS, MOST_CANDIDATES } from './rules.ts';
import type { Match, PreparedContact, Scored } from './types.ts';

/**
 * The verdict on a contact and its candidates, best first, whatever order they came in. `certain` is the only verdict a link may
 * follow from by itself. `ambiguous` says that nobody stands out, be it one weak candidate or several strong ones.
 */
export function decide<A extends Account>(contact: PreparedContact, scored: Scored<A>[]): Match<A> {
  const shown = scored.filter(isWorthShowing).sort(byBits);
  const top = shown[0];
  if (!top) return { verdict: 'none', candidates: [] };
  const rivals = shown.slice(1).filter((other) => isSecondary(top.prepared) || !isSecondary(other.prepared));
  const verdict = judge(contact, top, rivals);
  return {
    verdict,
    candidates: shown.slice(0, MOST_CANDIDATES).map((candidate) => ({
      account: candidate.account,
      probability: candidate.probability,
      verdict: candidate === top ? verdict : verdict === 'ambiguous' || !isLikely(candidate) ? 'ambiguous' : 'likely',
      evidence: candidate.evidence,
    })),
  };
}

function judge(contact: PreparedContact, top: Scored, rivals: Scored[]): Verdict {
  if (!isLikely(top)) return 'ambiguous';
  const near = (other: Scored) => other.bits > top.bits - MARGIN_BITS || (isAnchored(other) && isLikely(other));
  if (rivals.some(near)) return 'ambiguous';
  // A guest or an administrator's second account gives way to the person's everyday one.
  if (isSecondary(top.prepared) && rivals.some((other) => !isSecondary(other.prepared))) return 'likely';
  return isCertain(contact, top) && !rivals.some(isAnchored) ? 'certain' : 'likely';
}

function isCertain(contact: PreparedContact, top: Scored): boolean {
  if (contact.contact.kind !== 'person' || !top.account.enabled || top.bits < CERTAIN_BITS) return false;
  const name = top.evidence.find((found) => found.field === 'name')?.bits ?? 0;
  // The id outlives a new family name, but not a whole other one: then the PSA's record was given to somebody else.
  if (has(top, 'platform_id_same')) return name >= 0 || has(top, 'name_given_only');
  if (name < 0 || isSecondary(top.prepared)) return false;
  const email = top.evidence.find((found) => found.rule === 'email_same' || found.rule === 'email_alias_same');
  const domain = parseEmail(email?.accountValue ?? '')?.domain;
  // A household shares a private address; the name must say which of them it is.
  return domain !== undefined && (!isFreeMail(domain) || name > 0);
}

/** Something beyond name and phone ties the account to the contact. */
function isAnchored(candidate: Scored): boolean {
  return has(candidate, 'platform_id_same') || has(candidate, 'email_same') || has(candidate, 'email_alias_same');
}

function isLikely(candidate: Scored): boolean {
  return candidate.bits >= LIKELY_BITS && !candidate.evidence.some((found) => found.conflict);
}

function isWorthShowing(candidate: Scored): boolean {
  return candidate.bits >= FLOOR_BITS && candidate.evidence.some((found) => found.bits > 0);
}

function has(candidate: Scored, rule: EvidenceRule): boolean {
  return candidate.evidence.some((found) => found.rule === rule);
}

/** Ids break ties, so that the same people always stand in the same order. */
function byBits(a: Scored, b: Scored): number {
  return (
    b.bits - a.bits || compareText(a.account.id, b.account.id) || compareText(a.account.username, b.account.username)
  );
}
const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
