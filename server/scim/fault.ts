import { AppError, ERROR_STATUS } from '@counterpart/shared/errors.ts';

/** Why a request is refused, in the words of https://datatracker.ietf.org/doc/html/rfc7644#section-3.12 and, for cursors, RFC 9865. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'invalidCursor'
  | 'invalidCount';

/** A request that SCIM refuses with a status of its own; `message` is told to the sender, so it names no person. */
export function scimFault(status: number, scimType: ScimType | null, message: string): AppError {
  const detail = { scimStatus: String(status), ...(scimType ? { scimType } : {}) };
  return new AppError('invalid_request', message, { detail });
}

export const badValue = (message: string) => scimFault(400, 'invalidValue', message);
export const badPath = (message: string) => scimFault(400, 'invalidPath', message);

export interface ScimErrorBody {
  schemas: string[];
  /** As text: RFC 7644 section 3.12. */
  status: string;
  scimType?: string;
  detail: string;
}

/** Any error as SCIM tells it. What the API calls a taken username is a `uniqueness` conflict here. */
export function toScimError(error: AppError): { status: number; body: ScimErrorBody } {
  const taken = error.code === 'username_taken' || error.code === 'conflict';
  const status = taken ? 409 : Number(error.extra.detail?.scimStatus ?? ERROR_STATUS[error.code]);
  const scimType = taken ? 'uniqueness' : error.extra.detail?.scimType;
  return {
    status,
    body: {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: String(status),
      ...(scimType ? { scimType } : {}),
      detail: error.message,
    },
  };
}
