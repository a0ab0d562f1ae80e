import { ENTERPRISE_USER, USER } from '../identity/scim/api.ts';
import { scimFault } from './fault.ts';

/** Where a value stands: `urn:…:User:name.givenName`. The core schema's own name is left out. */
export interface AttributePath {
  schema: typeof ENTERPRISE_USER | null;
  /** '' is the whole extension. */
  attribute: string;
  sub: string | null;
}

export type Operator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';
export type Value = string | number | boolean | null;
export type Filter =
  | { kind: 'and' | 'or'; left: Filter; right: Filter }
  | { kind: 'not'; of: Filter }
  | { kind: 'present'; path: AttributePath }
  | { kind: 'compare'; path: AttributePath; operator: Operator; value: Value }
  /** `emails[type eq "work"]`: one entry fits all of it. Paths inside are the entry's own. */
  | { kind: 'entry'; path: AttributePath; of: Filter };

/** What a PATCH operation is about: `emails[type eq "work"].value`. */
export interface PatchPath extends AttributePath {
  entry: Filter | null;
}

const OPERATORS: readonly string[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];
const MOST_CHARACTERS = 4_000;
const MOST_DEPTH = 20;

/** Reads a filter by the grammar of https://datatracker.ietf.org/doc/html/rfc7644#section-3.4.2.2; throws `invalidFilter`. */
export function parseFilter(text: string): Filter {
  const reader = createReader(text, (why) => scimFault(400, 'invalidFilter', `The filter cannot be read: ${why}`));
  const filter = reader.or(0);
  reader.end();
  return filter;
}

/** Reads the path of a PATCH operation (section 3.5.2); throws `invalidPath`. */
export function parsePath(text: string): PatchPath {
  const reader = createReader(text, (why) => scimFault(400, 'invalidPath', `The path cannot be read: ${why}`));
  const path = reader.patchPath();
  reader.end();
  return path;
}

type Token = { kind: 'word' | 'mark'; text: string } | { kind: 'value'; text: string; value: Value };

function createReader(text: string, fault: (why: string) => Error) {
  if (text.length > MOST_CHARACTERS) throw fault(`it is longer than ${MOST_CHARACTERS} characters`);
  const tokens = tokenize(text, fault);
  let at = 0;
  const isMark = (mark: string) => tokens[at]?.kind === 'mark' && tokens[at]?.text === mark;
  const isWord = (word: string) => tokens[at]?.kind === 'word' && tokens[at]?.text.toLowerCase() === word;
  const found = () => `"${tokens[at]?.text ?? 'the end'}"`;
  const expect = (mark: string) => {
    if (!isMark(mark)) throw fault(`"${mark}" is expected where ${found()} stands`);
    at++;
  };

  function or(depth: number): Filter {
    let left = and(depth);
    while (isWord('or')) {
      at++;
      left = { kind: 'or', left, right: and(depth) };
    }
    return left;
  }

  function and(depth: number): Filter {
    let left = term(depth);
    while (isWord('and')) {
      at++;
      left = { kind: 'and', left, right: term(depth) };
    }
    return left;
  }

  function term(depth: number): Filter {
    if (depth > MOST_DEPTH) throw fault('it is nested too deeply');
    if (isWord('not')) {
      at++;
      return { kind: 'not', of: group(depth) };
    }
    if (isMark('(')) return group(depth);
    const path = attributePath();
    if (isMark('[')) return { kind: 'entry', path, of: entry(depth) };
    return comparison(path);
  }

  function group(depth: number): Filter {
    expect('(');
    const inner = or(depth + 1);
    expect(')');
    return inner;
  }

  function entry(depth: number): Filter {
    expect('[');
    const inner = or(depth + 1);
    expect(']');
    return inner;
  }

  function comparison(path: AttributePath): Filter {
    const token = tokens[at++];
    const operator = token?.kind === 'word' ? token.text.toLowerCase() : '';
    if (operator === 'pr') return { kind: 'present', path };
    if (!OPERATORS.includes(operator)) throw fault(`"${token?.text ?? ''}" is no operator`);
    const value = tokens[at++];
    if (value?.kind !== 'value') throw fault(`a value is expected after "${operator}"`);
    return { kind: 'compare', path, operator: operator as Operator, value: value.value };
  }

  function attributePath(): AttributePath {
    const token = tokens[at++];
    if (token?.kind !== 'word') throw fault(`an attribute is expected where "${token?.text ?? 'the end'}" stands`);
    const path = readAttributePath(token.text);
    if (!path) throw fault(`"${token.text}" is no attribute`);
    return path;
  }

  return {
    or,
    patchPath(): PatchPath {
      const path = attributePath();
      if (!isMark('[')) return { ...path, entry: null };
      const of = entry(0);
      const next = tokens[at];
      if (next?.kind !== 'word' || !next.text.startsWith('.')) return { ...path, entry: of };
      at++;
      return { ...path, sub: next.text.slice(1), entry: of };
    },
    end() {
      if (at < tokens.length) throw fault(`${found()} is not expected`);
    },
  };
}

const TOKEN =
  /\s*(?:([()[\]])|("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.:-]))|([A-Za-z.$_][\w.:$-]*))/y;
const WORDS: Record<string, Value> = { true: true, false: false, null: null };

function tokenize(text: string, fault: (why: string) => Error): Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < end; ) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw fault(`nothing can be made of "${text.slice(from, from + 20)}"`);
    const [, mark, quoted, number, word] = match;
    if (mark) tokens.push({ kind: 'mark', text: mark });
    else if (quoted) tokens.push({ kind: 'value', text: quoted, value: unquote(quoted, fault) });
    else if (number) tokens.push({ kind: 'value', text: number, value: Number(number) });
    // Microsoft and others write the booleans with a capital.
    else if (word && Object.hasOwn(WORDS, word.toLowerCase())) {
      tokens.push({ kind: 'value', text: word, value: WORDS[word.toLowerCase()]! });
    } else tokens.push({ kind: 'word', text: word! });
  }
  return tokens;
}

function unquote(text: string, fault: (why: string) => Error): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'string' && !value.includes('\0')) return value;
  } catch {
    // Said below.
  }
  throw fault(`${text.slice(0, 20)} is no text as JSON writes it`);
}

/** Null for what is no path. Schema names count without regard to case, as attribute names do. */
export function readAttributePath(text: string): AttributePath | null {
  const lower = text.toLowerCase();
  for (const [urn, schema] of [
    [ENTERPRISE_USER, ENTERPRISE_USER],
    [USER, null],
  ] as const) {
    if (lower === urn.toLowerCase()) return schema ? { schema, attribute: '', sub: null } : null;
    if (lower.startsWith(`${urn.toLowerCase()}:`)) return readName(text.slice(urn.length + 1), schema);
  }
  return readName(text, null);
}

function readName(text: string, schema: AttributePath['schema']): AttributePath | null {
  const parts = /^([A-Za-z$][\w$-]*)(?:\.([A-Za-z$][\w$-]*))?$/.exec(text);
  return parts && { schema, attribute: parts[1]!, sub: parts[2] ?? null };
}
