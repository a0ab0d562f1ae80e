import { AppError, ERROR_STATUS, type ErrorBody } from '@counterpart/shared/errors.ts';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { AppEnv } from './context.ts';

/** The one place where an error becomes an answer. What we did not throw ourselves is logged and answered without its text. */
export function onError(error: Error, c: Context<AppEnv>): Response {
  const known = toAppError(error);
  const log = c.get('log');
  if (known.code === 'internal') log.error({ err: error }, 'request failed');
  else log.info({ code: known.code }, 'request refused');
  const body: ErrorBody = {
    error: { code: known.code, message: known.message, ...known.extra, requestId: c.get('requestId') },
  };
  if (known.extra.retryAfterSeconds !== undefined) c.header('retry-after', String(known.extra.retryAfterSeconds));
  return c.json(body, ERROR_STATUS[known.code] as ContentfulStatusCode);
}

/** What is none of ours is `internal`, without its text. */
export function toAppError(error: Error): AppError {
  if (error instanceof AppError) {
    // Our own "internal" may name a key or a row: for the log, not for the answer.
    return error.code === 'internal' ? new AppError('internal', 'Something went wrong') : error;
  }
  if (error instanceof HTTPException && error.status === 400)
    return new AppError('invalid_request', 'The body is not valid JSON');
  if (error instanceof HTTPException && error.status === 413)
    return new AppError('invalid_request', 'The body is too large');
  return new AppError('internal', 'Something went wrong');
}
