import { conditionFault, type Expression, type Literal, parseCondition } from './grammar.ts';
import type { Row } from './store.ts';

export type Test = (row: Row) => boolean;

/** Conditions over a row's own fields; `lastUpdated` is another name for what stands in `_info`. */
export function rowTest(source: string): Test {
  const expression = parseCondition(source);
  return (row) => holds(expression, row);
}

/** Conditions over the elements of one list of the row, of which one must meet them all. */
export function childTest(source: string): Test {
  const expression = parseCondition(source);
  const lists = new Set([...pathsIn(expression)].map(([list]) => list!));
  if (lists.size !== 1) throw conditionFault('Child conditions must be about one list.');
  const [list] = lists as unknown as [string];
  const inner = shorten(expression);
  return (row) => elements(row[list]).some((element) => holds(inner, element));
}

/** Conditions over `caption` and `value` of the row's custom fields. */
export function customFieldTest(source: string): Test {
  const expression = parseCondition(source);
  for (const path of pathsIn(expression)) {
    if (!/^(caption|value|id|connectWiseId)$/.test(path.join('/')))
      throw conditionFault(`'${path.join('/')}' is not a field.`);
  }
  return (row) => elements(row.customFields).some((element) => holds(expression, element));
}

function holds(expression: Expression, row: Record<string, unknown>): boolean {
  if (expression.kind === 'not') return !holds(expression.of, row);
  if (expression.kind !== 'test') {
    const left = holds(expression.left, row);
    return expression.kind === 'and' ? left && holds(expression.right, row) : left || holds(expression.right, row);
  }
  const { path, operator, value } = expression;
  const held = read(row, path);
  if (operator === 'in') return value.type === 'list' && value.values.some((one) => compare(held, one) === 0);
  if (operator === 'like') return matchesPattern(held, textOf(value));
  if (operator === 'contains') return typeof held === 'string' && fold(held).includes(fold(textOf(value)));
  const order = compare(held, value);
  if (operator === '=') return order === 0;
  if (operator === '!=') return order !== 0;
  // What is not there is neither before nor after anything.
  if (order === null) return false;
  return { '<': order < 0, '<=': order <= 0, '>': order > 0, '>=': order >= 0 }[operator];
}

/** Below 0, 0 or above 0 as the held value lies to the literal; null where there is none. Case does not matter. */
function compare(held: unknown, literal: Literal): number | null {
  if (literal.type === 'null') return held === null || held === undefined || held === '' ? 0 : 1;
  if (held === null || held === undefined) return null;
  if (typeof held === 'boolean') {
    if (literal.type !== 'flag') {
      const given = literal.type === 'number' ? 'numeric' : literal.type;
      throw conditionFault(
        `Expected a boolean value, not a ${given}. String values should be enclosed in quotes and dates in brackets.`,
      );
    }
    return Number(held) - Number(literal.value);
  }
  if (literal.type === 'date') return Date.parse(String(held)) - literal.value;
  if (literal.type === 'number') return Number(held) - literal.value;
  if (literal.type === 'flag') return fold(String(held)) === String(literal.value) ? 0 : 1;
  const [a, b] = [fold(String(held)), fold(textOf(literal))];
  return a === b ? 0 : a < b ? -1 : 1;
}

/** `%` and `*` stand for anything; `[` only for itself when written `[[]`. */
function matchesPattern(held: unknown, pattern: string): boolean {
  if (typeof held !== 'string') return false;
  const parts: string[] = [];
  let part = '';
  for (const [, quoted, wild, other] of fold(pattern).matchAll(/\[(.)\]|([%*])|([\s\S])/gu)) {
    if (wild === undefined) part += quoted ?? other;
    else {
      parts.push(part);
      part = '';
    }
  }
  parts.push(part);
  const text = fold(held);
  const [first, ...rest] = parts as [string, ...string[]];
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const middle of rest) {
    const found = text.indexOf(middle, at);
    if (found < 0) return false;
    at = found + middle.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

function read(row: Record<string, unknown>, path: string[]): unknown {
  const [first, ...rest] = path as [string, ...string[]];
  const named = first === 'lastUpdated' ? (row._info as Record<string, unknown> | undefined)?.lastUpdated : row[first];
  const inner = first === '_info' && rest.length > 0 ? row._info : named;
  return rest.reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], inner);
}

function* pathsIn(expression: Expression): Iterable<string[]> {
  if (expression.kind === 'test') yield expression.path;
  else if (expression.kind === 'not') yield* pathsIn(expression.of);
  else {
    yield* pathsIn(expression.left);
    yield* pathsIn(expression.right);
  }
}

function shorten(expression: Expression): Expression {
  if (expression.kind === 'test') {
    if (expression.path.length < 2) throw conditionFault('A child condition needs a list and a field.');
    return { ...expression, path: expression.path.slice(1) };
  }
  if (expression.kind === 'not') return { kind: 'not', of: shorten(expression.of) };
  return { ...expression, left: shorten(expression.left), right: shorten(expression.right) };
}

function elements(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
}

function textOf(literal: Literal): string {
  return literal.type === 'text' ? literal.value : '';
}

function fold(text: string): string {
  return text.toLowerCase();
}
