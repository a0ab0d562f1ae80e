import type { NameWord } from '../normalize/name.ts';
import { areNicknames, fullForms } from '../normalize/nicknames.ts';

export type Part = 'same' | 'accents' | 'nickname' | 'initial' | 'slip' | 'missing' | 'differs';

/** How two given names agree. A middle name on one side only is no difference; two different ones are. */
export function compareGiven(a: NameWord[], b: NameWord[]): Part {
  if (a.length === 0 || b.length === 0) return 'missing';
  const whole = compareWhole(a, b);
  if (whole) return whole;
  const [first, other] = [a[0]!, b[0]!];
  const middle = compareMiddle(a.slice(1), b.slice(1));
  if (first.key === other.key) return middle ? spelling(first, other) : 'differs';
  if (isInitial(first, other) || isInitial(other, first)) return middle ? 'initial' : 'differs';
  if (areNicknames(first.key, other.key)) return 'nickname';
  // Known by the middle name.
  if (a.some((word) => word.key.length > 1 && b.some((too) => too.key === word.key))) return 'nickname';
  return isGivenSlip(first.key, other.key) ? 'slip' : 'differs';
}

/** How two family names agree. One of two family names (Garcia for Garcia Lopez) counts as a slip. */
export function compareFamily(a: NameWord[], b: NameWord[]): Part {
  if (a.length === 0 || b.length === 0) return 'missing';
  const whole = compareWhole(a, b);
  if (whole) return whole;
  if (a.some((word) => word.key.length > 1 && b.some((too) => too.key === word.key))) return 'slip';
  if (a.length === 1 && b.length === 1 && (isInitial(a[0]!, b[0]!) || isInitial(b[0]!, a[0]!))) return 'initial';
  return isSlip(joined(a), joined(b)) ? 'slip' : 'differs';
}

const joined = (words: NameWord[]) => words.map((word) => word.key).join('');
const plain = (words: NameWord[]) => words.map((word) => word.plain).join('');

function compareWhole(a: NameWord[], b: NameWord[]): Part | null {
  if (joined(a) !== joined(b)) return null;
  return plain(a) === plain(b) ? 'same' : 'accents';
}

function spelling(a: NameWord, b: NameWord): Part {
  return a.plain === b.plain ? 'same' : 'accents';
}

function isInitial(short: NameWord, long: NameWord): boolean {
  return short.key.length === 1 && long.key.length > 1 && long.key[0] === short.key;
}

function compareMiddle(a: NameWord[], b: NameWord[]): boolean {
  if (a.length === 0 || b.length === 0) return true;
  return a.some((word) => b.some((too) => word.key === too.key || isInitial(word, too) || isInitial(too, word)));
}

/** Two given names that both exist are two people, however alike: Mark and Mary, Christian and Christina, Paul and Paula. */
function isGivenSlip(a: string, b: string): boolean {
  if (!isSlip(a, b)) return false;
  if (fullForms(a).size > 0 && fullForms(b).size > 0) return false;
  return stem(a) !== stem(b);
}
const stem = (name: string) => name.replace(/[aeio]$/, '');

/** One letter too many, too few, wrong or swapped, in a word long enough, and not in its first letter. */
export function isSlip(a: string, b: string): boolean {
  if (a === b || Math.min(a.length, b.length) < 4 || a[0] !== b[0] || Math.abs(a.length - b.length) > 1) return false;
  let from = 0;
  while (from < Math.min(a.length, b.length) && a[from] === b[from]) from++;
  let endA = a.length;
  let endB = b.length;
  while (endA > from && endB > from && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const left = a.slice(from, endA);
  const right = b.slice(from, endB);
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
