import { z } from 'zod';

/** Every way a request can fail, and the HTTP status it answers with. The extension has a sentence and a next step for each. */
export const ERROR_STATUS = {
  invalid_request: 400,
  not_signed_in: 401,
  session_expired: 401,
  pairing_code_wrong: 401,
  pairing_code_expired: 410,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  already_linked: 409,
  pair_rejected: 409,
  idempotency_in_progress: 409,
  undo_expired: 410,
  idempotency_mismatch: 422,
  username_taken: 422,
  rate_limited: 429,
  internal: 500,
  not_supported: 501,
  provider_auth: 502,
  provider_forbidden: 502,
  provider_not_found: 502,
  provider_rejected: 502,
  provider_invalid: 502,
  provider_incomplete: 502,
  provider_cursor_expired: 502,
  provider_rate_limited: 503,
  provider_unavailable: 503,
  provider_timeout: 504,
  address_refused: 422,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;
export const ErrorCode = z.enum(Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]);

/** What an error answer's body holds. `message` is English for logs and API users; people read the extension's own sentence. */
export const ErrorBody = z.object({
  error: z.object({
    code: ErrorCode,
    message: z.string(),
    /** The field that is wrong and how to mend it, for `invalid_request` and `provider_rejected`. */
    fields: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    /** Which connection or right the fault is about, where a person can act on it. */
    detail: z.record(z.string(), z.string()).optional(),
    retryAfterSeconds: z.number().optional(),
    requestId: z.string().optional(),
  }),
});
export type ErrorBody = z.infer<typeof ErrorBody>;

type Extra = Omit<ErrorBody['error'], 'code' | 'message' | 'requestId'> & { cause?: unknown };

/** The one error our own code throws. `message` may reach the client, so it names no secret and no person. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly extra: Omit<Extra, 'cause'>;
  constructor(code: ErrorCode, message: string, { cause, ...extra }: Extra = {}) {
    super(message, { cause });
    this.name = 'AppError';
    this.code = code;
    this.extra = extra;
  }
}
