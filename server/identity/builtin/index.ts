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
      for (let after = 0; ; ) {
        const { accounts, last } = await store.page(directoryId, after, LIMIT);
        seen += accounts.length;
        const total = await store.count(directoryId);
        yield { items: accounts, seen, total };
        if (accounts.length === LIMIT) {
          after = last;
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

    async *changes(directoryId, cursor) {
      own(directoryId);
      let after = cursor === null ? 0 : readCursor(cursor);
      const { from, to } = await store.span(directoryId);
      if (cursor !== null && (after < from || after > to)) throw expired();
      for (;;) {
        const { changed, removed, last } = await store.changes(directoryId, after, LIMIT);
        const done = changed.length + removed.length < LIMIT;
        after = last;
        yield { changed, removed: cursor === null ? [] : removed, cursor: done ? `${CURSOR}${after}` : null };
        if (done) return;
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

    async update(directoryId, id, change) {
      own(directoryId);
      return existing(await store.update(directoryId, id, change));
    },

    async setEnabled(directoryId, id, enabled) {
      own(directoryId);
      return existing(await store.setEnabled(directoryId, id, enabled));
    },
  };
}

/** Before the directory's count of changes, so that no other text is taken for one. */
const CURSOR = 'builtin:';

function readCursor(cursor: string): number {
  const count = /^builtin:(\d{1,15})$/.exec(cursor)?.[1];
  if (count === undefined) throw expired();
  return Number(count);
}

function expired(): AppError {
  return new AppError('provider_cursor_expired', 'The directory no longer knows what changed since then');
}

function existing<T>(account: T | null): T {
  if (account === null) throw new AppError('provider_not_found', 'The account is no longer in the directory');
  return account;
}
