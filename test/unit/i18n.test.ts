import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';
import { createFormat, regionOf } from '../../extension/i18n/format.ts';
import { resolveLanguage, resources } from '../../extension/i18n/index.ts';

type Words = { readonly [key: string]: string | Words };

/** "panel.linked.title" → its words. */
function flat(words: Words, prefix = ''): [key: string, text: string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flat(value, `${prefix}${key}.`),
  );
}

/** CLDR's forms differ by language, so a counted key is compared without its form. */
const base = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '');
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

const english = flat(resources.en);
const french = flat(resources.fr);

describe('the words of the extension', () => {
  it('are the same keys in both languages', () => {
    expect([...new Set(french.map(([key]) => base(key)))].sort()).toEqual(
      [...new Set(english.map(([key]) => base(key)))].sort(),
    );
  });

  it.each([
    ['en', english],
    ['fr', french],
  ] as const)('are never empty in %s', (_, words) => {
    expect(words.filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('carry the same placeholders in both languages', () => {
    const inEnglish = new Map(english.map(([key, text]) => [base(key), placeholders(text)]));
    const differing = french.filter(([key, text]) => {
      const wanted = inEnglish.get(base(key)) ?? [];
      const there = placeholders(text);
      // A counted phrase may say "one" in words.
      const optional = key === base(key) ? [] : ['count'];
      return (
        wanted.some((name) => !there.includes(name) && !optional.includes(name ?? '')) ||
        there.some((name) => !wanted.includes(name) && !optional.includes(name ?? ''))
      );
    });
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it.each([
    ['en', english],
    ['fr', french],
  ] as const)('have every plural form that %s counts with', (language, words) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const keys = new Set(words.map(([key]) => key));
    const counted = words.map(([key]) => key).filter((key) => key.endsWith('_other'));
    const missing = counted
      .flatMap((key) => forms.map((form) => `${base(key)}_${form}`))
      .filter((key) => !keys.has(key));
    expect(missing).toEqual([]);
  });
});

const EXTENSION = path.resolve(import.meta.dirname, '../../extension');
const SOURCES = ['panel', 'options', 'workbench', 'ui', 'entrypoints'].flatMap((folder) =>
  tsxIn(path.join(EXTENSION, folder)),
);

function tsxIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.tsx'))
      .map((entry) => path.join(entry.parentPath, entry.name));
  } catch {
    return []; // a part of the extension that does not exist
  }
}

const READ_OUT = ['label', 'title', 'placeholder', 'alt', 'say', 'aria-label', 'aria-description'];
/** The product's name and example addresses are the same in every language. */
const SAME_EVERYWHERE = /^(Counterpart|https?:\S+)$/;
const hasWords = (value: unknown): value is string =>
  typeof value === 'string' && /\p{L}{2,}/u.test(value) && !SAME_EVERYWHERE.test(value.trim());

/** Words a person would read that stand in the source itself: text between tags, and attributes that are read out. */
function literalText(source: string): string[] {
  const found: string[] = [];
  const walk = (node: unknown) => {
    if (Array.isArray(node)) for (const one of node) walk(one);
    if (node === null || typeof node !== 'object' || Array.isArray(node)) return;
    const { type, value, name, expression } = node as Record<string, { [key: string]: unknown } & string>;
    if (type === 'JSXText' && hasWords(value)) found.push(value.trim());
    if (type === 'JSXExpressionContainer' && hasWords(expression?.value)) found.push(expression.value);
    if (type === 'JSXAttribute' && READ_OUT.includes(String(name?.name)) && hasWords(value?.value))
      found.push(value.value);
    // Class names and the like are strings too, and nobody reads them.
    if (type === 'JSXAttribute' && value?.type === 'JSXExpressionContainer') walk(value.expression);
    else for (const child of Object.values(node)) walk(child);
  };
  walk(parseAst(source, { lang: 'tsx' }));
  return found;
}

describe('the components', () => {
  it('are there to be looked at', () => expect(SOURCES.length).toBeGreaterThan(20));

  it.each([
    ['<p>Hello there</p>', ['Hello there']],
    ['<p className="x">\n  Hello there\n</p>', ['Hello there']],
    ['<Button label="Close it" />', ['Close it']],
    ["<p>{'Hello there'}</p>", ['Hello there']],
    ["<p className={'some-name'}>{t('a.b')}</p>", []],
    ['const Map = <T,>(work: () => Promise<T>) => work;', []],
  ])('a literal in %j is found', (source, found) => expect(literalText(source)).toEqual(found));

  it.each(SOURCES.map((file) => [path.relative(EXTENSION, file), file]))('%s holds no words of its own', (_, file) => {
    expect(literalText(readFileSync(file, 'utf8'))).toEqual([]);
  });
});

describe('the language', () => {
  it.each([
    ['auto', ['fr-CA', 'en-US'], 'fr'],
    ['auto', ['de-DE', 'fr'], 'fr'],
    ['auto', ['de-DE'], 'en'],
    ['auto', [], 'en'],
    ['en', ['fr-FR'], 'en'],
    ['fr', ['en-US'], 'fr'],
  ] as const)('%s with %j is %s', (choice, preferred, language) => {
    expect(resolveLanguage(choice, preferred)).toBe(language);
  });

  it.each([
    ['en', ['de-DE', 'en-GB'], 'en-GB'],
    ['fr', ['en-GB'], 'fr'],
  ] as const)('%s among %j is written as in %s', (language, preferred, region) => {
    expect(regionOf(language, preferred)).toBe(region);
  });

  it.each([
    ['en-GB', 3 * 86_400, '3 days ago'],
    ['fr', 3 * 86_400, 'il y a 3 jours'],
    ['en-GB', 86_400, 'yesterday'],
    ['fr', 86_400, 'hier'],
    ['en-GB', 5, 'this minute'],
  ])('in %s, %d seconds ago is "%s"', (language, seconds, words) => {
    const now = Date.parse('2026-11-09T12:00:00Z');
    expect(createFormat(language, () => now).ago(new Date(now - seconds * 1000).toISOString())).toBe(words);
  });
});
