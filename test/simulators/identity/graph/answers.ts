import { randomUUID } from 'node:crypto';

export type Fields = Record<string, unknown>;

export interface GraphRequest {
  method: string;
  url: URL;
  headers: Headers;
  body: unknown;
}

export interface GraphAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

export function ok(body: unknown, status = 200): GraphAnswer {
  return { status, headers: {}, body };
}

/** https://learn.microsoft.com/graph/errors: `details` name the property that a conflict is about. */
export function refuse(
  status: number,
  code: string,
  message: string,
  { headers = {}, details }: { headers?: Record<string, string>; details?: Fields[] } = {},
): GraphAnswer {
  const ids = { 'request-id': randomUUID(), 'client-request-id': randomUUID() };
  const innerError = { date: new Date().toISOString().slice(0, 19), ...ids };
  return { status, headers, body: { error: { code, message, ...(details ? { details } : {}), innerError } } };
}

/** Thrown anywhere below the routes. */
export class Refusal extends Error {
  readonly answer: GraphAnswer;
  constructor(answer: GraphAnswer) {
    super('refused');
    this.answer = answer;
  }
}

export function badRequest(message: string, details?: Fields[]): Refusal {
  return new Refusal(refuse(400, 'Request_BadRequest', message, details ? { details } : {}));
}

export function unsupported(message: string): Refusal {
  return new Refusal(refuse(400, 'Request_UnsupportedQuery', message));
}

export function notFound(id: string): Refusal {
  const message = `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`;
  return new Refusal(refuse(404, 'Request_ResourceNotFound', message));
}
