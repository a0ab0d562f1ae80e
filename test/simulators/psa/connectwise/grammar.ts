/** A condition as a tree: what `conditions`, `childConditions` and `customFieldConditions` are written in. */
export type Expression =
  | { kind: 'and' | 'or'; left: Expression; right: Expression }
  | { kind: 'not'; of: Expression }
  | { kind: 'test'; path: string[]; operator: Operator; value: Literal };
export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'like' | 'contains' | 'in';
export type Literal =
  | { type: 'text'; value: string }
  | { type: 'number'; value: number }
  | { type: 'flag'; value: boolean }
  | { type: 'date'; value: number }
  | { type: 'null' }
  | { type: 'list'; values: Literal[] };

/** What ConnectWise says of conditions that it cannot read. */
export function conditionFault(message: string): Error {
  return Object.assign(new Error(message), { name: 'ConditionFault' });
}

type Token = { type: 'text' | 'date' | 'number' | 'word' | 'sign' | 'end'; value: string };

const TOKEN =
  /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|\[([^\]]*)\]|(-?\d+(?:\.\d+)?)(?![\w/])|([A-Za-z_][\w/]*)|(!=|<=|>=|[=<>(),]))/suy;

/** Reads a condition. `and` binds closer than `or`. Throws a condition fault. */
export function parseCondition(source: string): Expression {
  const tokens = [...tokenize(source)];
  let at = 0;
  const peek = () => tokens[at]!;
  const isWord = (word: string) => peek().type === 'word' && peek().value.toLowerCase() === word;
  const isSign = (sign: string) => peek().type === 'sign' && peek().value === sign;
  function take(what: 'word' | 'sign', value: string): boolean {
    if (!(what === 'word' ? isWord(value) : isSign(value))) return false;
    at++;
    return true;
  }
  function need(sign: string): void {
    if (!take('sign', sign)) throw conditionFault(`Expected '${sign}' but found '${peek().value}'.`);
  }

  function disjunction(): Expression {
    let left = conjunction();
    while (take('word', 'or')) left = { kind: 'or', left, right: conjunction() };
    return left;
  }
  function conjunction(): Expression {
    let left = factor();
    while (take('word', 'and')) left = { kind: 'and', left, right: factor() };
    return left;
  }
  function factor(): Expression {
    if (take('word', 'not')) return { kind: 'not', of: factor() };
    if (take('sign', '(')) {
      const inner = disjunction();
      need(')');
      return inner;
    }
    const field = tokens[at++]!;
    if (field.type !== 'word') throw conditionFault(`Expected a field but found '${field.value}'.`);
    const negated = take('word', 'not');
    const operator = readOperator();
    const test: Expression = { kind: 'test', path: field.value.split('/'), operator, value: literalFor(operator) };
    return negated ? { kind: 'not', of: test } : test;
  }
  function readOperator(): Operator {
    const { type, value } = tokens[at++]!;
    const operator = value.toLowerCase();
    if (type === 'sign' && /^(=|!=|<|<=|>|>=)$/.test(value)) return value as Operator;
    if (type === 'word' && /^(like|contains|in)$/.test(operator)) return operator as Operator;
    throw conditionFault(`'${value}' is not an operator.`);
  }
  function literalFor(operator: Operator): Literal {
    if (operator !== 'in') return literal();
    need('(');
    const values = [literal()];
    while (take('sign', ',')) values.push(literal());
    need(')');
    return { type: 'list', values };
  }
  function literal(): Literal {
    const { type, value } = tokens[at++]!;
    const word = value.toLowerCase();
    if (type === 'text') return { type, value };
    if (type === 'number') return { type, value: Number(value) };
    if (type === 'date' && !Number.isNaN(Date.parse(value))) return { type, value: Date.parse(value) };
    if (type === 'word' && (word === 'true' || word === 'false')) return { type: 'flag', value: word === 'true' };
    if (type === 'word' && word === 'null') return { type: 'null' };
    throw conditionFault(`'${value}' is not a value. String values should be enclosed in quotes.`);
  }

  const expression = disjunction();
  if (peek().type !== 'end') throw conditionFault(`Unexpected '${peek().value}'.`);
  return expression;
}

function* tokenize(source: string): Iterable<Token> {
  const text = source.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw conditionFault(`Unexpected '${text.slice(start, start + 10)}'.`);
    const [, double, single, date, number, word, sign] = match;
    const string = double ?? single;
    if (string !== undefined) yield { type: 'text', value: string.replace(/\\(.)/gsu, '$1') };
    else if (date !== undefined) yield { type: 'date', value: date };
    else if (number !== undefined) yield { type: 'number', value: number };
    else if (word !== undefined) yield { type: 'word', value: word };
    else yield { type: 'sign', value: sign! };
  }
  yield { type: 'end', value: 'the end' };
}
