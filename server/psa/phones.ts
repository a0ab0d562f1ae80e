/** A subscriber's own digits: fewer are an extension or a typo and would find half the customer, more may be left out. */
const SUBSCRIBER = 7;

/** The digits to look for, from the end of the number; null where there are too few. */
export function searchableDigits(phone: string): string | null {
  const digits = national(phone);
  return digits.length < SUBSCRIBER ? null : digits.slice(-SUBSCRIBER);
}

/** The same digits, or the one is the end of the other: a number may be kept without its country or area. */
export function sameNumber(one: string, other: string): boolean {
  const [a, b] = [national(one), national(other)].sort((x, y) => x.length - y.length) as [string, string];
  return a.length >= SUBSCRIBER && b.endsWith(a);
}

/** Without its extension, and without the zeros that are only dialled. */
function national(phone: string): string {
  return phone
    .slice(0, 100)
    .normalize('NFKC')
    .replace(/(?:;\s*ext=|ext(?:ension)?\.?|x|#)\s*\d{1,7}\s*$/i, '')
    .replace(/\(0\)/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '');
}

/** How people write four digits in a number: in one, in pairs, or the last three together. */
export function spellings(digits: string): string[] {
  const marks = [' ', '-', '.'];
  const breaks = [2, 1].flatMap((at) => marks.map((mark) => `${digits.slice(0, at)}${mark}${digits.slice(at)}`));
  return [digits, ...breaks];
}
