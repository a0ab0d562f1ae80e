import type { CDPSession } from '@playwright/test';
import { z } from 'zod';

/** How long the extension's scripts in the page ran, each time the browser called into them; ms of the processor. */
export interface Calls {
  /** Callbacks of an observer. */
  batches: number[];
  /** Callbacks of a timer: mostly the looks at the page once it has come to rest. */
  timers: number[];
}

const TraceEvent = z.looseObject({
  name: z.string(),
  ph: z.string(),
  ts: z.number(),
  dur: z.number().optional(),
  /** Of it the time on the processor: what else the machine did meanwhile is not in it. */
  tdur: z.number().optional(),
  pid: z.number(),
  tid: z.number(),
  args: z.looseObject({ data: z.looseObject({ url: z.string().optional() }).optional() }).optional(),
});
type TraceEvent = z.infer<typeof TraceEvent>;

const OURS = /^chrome-extension:\/\/[^/]+\/content-scripts\/psa/;

/**
 * The browser's own record of what it called while `act` runs, in microseconds and without a change to the script:
 * a page's clock is too coarse for what is measured here.
 */
export async function traceCalls(session: CDPSession, act: () => Promise<void>): Promise<Calls> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: unknown[] }) => {
    for (const raw of value) {
      const event = TraceEvent.safeParse(raw);
      if (event.success) events.push(event.data);
    }
  };
  session.on('Tracing.dataCollected', collect);
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'v8'], excludedCategories: ['*'] },
  });
  await act();
  const ended = new Promise<void>((done) => session.once('Tracing.tracingComplete', () => done()));
  await session.send('Tracing.end');
  await ended;
  session.off('Tracing.dataCollected', collect);
  return sortCalls(events);
}

function sortCalls(events: TraceEvent[]): Calls {
  const timers = events.filter(({ name, ph }) => name === 'TimerFire' && ph === 'X');
  const calls = events
    .filter(({ name, ph, args }) => name === 'FunctionCall' && ph === 'X' && OURS.test(args?.data?.url ?? ''))
    .sort((a, b) => a.ts - b.ts);
  const sorted: Calls = { batches: [], timers: [] };
  let end = 0;
  for (const call of calls) {
    // A call within a call is part of it.
    if (call.ts < end) continue;
    end = call.ts + (call.dur ?? 0);
    const inTimer = timers.some((timer) => timer.tid === call.tid && timer.pid === call.pid && encloses(timer, call));
    sorted[inTimer ? 'timers' : 'batches'].push((call.tdur ?? call.dur ?? 0) / 1000);
  }
  return sorted;
}

function encloses(outer: TraceEvent, inner: TraceEvent): boolean {
  return outer.ts <= inner.ts && inner.ts < outer.ts + (outer.dur ?? 0);
}
