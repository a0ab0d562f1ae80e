import { randomUUID } from 'node:crypto';
import type { BuiltinStore } from '@counterpart/server/identity/builtin/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { type Account, NOT_KNOWN } from '@counterpart/shared/identity.ts';

/** The built-in directory's store in memory: one directory's accounts, in the order they came. */
export function createMemoryStore(directoryId: string, accounts: Account[]): BuiltinStore & { accounts: Account[] } {
  const kept = [...accounts];
  const inside = (id: string) => (id === directoryId ? kept : []);
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  return {
    accounts: kept,
    count: async (directory) => inside(directory).length,
    async page(directory, after, limit) {
      const start = after === null ? 0 : inside(directory).findIndex((account) => account.id === after) + 1;
      return inside(directory).slice(start, start + limit);
    },
    get: async (directory, id) => inside(directory).find((account) => account.id === id) ?? null,
    findByAddress: async (directory, address) =>
      inside(directory).filter(({ username, emails }) => [username, ...emails].some((own) => same(own, address))),
    findByExternalId: async (directory, externalId) =>
      inside(directory).find((account) => account.externalId === externalId) ?? null,
    async insert(directory, { draft, externalId }) {
      if (inside(directory).some((account) => same(account.username, draft.username))) {
        throw new AppError('username_taken', 'The directory already has an account with this username');
      }
      const { email, ...rest } = draft;
      const account: Account = {
        ...rest,
        id: randomUUID(),
        emails: email ? [email] : [],
        title: null,
        department: null,
        externalId,
        enabled: true,
        kind: 'member',
        admin: false,
        ...NOT_KNOWN,
        createdAt: new Date().toISOString(),
      };
      inside(directory).push(account);
      return account;
    },
    async setEnabled(directory, id, enabled) {
      const index = inside(directory).findIndex((account) => account.id === id);
      const account = kept[index];
      if (!account) return null;
      const changed = { ...account, enabled };
      kept[index] = changed;
      return changed;
    },
  };
}
