/** One request with its answer, as they went over the wire. Header names are lower case. */
export interface Exchange {
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: unknown;
  answer: unknown;
}
export interface Description {
  /** `/zone5/ATServicesRest/V1.0/Contacts/7` is `Contacts/{id}`; what is not described stays as it is. */
  template(pathname: string): string;
  /** What in a request the description does not know. */
  faultsIn(exchange: Exchange): string[];
  faultsInAnswer(exchange: Exchange): string[];
}

interface Schema {
  type?: string;
  format?: string;
  $ref?: string;
  properties?: Record<string, Schema>;
  'x-maxLength'?: number;
  'x-required-on-create'?: string[];
}
interface Operation {
  parameters?: { $ref?: string; name?: string; in?: string; schema?: Schema }[];
  responses: Record<string, { schema?: Schema }>;
}
interface Swagger {
  paths: Record<string, Record<string, Operation>>;
  definitions: Record<string, Schema>;
}

const OPERATORS = ['eq', 'noteq', 'gt', 'gte', 'lt', 'lte', 'beginsWith', 'endsWith', 'contains', 'exist', 'notExist'];
const LISTS = ['in', 'notIn'];
const KEYS = ['apiintegrationcode', 'username', 'secret'];

/**
 * Holds exchanges against Autotask's own description. It writes names in PascalCase where the live API has camelCase, so
 * case is ignored; the models it declares for a query's, a get's and a write's answer are wrong, so those are known here.
 */
