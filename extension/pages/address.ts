/** Longer addresses are nobody's record; reading stops there. */
const MAX = 16_384;

/** The path in lower case, decoded, without doubled or trailing slashes and a trailing `index`; `''` for a bad one. */
export function pathOf(url: URL): string {
  if (url.href.length > MAX) return '';
  const plain = url.pathname.includes('%') ? decoded(url.pathname) : url.pathname;
  return plain
    .toLowerCase()
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

/** The values of a query by key in lower case, without blank and repeated ones. */
export function queryOf(params: URLSearchParams): Map<string, string[]> {
  const out = new Map<string, string[]>();
  for (const [key, raw] of params) {
    const value = raw.trim();
    if (!value) continue;
    const values = out.get(key.toLowerCase());
    if (!values) out.set(key.toLowerCase(), [value]);
    else if (!values.includes(value)) values.push(value);
  }
  return out;
}

/** All values of these keys, each once: more than one means that it cannot be told which is meant. */
export function valuesOf(query: Map<string, string[]>, keys: readonly string[]): string[] {
  return [...new Set(keys.flatMap((key) => query.get(key) ?? []))];
}

/** Records count from 1; 0 and negative numbers are a form for one that does not exist yet. */
export const isUnborn = (text: string) => /^(?:0+|-\d+)$/.test(text);

/** Digits without leading zeros; null for everything else, and for more digits than any record has. */
export function idOf(text: string | undefined): string | null {
  return /^0*([1-9]\d{0,17})$/.exec(text ?? '')?.[1] ?? null;
}

/**
 * A record of this kind by what the address gives as its id. Several different values, or one that is no id, leave
 * the kind alone: the record is "not verified", and a technician says which it is.
 */
export function recordBy(kind: 'ticket' | 'contact' | 'company', values: readonly string[]) {
  const ids = new Set(values.map((value) => (isUnborn(value) ? value : (idOf(value) ?? value))));
  const [only] = ids;
  if (ids.size === 1 && isUnborn(only!)) return null;
  return { kind, id: ids.size === 1 ? idOf(only) : null, number: null };
}
