import { badRequest, type Fields, unsupported } from './answers.ts';

/**
 * The part of OData's `$filter` that Graph answers for users: comparisons, any() over collections, startsWith, and, or,
 * not, brackets. What the directory itself cannot answer is refused unless the request is an advanced one (its header
 * ConsistencyLevel and $count): https://learn.microsoft.com/graph/aad-advanced-queries
 */
export type Test = (user: Fields) => boolean;

const TEXTS = [
  ...[
    'id',
    'userPrincipalName',
    'displayName',
    'givenName',
    'surname',
    'mail',
    'mailNickname',
    'jobTitle',
    'department',
  ],
  ...['userType', 'employeeId', 'onPremisesImmutableId', 'usageLocation', 'companyName', 'mobilePhone'],
];
const EXTENSION = /^onPremisesExtensionAttributes\/extensionAttribute(1[0-5]|[1-9])$/;
const BOOLEANS = ['accountEnabled', 'onPremisesSyncEnabled', 'isResourceAccount'];
const LISTS = ['proxyAddresses', 'otherMails', 'businessPhones'];

type Token = { kind: 'text' | 'word' | 'mark'; value: string };

export function parseFilter(text: string, { advanced, fussy }: { advanced: boolean; fussy: boolean }): Test {
  const tokens = tokenize(text);
  let at = 0;
  let alternatives = 0;
  let collections = 0;
  const peek = () => tokens[at];
  const next = () => {
    const token = tokens[at++];
    if (!token) throw invalid(text);
    return token;
  };
  const isWord = (word: string) => peek()?.kind === 'word' && peek()!.value.toLowerCase() === word;
  const expect = (mark: string) => {
    const token = next();
    if (token.kind !== 'mark' || token.value !== mark) throw invalid(text);
  };
  const literalText = () => {
    const token = next();
    if (token.kind !== 'text') throw invalid(text);
    return token.value;
  };

  function either(): Test {
    const tests = [both()];
    while (isWord('or')) {
      at++;
      alternatives++;
      tests.push(both());
    }
    return (user) => tests.some((test) => test(user));
  }
  function both(): Test {
    const tests = [one()];
    while (isWord('and')) {
      at++;
      tests.push(one());
    }
    return (user) => tests.every((test) => test(user));
  }
  function one(): Test {
    if (isWord('not')) {
      at++;
      if (!advanced) throw unsupported("Operator 'not' is not supported without ConsistencyLevel: eventual.");
      const test = one();
      return (user) => !test(user);
    }
    if (peek()?.kind === 'mark' && peek()!.value === '(') {
      at++;
      const test = either();
      expect(')');
      return test;
    }
    return comparison();
  }
  function comparison(): Test {
    const name = next();
    if (name.kind !== 'word') throw invalid(text);
    if (peek()?.value === '(') return call(name.value);
    const collection = /^(\w+)\/any$/.exec(name.value)?.[1];
    if (collection) throw invalid(text);
    const operator = next().value;
    if (operator !== 'eq' && operator !== 'ne') throw unsupported(`Operator '${operator}' is not supported.`);
    if (operator === 'ne' && !advanced) throw unsupported("Operator 'ne' is not supported without ConsistencyLevel.");
    const wanted = next();
    const equal = compare(name.value, wanted);
    return operator === 'eq' ? equal : (user) => !equal(user);
  }
  function call(name: string): Test {
    expect('(');
    const list = /^(\w+)\/any$/.exec(name)?.[1];
    if (list) return any(list);
    const lower = name.toLowerCase();
    if (lower !== 'startswith' && lower !== 'endswith') throw invalid(text);
    if (lower === 'endswith' && !advanced)
      throw unsupported("Operator 'endsWith' is not supported without ConsistencyLevel.");
    const property = next().value;
    if (!TEXTS.includes(property)) throw unsupported(`Property '${property}' does not support this filter.`);
    expect(',');
    const wanted = fold(literalText());
    expect(')');
    const how = lower === 'startswith' ? 'startsWith' : 'endsWith';
    return (user) => fold(user[property])[how](wanted);
  }
  function any(list: string): Test {
    if (!LISTS.includes(list)) throw unsupported(`Property '${list}' does not support any().`);
    collections++;
    const variable = next().value;
    expect(':');
    if (next().value !== variable || next().value !== 'eq') throw unsupported('Only eq is supported in any().');
    const wanted = fold(literalText());
    expect(')');
    return (user) => ((user[list] ?? []) as string[]).some((entry) => fold(entry) === wanted);
  }
  function compare(name: string, wanted: Token): Test {
    if (BOOLEANS.includes(name) && wanted.kind === 'word' && /^(true|false)$/.test(wanted.value)) {
      return (user) => (user[name] ?? false) === (wanted.value === 'true');
    }
    if (!TEXTS.includes(name) && !EXTENSION.test(name)) {
      throw badRequest(`Property '${name}' does not exist as a declared property or extension property.`);
    }
    if (wanted.kind === 'word' && wanted.value === 'null') return (user) => valueAt(user, name) === null;
    if (wanted.kind !== 'text') throw invalid(text);
    return (user) => valueAt(user, name) !== null && fold(valueAt(user, name)) === fold(wanted.value);
  }

  const test = either();
  if (at < tokens.length) throw invalid(text);
  if (fussy && alternatives > 0 && collections > 0 && !advanced) {
    throw unsupported('Complex query on property proxyAddresses is not supported.');
  }
  return test;
}

function valueAt(user: Fields, name: string): unknown {
  const value = name.split('/').reduce<unknown>((from, key) => (from as Fields | null | undefined)?.[key], user);
  return value ?? null;
}

/** The directory compares without regard to case. */
function fold(value: unknown): string {
  return String(value ?? '').toLowerCase();
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /\s*(?:'((?:[^']|'')*)'|([A-Za-z_][\w/]*|-?\d+)|([(),:]))/gy;
  while (pattern.lastIndex < text.trimEnd().length) {
    const match = pattern.exec(text);
    if (!match) throw invalid(text);
    const [, quoted, word, mark] = match;
    if (quoted !== undefined) tokens.push({ kind: 'text', value: quoted.replaceAll("''", "'") });
    else if (word !== undefined) tokens.push({ kind: 'word', value: word });
    else tokens.push({ kind: 'mark', value: mark! });
  }
  return tokens;
}

function invalid(text: string) {
  return badRequest(`Invalid filter clause: ${text.length} characters could not be read.`);
}
