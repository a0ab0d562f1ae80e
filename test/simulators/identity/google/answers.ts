export type Fields = Record<string, unknown>;

export interface GoogleRequest {
  method: string;
  url: URL;
  headers: Headers;
  body: unknown;
}

export interface GoogleAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

export function ok(body: unknown): GoogleAnswer {
  return { status: 200, headers: {}, body };
}

/** https://developers.google.com/workspace/admin/directory/v1/limits: `errors` hold the reason. */
export function refuse(status: number, reason: string, message: string, domain = 'global'): GoogleAnswer {
  return { status, headers: {}, body: { error: { code: status, message, errors: [{ message, domain, reason }] } } };
}

/** Thrown anywhere below the routes. */
export class Refusal extends Error {
  readonly answer: GoogleAnswer;
  constructor(answer: GoogleAnswer) {
    super('refused');
    this.answer = answer;
  }
}

export function invalid(what: string): Refusal {
  return new Refusal(refuse(400, 'invalid', `Invalid Input: ${what}`));
}

export function notFound(what: string): Refusal {
  return new Refusal(refuse(404, 'notFound', `Resource Not Found: ${what}`));
}
