import type { Account, AccountDraft } from '@counterpart/shared/identity.ts';

/**
 * Where the built-in directory keeps its accounts. Connectors know no database, so whoever creates the directory
 * brings the store, already narrowed to one workspace.
 */
export interface BuiltinStore {
  count(directoryId: string): Promise<number>;
  /** At most `limit` accounts behind the account `after` (null: from the start), oldest first, so that one made during a read comes last. */
  page(directoryId: string, after: string | null, limit: number): Promise<Account[]>;
  get(directoryId: string, id: string): Promise<Account | null>;
  /** Accounts whose username or one of whose addresses is `address`, whatever the case of either. */
  findByAddress(directoryId: string, address: string): Promise<Account[]>;
  /** External ids are unique in a directory. */
  findByExternalId(directoryId: string, externalId: string): Promise<Account | null>;
  /** Throws `username_taken` when the directory has the username in any case; atomic, so that of two at once one loses. */
  insert(directoryId: string, account: NewBuiltinAccount): Promise<Account>;
  /** Null when there is no such account. */
  setEnabled(directoryId: string, id: string, enabled: boolean): Promise<Account | null>;
}

export interface NewBuiltinAccount {
  draft: AccountDraft;
  externalId: string;
}
