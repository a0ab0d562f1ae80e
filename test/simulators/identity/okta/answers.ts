export type Fields = Record<string, unknown>;

export interface OktaAnswer {
  status: number;
  headers: Record<string, string>;
  body: unknown;
}

export function ok(body: unknown, headers: Record<string, string> = {}): OktaAnswer {
  return { status: 200, headers, body };
}

/** https://developer.okta.com/docs/reference/error-codes/ */
export function refuse(status: number, errorCode: string, errorSummary: string, causes: string[] = []): OktaAnswer {
  const errorCauses = causes.map((cause) => ({ errorSummary: cause }));
  const errorId = `oae${Math.random().toString(36).slice(2, 12)}`;
  return { status, headers: {}, body: { errorCode, errorSummary, errorLink: errorCode, errorId, errorCauses } };
}

/** Thrown anywhere below the routes. */
export class Refusal extends Error {
  readonly answer: OktaAnswer;
  constructor(answer: OktaAnswer) {
    super('refused');
    this.answer = answer;
  }
}

export function invalid(...causes: string[]): Refusal {
  return new Refusal(refuse(400, 'E0000001', 'Api validation failed: user', causes));
}

export function notFound(id: string): Refusal {
  return new Refusal(refuse(404, 'E0000007', `Not found: Resource not found: ${id} (User)`));
}
