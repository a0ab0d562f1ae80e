import type { StoredConnection } from '@counterpart/server/psa/index.ts';
import type { PsaId } from '@counterpart/shared/providers.ts';
import { createAutotaskSimulator } from '../../simulators/psa/autotask/index.ts';
import { createConnectWiseSimulator } from '../../simulators/psa/connectwise/index.ts';
import { createHaloSimulator } from '../../simulators/psa/halopsa/index.ts';
import { autotaskContacts, connectwiseContacts, haloUsers } from './seeds.ts';

/** A stand-in PSA that holds contacts and nothing else. */
export interface StandIn {
  fetch: (request: Request) => Response | Promise<Response>;
  control: {
    latencyMs: number;
    requests: { at: number; path: string; status: number }[];
    /** Only Autotask's stand-in keeps it: requests at the same time on one object. */
    mostThreads?: number;
  };
  stored(url: string): StoredConnection;
}

/** The path of a page of contacts. */
export const LISTS: Record<PsaId, RegExp> = {
  halopsa: /\/api\/Users$/,
  autotask: /\/Contacts\/query$/,
  connectwise: /\/company\/contacts$/,
};

export const STAND_INS: Record<PsaId, (contacts: number) => StandIn> = {
  halopsa(contacts) {
    const application = { clientId: 'bench', clientSecret: 'bench-only-secret', tenant: 'bench' };
    const { clientSecret, ...settings } = application;
    const seed = { clients: [], sites: [], users: haloUsers(contacts), tickets: [], agents: [] };
    return {
      ...createHaloSimulator({ seed, ...application }),
      stored: (url) => ({ settings: { address: url, ...settings, hosts: [] }, secrets: { clientSecret } }),
    };
  },
  autotask(contacts) {
    const user = { username: 'bench@msp.example', secret: 'bench-only-secret', integrationCode: 'BENCH' };
    const { username, ...secrets } = user;
    return {
      ...createAutotaskSimulator({ seed: { Contacts: autotaskContacts(contacts) }, ...user }),
      stored: (url) => ({ settings: { username, zoneUrl: `${url}/ATServicesRest/` }, secrets }),
    };
  },
  connectwise(contacts) {
    const clientId = '5d1c2f0a-6a0e-4d5c-8a1e-1f6d2f3c4b5a';
    const member = { company: 'bench', publicKey: 'bench-public', privateKey: 'bench-only-secret', clientId };
    const { privateKey, ...settings } = member;
    const seed = { companies: [], sites: [], contacts: connectwiseContacts(contacts), tickets: [] };
    return {
      ...createConnectWiseSimulator({ seed, ...member }),
      stored: (url) => ({
        settings: { address: url, ...settings, customFields: {}, hosts: [] },
        secrets: { privateKey },
      }),
    };
  },
};
