import type { LookupAnswer } from '@counterpart/shared/api.ts';
import type { PageKind } from '@counterpart/shared/page.ts';
import { createRandom } from '../../world/random.ts';
import { atMost, type BenchOptions, type Figures, percentile, plain, spread } from '../report.ts';
import { startBenchServer } from './child.ts';
import { type BenchDatabase, openBenchDatabase } from './database.ts';
import { type Client, createClient, type Load } from './http.ts';
import { HOST, TICKETS } from './seed.ts';
import { startSlowPsa } from './stale.ts';
import { countWire } from './wire.ts';

const REQUESTS = 20_000;
/** Lookups and bare queries take turns, so that what else the machine does falls on both. */
const ROUNDS = 20;
const MANY = 8;

/** The server's answer over HTTP, beside its floors: a bare query through its pool, and a route that does nothing. */
export async function serverFigures(options: BenchOptions): Promise<Figures> {
  const people = options.size ?? 100_000;
  const size = { companies: Math.max(1, Math.round(people / 100)), contacts: people, accounts: people };
  const requests = Math.min(REQUESTS, people);
  const database = await openBenchDatabase(size, options.say);
  const random = createRandom(3);
  const loads = (count: number, kind: PageKind, most: number): Load[] =>
    Array.from({ length: count }, () => lookupOf(kind, String(1 + random.below(most))));
  const slow = await startSlowPsa(database, size, Math.min(150, people));
  try {
    const server = await startBenchServer(database.url, options.profile);
    const client = createClient(server.url, server.token);
    const say = (name: string, samples: number[]) => options.say(`${name.padEnd(34)} ${spread(samples)}`);
    try {
      await database.freshen();
      await client.drive(loads(1000, 'contact', people), 1);
      await server.pings(200);

      const one = { lookups: [] as number[], pings: [] as number[], floor: [] as number[], cpu: 0 };
      const byState = new Map<string, number[]>();
      for (let round = 0; round < ROUNDS; round++) {
        const part = loads(Math.ceil(requests / ROUNDS), 'contact', people);
        const states: string[] = [];
        const before = await server.cpu();
        const samples = await client.drive(part, 1, (body, at) => {
          states[at] = stateOf(JSON.parse(body));
        });
        one.cpu += (await server.cpu()) - before;
        one.lookups.push(...samples);
        samples.forEach((ms, at) => {
          byState.set(states[at]!, [...(byState.get(states[at]!) ?? []), ms]);
        });
        one.pings.push(...(await server.pings(100)));
        one.floor.push(...(await client.drive(Array(50).fill({ method: 'GET', path: '/healthz' }), 1)));
      }
      say('floor: select 1 through the pool', one.pings);
      say('floor: GET /healthz', one.floor);
      say('lookup of contacts, one at a time', one.lookups);
      for (const [state, samples] of byState) say(`  ${state}`, samples);

      await database.freshen();
      const started = performance.now();
      const many = await client.drive(loads(requests, 'contact', people), MANY);
      const seconds = (performance.now() - started) / 1000;
      say(`lookup of contacts, ${MANY} at a time`, many);

      await database.freshen();
      const tickets = await client.drive(loads(Math.min(TICKETS, requests), 'ticket', Math.min(TICKETS, people)), 1);
      say('lookup of tickets', tickets);

      await database.freshen();
      const stale = await slow.measure(client);
      options.say(`the mirror is old, the PSA takes ${slow.latencyMs} ms per answer:`);
      say('  lookup', stale.total);
      say("  of it the PSA's", stale.psa);
      say('  of it ours', stale.ours);
      await database.freshen();
      const wire = await roundTrips(database, loads(500, 'contact', people));
      for (const [state, { statements, trips, count }] of wire) {
        options.say(`${state}: ${statements} statements in ${trips} round trips per lookup (${count})`);
      }
      const p95 = percentile(one.lookups, 0.95);
      const ping = percentile(one.pings, 0.95);
      return {
        lookup_p50: atMost(2, percentile(one.lookups, 0.5), 'ms'),
        lookup_p95: atMost(10, p95, 'ms'),
        lookup_p99: plain(percentile(one.lookups, 0.99), 'ms'),
        select1_p95: plain(ping, 'ms'),
        lookup_p95_per_select1_p95: atMost(20, p95 / ping, 'x'),
        http_floor_p95: plain(percentile(one.floor, 0.95), 'ms'),
        server_cpu_per_lookup: plain(one.cpu / one.lookups.length, 'ms'),
        [`lookup_p50_at_${MANY}`]: plain(percentile(many, 0.5), 'ms'),
        [`lookup_p95_at_${MANY}`]: plain(percentile(many, 0.95), 'ms'),
        [`lookups_per_second_at_${MANY}`]: plain(many.length / seconds, '/s'),
        ticket_p50: plain(percentile(tickets, 0.5), 'ms'),
        ticket_p95: plain(percentile(tickets, 0.95), 'ms'),
        stale_p50: plain(percentile(stale.total, 0.5), 'ms'),
        stale_p50_of_the_psa: plain(percentile(stale.psa, 0.5), 'ms'),
        stale_p50_of_ours: plain(percentile(stale.ours, 0.5), 'ms'),
      };
    } finally {
      client.close();
      await server.stop();
    }
  } finally {
    await slow.close();
    await database.stop();
  }
}

export function lookupOf(kind: PageKind, id: string): Load {
  const page = { psa: 'halopsa', host: HOST, kind, id, number: null };
  return { method: 'POST', path: '/v1/lookup', body: { page, hints: {}, refresh: false } };
}

function stateOf(answer: LookupAnswer): string {
  return answer.state === 'candidates' ? `candidates, ${answer.verdict}` : answer.state;
}

/** How often the server goes to the database, for each kind of answer: what the next improvement could save. */
async function roundTrips(database: BenchDatabase, loads: Load[]) {
  const wire = await countWire(database.url);
  const found = new Map<string, { statements: number; trips: number; count: number }>();
  const sums = new Map<string, { statements: number; roundTrips: number; count: number }>();
  try {
    const server = await startBenchServer(wire.url, null);
    const client: Client = createClient(server.url, server.token);
    try {
      await client.drive(loads, 1); // statements are prepared now
      wire.take();
      await client.drive(loads, 1, (body) => {
        const state = stateOf(JSON.parse(body));
        const { roundTrips, statements } = wire.take();
        const sum = sums.get(state) ?? { statements: 0, roundTrips: 0, count: 0 };
        sums.set(state, {
          statements: sum.statements + statements,
          roundTrips: sum.roundTrips + roundTrips,
          count: sum.count + 1,
        });
      });
    } finally {
      client.close();
      await server.stop();
    }
  } finally {
    await wire.close();
  }
  for (const [state, { statements, roundTrips, count }] of sums) {
    const per = (sum: number) => Number((sum / count).toFixed(1));
    found.set(state, { statements: per(statements), trips: per(roundTrips), count });
  }
  return found;
}
