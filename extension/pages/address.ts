/** Longer addresses are nobody's record; reading stops there. */
const MAX = 16_384;

/** An encoded slash or percent: servers do not agree on what is meant, so it is no page that we know. */
const AMBIGUOUS = /%(?:2f|5c|25)/i;

/** The path in lower case, decoded, without doubled or trailing slashes and a trailing `index`; `''` for a bad one. */
export function pathOf(url: URL): string {
  if (url.href.length > MAX || AMBIGUOUS.test(url.pathname)) return '';
  const plain = url.pathname.includes('%') ? decoded(url.pathname) : url.pathname;
  return lowered(plain)
    .replace(/\/{2,}/g, '/')
    .replace(/\/(?:index\/?)?$/, '');
}

/** `''` for what is no encoded text. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** In lower case, but only where it is plain Latin: `toLowerCase` makes an ordinary k of the Kelvin sign. */
export const lowered = (text: string) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** The values of a query by key in lower case, without blank and repeated ones. */
export function queryOf(params: URLSearchParams): Map<string, string[]> {
  const out = new Map<string, string[]>();
  for (const [name, raw] of params) {
    // Spaces beyond the plain ones are no space to a server that reads a number.
    const value = /^[\t-\r -~]*$/.test(raw) ? raw.trim() : raw;
    if (!value) continue;
    const key = lowered(name);
    const values = out.get(key);
    if (!values) out.set(key, [value]);
    else if (!values.includes(value)) values.push(value);
  }
  return out;
}

/** All values of these keys, each once: more than one means that it cannot be told which is meant. */
export function valuesOf(query: Map<string, string[]>, keys: readonly string[]): string[] {
  return [...new Set(keys.flatMap((key) => query.get(key) ?? []))];
}

/** Records count from 1; 0 and negative numbers are a form for one that does not exist yet. */
const isUnborn = (text: string) => /^(?:0+|-\d+)$/.test(text);

/** Digits without leading zeros; null for everything else, and for more digits than any record has. */
export function idOf(text: string | undefined): string | null {
  return /^0*([1-9]\d{0,17})$/.exec(text ?? '')?.[1] ?? null;
}

/**
 * A record of this kind by what the address gives as its id, in the form that `read` takes. Several different values,
 * or one that is no id, leave the kind alone: the record is "not verified", and a technician says which it is.
 */
export function recordBy(kind: 'ticket' | 'contact' | 'company', values: readonly string[], read = idOf) {
  const ids = new Set(values.map((value) => (isUnborn(value) ? '0' : (read(value) ?? value))));
  const [only] = ids;
  if (ids.size === 1 && isUnborn(only!)) return null;
  return { kind, id: ids.size === 1 ? read(only) : null, number: null };
}
