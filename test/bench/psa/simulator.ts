import type { StoredConnection } from '@counterpart/server/psa/index.ts';
import type { PsaId } from '@counterpart/shared/providers.ts';
import { serveHttp } from '../../helpers/hosts.ts';
import { percentile } from '../report.ts';
import { argsOfChild, type Child, serveParent, startChild } from './child.ts';
import { LATENCY_MS, LIMITS } from './minimum.ts';
import { LISTS, STAND_INS } from './stand-ins.ts';

export interface Ready {
  url: string;
  stored: StoredConnection;
}

/** What the stand-in saw since it was last asked; `mostThreads` and `mostInWindow` are of its whole life. */
export interface Counters {
  requests: number;
  pages: number;
  /** Requests under way at the same time. */
  mostAtOnce: number;
  /** The same on one object, by the stand-in's own count, which is what Autotask limits; null where it keeps none. */
  mostThreads: number | null;
  /** The most requests in one of the vendor's windows. */
  mostInWindow: number;
  /** Answers of 429, and other answers than 200. */
  throttled: number;
  failed: number;
  /** From the arrival of a request for a page to the last byte of its answer; ms. */
  answers: number[];
}

export const startSimulator = (psa: PsaId, contacts: number): Promise<Child<Ready, Counters>> =>
  startChild(import.meta.filename, [psa, String(contacts)]);

/** Pages by which the stand-in's own work is known. */
const KNOWN_BY = 15;

async function serve(psa: PsaId, contacts: number) {
  const standIn = STAND_INS[psa](contacts);
  const { control } = standIn;
  let underWay = 0;
  let counted = { from: 0, mostAtOnce: 0, answers: [] as number[] };
  const work: number[] = [];

  /** The wait is made so much shorter than the answer time as the stand-in itself needs to make a page. */
  async function answer(request: Request): Promise<Response> {
    underWay += 1;
    counted.mostAtOnce = Math.max(counted.mostAtOnce, underWay);
    const started = performance.now();
    const waits = control.latencyMs;
    const response = await standIn.fetch(request);
    const body = await response.arrayBuffer();
    const took = performance.now() - started;
    underWay -= 1;
    if (LISTS[psa].test(new URL(request.url).pathname)) {
      counted.answers.push(took);
      work.push(took - waits);
      control.latencyMs = Math.max(0, LATENCY_MS - percentile(work.slice(-KNOWN_BY), 0.5));
    }
    return new Response(body, response);
  }

  control.latencyMs = LATENCY_MS;
  const { port } = await serveHttp(answer);
  const url = `http://127.0.0.1:${port}`;
  serveParent({ url, stored: standIn.stored(url) } satisfies Ready, (): Counters => {
    const { from, mostAtOnce, answers } = counted;
    const requests = control.requests.slice(from);
    counted = { from: control.requests.length, mostAtOnce: 0, answers: [] };
    return {
      ...{ requests: requests.length, pages: answers.length, mostAtOnce, answers },
      mostThreads: control.mostThreads ?? null,
      mostInWindow: mostWithin(
        control.requests.map(({ at }) => at),
        LIMITS[psa].window.ms,
      ),
      throttled: requests.filter(({ status }) => status === 429).length,
      failed: requests.filter(({ status }) => status !== 200 && status !== 429).length,
    };
  });
}

/** The most of the times, which ascend, that lie within one window. */
function mostWithin(times: number[], windowMs: number): number {
  let most = 0;
  for (let first = 0, last = 0; last < times.length; last++) {
    while (times[first]! <= times[last]! - windowMs) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

const args = argsOfChild();
if (args) await serve(args[0] as PsaId, Number(args[1]));
