import type { Entity, Field } from './entities.ts';
import type { Row } from './store.ts';

/** What Autotask answers with 500 and this sentence. */
export function refusal(sentence: string): Error {
  return Object.assign(new Error(sentence), { name: 'Refusal' });
}

type Test = (row: Row) => boolean;
interface Context {
  entity: Entity;
  udfs: string[];
  /** Counted over the whole query. */
  choices: number;
  udfsAsked: number;
}

const MOST_CHOICES = 500;
const GROUPS = ['and', 'or'];

/** Compiles `filter`: conditions that must all hold, groups of `and` and `or` at any depth. */
export function compileFilter(filter: unknown, entity: Entity, udfs: string[]): Test {
  if (!Array.isArray(filter) || filter.length === 0) throw refusal('The filter of the query is missing or empty.');
  const context: Context = { entity, udfs, choices: 0, udfsAsked: 0 };
  const tests = filter.map((condition) => compile(condition, context));
  if (context.choices > MOST_CHOICES) {
    throw refusal("Invalid query syntax. Queries are limited to 500 or fewer 'OR' conditions.");
  }
  if (context.udfsAsked > 1) throw refusal('Only one user-defined field may be used in a query.');
  return (row) => tests.every((test) => test(row));
}

function compile(condition: unknown, context: Context): Test {
  if (typeof condition !== 'object' || condition === null) throw refusal('Invalid query syntax.');
  const { op, field, value, udf, items } = lowerKeys(condition);
  if (typeof op !== 'string') throw refusal('Invalid query syntax. A condition has no operator.');
  if (GROUPS.includes(op.toLowerCase())) return group(op.toLowerCase(), items, context);
  if (udf !== undefined && typeof udf !== 'boolean') throw refusal('udf must be true or false.');
  if (typeof field !== 'string') throw refusal('Invalid query syntax. A condition has no field.');
  if (udf) {
    context.udfsAsked++;
    return compileUdf(op, field, value, context);
  }
  const known = context.entity.fields.get(field.toLowerCase());
  if (!known) throw refusal(`Unable to find ${field} in the ${context.entity.singular} Entity.`);
  if (!known.queryable) throw refusal(`The field ${known.name} can not be queried.`);
  const fits = comparison(op, known, value);
  return (row) => fits(row[known.name] ?? null);
}

function group(op: string, items: unknown, context: Context): Test {
  if (!Array.isArray(items) || items.length === 0) throw refusal('Invalid query syntax. A group has no items.');
  if (op === 'or') context.choices += items.length;
  const tests = items.map((item) => compile(item, context));
  return op === 'or' ? (row) => tests.some((test) => test(row)) : (row) => tests.every((test) => test(row));
}

function compileUdf(op: string, name: string, value: unknown, { entity, udfs }: Context): Test {
  const known = udfs.find((one) => one.toLowerCase() === name.toLowerCase());
  if (!known) throw refusal(`Unable to find ${name} in the ${entity.singular} Entity.`);
  const text: Field = {
    name: known,
    type: 'string',
    length: 8000,
    required: false,
    readOnly: false,
    queryable: true,
    references: null,
  };
  const fits = comparison(op, text, value);
  return (row) => {
    const all = (row.userDefinedFields ?? []) as { name: string; value: unknown }[];
    return fits(all.find((one) => one.name === known)?.value ?? null);
  };
}

/** Text is compared without regard to case, as the database below does; dates and numbers by their size. */
function comparison(op: string, field: Field, value: unknown): (actual: unknown) => boolean {
  const name = op.toLowerCase();
  if (name === 'exist') return (actual) => actual !== null && actual !== '';
  if (name === 'notexist') return (actual) => actual === null || actual === '';
  if (name === 'in' || name === 'notin') {
    if (!Array.isArray(value)) throw refusal(`The operator ${op} needs a list of values.`);
    const wanted = new Set(value.map((one) => literal(field, one)));
    return (actual) => (actual !== null && wanted.has(literal(field, actual))) === (name === 'in');
  }
  if (Array.isArray(value)) throw refusal(`The operator ${op} takes one value.`);
  const wanted = literal(field, value);
  const ordered = (holds: (difference: number) => boolean) => (actual: unknown) =>
    actual !== null && holds(compare(literal(field, actual), wanted));
  const text = (holds: (actual: string) => boolean) => {
    if (field.type !== 'string') throw refusal(`The operator ${op} is for text only.`);
    return (actual: unknown) => actual !== null && holds(String(actual).toLowerCase());
  };
  const tests: Record<string, () => (actual: unknown) => boolean> = {
    eq: () => ordered((difference) => difference === 0),
    noteq: () => (actual) => actual === null || compare(literal(field, actual), wanted) !== 0,
    gt: () => ordered((difference) => difference > 0),
    gte: () => ordered((difference) => difference >= 0),
    lt: () => ordered((difference) => difference < 0),
    lte: () => ordered((difference) => difference <= 0),
    beginswith: () => text((actual) => actual.startsWith(String(wanted))),
    endswith: () => text((actual) => actual.endsWith(String(wanted))),
    contains: () => text((actual) => actual.includes(String(wanted))),
  };
  const test = Object.hasOwn(tests, name) ? tests[name] : undefined;
  if (!test) throw refusal(`Invalid query syntax. ${op} is not an operator.`);
  return test();
}

/** The value as the field's type has it; what is of another type is refused. */
function literal(field: Field, value: unknown): string | number {
  const refuse = () => refusal(`The value for ${field.name} is not of the type ${field.type}.`);
  if (value === null || value === undefined || typeof value === 'object') throw refuse();
  if (field.type === 'string') return String(value).toLowerCase();
  if (field.type === 'boolean') {
    if (typeof value !== 'boolean') throw refuse();
    return Number(value);
  }
  const number = field.type === 'datetime' ? Date.parse(String(value)) : Number(value);
  if (Number.isNaN(number) || typeof value === 'boolean' || value === '') throw refuse();
  return number;
}

function compare(one: string | number, other: string | number): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

/** Names in a query may be written in any case. */
export function lowerKeys(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key.toLowerCase(), one]));
}
