import { Ajv } from 'ajv';
import { type Expression, parseCondition } from '../simulators/psa/connectwise/grammar.ts';

/** One request with its answer, as they went over the wire; `path` below `/apis/3.0`. Header names are lower case. */
export interface Exchange {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: unknown;
  status: number;
  answer: unknown;
}
export interface ConnectWiseDescription {
  /** `/company/contacts/7` is `/company/contacts/{id}`; what is not described stays as it is. */
  template(path: string): string;
  /** What in a request the description does not know. */
  faultsIn(exchange: Exchange): string[];
  faultsInAnswer(exchange: Exchange): string[];
}

interface Schema {
  $ref?: string;
  type?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
}
interface Operation {
  parameters?: { name: string; in: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}
interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const NAME = 'connectwise';
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/**
 * Holds exchanges against ConnectWise's own description. It types the value of a patch as an object, which recorded
 * patches contradict: here a value must fit what stands at its path.
 */
export function createDescription(openapi: unknown): ConnectWiseDescription {
  const { paths, components } = openapi as OpenApi;
  const whole = compilerOf(openapi, []);
  // An answer with named fields lacks the others, whatever is required of a record.
  const partial = compilerOf(openapi, ['required']);
  const patterns = Object.keys(paths).map((path) => ({
    path,
    pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '\\d+')}$`),
  }));
  // A fixed word wins over a number's place: `/contacts/count` is no contact.
  patterns.sort((a, b) => (a.path.match(/\{/g)?.length ?? 0) - (b.path.match(/\{/g)?.length ?? 0));
  const find = (path: string) => patterns.find(({ pattern }) => pattern.test(path))?.path;
  const resolve = (schema: Schema | undefined): Schema | undefined =>
    schema?.$ref ? components.schemas[schema.$ref.split('/').at(-1)!] : schema;
  const first = (content: Record<string, { schema: Schema }> | undefined) => Object.values(content ?? {})[0]?.schema;
  /** The schema of one record of the address. */
  const recordOf = (path: string) => {
    const schema = first(paths[path]?.get?.responses['200']?.content);
    return resolve(schema?.items ?? schema);
  };

  function misfit(schema: Schema, value: unknown, where: string, check = whole): string[] {
    const wrong = check(schema, value);
    return wrong === null ? [] : [`${where}: ${wrong}`];
  }

  /** The schema at `communicationItems/1/value`, or undefined where there is none. */
  function at(schema: Schema | undefined, steps: string[]): Schema | undefined {
    const [step, ...rest] = steps;
    const known = resolve(schema);
    if (step === undefined) return schema;
    return /^\d+$/.test(step) && known?.items ? at(known.items, rest) : at(known?.properties?.[step], rest);
  }

  function strangeMembers(schema: Schema | undefined, value: unknown, where: string): string[] {
    const known = resolve(schema);
    if (Array.isArray(value)) return value.flatMap((one) => strangeMembers(known?.items, one, where));
    if (typeof value !== 'object' || value === null || !known?.properties) return [];
    return Object.entries(value).flatMap(([name, inner]) => {
      const property = known.properties![name];
      return property ? strangeMembers(property, inner, `${where}.${name}`) : [`${where}: ${name} is not described`];
    });
  }

  function faultsInQuery(path: string, query: Record<string, string>, operation: Operation): string[] {
    const record = recordOf(path.replace(/\/count$/, ''));
    return Object.entries(query).flatMap(([name, value]) => {
      const parameter = operation.parameters?.find((one) => one.in === 'query' && one.name === name);
      if (!parameter) return [`${path} ?${name}`];
      if (parameter.schema.type === 'integer') return /^\d+$/.test(value) ? [] : [`${path} ?${name}=${value}`];
      const fields = name === 'fields' ? value.split(',').map((field) => field.split('/')) : fieldsOf(name, value);
      return fields
        .filter((field) => field.join('/') !== 'lastUpdated' && at(record, field) === undefined)
        .map((field) => `${path} ?${name}: ${field.join('/')} is not described`);
    });
  }

  function fieldsOf(name: string, condition: string): string[][] {
    if (!/conditions$/i.test(name)) return [];
    const used = [...pathsIn(parseCondition(condition))];
    if (name === 'childConditions') return used.map(([list, ...rest]) => [list!, '0', ...rest]);
    return name === 'customFieldConditions' ? used.map((field) => ['customFields', '0', ...field]) : used;
  }

  return {
    template: (path) => find(path) ?? path,
    faultsIn({ method, path, query, headers, body }) {
      const found = find(path);
      const operation = found === undefined ? undefined : paths[found]![method.toLowerCase()];
      if (found === undefined || !operation) return [`${method} ${path}`];
      const faults = faultsInQuery(found, query, operation);
      if (!headers.clientid) faults.push(`${path}: no clientId`);
      if (!/^application\/vnd\.connectwise\.com\+json; version=\d{4}\.\d+$/.test(headers.accept ?? '')) {
        faults.push(`${path}: accepts ${headers.accept}`);
      }
      const schema = first(operation.requestBody?.content);
      if (!schema) return body === null ? faults : [...faults, `${path}: a body`];
      if (method !== 'PATCH') return [...faults, ...misfit(schema, body, path), ...strangeMembers(schema, body, path)];
      if (!Array.isArray(body)) return [...faults, `${path}: no list`];
      for (const { op, path: place, value } of body as { op: string; path: string; value?: unknown }[]) {
        const target = at(recordOf(found), place.replace(/^\//, '').split('/'));
        if (!/^(add|replace|remove)$/.test(op)) faults.push(`${path}: ${op}`);
        if (!target) faults.push(`${path}: ${place} is not described`);
        else if (op !== 'remove') faults.push(...misfit(target, value, place), ...strangeMembers(target, value, place));
      }
      return faults;
    },
    faultsInAnswer({ method, path, query, status, answer }) {
      const found = find(path);
      if (found === undefined) return [`${method} ${path}`];
      const failed = status >= 400;
      if (failed)
        return status === 429
          ? []
          : misfit({ $ref: '#/components/schemas/ErrorResponseMessage' }, dropNulls(answer), path);
      const described = paths[found]![method.toLowerCase()]?.responses[String(status)];
      if (!described) return [`${method} ${path}: ${status} is not described`];
      const schema = first(described.content);
      return schema
        ? misfit(schema, answer, `${method} ${path}`, query.fields ? partial : whole)
        : answer === null
          ? []
          : [`${method} ${path}: a body`];
    },
  };
}

/** Says what of a value does not fit, or null. `without`: keywords of the description that are left out of account. */
function compilerOf(openapi: unknown, without: string[]): (schema: Schema, value: unknown) => string | null {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const loose = (key: string, value: unknown) => {
    if (without.includes(key) && Array.isArray(value)) return undefined;
    // Where anything is allowed, null is; ajv does not want it said.
    const said = isObject(value) && 'nullable' in value && !('type' in value);
    return said ? { ...value, nullable: undefined } : value;
  };
  ajv.addSchema(JSON.parse(JSON.stringify(openapi, loose)) as object, NAME);
  return (schema, value) => {
    const fits = ajv.compile(JSON.parse(JSON.stringify(schema, loose).replaceAll('"#/', `"${NAME}#/`)) as object);
    return fits(value) ? null : ajv.errorsText(fits.errors);
  };
}

/** Recorded faults say `"errors": null` where the description has a list. */
function dropNulls(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null));
}

function* pathsIn(expression: Expression): Iterable<string[]> {
  if (expression.kind === 'test') yield expression.path;
  else if (expression.kind === 'not') yield* pathsIn(expression.of);
  else {
    yield* pathsIn(expression.left);
    yield* pathsIn(expression.right);
  }
}
