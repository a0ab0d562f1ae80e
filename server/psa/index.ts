import { ConnectionDraft } from '@counterpart/shared/api.ts';
import type { PsaId } from '@counterpart/shared/providers.ts';
import type { Http } from '../http.ts';
import { AUTOTASK_BUDGET, createAutotaskPsa } from './autotask/index.ts';
import { CONNECTWISE_BUDGET, createConnectWisePsa } from './connectwise/index.ts';
import { createHaloPsa, HALO_BUDGET } from './halopsa/index.ts';
import type { Psa } from './types.ts';

/** A connection as it is kept: `settings` from its row, `secrets` from the vault. */
export interface StoredConnection {
  settings: unknown;
  secrets: unknown;
}

export interface PsaProvider {
  /** Throws a ZodError where what was kept is no longer what this provider needs. */
  create(stored: StoredConnection, http: Http): Psa;
  /** Requests that one connection may make in a rolling window; a connection may be given another. */
  budget: { limit: number; windowMs: number };
}

export const PSAS: Record<PsaId, PsaProvider> = {
  halopsa: {
    create(stored, http) {
      const { settings, secrets } = read('halopsa', stored);
      return createHaloPsa({ ...settings, ...secrets }, http);
    },
    budget: HALO_BUDGET,
  },
  autotask: {
    create(stored, http) {
      const { settings, secrets } = read('autotask', stored);
      return createAutotaskPsa({ ...settings, ...secrets, zoneUrl: settings.zoneUrl ?? undefined }, http);
    },
    budget: AUTOTASK_BUDGET,
  },
  connectwise: {
    create(stored, http) {
      const { settings, secrets } = read('connectwise', stored);
      return createConnectWisePsa({ ...settings, ...secrets }, http);
    },
    budget: CONNECTWISE_BUDGET,
  },
};

function read<P extends PsaId>(provider: P, stored: StoredConnection) {
  return ConnectionDraft.parse({ ...stored, provider, name: provider }) as Extract<ConnectionDraft, { provider: P }>;
}
