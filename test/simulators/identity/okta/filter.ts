import { Refusal, refuse } from './answers.ts';
import type { OktaRecord } from './store.ts';

/**
 * The expressions of `search` and `filter`: SCIM's, without `ne` and `not`. A filter knows a few properties and minds case;
 * a search knows all of them and does not. https://developer.okta.com/docs/reference/user-query/
 */
export type Test = (user: OktaRecord) => boolean;

const FILTERED: Record<string, string[]> = {
  status: ['eq'],
  id: ['eq'],
  lastUpdated: ['eq', 'gt', 'ge', 'lt', 'le'],
  'profile.login': ['eq'],
  'profile.email': ['eq'],
  'profile.firstName': ['eq'],
  'profile.lastName': ['eq'],
};
const SEARCHED = /^(id|status|created|activated|statusChanged|lastUpdated|profile\.\w+)$/;
const TIMES = ['created', 'activated', 'statusChanged', 'lastUpdated'];
const COMPARE: Record<string, (own: string, wanted: string) => boolean> = {
  eq: (own, wanted) => own === wanted,
  sw: (own, wanted) => own.startsWith(wanted),
  co: (own, wanted) => own.includes(wanted),
  gt: (own, wanted) => own > wanted,
  ge: (own, wanted) => own >= wanted,
  lt: (own, wanted) => own < wanted,
  le: (own, wanted) => own <= wanted,
};

export function parseExpression(text: string, kind: 'search' | 'filter'): Test {
  const tokens = tokenize(text);
  let at = 0;
  const word = () => tokens[at]?.toLowerCase();

  function either(): Test {
    const tests = [both()];
    while (word() === 'or') {
      at++;
      tests.push(both());
    }
    return (user) => tests.some((test) => test(user));
  }
  function both(): Test {
    const tests = [one()];
    while (word() === 'and') {
      at++;
      tests.push(one());
    }
    return (user) => tests.every((test) => test(user));
  }
  function one(): Test {
    if (word() !== '(') return comparison();
    at++;
    const test = either();
    if (tokens[at++] !== ')') throw invalid();
    return test;
  }
  function comparison(): Test {
    const [property, operator] = [tokens[at++] ?? '', (tokens[at++] ?? '').toLowerCase()];
    const allowed = kind === 'filter' ? FILTERED[property]?.includes(operator) : SEARCHED.test(property);
    if (!allowed) throw invalid();
    if (operator === 'pr') return (user) => read(user, property) !== '';
    const compare = COMPARE[operator];
    const literal = tokens[at++];
    if (!compare || !literal?.startsWith('"')) throw invalid();
    const value = JSON.parse(literal) as string;
    if (TIMES.includes(property)) {
      if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) throw invalid();
      return (user) => compare(read(user, property), value);
    }
    const fold = (own: string) => (kind === 'search' ? own.toLowerCase() : own);
    return (user) => read(user, property) !== '' && compare(fold(read(user, property)), fold(value));
  }

  const test = either();
  if (at < tokens.length) throw invalid();
  return test;
}

function read(user: OktaRecord, property: string): string {
  const [first, second] = property.split('.');
  const value = second ? user.profile[second] : (user as unknown as Record<string, unknown>)[first!];
  return value === undefined || value === null ? '' : String(value);
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  const pattern = /\s*("(?:[^"\\]|\\.)*"|[()]|[A-Za-z][\w.]*)/gsy;
  while (pattern.lastIndex < text.trimEnd().length) {
    const match = pattern.exec(text);
    if (!match) throw invalid();
    tokens.push(match[1]!);
  }
  return tokens;
}

function invalid() {
  return new Refusal(refuse(400, 'E0000031', 'Invalid search criteria.'));
}
