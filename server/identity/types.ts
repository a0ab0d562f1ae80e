import type { ConnectionCheck } from '@counterpart/shared/api.ts';
import type { Account, AccountDraft, RemoteDirectory } from '@counterpart/shared/identity.ts';
import type { ListPage } from '../psa/types.ts';

export type { ListPage };

/** A create carries our key into the remote record, so that a retry after a lost answer finds what it made. */
export interface AccountCreate {
  draft: AccountDraft;
  correlationKey: string;
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
  account(directoryId: string, id: string): Promise<Account | null>;
  /** Compares every address an account has, whatever its case. */
  findByEmail(directoryId: string, email: string): Promise<Account[]>;
  /** The account that a create with this key made, for retries. */
  findByCorrelationKey?(directoryId: string, key: string): Promise<Account | null>;
  create?(directoryId: string, account: AccountCreate): Promise<Account>;
  setEnabled?(directoryId: string, id: string, enabled: boolean): Promise<Account>;
}
