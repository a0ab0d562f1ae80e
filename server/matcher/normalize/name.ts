import { foldWord, nameKey } from './fold.ts';

/** A word of a name: as written (lower case, accents kept) and in the form it is compared by. */
export interface NameWord {
  plain: string;
  key: string;
  /** Tied to the word before by a hyphen. */
  tied: boolean;
}

export interface PersonName {
  raw: string;
  given: NameWord[];
  /** Without particles (`van der`), unless there is nothing else. */
  family: NameWord[];
  /** One word alone may be either; it stands in `given` then. */
  lone: boolean;
  /** Written in a script that romanises too loosely to compare with Latin letters (Han, Arabic, Hebrew, Thai …). */
  foreignScript: boolean;
}

const TITLES = new Set(
  'mr mrs ms miss mx dr prof professor sir dame rev herr frau mme mlle madame monsieur sr sra dipl ing mag dott ir'.split(
    ' ',
  ),
);
const SUFFIXES = new Set('jr sr ii iii iv phd md esq mba bsc msc cpa ing dipl mcse cissp'.split(' '));
/** What an administrator's second account adds to the name; it is told by its own evidence. */
const MARKERS = new Set('admin adm administrator administrateur'.split(' '));
const PARTICLES = new Set(
  'van von de der den del della di da du la le dos das el al bin ben ibn af av zu zum zur ter ten y e vom am op ten'.split(
    ' ',
  ),
);
const LOOSE_SCRIPT =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Devanagari}]/u;

/** A full name in plain lower-case words, given name first: `Dr. MÜLLER-Ost, Jürgen (Sales)` is `jurgen muller ost`. */
export function normalizeName(raw: string): string {
  return ordered(raw)
    .words.map((word) => foldWord(word.plain))
    .join(' ');
}

/** The name that two fields hold, or that one display name holds; null for a text that names nobody. */
export function parseName(raw: string, fields?: { given: string; family: string }): PersonName | null {
  const given = fields ? ordered(fields.given).words : [];
  const family = fields ? ordered(fields.family).words : [];
  if (given.length > 0 && family.length > 0) {
    return name(`${fields?.given.trim()} ${fields?.family.trim()}`, given, withoutParticles(family));
  }
  const whole = [raw, fields?.given ?? '', fields?.family ?? ''].find((text) => ordered(text).words.length > 0);
  if (whole === undefined) return null;
  const { words, familyFrom } = ordered(whole);
  if (words.length === 1) return { ...name(whole, words, []), lone: true };
  return name(whole, words.slice(0, familyFrom), withoutParticles(words.slice(familyFrom)));
}

function name(raw: string, given: NameWord[], family: NameWord[]): PersonName {
  return { raw: raw.trim(), given, family, lone: false, foreignScript: LOOSE_SCRIPT.test(raw) };
}

/** The words in "given family" order, and where the family name begins. A text with an `@` is an address, not a name. */
function ordered(raw: string): { words: NameWord[]; familyFrom: number } {
  const text = mainPart(withoutBrackets(raw.slice(0, 300).normalize('NFKC'))).replace(/\bph\.?\s*d\b\.?/gi, 'phd');
  if (text.includes('@')) return { words: [], familyFrom: 0 };
  const parts = text
    .split(/[,،、，;]/)
    .map(wordsOf)
    .filter((words) => words.length > 0 && !words.every(isDecoration));
  if (parts.length >= 2) {
    const family = withoutDecoration(parts[0]!);
    const given = withoutDecoration(parts[1]!);
    return { words: [...given, ...family], familyFrom: given.length };
  }
  const words = withoutDecoration(parts[0] ?? wordsOf(text));
  const particle = words.findIndex((word, at) => at > 0 && at < words.length - 1 && PARTICLES.has(word.key));
  let last = Math.max(words.length - 1, 0);
  while (last > 1 && words[last]!.tied) last--;
  return { words, familyFrom: particle > 0 ? particle : last };
}

/** Brackets hold remarks ("Sales", "ACME"), innermost first; a name that stands in brackets whole stays. */
function withoutBrackets(text: string): string {
  if (!/[()[\]{}]/.test(text)) return text;
  let rest = text;
  for (let next = strip(rest); next !== rest; next = strip(rest)) rest = next;
  rest = rest.replace(/[()[\]{}]/g, ' ');
  return wordsOf(rest).length > 0 ? rest : text.replace(/[()[\]{}]/g, ' ');
}
const strip = (text: string) => text.replace(/\([^()]*\)|\[[^[\]]*\]|\{[^{}]*\}/g, ' ');

/** `Jane Doe | Contoso`, `ADM - Jane Doe`: the first part that can be a full name. */
function mainPart(text: string): string {
  const parts = text.split(/\s*[|/]\s*|\s+[-–—]+\s+/);
  if (parts.length === 1) return text;
  return parts.find((part) => wordsOf(part).filter((word) => !isDecoration(word)).length >= 2) ?? text;
}

function wordsOf(text: string): NameWord[] {
  const plain = text
    .toLowerCase()
    .normalize('NFKC')
    .replace(/['’‘`´ʼ]/g, '');
  return Array.from(plain.matchAll(/(\p{Pd})?([\p{L}\p{M}\p{N}@]+)/gu), ([, hyphen, word]) => ({
    plain: word!,
    key: nameKey(word!),
    tied: hyphen !== undefined,
  })).filter((word) => word.key !== '');
}

function isDecoration(word: NameWord): boolean {
  const folded = foldWord(word.plain);
  return TITLES.has(folded) || SUFFIXES.has(folded) || MARKERS.has(folded);
}

function withoutDecoration(words: NameWord[]): NameWord[] {
  const isTitle = (word: NameWord) => TITLES.has(foldWord(word.plain)) || MARKERS.has(foldWord(word.plain));
  const isSuffix = (word: NameWord) => SUFFIXES.has(foldWord(word.plain)) || MARKERS.has(foldWord(word.plain));
  let from = 0;
  let to = words.length;
  while (from < to && isTitle(words[from]!)) from++;
  while (to > from && isSuffix(words[to - 1]!)) to--;
  return from < to ? words.slice(from, to) : words;
}

function withoutParticles(words: NameWord[]): NameWord[] {
  const kept = words.filter((word) => !PARTICLES.has(word.key));
  return kept.length > 0 ? kept : words;
}
