import { ConnectionDraft } from '@counterpart/shared/api.ts';
import type { PsaId } from '@counterpart/shared/providers.ts';
import type { Http } from '../http.ts';
import { createHaloPsa } from './halopsa/index.ts';
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

const MINUTES = 60_000;

export const PSAS: Record<PsaId, PsaProvider> = {
  halopsa: {
    create(stored, http) {
      const { settings, secrets } = read('halopsa', stored);
      return createHaloPsa({ ...settings, ...secrets }, http);
    },
    // The strictest limit that was ever published for an instance; newer ones allow 700.
    budget: { limit: 300, windowMs: 5 * MINUTES },
  },
};

function read<P extends PsaId>(provider: P, stored: StoredConnection) {
  return ConnectionDraft.parse({ ...stored, provider, name: provider }) as Extract<ConnectionDraft, { provider: P }>;
}
