import type { EvidenceRule } from '@counterpart/shared/link.ts';
import type { PersonName } from '../normalize/name.ts';
import { areNicknames } from '../normalize/nicknames.ts';
import { WEAKER, WEIGHTS } from '../rules.ts';
import type { Comparison, PreparedAccount, PreparedContact } from '../types.ts';
import { spellsName } from './local-part.ts';
import { compareFamily, compareGiven } from './name-parts.ts';
import { sharedAddress } from './shared-address.ts';

export interface NameAgreement {
  rule: EvidenceRule;
  bits: number;
  contactName: PersonName;
  accountName: PersonName;
}

/** Names in every reading the two records allow; the best reading counts. */
export const compareName: Comparison = (contact, account) => {
  const best = bestName(contact, account);
  if (!best) return null;
  const values = { contactValue: best.contactName.raw, accountValue: best.accountName.raw };
  if (best.rule === 'name_given_only' && best.bits < 0) {
    const shared = sharedAddress(contact, account);
    const oldName = shared && !shared.account.role ? shared.account.mailbox : '';
    if ([contact, account].some((side) => spellsName(oldName, side.names) === 'full')) {
      return { field: 'name', rule: 'name_changed', ...values, bits: WEIGHTS.name_changed, conflict: false };
    }
  }
  return { field: 'name', rule: best.rule, ...values, bits: best.bits, conflict: false };
};

/** The reading of both names that agrees most, or null where there is nothing that can be compared. */
export function bestName(contact: PreparedContact, account: PreparedAccount): NameAgreement | null {
  let best: NameAgreement | null = null;
  for (const contactName of contact.names) {
    for (const accountName of account.names) {
      const found = compareNames(contactName, accountName);
      if (found && (!best || found.bits > best.bits)) best = { ...found, contactName, accountName };
    }
  }
  return best;
}

type Found = { rule: EvidenceRule; bits: number };

/** Two full names. Symmetric. Null where one side's script cannot be read against the other's, or is no name. */
export function compareNames(a: PersonName, b: PersonName): Found | null {
  if (a.foreignScript !== b.foreignScript) return null;
  if (a.lone || b.lone) return compareLone(a, b);
  const straight = compareInOrder(a, b);
  if (straight.bits >= WEIGHTS.name_nickname) return straight;
  // Where a family name is two words (Mac Donald), only its fields tell where it begins.
  if (run(a, 'key') === run(b, 'key')) return rule(run(a, 'plain') === run(b, 'plain') ? 'name_same' : 'name_accents');
  if (sorted(a) === sorted(b)) return rule('name_order');
  // Which of the two is the wrong way round decides what is read as a given name, so try both.
  const [one, other] = [compareInOrder(a, swap(b)), compareInOrder(swap(a), b)];
  const crossed = one.bits === other.bits ? (one.rule < other.rule ? one : other) : one.bits > other.bits ? one : other;
  if (crossed.bits >= WEIGHTS.name_accents) return rule('name_order');
  return crossed.bits - 1 > Math.max(straight.bits, 0) ? { ...crossed, bits: crossed.bits - 1 } : straight;
}

const words = (name: PersonName) => [...name.given, ...name.family];
const run = (name: PersonName, way: 'plain' | 'key') =>
  words(name)
    .map((word) => word[way])
    .join('');
const sorted = (name: PersonName) =>
  words(name)
    .map((word) => word.key)
    .sort()
    .join(' ');
const swap = (name: PersonName): PersonName => ({ ...name, given: name.family, family: name.given });

function rule(name: keyof typeof WEIGHTS, bits: number = WEIGHTS[name]): Found {
  return { rule: name, bits };
}

function compareInOrder(a: PersonName, b: PersonName): Found {
  const given = compareGiven(a.given, b.given);
  const family = compareFamily(a.family, b.family);
  const givenAgrees = given === 'same' || given === 'accents';
  switch (family) {
    case 'same':
    case 'accents':
      if (givenAgrees) return rule(given === 'same' && family === 'same' ? 'name_same' : 'name_accents');
      if (given === 'nickname') return rule('name_nickname');
      if (given === 'slip') return rule('name_typo');
      if (given === 'initial') return rule('name_initial');
      return given === 'missing' ? rule('name_family_only') : rule('name_family_only', WEAKER.otherGivenName);
    case 'slip':
      if (givenAgrees) return rule('name_typo');
      if (given === 'nickname' || given === 'slip') return rule('name_typo', WEAKER.twoSlips);
      if (given === 'initial') return rule('name_initial', WEAKER.twoSlips);
      return rule('name_differs');
    case 'initial':
      if (givenAgrees || given === 'nickname') return rule('name_initial', WEAKER.familyInitial);
      return given === 'initial' ? rule('name_initial', WEAKER.onlyInitials) : rule('name_differs');
    case 'missing':
      return givenAgrees || given === 'nickname' ? rule('name_given_only') : rule('name_differs');
    default:
      return givenAgrees || given === 'nickname'
        ? rule('name_given_only', WEAKER.otherFamilyName)
        : rule('name_differs');
  }
}

/** One word alone: a given name, a family name, or a sign-in name that says nothing of its own. */
function compareLone(a: PersonName, b: PersonName): Found | null {
  const [lone, other] = a.lone ? [a, b] : [b, a];
  const word = lone.given[0]!;
  const matches = (key: string) => key === word.key || areNicknames(key, word.key);
  if (other.given.some((too) => matches(too.key))) return rule('name_given_only');
  if (other.family.some((too) => too.key === word.key)) return rule('name_family_only');
  return spellsName(word.plain, [other]) ? null : rule('name_differs');
}
