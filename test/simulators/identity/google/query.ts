import { type Fields, invalid } from './answers.ts';
import { fold, type GoogleRecord } from './store.ts';

/**
 * Google's search language for users: clauses of field, operator and value, all of which have to hold. `=` is the whole
 * value, `:` a part of it, `:…*` its beginning; a value with blanks stands in single quotes, where a backslash escapes.
 * https://developers.google.com/workspace/admin/directory/v1/guides/search-users
 */
export type Test = (user: GoogleRecord) => boolean;

const list = (value: unknown) => (Array.isArray(value) ? (value as Fields[]) : []);
const TEXTS: Record<string, { operators: string; read: (user: GoogleRecord) => unknown[] }> = {
  email: { operators: '=:*', read: (user) => list(user.emails).map(({ address }) => address) },
  givenName: { operators: '=:*', read: (user) => [(user.name as Fields).givenName] },
  familyName: { operators: '=:*', read: (user) => [(user.name as Fields).familyName] },
  name: { operators: '=:', read: (user) => [(user.name as Fields).fullName] },
  externalId: { operators: '=:', read: (user) => list(user.externalIds).map(({ value }) => value) },
  phone: { operators: '=', read: (user) => list(user.phones).map(({ value }) => value) },
  orgUnitPath: { operators: '=', read: (user) => [user.orgUnitPath] },
};
const BOOLEANS: Record<string, string> = { isSuspended: 'suspended', isAdmin: 'isAdmin', isArchived: 'archived' };

export function parseQuery(text: string): Test {
  const pattern = /\s*([A-Za-z]+)(=|:)(?:'((?:[^'\\]|\\.)*)'|([^\s'*]*))(\*?)(?=\s|$)/gsy;
  const tests: Test[] = [];
  while (pattern.lastIndex < text.trimEnd().length) {
    const match = pattern.exec(text);
    if (!match) throw invalid('query');
    const [, field, operator, quoted, plain, star] = match;
    const value = quoted === undefined ? plain! : quoted.replace(/\\(.)/gs, '$1');
    tests.push(clause(field!, operator!, value, star === '*'));
  }
  if (tests.length === 0) throw invalid('query');
  return (user) => tests.every((test) => test(user));
}

function clause(field: string, operator: string, value: string, isPrefix: boolean): Test {
  const flag = BOOLEANS[field];
  if (flag) {
    if (operator !== '=' || !/^(true|false)$/.test(value)) throw invalid('query');
    return (user) => (user[flag] ?? false) === (value === 'true');
  }
  const known = TEXTS[field];
  if (!known?.operators.includes(operator)) throw invalid('query');
  if (isPrefix && (operator !== ':' || !known.operators.includes('*'))) throw invalid('query');
  const wanted = fold(value);
  const compare = (own: string) =>
    operator === '=' ? own === wanted : isPrefix ? own.startsWith(wanted) : own.includes(wanted);
  return (user) => known.read(user).some((own) => own !== undefined && compare(fold(own)));
}

/** https://developers.google.com/workspace/admin/directory/v1/guides/performance#partial: `a,b(c,d)`. */
export function onlyFields(value: unknown, text: string | null, known: readonly string[]): unknown {
  if (text === null) return value;
  const tree = parseFields(text);
  for (const name of Object.keys(tree)) if (!known.includes(name)) throw invalid(`field selection ${name}`);
  return pick(value, tree);
}

type Tree = { [name: string]: Tree | null };

function parseFields(text: string): Tree {
  let at = 0;
  const level = (): Tree => {
    const tree: Tree = {};
    for (;;) {
      const name = /^[A-Za-z]+/.exec(text.slice(at))?.[0];
      if (!name) throw invalid('field selection');
      at += name.length;
      tree[name] = null;
      if (text[at] === '(') {
        at++;
        tree[name] = level();
        if (text[at++] !== ')') throw invalid('field selection');
      }
      if (text[at] !== ',') return tree;
      at++;
    }
  };
  const tree = level();
  if (at < text.length) throw invalid('field selection');
  return tree;
}

function pick(value: unknown, tree: Tree | null): unknown {
  if (tree === null || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => pick(one, tree));
  const entries = Object.entries(value as Fields).filter(([name]) => name in tree);
  return Object.fromEntries(entries.map(([name, part]) => [name, pick(part, tree[name]!)]));
}
