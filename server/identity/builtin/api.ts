import type { Account, AccountChange, AccountDraft } from '@counterpart/shared/identity.ts';

/**
 * Where the built-in directory keeps its accounts. Connectors know no database, so whoever creates the directory
 * brings the store, already narrowed to one workspace.
 */
export interface BuiltinStore {
  count(directoryId: string): Promise<number>;
  /** At most `limit` accounts behind a position (0: from the start), oldest first, so that one made during a read comes last. */
  page(directoryId: string, after: number, limit: number): Promise<{ accounts: Account[]; last: number }>;
  get(directoryId: string, id: string): Promise<Account | null>;
  /** Accounts whose username or one of whose addresses is `address`, whatever the case of either. */
  findByAddress(directoryId: string, address: string): Promise<Account[]>;
  /** External ids are unique in a directory. */
  findByExternalId(directoryId: string, externalId: string): Promise<Account | null>;
  /** Throws `username_taken` when the directory has the username in any case; atomic, so that of two at once one loses. */
  insert(directoryId: string, account: NewBuiltinAccount): Promise<Account>;
  /** Null when there is no such account. Throws `username_taken`, and `provider_rejected` for one that another system sends. */
  update(directoryId: string, id: string, change: AccountChange): Promise<Account | null>;
  setEnabled(directoryId: string, id: string, enabled: boolean): Promise<Account | null>;
  /** The directory counts its changes: how far it is, and up to where it no longer knows what was removed. */
  span(directoryId: string): Promise<{ from: number; to: number }>;
  /** What changed behind a count, in order and once each; `last` is where the next call goes on. */
  changes(
    directoryId: string,
    after: number,
    limit: number,
  ): Promise<{ changed: Account[]; removed: string[]; last: number }>;
}

export interface NewBuiltinAccount {
  draft: AccountDraft;
  externalId: string;
}
