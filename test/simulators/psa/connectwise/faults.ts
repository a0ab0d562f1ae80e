import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { ConnectWiseControl } from './control.ts';

const WINDOW_MS = 60_000;
type Wrong = {
  code: 'MissingRequiredField' | 'InvalidField' | 'InvalidObject' | 'ObjectExists';
  message: string;
  field: string;
};

/** A record that its rules do not accept. */
export function invalid(c: Context, resource: string, wrong: Wrong[]): Response {
  const errors = wrong.map(({ code, message, field }) => ({ code, message, resource, field }));
  return c.json({ code: 'InvalidObject', message: `${resource} object is invalid`, errors }, 400);
}

/** A request that is not understood. */
export function refused(c: Context, message: string): Response {
  return c.json({ code: 'ConnectWiseApi', message, errors: null }, 400);
}

export function unknownMember(c: Context, member: string, type: string): Response {
  const place = `Path '${member}', line 1, position 1.`;
  return refused(c, `Could not find member '${member}' on object of type '${type}'. ${place}Check your accept header.`);
}

export function notFound(c: Context, what: string, id: string | number): Response {
  return c.json({ code: 'NotFound', message: `${what} ${id} not found` }, 404);
}

export function noEndpoint(c: Context): Response {
  return c.json({ code: 'ConnectWiseApi', message: 'The endpoint does not exist.' }, 404);
}

export function unauthorized(c: Context, message: string): Response {
  return c.json({ code: 'Unauthorized', message, errors: null }, 401);
}

export function forbidden(c: Context): Response {
  return c.json(
    { code: 'Forbidden', message: 'You do not have security permission to perform this action.', errors: null },
    403,
  );
}

/** The weather: what was ordered through the control, and the limit of the rolling minute. */
export function weather(control: ConnectWiseControl, now: () => number) {
  const sent: number[] = [];
  return createMiddleware(async (c, next) => {
    while (sent.length > 0 && sent[0]! <= now() - WINDOW_MS) sent.shift();
    if (sent.length >= control.rateLimit) return tooMany(c, Math.ceil((sent[0]! + WINDOW_MS - now()) / 1000));
    sent.push(now());

    if (control.throttle) {
      const { retryAfterSeconds, count } = control.throttle;
      if (count !== undefined) control.throttle = count > 1 ? { retryAfterSeconds, count: count - 1 } : null;
      return tooMany(c, retryAfterSeconds);
    }
    const fail = control.failNext;
    if (fail && fail.count > 0 && c.req.path.includes(fail.path ?? '')) {
      control.failNext = { ...fail, count: fail.count - 1 };
      return new Response(fail.body ?? null, { status: fail.status });
    }
    if (control.garble > 0) {
      control.garble--;
      return c.html('<html><body>ConnectWise is being updated</body></html>');
    }
    return next();
  });
}

function tooMany(c: Context, seconds: number): Response {
  const message = `Too many requests. Please try again in ${seconds} seconds.`;
  return c.json({ error: 'ConnectWiseAPI', message }, 429, { 'Retry-After': String(seconds) });
}
