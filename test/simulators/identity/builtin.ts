import { randomUUID } from 'node:crypto';
import type { BuiltinStore } from '@counterpart/server/identity/builtin/api.ts';
import { changed } from '@counterpart/server/identity/builtin/change.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { type Account, type AccountChange, NOT_KNOWN } from '@counterpart/shared/identity.ts';

export interface MemoryStore extends BuiltinStore {
  accounts: Account[];
  remove(id: string): void;
  restore(id: string): void;
  /** What was removed is forgotten. */
  forget(): void;
}

/** The built-in directory's store in memory: one directory's accounts, in the order they came. */
export function createMemoryStore(directoryId: string, accounts: Account[]): MemoryStore {
  const kept = [...accounts];
  const sequences = new Map(kept.map(({ id }, index) => [id, index + 1]));
  const gone = new Map<string, Account>();
  let to = kept.length;
  let from = 0;
  const inside = (id: string) => (id === directoryId ? kept : []);
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const refuseTaken = (directory: string, username: string, id?: string) => {
    if (inside(directory).some((account) => account.id !== id && same(account.username, username))) {
      throw new AppError('username_taken', 'The directory already has an account with this username');
    }
  };
  const change = (directory: string, id: string, make: (account: Account) => Account) => {
    const index = inside(directory).findIndex((account) => account.id === id);
    const account = kept[index];
    if (!account) return null;
    kept[index] = make(account);
    sequences.set(id, ++to);
    return kept[index];
  };
  return {
    accounts: kept,
    count: async (directory) => inside(directory).length,
    async page(directory, after, limit) {
      const found = inside(directory).slice(after, after + limit);
      return { accounts: found, last: after + found.length };
    },
    get: async (directory, id) => inside(directory).find((account) => account.id === id) ?? null,
    findByAddress: async (directory, address) =>
      inside(directory).filter(({ username, emails }) => [username, ...emails].some((own) => same(own, address))),
    findByExternalId: async (directory, externalId) =>
      inside(directory).find((account) => account.externalId === externalId) ?? null,
    async insert(directory, { draft, externalId }) {
      refuseTaken(directory, draft.username);
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
      sequences.set(account.id, ++to);
      return account;
    },
    async update(directory, id, wanted: AccountChange) {
      if (wanted.username !== undefined) refuseTaken(directory, wanted.username, id);
      return change(directory, id, (account) => changed(account, wanted));
    },
    setEnabled: async (directory, id, enabled) => change(directory, id, (account) => ({ ...account, enabled })),
    span: async () => ({ from, to }),
    async changes(_directory, after, limit) {
      const all = [...sequences].filter(([, sequence]) => sequence > after).sort((a, b) => a[1] - b[1]);
      const told = all.slice(0, limit);
      const live = told.flatMap(([id]) => kept.find((account) => account.id === id) ?? []);
      const removed = told.map(([id]) => id).filter((id) => gone.has(id));
      return { changed: live, removed, last: told.at(-1)?.[1] ?? after };
    },
    remove(id) {
      const index = kept.findIndex((account) => account.id === id);
      gone.set(id, kept[index]!);
      kept.splice(index, 1);
      sequences.set(id, ++to);
    },
    restore(id) {
      kept.push(gone.get(id)!);
      gone.delete(id);
      sequences.set(id, ++to);
    },
    forget() {
      from = ++to;
    },
  };
}
