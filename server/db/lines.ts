import { drizzle } from 'drizzle-orm/postgres-js';
import postgres, { type Sql } from 'postgres';

/** A connection that one transaction at a time has for itself. It is used until it breaks and is never connected again. */
export interface Line {
  client: Sql;
  broken: boolean;
}

export interface Lines {
  /** Waits for its turn while all are taken. */
  take(): Promise<Line>;
  /** A line that broke or has served long enough is closed, and its place is free for a new one. */
  giveBack(line: Line): void;
  /** Waits for those that are taken, a few seconds at most. */
  close(): Promise<void>;
}

const CLOSE_MS = 5000;

/**
 * At most `max` lines, opened when they are needed. The driver's own pool is not used for them: what waits for
 * `reserve()` while a connection ends is never served, and one that ends while it is reserved is handed out again.
 * Here the driver has one connection to each client, whose queries go out in the order they were given.
 * `lifeMs`: after up to twice as long a line is replaced, since PostgreSQL's processes grow.
 */
export function openLines(url: string, { max, lifeMs = 1_800_000 }: { max: number; lifeMs?: number }): Lines {
  const until = new Map<Line, number>();
  const idle: Line[] = [];
  const waiting: ((line: Line) => void)[] = [];
  let closing: (() => void) | null = null;

  function open(): Line {
    const client = postgres(url, {
      ...{ max: 1, max_lifetime: null, idle_timeout: 0, onnotice: () => {} },
      connection: { application_name: 'counterpart' },
      onclose: () => {
        line.broken = true;
        const at = idle.indexOf(line);
        if (at >= 0) idle.splice(at, 1);
        if (at >= 0) end(line);
      },
    });
    drizzle(client); // tells the client how dates and JSON travel, which its statements rely on
    const line: Line = { client, broken: false };
    until.set(line, performance.now() + lifeMs * (1 + Math.random()));
    return line;
  }

  function end(line: Line) {
    until.delete(line);
    line.client.end({ timeout: 0 }).catch(() => {});
    if (waiting.length > 0 && !closing) waiting.shift()!(open());
    if (until.size === 0) closing?.();
  }

  return {
    async take() {
      // The last one used has its statements prepared and its rows at hand.
      const line = idle.pop();
      if (line) return line;
      if (until.size < max) return open();
      return new Promise((resolve) => waiting.push(resolve));
    },
    giveBack(line) {
      const served = performance.now() > (until.get(line) ?? 0);
      if (line.broken || served || closing) end(line);
      else if (waiting.length > 0) waiting.shift()!(line);
      else idle.push(line);
    },
    async close() {
      const closed = new Promise<void>((resolve) => {
        closing = resolve;
      });
      for (const line of idle.splice(0)) end(line);
      if (until.size === 0) return;
      const late = setTimeout(() => closing?.(), CLOSE_MS);
      await closed;
      clearTimeout(late);
      for (const line of [...until.keys()]) end(line);
    },
  };
}
