import { AppError } from '@counterpart/shared/errors.ts';
import { hasAddress } from '../address.ts';
import type { Identity } from '../types.ts';
import type { BuiltinStore } from './api.ts';

const LIMIT = 500;

export interface BuiltinConfig {
  id: string;
  name: string;
  domains: string[];
  country: string | null;
}

/** The directory we keep ourselves, for customers without an identity platform. */
export function createBuiltin(config: BuiltinConfig, store: BuiltinStore): Identity {
  const own = (directoryId: string) => {
    if (directoryId !== config.id) throw new AppError('not_found', 'This connection has no such directory');
  };

  return {
    async check() {
      return {
        ok: true,
        version: null,
        steps: (['reach', 'sign_in', 'read_accounts', 'write_accounts'] as const).map((capability) => ({
          capability,
          state: 'works' as const,
        })),
      };
    },

    async directories() {
      return [config];
    },

    async *accounts(directoryId) {
      own(directoryId);
      let seen = 0;
      for (let after: string | null = null; ; ) {
        const items = await store.page(directoryId, after, LIMIT);
        seen += items.length;
        const last = items.at(-1);
        const total = await store.count(directoryId);
        yield { items, seen, total };
        if (last && items.length === LIMIT) {
          after = last.id;
          continue;
        }
        if (seen < total) {
          throw new AppError('provider_incomplete', 'The directory gave fewer accounts than it counts', {
            detail: { seen: String(seen), total: String(total) },
          });
        }
        return;
      }
    },

    async account(directoryId, id) {
      own(directoryId);
      return store.get(directoryId, id);
    },

    async findByEmail(directoryId, email) {
      own(directoryId);
      return (await store.findByAddress(directoryId, email.trim())).filter((account) => hasAddress(account, email));
    },

    async findByCorrelationKey(directoryId, key) {
      own(directoryId);
      return store.findByExternalId(directoryId, key);
    },

    async create(directoryId, { draft, correlationKey }) {
      own(directoryId);
      try {
        return await store.insert(directoryId, { draft, externalId: correlationKey });
      } catch (error) {
        // The name may be taken by this very create, when its first answer was lost.
        const made = await store.findByExternalId(directoryId, correlationKey);
        if (made && error instanceof AppError && error.code === 'username_taken') return made;
        throw error;
      }
    },

    async setEnabled(directoryId, id, enabled) {
      own(directoryId);
      const changed = await store.setEnabled(directoryId, id, enabled);
      if (!changed) throw new AppError('provider_not_found', 'The account is no longer in the directory');
      return changed;
    },
  };
}