export function createDescription(swagger: unknown): Description {
  const { paths, definitions } = swagger as Swagger;
  const patterns = Object.keys(paths).map((path) => ({
    path,
    pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '\\d+')}$`, 'i'),
  }));
  const find = (pathname: string) => {
    const below = pathname.replace(/^.*?(?=\/v1\.0\/)/i, '');
    return patterns.find(({ pattern }) => pattern.test(below))?.path;
  };
  const model = (reference: string | undefined) => definitions[reference?.split('/').at(-1) ?? ''];
  const bodyModel = (operation: Operation | undefined) =>
    model(operation?.parameters?.find((one) => one.in === 'body')?.schema?.$ref);
  /** What a record of the address looks like. */
  const recordModel = (path: string) => model(paths[path]?.get?.responses['200']?.schema?.$ref);

  function faultsIn({ method, url, headers, body }: Exchange): string[] {
    const { pathname, searchParams } = new URL(url);
    const path = find(pathname);
    const operation = path === undefined ? undefined : paths[path]![method.toLowerCase()];
    if (path === undefined || !operation) return [`${method} ${pathname}`];
    const known = (operation.parameters ?? []).filter((one) => one.in === 'query').map((one) => one.name);
    const strange = [...searchParams.keys()].filter((name) => !known.includes(name)).map((name) => `${path} ?${name}`);
    const keyless = path.endsWith('ZoneInformation') ? [] : KEYS.filter((name) => !headers[name]);
    const faults = [...strange, ...keyless.map((name) => `${path}: no ${name}`)];
    if (/\/query(\/count)?$/.test(path)) {
      return [...faults, ...faultsInQuery(body, recordModel(path.replace(/\/count$/, '')), path)];
    }
    const schema = bodyModel(operation);
    if (!schema) return faults;
    faults.push(...faultsInRecord(body, schema, path, true));
    if (method !== 'POST') return faults;
    const sent = new Set(Object.keys(body as object).map((name) => name.toLowerCase()));
    // The record above is named by the address already.
    const above = path.startsWith('/V1.0/Companies/') ? 'companyid' : 'ticketid';
    for (const name of schema['x-required-on-create'] ?? []) {
      if (!sent.has(name.toLowerCase()) && name.toLowerCase() !== above) faults.push(`${path}: no ${name}`);
    }
    return faults;
  }

  function faultsInQuery(body: unknown, record: Schema | undefined, path: string): string[] {
    if (!isObject(body) || !record) return [`${path}: no query`];
    const fields = new Set(Object.keys(record.properties!).map((name) => name.toLowerCase()));
    const parts = Object.keys(definitions.QueryModel!.properties!).map((name) => name.toLowerCase());
    const faults = Object.keys(body).flatMap((name) =>
      parts.includes(name.toLowerCase()) ? [] : [`${path}: ${name}`],
    );
    const { filter, IncludeFields: included = [] } = body as { filter?: unknown; IncludeFields?: string[] };
    for (const name of included) if (!fields.has(name.toLowerCase())) faults.push(`${path}: ${name}`);
    return [...faults, ...faultsInFilter(filter, fields, path)];
  }

  function faultsInFilter(filter: unknown, fields: Set<string>, path: string): string[] {
    if (!Array.isArray(filter)) return [`${path}: no filter`];
    return filter.flatMap((condition: Record<string, unknown>) => {
      const strange = Object.keys(condition).filter((name) => !(name in definitions.Filter!.properties!));
      const faults = strange.map((name) => `${path}: ${name}`);
      const { op, field, value, items } = condition;
      if (op === 'and' || op === 'or') return [...faults, ...faultsInFilter(items, fields, path)];
      if (!OPERATORS.includes(String(op)) && !LISTS.includes(String(op))) faults.push(`${path}: ${String(op)}`);
      if (LISTS.includes(String(op)) !== Array.isArray(value)) faults.push(`${path}: the value of ${String(op)}`);
      if (!fields.has(String(field).toLowerCase())) faults.push(`${path}: ${String(field)}`);
      return faults;
    });
  }

  function faultsInRecord(row: unknown, schema: Schema, where: string, sent = false): string[] {
    if (!isObject(row)) return [`${where}: no record`];
    const known = new Map(Object.entries(schema.properties ?? {}).map(([name, one]) => [name.toLowerCase(), one]));
    return Object.entries(row).flatMap(([name, value]) => {
      const property = known.get(name.toLowerCase());
      if (!property) return [`${where}: ${name} is not described`];
      const longest = property['x-maxLength'];
      const isLong = sent && longest !== undefined && String(value).length > longest;
      return fits(value, property) && !isLong ? [] : [`${where}: ${name} is ${JSON.stringify(value).slice(0, 40)}`];
    });
  }

  function faultsInAnswer({ method, url, answer }: Exchange): string[] {
    const path = find(new URL(url).pathname);
    if (path === undefined) return [url];
    if (!isObject(answer)) return [`${path}: no object`];
    const rows = (list: unknown, schema: Schema | undefined) =>
      Array.isArray(list) && schema ? list.flatMap((row) => faultsInRecord(row, schema, path)) : [`${path}: no list`];
    if (path.endsWith('/count')) return typeof answer.queryCount === 'number' ? [] : [`${path}: no count`];
    if (path.endsWith('/fields')) return rows(answer.fields, definitions.FieldInformationModel);
    if (path.endsWith('/entityInformation')) return rows([answer.info], definitions.EntityInformationModel);
    if (path.endsWith('/ThresholdInformation')) return rows([answer], definitions.ThresholdStatusResultModel);
    if (path.endsWith('/ZoneInformation')) return rows([answer], definitions.ZoneInformationResultModel);
    if (path.endsWith('/query')) return rows(answer.items, recordModel(path));
    if (method !== 'GET') return Number.isInteger(answer.itemId) ? [] : [`${path}: no itemId`];
    if ('items' in answer) return rows(answer.items, recordModel(path));
    return answer.item === null ? [] : rows([answer.item], recordModel(path));
  }

  return {
    faultsIn,
    faultsInAnswer,
    template: (pathname) => find(pathname)?.replace('/V1.0/', '') ?? pathname,
  };
}

function fits(value: unknown, { type, format }: Schema): boolean {
  if (value === null || type === undefined) return true;
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (format === 'date-time') return typeof value === 'string' && !Number.isNaN(Date.parse(value));
  return typeof value === type;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
