import { AppError } from '@counterpart/shared/errors.ts';
import { type DestinationStream, type Logger, pino } from 'pino';

/** How long a line may wait for others. */
const LATEST_MS = 500;

/**
 * JSON lines with request ids. Nothing personal and no secret by construction: routes are logged as patterns, verbs
 * log ids and codes, and of an error that is not ours only where it happened, since drivers put values into messages.
 */
export function createLog(level: string, to?: DestinationStream): Logger {
  const options = {
    level,
    base: {},
    serializers: { err: describeError },
    redact: {
      paths: ['*.authorization', '*.token', '*.secret', '*.password', '*.clientSecret', '*.privateKey'],
      censor: '[hidden]',
    },
  };
  return pino(options, to ?? collected());
}

/** Standard output in pieces, since a write for each line costs as much as asking the database; the driver of it writes out what is left when the process ends, however it does. */
function collected(): DestinationStream {
  const out = pino.destination({ dest: 1, sync: false, minLength: 4096 });
  setInterval(() => out.flush(), LATEST_MS).unref();
  return out;
}

function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    ...(typeof code === 'string' && /^[\w]{1,40}$/.test(code) ? { code } : {}),
    ...(error instanceof AppError ? { message: error.message } : {}),
    at: frames,
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  };
}
