import { AppError } from '@counterpart/shared/errors.ts';

type Value = string | number | boolean;

/**
 * Autotask's filter grammar, the part of it that we use. A filter is JSON, so a value can never become an operator.
 * https://www.autotask.net/help/developerhelp/Content/APIs/REST/API_Calls/REST_Basic_Query_Calls.htm
 */
export type Condition =
  | { op: 'eq' | 'gt' | 'gte' | 'lte' | 'contains'; field: string; value: Value }
  | { op: 'exist'; field: string }
  | { op: 'or'; items: Condition[] };

export interface Query {
  filter: Condition[];
  MaxRecords?: number;
  IncludeFields?: string[];
}

/** Autotask refuses a query with more. */
const MOST_CHOICES = 500;
/** What people put between the digits of a phone number. */
const SEPARATORS = [' ', '-', '.', '/'];

/** Every record: a query without a filter is no query. */
export const EVERYTHING: Condition = { op: 'exist', field: 'id' };

/** The literal value in one of the fields. */
export function equalsAny(fields: readonly string[], value: string): Condition {
  return either(fields.map((field) => ({ op: 'eq', field, value })));
}

/**
 * Records that may carry the number, for comparing their digits afterwards: the fields hold text as people typed it,
 * so the last four digits are looked for with each usual separator between any of them.
 */
export function containsEnding(fields: readonly string[], digits: string): Condition {
  const end = spellings(digits.slice(-4));
  return either(fields.flatMap((field) => end.map((value) => ({ op: 'contains' as const, field, value }))));
}

/** Each gap between two digits has the separator or has not; a number keeps to one separator. */
function spellings(digits: string): string[] {
  const [first = '', ...rest] = digits;
  const all = ['', ...SEPARATORS].flatMap((mark) =>
    rest.reduce((begun, digit) => begun.flatMap((one) => [one + digit, one + mark + digit]), [first]),
  );
  return [...new Set(all)];
}

function either(items: Condition[]): Condition {
  if (items.length > MOST_CHOICES) throw new AppError('internal', 'More choices than one Autotask query may have');
  return { op: 'or', items };
}
