import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { IDENTITY_IDS, PSA_IDS } from '@counterpart/shared/providers.ts';
import { describe, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '..');
const SKIPPED = new Set(['node_modules', '.git', '.tools', '.data', '.output', '.wxt', '.results', '.gallery']);

function files(folder = ROOT): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? files(file) : [path.relative(ROOT, file)];
  });
}
const ALL = files();
/** Without comments, which may say what the code must not do. */
const code = (file: string) => read(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');

describe('the registries', () => {
  test.each(PSA_IDS)('%s has a connector, a page adapter and a stand-in', (psa) => {
    for (const part of ['api', 'client', 'index']) expect(ALL).toContain(`server/psa/${psa}/${part}.ts`);
    expect(ALL).toContain(`extension/pages/${psa}.ts`);
    expect(ALL).toContain(`test/simulators/psa/${psa}/index.ts`);
    expect(ALL.some((file) => file.startsWith(`test/simulators/pages/${psa}/`))).toBe(true);
  });
  test.each(IDENTITY_IDS)('%s has a connector', (identity) => {
    expect(ALL).toContain(`server/identity/${identity}/index.ts`);
  });
});

describe('the documents', () => {
  const documents = ALL.filter((file) => /^[A-Z]+\.md$/.test(file));
  test('are all there', () => {
    expect(documents.sort()).toEqual(['ARCHITECTURE.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'README.md']);
  });
  test.each(documents)('%s links only to what exists', (document) => {
    const targets = [...read(document).matchAll(/\]\((?!https?:|#)([^)\s]+)\)/g)].map((match) => match[1]!);
    for (const target of targets) expect(existsSync(path.join(ROOT, target)), `${document} → ${target}`).toBe(true);
  });
  test.each(documents)('%s names only paths that exist', (document) => {
    const made = /^(extension\/\.output|\.data|shared\/providers)/; // by a build or a run
    const named = [...read(document).matchAll(/`((?:shared|server|extension|test)\/[\w./-]*)`/g)].map(
      (match) => match[1]!,
    );
    for (const name of named) {
      if (made.test(name) || name.includes('<')) continue;
      expect(existsSync(path.join(ROOT, name)), `${document} names ${name}`).toBe(true);
    }
  });
  test('every command of the README is a script', () => {
    const scripts = JSON.parse(read('package.json')).scripts as Record<string, string>;
    const named = [...read('README.md').matchAll(/(?:^|`)npm (?:run )?(\w+)/gm)].map((match) => match[1]!);
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });
});

describe('the sources', () => {
  const sources = ALL.filter((file) => /\.tsx?$/.test(file) && !/migrations\//.test(file));
  test('the matcher knows no clock, no chance and no environment', () => {
    const impure = /\bDate\.now\(|new Date\(\)|Math\.random\(|process\.|performance\.now/;
    const found = sources.filter((file) => file.startsWith('server/matcher/') && impure.test(read(file)));
    expect(found).toEqual([]);
  });
  test('page adapters touch no browser, no network and wait for nothing', () => {
    const impure = /\bbrowser\.\w|\bchrome\.\w|\bfetch\(|setTimeout|await /;
    const found = sources.filter((file) => file.startsWith('extension/pages/') && impure.test(code(file)));
    expect(found).toEqual([]);
  });
  test('only the background fetches', () => {
    const found = sources.filter(
      (file) =>
        file.startsWith('extension/') &&
        !/^extension\/(entrypoints\/)?background/.test(file) &&
        /\bfetch\(/.test(read(file)),
    );
    expect(found).toEqual([]);
  });
  test('only the composition root reads the environment', () => {
    const found = sources.filter((file) => file.startsWith('server/') && /process\.env/.test(read(file)));
    expect(found).toEqual(['server/main.ts']);
  });
  test('no class but the one error', () => {
    const classes = sources
      .filter((file) => !file.startsWith('test/'))
      .filter((file) => /^\s*(export )?class /m.test(read(file)));
    expect(classes.sort()).toEqual(['extension/fault.ts', 'shared/errors.ts']);
  });
  test('no stub and no note to oneself', () => {
    const found = sources.filter((file) => file !== 'test/repo.test.ts' && /\b(TODO|FIXME|XXX)\b/.test(read(file)));
    expect(found).toEqual([]);
  });
});
