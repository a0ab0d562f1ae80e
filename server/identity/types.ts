import type { ConnectionCheck } from '@counterpart/shared/api.ts';
import type { Account, AccountChange, AccountDraft, RemoteDirectory } from '@counterpart/shared/identity.ts';
import type { ListPage } from '../psa/types.ts';

export type { ListPage };

/** A create carries our key into the remote record, so that a retry after a lost answer finds what it made. */
export interface AccountCreate {
  draft: AccountDraft;
  correlationKey: string;
}

/** What changed since a cursor. An account may come more than once; the last word counts. */
export interface ChangePage {
  changed: Account[];
  /** Ids of accounts that are gone from the platform, restorable or not. */
  removed: string[];
  /** On the last page alone: where the next round goes on. Text that survives a restart and holds no secret. */
  cursor: string | null;
}

/**
 * What every identity connector offers, in our words. The same contract as `Psa`: `provider_*` errors,
 * `null` for "not there", an absent method for "cannot".
 */
export interface Identity {
  check(): Promise<ConnectionCheck>;
  /** The directories this connection reaches; one, for SCIM and the built-in directory. */
  directories(): Promise<RemoteDirectory[]>;
  accounts(directoryId: string): AsyncIterable<ListPage<Account>>;
  /**
   * What changed since the cursor; null reads everything and ends with the first cursor. Throws
   * `provider_cursor_expired` where the platform no longer knows it: then everything is to be read anew.
   */
  changes?(directoryId: string, cursor: string | null): AsyncIterable<ChangePage>;
  account(directoryId: string, id: string): Promise<Account | null>;
  /** Compares every address an account has, whatever its case. */
  findByEmail(directoryId: string, email: string): Promise<Account[]>;
  /** The account that a create with this key made, for retries. */
  findByCorrelationKey?(directoryId: string, key: string): Promise<Account | null>;
  create?(directoryId: string, account: AccountCreate): Promise<Account>;
  /** Changes the chosen fields. Throws `provider_rejected` where another directory keeps the account. */
  update?(directoryId: string, id: string, change: AccountChange): Promise<Account>;
  setEnabled?(directoryId: string, id: string, enabled: boolean): Promise<Account>;
}
