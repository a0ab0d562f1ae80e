import anyAscii from 'any-ascii';

/** One word in plain lower-case letters and digits: `Łukasz` is `lukasz`, `O’Brien` is `obrien`. May be empty. */
export function foldWord(word: string): string {
  if (/^[a-z0-9]*$/.test(word)) return word; // most words, most of the time
  return anyAscii(word.normalize('NFKC'))
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '');
}

/**
 * The form names are compared and found by: folded, and with the double forms of umlauts (and the Nordic å) taken back, so that
 * Müller, Mueller and Muller are one. It merges a few names that differ (Joel, Jol); the comparison says "accents" then.
 */
export function nameKey(word: string): string {
  return foldWord(word).replace(/a[ae]+|[ou]e+/g, (pair) => pair[0]!);
}
