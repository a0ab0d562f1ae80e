import { foldWord } from '../normalize/fold.ts';
import type { NameWord, PersonName } from '../normalize/name.ts';
import { fullForms } from '../normalize/nicknames.ts';

/**
 * What of a name a local part spells out: `full` for given name (or its beginning) and whole family name, `part` for any
 * other piece of it, null where the name does not explain it. Who knows the name could then have guessed it.
 */
export function spellsName(local: string, names: PersonName[]): 'full' | 'part' | null {
  const letters = foldWord(local.replace(/\d+/g, ''));
  if (letters === '') return null;
  let best: 'part' | null = null;
  for (const name of names) {
    const given = spellings(name.given).flatMap((word) => [word, ...fullForms(word)]);
    const family = spellings(name.family);
    if (family.some((f) => f.length > 2 && given.some((g) => joins(letters, g, f)))) return 'full';
    if ([...given, ...family].includes(letters)) best = 'part';
    if (given.some((g) => family.some((f) => abbreviates(letters, g, f) || abbreviates(letters, f, g)))) best = 'part';
  }
  return best;
}

/** Each word in both spellings it may have in an address (mueller, muller), and all of them as one. */
function spellings(words: NameWord[]): string[] {
  if (words.length === 0) return [];
  const keys = words.map((word) => word.key);
  const folded = words.map((word) => foldWord(word.plain));
  const umlauts = words.map((word) => foldWord(word.plain.replace(/[äöü]/g, (letter) => `${foldWord(letter)}e`)));
  return [...new Set([keys, folded, umlauts].flatMap((way) => [...way, way.join('')]))];
}

/** A beginning of the given name and the whole family name, in either order: jsmith, janesmith, smithj. */
function joins(letters: string, given: string, family: string): boolean {
  if (letters.length <= family.length) return false;
  if (letters.endsWith(family)) return given.startsWith(letters.slice(0, -family.length));
  return letters.startsWith(family) && given.startsWith(letters.slice(family.length));
}

/** A beginning of one and a beginning of the other: jas, jansmi. */
function abbreviates(letters: string, first: string, second: string): boolean {
  for (let cut = 1; cut < letters.length && first.startsWith(letters.slice(0, cut)); cut++) {
    if (second.startsWith(letters.slice(cut))) return true;
  }
  return false;
}
