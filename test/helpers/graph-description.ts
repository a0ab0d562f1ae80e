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
  /** `/v1.0/users/7c9f…` is `/users/{user-id}`; null for what is not described. */
  template(pathname: string): string | null;
  /** What in a request the description does not know; the parts of a batch are held against it one by one. */
  faultsIn(exchange: Exchange): string[];
  faultsInAnswer(exchange: Exchange): string[];
}

type Schema = Record<string, unknown>;
interface Operation {
  parameters?: { name: string; in: string; schema: Schema }[];
  requestBody?: { content: { 'application/json': { schema: Schema } } };
  responses: Record<string, { content?: { 'application/json': { schema: Schema } } }>;
}

/** Holds exchanges against a description of Graph in OpenAPI 3.0. */
export function createDescription(openapi: unknown): Description {
  const { paths, components } = openapi as {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, Schema> };
  };
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  for (const [name, schema] of Object.entries(components.schemas)) ajv.addSchema(plain(schema) as object, nameOf(name));
  const compiled = new Map<Schema, ValidateFunction>();
  const patterns = Object.keys(paths).map((path) => ({
    path,
    pattern: new RegExp(`^${path.replace(/[.$()]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`),
  }));
  // A function may be called without its brackets.
  const template = (pathname: string) => {
    const below = pathname.replace(/^\/v1\.0/, '').replace(/\/delta$/, '/delta()');
    const literal = patterns.find(({ path }) => path === below) ?? patterns.find(({ pattern }) => pattern.test(below));
    return literal?.path ?? null;
  };
  const operationOf = ({ method, url }: Pick<Exchange, 'method' | 'url'>) => {
    const path = template(new URL(url).pathname);
    return path === null ? undefined : paths[path]![method.toLowerCase()];
  };

  function check(schema: Schema | undefined, value: unknown, where: string): string[] {
    if (!schema) return [];
    const validate = compiled.get(schema) ?? ajv.compile(plain(schema) as object);
    compiled.set(schema, validate);
    if (validate(value)) return [];
    return validate.errors!.map(
      ({ instancePath, message, params }) => `${where}${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  function faultsIn(exchange: Exchange): string[] {
    const { method, url, headers, body } = exchange;
    const { pathname, searchParams } = new URL(url);
    const operation = operationOf(exchange);
    const where = `${method} ${pathname}`;
    if (!operation) return [where];
    const faults: string[] = [];
    const known = (operation.parameters ?? []).filter((one) => one.in === 'query');
    for (const [name, value] of searchParams) {
      const schema = known.find((one) => one.name === name)?.schema;
      if (!schema) faults.push(`${where} ?${name}`);
      else faults.push(...check(schema, read(value, schema), `${where} ?${name}`));
    }
    if (!headers.authorization?.startsWith('Bearer ')) faults.push(`${where}: no token`);
    faults.push(...check(operation.requestBody?.content['application/json'].schema, body, where));
    for (const part of partsOf(exchange)) faults.push(...faultsIn(part));
    return faults;
  }

  function faultsInAnswer(exchange: Exchange): string[] {
    const { status, body } = exchange.answer;
    const { responses } = operationOf(exchange) ?? { responses: {} };
    const described = responses[String(status)] ?? responses.default;
    const where = `${exchange.method} ${new URL(exchange.url).pathname} ${status}`;
    if (!described) return [where];
    const faults = check(described.content?.['application/json'].schema, body, where);
    return [...faults, ...partsOf(exchange).flatMap(faultsInAnswer)];
  }

  return { template, faultsIn, faultsInAnswer };
}

function partsOf({ url, headers, body, answer }: Exchange): Exchange[] {
  if (!new URL(url).pathname.endsWith('/$batch')) return [];
  const { requests } = body as { requests: { id: string; method: string; url: string; body?: unknown }[] };
  const { responses } = answer.body as { responses: { id: string; status: number; body: unknown }[] };
  return requests.map((part) => {
    const { status, body: said } = responses.find(({ id }) => id === part.id)!;
    const address = `https://graph.microsoft.com/v1.0${part.url}`;
    return { ...part, url: address, headers, body: part.body, answer: { status, body: said } };
  });
}

function read(text: string, { type }: Schema): unknown {
  if (type === 'integer') return Number(text);
  return type === 'boolean' ? text === 'true' : text;
}

/** OpenAPI 3.0 in the words of JSON Schema: `nullable` is a type more, a reference is to the schema's name here. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, format: _format, $ref, ...rest } = value as Schema;
  if (typeof $ref === 'string') return { $ref: nameOf($ref.split('/').at(-1)!) };
  const entries = Object.entries(rest).map(([name, part]) => [name, plain(part)]);
  const schema = Object.fromEntries(entries) as Schema;
  if (nullable === true && typeof schema.type === 'string') schema.type = [schema.type, 'null'];
  return schema;
}

function nameOf(name: string): string {
  return `graph:${name}`;
}
