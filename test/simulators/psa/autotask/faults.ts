import type { Context } from 'hono';
import type { AutotaskControl } from './control.ts';

const HOUR_MS = 60 * 60_000;

/** Autotask's one shape of an error, mostly with 500. */
export function errors(c: Context, sentence: string, status = 500): Response {
  return c.json({ errors: [sentence] }, status as 500);
}

/** The weather that was ordered through the control, or null for a fine day. */
export function weather(c: Context, control: AutotaskControl): Response | null {
  if (control.throttle) {
    const { retryAfterSeconds, count } = control.throttle;
    if (count !== undefined) control.throttle = count > 1 ? { retryAfterSeconds, count: count - 1 } : null;
    return tooMany(c, retryAfterSeconds);
  }
  const fail = control.failNext;
  if (fail && fail.count > 0 && c.req.path.endsWith(fail.path ?? '')) {
    control.failNext = { ...fail, count: fail.count - 1 };
    return new Response(fail.body ?? null, { status: fail.status });
  }
  if (control.garble > 0) {
    control.garble--;
    return c.html('<html><body>Scheduled maintenance</body></html>') as Response;
  }
  return null;
}

export interface Limits {
  /** Counts the request; the answer where the hour's requests are used up. */
  hour(c: Context): Promise<Response | null>;
  /** What `/ThresholdInformation` answers. */
  used(): number;
  /** One more request on the object; false where that is too many. */
  enter(object: string): boolean;
  leave(object: string): void;
}

/** The rolling hour, its slow-down, and the threads on each object. */
export function createLimits(control: AutotaskControl, now: () => number): Limits {
  const sent: number[] = [];
  const busy = new Map<string, number>();
  const used = () => {
    while (sent.length > 0 && sent[0]! <= now() - HOUR_MS) sent.shift();
    return sent.length + control.usedByOthers;
  };
  return {
    used,
    async hour(c) {
      const share = used() / control.requestLimit;
      if (share >= 1) {
        const free = sent[0] === undefined ? HOUR_MS : sent[0] + HOUR_MS - now();
        return tooMany(c, Math.ceil(free / 1000));
      }
      sent.push(now());
      const delays = share >= 0.75 ? 2 : share >= 0.5 ? 1 : 0;
      if (delays > 0) await new Promise((done) => setTimeout(done, delays * control.slowDownMs));
      return null;
    },
    enter(object) {
      const threads = (busy.get(object) ?? 0) + 1;
      if (threads > control.threads.limit) return false;
      control.mostThreads = Math.max(control.mostThreads, threads);
      busy.set(object, threads);
      return true;
    },
    leave(object) {
      busy.set(object, busy.get(object)! - 1);
    },
  };
}

export function tooManyThreads(c: Context, control: AutotaskControl): Response {
  const { limit, status } = control.threads;
  return errors(c, `The thread threshold of ${limit} for this object has been exceeded. (Itgenatr005)`, status);
}

function tooMany(c: Context, seconds: number): Response {
  c.header('Retry-After', String(seconds));
  return errors(c, 'The request threshold of this database has been exceeded.', 429);
}
