import { Ajv, type ValidateFunction } from 'ajv';

/** One request with its answer, as they went over the wire. Header names are lower case. */
export interface Exchange {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
  answer: { status: number; body: unknown };
}

export interface Description {
  /** `/users/00u1` is `/users/{id}`; null for what is not described. */
  template(pathname: string): string | null;
  /** What in a request the description does not know, or forbids. */
  faultsIn(exchange: Exchange): string[];
  /** Of an answer whose status is described; one whose status is not is a fault where `everyStatus` says so. */
  faultsInAnswer(exchange: Exchange): string[];
}

type Schema = Record<string, unknown>;
type Parameter = { $ref?: string; name: string; in: string; schema: Schema };
type Answer = { $ref?: string; content?: { 'application/json'?: { schema: Schema } } };
interface Operation {
  parameters?: Parameter[];
  requestBody?: { content: { 'application/json': { schema: Schema } } };
  responses: Record<string, Answer>;
}
interface OpenApi {
  paths: Record<string, Record<string, Operation> & { parameters?: Parameter[] }>;
  components: {
    schemas: Record<string, Schema>;
    parameters?: Record<string, Parameter>;
    responses?: Record<string, Answer>;
  };
}

/**
 * Holds exchanges against a description in OpenAPI 3.0. `closed`: the schemas whose objects hold no property but those
 * described, which vendors mean and do not say; all of them where none is named.
 */
export function createDescription(
  openapi: unknown,
  { closed, scheme, everyStatus }: { closed?: string[]; scheme: 'Bearer' | 'SSWS'; everyStatus: boolean },
): Description {
  const { paths, components } = openapi as OpenApi;
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  for (const [name, schema] of Object.entries(components.schemas)) {
    const isClosed = schema.properties !== undefined && (closed?.includes(name) ?? true);
    ajv.addSchema(plain(isClosed ? { ...schema, additionalProperties: false } : schema) as object, nameOf(name));
  }
  const compiled = new Map<Schema, ValidateFunction>();
  const patterns = Object.keys(paths).map((path) => ({
    path,
    pattern: new RegExp(`^${path.replace(/[.$()]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`),
  }));
  const template = (pathname: string) =>
    (patterns.find(({ path }) => path === pathname) ?? patterns.find(({ pattern }) => pattern.test(pathname)))?.path ??
    null;
  const operationOf = ({ method, url }: Pick<Exchange, 'method' | 'url'>) => {
    const path = template(new URL(url).pathname);
    return path === null ? undefined : paths[path]![method.toLowerCase()];
  };
  const resolved = (parameter: Parameter) =>
    parameter.$ref ? components.parameters![parameter.$ref.split('/').at(-1)!]! : parameter;

  function check(schema: Schema | undefined, value: unknown, where: string): string[] {
    if (!schema) return [];
    const validate = compiled.get(schema) ?? ajv.compile(plain(schema) as object);
    compiled.set(schema, validate);
    if (validate(value)) return [];
    return validate.errors!.map(
      ({ instancePath, message, params }) => `${where}${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  /** Properties that are the vendor's alone to set; the schema of a body is always a named one. */
  function readOnlyIn(schema: Schema | undefined, body: unknown, where: string): string[] {
    const named =
      components.schemas[
        String(schema?.$ref ?? '')
          .split('/')
          .at(-1)!
      ];
    const properties = (named?.properties ?? {}) as Record<string, Schema>;
    if (typeof body !== 'object' || body === null) return [];
    return Object.keys(body).flatMap((name) => (properties[name]?.readOnly ? [`${where}: ${name} is read-only`] : []));
  }

  return {
    template,
    faultsIn(exchange) {
      const { method, url, headers, body } = exchange;
      const { pathname, searchParams } = new URL(url);
      const operation = operationOf(exchange);
      const where = `${method} ${pathname}`;
      if (!operation) return [where];
      const faults: string[] = [];
      const shared = paths[template(pathname)!]!.parameters ?? [];
      const known = [...shared, ...(operation.parameters ?? [])].map(resolved).filter((one) => one.in === 'query');
      for (const [name, value] of searchParams) {
        const schema = known.find((one) => one.name === name)?.schema;
        if (!schema) faults.push(`${where} ?${name}`);
        else faults.push(...check(schema, read(value, schema), `${where} ?${name}`));
      }
      if (!headers.authorization?.startsWith(`${scheme} `)) faults.push(`${where}: no token`);
      const schema = operation.requestBody?.content['application/json'].schema;
      const isSent = body !== undefined && body !== '';
      if (isSent !== (schema !== undefined)) faults.push(`${where}: ${isSent ? 'a' : 'no'} body`);
      return isSent ? [...faults, ...check(schema, body, where), ...readOnlyIn(schema, body, where)] : faults;
    },
    faultsInAnswer(exchange) {
      const { status, body } = exchange.answer;
      const { responses } = operationOf(exchange) ?? { responses: {} as Record<string, Answer> };
      const found = responses[String(status)];
      const described = found?.$ref ? components.responses![found.$ref.split('/').at(-1)!] : found;
      const where = `${exchange.method} ${new URL(exchange.url).pathname} ${status}`;
      if (!described) return everyStatus || status < 400 ? [where] : [];
      return check(described.content?.['application/json']?.schema, body, where);
    },
  };
}

function read(text: string, { type }: Schema): unknown {
  if (type === 'integer') return Number(text);
  return type === 'boolean' && /^(true|false)$/.test(text) ? text === 'true' : text;
}

/** OpenAPI 3.0 in the words of JSON Schema: `nullable` is a type more, a reference is to the schema's name here. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, format: _format, $ref, ...rest } = value as Schema;
  if (typeof $ref === 'string') return { $ref: nameOf($ref.split('/').at(-1)!) };
  const entries = Object.entries(rest).map(([name, part]) => [name, plain(part)]);
  const schema = Object.fromEntries(entries) as Schema;
  if (nullable === true && typeof schema.type === 'string') {
    schema.type = [schema.type, 'null'];
    if (Array.isArray(schema.enum)) schema.enum = [...schema.enum, null];
  }
  return schema;
}

function nameOf(name: string): string {
  return `described:${name}`;
}
