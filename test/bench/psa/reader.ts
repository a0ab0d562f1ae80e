import { setTimeout as sleep } from 'node:timers/promises';
import { createEgress } from '@counterpart/server/egress.ts';
import { createBudget, createHttp } from '@counterpart/server/http.ts';
import { PSAS } from '@counterpart/server/psa/index.ts';
import type { PsaId } from '@counterpart/shared/providers.ts';
import { argsOfChild, type Child, serveParent, startChild } from './child.ts';
import { LIMITS } from './minimum.ts';
import type { Ready } from './simulator.ts';
import { LISTS } from './stand-ins.ts';

export interface Read {
  rows: number;
  ms: number;
  /** CPU of the reading process. */
  cpuMs: number;
  /** The most memory the process held while it read, above what it held before; MB. */
  peakMb: number;
}

/**
 * Asked to `read`, it reads every contact of a PSA as the server does, page by page, each page forgotten when the next one comes.
 * Asked for the `floor`, it sends the same requests for pages again and looks at nothing that comes.
 */
export const startReader = (psa: PsaId, { stored }: Ready, profile: string | null): Promise<Child<null, Read>> =>
  startChild(
    import.meta.filename,
    [psa, JSON.stringify(stored)],
    ['--expose-gc', ...(profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [])],
  );

const SAMPLE_MS = 10;

function serve(psa: PsaId, stored: Ready['stored']) {
  const fetch = createEgress({ allowHttp: true, privateNetworks: ['127.0.0.0/8'] });
  const { create, budget } = PSAS[psa];
  let sent: Parameters<typeof fetch>[] = [];
  const noting: typeof fetch = (...call) => {
    sent.push(call);
    return fetch(...call);
  };
  const connector = create(stored, createHttp({ fetch: noting, budget: createBudget(budget) }));

  async function floor(): Promise<Read> {
    const pages = sent.filter(([url]) => LISTS[psa].test(new URL(String(url)).pathname));
    const started = performance.now();
    const work = async () => {
      for (let call = pages.pop(); call; call = pages.pop()) {
        const [url, init] = call;
        await (await fetch(url, { ...init, signal: null })).arrayBuffer();
      }
    };
    await Promise.all(Array.from({ length: LIMITS[psa].atOnce }, work));
    return { rows: 0, ms: performance.now() - started, cpuMs: 0, peakMb: 0 };
  }

  async function read(): Promise<Read> {
    sent = [];
    await sleep(100);
    globalThis.gc!();
    const idle = process.memoryUsage.rss();
    let peak = idle;
    const look = () => {
      peak = Math.max(peak, process.memoryUsage.rss());
    };
    const timer = setInterval(look, SAMPLE_MS);
    const cpu = process.cpuUsage();
    const started = performance.now();
    const ids = new Set<string>();
    for await (const { items } of connector.contacts()) {
      for (const { id } of items) ids.add(id);
      look();
    }
    const ms = performance.now() - started;
    const { user, system } = process.cpuUsage(cpu);
    clearInterval(timer);
    return { rows: ids.size, ms, cpuMs: (user + system) / 1000, peakMb: (peak - idle) / 1e6 };
  }

  serveParent(null, (question) => (question === 'floor' ? floor() : read()));
}

const args = argsOfChild();
if (args) serve(args[0] as PsaId, JSON.parse(args[1]!));
