import type { Role, Session } from '@counterpart/shared/api.ts';
import type { Logger } from 'pino';
import type { Connectors } from './connections/connectors.ts';
import type { Db } from './db/client.ts';
import type { Queue } from './jobs/queue.ts';
import type { Vault } from './vault.ts';

/** What the composition root makes once and hands to every verb. */
export interface Services {
  db: Db;
  vault: Vault;
  connectors: Connectors;
  queue: Queue;
  log: Logger;
  now(): Date;
}

/** Who acts, in which workspace, with what. Every verb's first argument; a job makes one from the row it works on. */
export interface Ctx extends Services {
  workspaceId: string;
  technician: { id: string; name: string; role: Role };
  requestId: string | null;
}

/** The part of a context that writes need where no technician is at the keyboard. */
export type Actor = Pick<Ctx, 'workspaceId' | 'technician' | 'requestId'>;

/** What middleware leaves for the routes: `ctx` and `session` are there once `needs` has signed the caller in. */
export interface AppEnv {
  Variables: { services: Services; requestId: string; log: Logger; ctx: Ctx; session: Session };
}
