import type { Evidence } from '@counterpart/shared/link.ts';
import { WEIGHTS } from '../rules.ts';
import type { Comparison } from '../types.ts';

const RULES = ['phone_same', 'phone_last_digits_same', 'phone_main_line'] as const;

/** Every number against every number; the strongest agreement counts once, for one desk explains them all. */
export const comparePhone: Comparison = (contact, account, context) => {
  let best: Evidence | null = null;
  let bestRank: number = RULES.length;
  for (const left of contact.phones) {
    for (const right of account.phones) {
      const rule = agreement(left, right, context.mainLines);
      if (rule === null || RULES.indexOf(rule) >= bestRank) continue;
      bestRank = RULES.indexOf(rule);
      best = say(rule, left.raw, right.raw);
    }
  }
  if (best) return best;
  // Offices have many lines; two mobile numbers are more telling.
  const left = contact.phones.find((phone) => phone.mobile && phone.e164);
  const right = account.phones.find((phone) => phone.mobile && phone.e164);
  return left && right ? say('phone_differs', left.raw, right.raw) : null;
};

type Side = Parameters<Comparison>[0]['phones'][number];

function agreement(left: Side, right: Side, mainLines: ReadonlySet<string>): (typeof RULES)[number] | null {
  if (left.e164 && right.e164 && left.e164 !== right.e164) return null;
  if (left.dialled && left.dialled === right.dialled) {
    if (left.extension && right.extension) return left.extension === right.extension ? 'phone_same' : 'phone_main_line';
    // One side names an extension, so the number alone is the switchboard's.
    return left.extension || right.extension || mainLines.has(left.dialled) ? 'phone_main_line' : 'phone_same';
  }
  if (!left.last7 || left.last7 !== right.last7) return null;
  const crowded = [left.dialled, right.dialled].some((line) => line !== null && mainLines.has(line));
  return crowded ? 'phone_main_line' : 'phone_last_digits_same';
}

function say(rule: keyof typeof WEIGHTS, contactValue: string, accountValue: string): Evidence {
  return { field: 'phone', rule, contactValue, accountValue, bits: WEIGHTS[rule], conflict: false };
}
