import { setTimeout as sleep } from 'node:timers/promises';
import { createConnectors } from '@counterpart/server/connections/connectors.ts';
import { createEgress } from '@counterpart/server/egress.ts';
import type { Connection, SyncState } from '@counterpart/shared/api.ts';
import type { HaloControl } from '../simulators/psa/halopsa/index.ts';
import { type RunningDirectory, startWorld, type World } from '../simulators/serve.ts';
import { type Connected, connectNorthwind } from './northwind.ts';
import { startTestServer, type TestServer } from './server.ts';
import { asOwner } from './workspace.ts';

/** Nothing listens on the discard port. */
export const AWAY = 'http://127.0.0.1:9';

export interface Weather {
  world: World;
  server: TestServer;
  northwind: Connected;
  halo: HaloControl;
  scim: RunningDirectory;
  scimConnection: Connection;
  /** Leads every request to the PSA to a closed port. */
  takeHaloDown(): void;
  clear(): void;
  /** Asks for a full read and waits for its end. */
  read(connectionId: string): Promise<SyncState>;
  /** How many records of each kind the mirror holds as still there. */
  alive(): Promise<{ contacts: number; companies: number; accounts: number }>;
  close(): Promise<void>;
}

/** The story connected to a server whose connectors are the real ones, but impatient: a test cannot wait for 20 s. */
export async function startWeather(): Promise<Weather> {
  const world = await startWorld();
  const server = await startTestServer();
  const northwind = await connectNorthwind(server.admin, world);
  const halo = world.halo.simulator.control;
  const scim = world.scim.find(({ directory }) => directory.key === 'harbour-finch')!;
  const { body } = await server.admin.call('GET', '/v1/connections');
  const scimConnection = body.items.find(({ address }: Connection) => address === scim.url);
  const egress = createEgress({ privateNetworks: ['127.0.0.0/8'], allowHttp: true });
  let down = false;

  function useConnectors() {
    const fetch: typeof globalThis.fetch = (input, init) => {
      const url = String(input);
      return egress(down ? url.replace(world.halo.apiUrl, AWAY) : url, init);
    };
    const { db, vault } = server.services;
    server.services.connectors = createConnectors({ db, vault, fetch, timeoutMs: 400 });
  }
  useConnectors();

  return {
    ...{ world, server, northwind, halo, scim, scimConnection },
    takeHaloDown() {
      down = true;
    },
    clear() {
      Object.assign(halo, { latencyMs: 0, failNext: null, throttle: null, cutShort: null, garble: 0, scopes: ['all'] });
      const { faults } = scim.server;
      for (const fault of Object.keys(faults)) delete faults[fault as keyof typeof faults];
      down = false;
      useConnectors(); // a fresh budget: one that was told to pause would make the next test wait
    },
    async read(connectionId) {
      const path = `/v1/connections/${connectionId}/sync`;
      const before = (await server.admin.call('GET', path)).body.finishedAt;
      await sleep(100); // a read is one at a time, and the queue closes the last one just after it told its end
      await server.admin.call('POST', path);
      for (let waited = 0; waited < 18_000; waited += 50) {
        const { body } = await server.admin.call<SyncState>('GET', path);
        if (body.finishedAt && body.finishedAt !== before) return body;
        await sleep(50);
      }
      throw new Error('the read did not end');
    },
    alive: () =>
      asOwner(server, async (sql) => {
        const [row] = await sql`select (select count(*)::int from contacts where gone_at is null) as contacts,
          (select count(*)::int from companies where gone_at is null) as companies,
          (select count(*)::int from accounts where gone_at is null) as accounts`;
        return { contacts: row!.contacts, companies: row!.companies, accounts: row!.accounts };
      }),
    async close() {
      await server.close();
      await world.close();
    },
  };
}
