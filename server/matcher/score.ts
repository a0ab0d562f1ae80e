import type { Account } from '@counterpart/shared/identity.ts';
import { compareEmail } from './compare/email.ts';
import { compareEnabled, compareKind } from './compare/kind.ts';
import { compareName } from './compare/name.ts';
import { comparePhone } from './compare/phone.ts';
import { comparePlatformId } from './compare/platform-id.ts';
import { CLAIMED_BITS, PRIOR_BITS } from './rules.ts';
import type { Comparison, PairContext, PreparedAccount, PreparedContact, Scored } from './types.ts';

/** In the order a person reads them. */
const COMPARISONS: readonly Comparison[] = [
  comparePlatformId,
  compareEmail,
  compareName,
  comparePhone,
  compareKind,
  compareEnabled,
];

/** Fellegi and Sunter: the prior and the weights of what was found, summed as log2 odds. */
export function scorePair<A extends Account>(
  contact: PreparedContact,
  prepared: PreparedAccount<A>,
  context: PairContext,
): Scored<A> {
  const evidence = COMPARISONS.map((compare) => compare(contact, prepared, context)).filter((found) => found !== null);
  const bits = evidence.reduce((sum, found) => sum + found.bits, PRIOR_BITS);
  return { account: prepared.account, prepared, bits, probability: toProbability(bits), evidence };
}

export function toProbability(bits: number): number {
  const claimed = Math.max(-CLAIMED_BITS, Math.min(CLAIMED_BITS, bits));
  return 1 / (1 + 2 ** -claimed);
}
