import type { LookupAnswer } from '@counterpart/shared/api.ts';
import { serveHttp } from '../../helpers/hosts.ts';
import { createHaloSimulator } from '../../simulators/psa/halopsa/index.ts';
import { scaleWorld } from '../../world/scale.ts';
import type { BenchDatabase } from './database.ts';
import type { Client } from './http.ts';
import { type BenchSize, CLIENT_ID, CLIENT_SECRET, SEED } from './seed.ts';
import { lookupOf } from './server.ts';

const LATENCY_MS = 50;

export interface StaleTimes {
  total: number[];
  /** From the PSA's first byte of a request to its last of the answer, as the stand-in saw it, all requests of one lookup. */
  psa: number[];
  ours: number[];
}

export interface SlowPsa {
  latencyMs: number;
  /** Looks up contacts whose copy is too old, one after another. */
  measure(client: Client): Promise<StaleTimes>;
  close(): Promise<void>;
}

/** A stand-in HaloPSA that takes its time, with the world's first `count` contacts. The server must start after it. */
export async function startSlowPsa(database: BenchDatabase, size: BenchSize, count: number): Promise<SlowPsa> {
  const contacts = firstContacts(size, count);
  const simulator = createHaloSimulator({
    seed: { clients: [], sites: [], users: contacts, tickets: [], agents: [] },
    ...{ clientId: CLIENT_ID, clientSecret: CLIENT_SECRET },
  });
  simulator.control.latencyMs = LATENCY_MS;
  let spent = 0;
  const served = await serveHttp(async (request) => {
    const started = performance.now();
    const answer = await simulator.fetch(request);
    spent += performance.now() - started;
    return answer;
  });
  const address = JSON.stringify(`http://127.0.0.1:${served.port}`);
  await database.arrange(
    `update connections set settings = jsonb_set(settings, '{address}', '${address}') where side = 'psa'`,
  );
  return {
    latencyMs: LATENCY_MS,
    async measure(client) {
      await database.arrange(`update contacts set seen_at = now() - interval '1 day'`);
      const times: StaleTimes = { total: [], psa: [], ours: [] };
      for (const { id } of contacts) {
        spent = 0;
        const [ms] = await client.drive([lookupOf('contact', String(id))], 1, (body) => {
          const { freshness } = JSON.parse(body) as LookupAnswer;
          if (freshness.source !== 'psa') throw new Error(`The PSA was not read: ${freshness.fault}`);
        });
        times.total.push(ms!);
        times.psa.push(spent);
        times.ours.push(ms! - spent);
      }
      return times;
    },
    close: served.close,
  };
}

function firstContacts(size: BenchSize, count: number) {
  const found = [];
  for (const { contacts } of scaleWorld({ seed: SEED, ...size })) {
    for (const { id, companyId, name, firstName, lastName, emails, phones, active } of contacts) {
      if (found.length === count) return found;
      found.push({
        ...{ id: Number(id), client_id: Number(companyId), site_id: 0, name, firstname: firstName, surname: lastName },
        ...{ emailaddress: emails[0] ?? '', phonenumber: phones[0]?.value ?? '', inactive: !active },
      });
    }
  }
  return found;
}
