import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { HaloControl } from './control.ts';

const WINDOW_MS = 5 * 60_000;

/** Halo hands out its own exceptions, serialised. */
export function exception(c: Context, message: string): Response {
  const empty = {
    Data: null,
    InnerException: null,
    HelpURL: null,
    StackTraceString: null,
    RemoteStackTraceString: null,
  };
  const rest = { RemoteStackIndex: 0, ExceptionMethod: null, HResult: -2146233088, Source: null };
  return c.json({ ClassName: 'System.Exception', Message: message, ...empty, ...rest }, 400);
}

/** A value of the wrong type stops before any of Halo's own code. */
export function modelBinding(c: Context, path: string, wanted: string, value: unknown): Response {
  const said = `Could not convert string to ${wanted}: ${String(value)}. Path '${path}', line 1, position 1.`;
  return c.json({ [path]: [said] }, 400);
}

/** The weather: what was ordered through the control, and the limit of the rolling window. */
export function weather(control: HaloControl, now: () => number) {
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
    if (fail && fail.count > 0 && c.req.path.startsWith(fail.path ?? '/')) {
      control.failNext = { ...fail, count: fail.count - 1 };
      return new Response(fail.body ?? null, { status: fail.status });
    }
    if (control.garble > 0) {
      control.garble--;
      return c.html('<html><body>Please wait while we are updating</body></html>');
    }
    return next();
  });
}

function tooMany(c: Context, seconds: number): Response {
  return c.text('Rate Limit Reached', 429, { 'Retry-After': String(seconds) });
}
