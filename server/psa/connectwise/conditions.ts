/**
 * ConnectWise's query language: `company/id = 250 and lastUpdated >= [2026-03-01T10:00:00Z]`. Texts stand in double
 * quotes, numbers bare, flags as True and False, times in brackets, lists in parentheses.
 * https://developer.connectwise.com/Best_Practices/PSA_API_Requests
 */
type Value = string | number | boolean | Date | readonly (string | number)[];

/** Builds conditions from a template: what is constant stays, each value becomes one literal and never more. */
export function conditions(parts: TemplateStringsArray, ...values: Value[]): string {
  return parts.reduce((text, part, index) => text + literal(values[index - 1]!) + part);
}

/** A pattern for `like` that finds the digits in this order, whatever stands between them: numbers are kept as typed. */
export function digitsPattern(digits: string): string {
  return `%${[...digits.replace(/\D/g, '')].join('%')}%`;
}

function literal(value: Value): string {
  if (value instanceof Date) return `[${value.toISOString().replace(/\.\d{3}Z$/, 'Z')}]`;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError('a condition takes whole numbers only');
    return String(value);
  }
  if (typeof value === 'string') return quoted(value);
  if (value.length === 0) throw new TypeError('a condition cannot name an empty list');
  return `(${value.map(literal).join(', ')})`;
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/** A query string in which no character means anything to ConnectWise's own reader of addresses. */
export function queryString(query: Record<string, string | number>): string {
  return Object.entries(query)
    .map(([name, value]) => `${name}=${encode(String(value))}`)
    .join('&');
}

function encode(text: string): string {
  // A lone half of a surrogate pair is no character, and cannot be sent.
  const escaped = encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'));
  return escaped.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
