import type { ConnectionDraft } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import type { IdentityId, PsaId } from '@counterpart/shared/providers.ts';
import { and, eq, isNull } from 'drizzle-orm';
import { createBuiltinStore } from '../builtin/store.ts';
import type { Db, Tx } from '../db/client.ts';
import { connections, credentials, directories } from '../db/schema/index.ts';
import type { Guard } from '../egress.ts';
import { createBudget, createHttp, type Http } from '../http.ts';
import type { BuiltinStore } from '../identity/builtin/api.ts';
import { IDENTITIES } from '../identity/index.ts';
import type { Identity } from '../identity/types.ts';
import { PSAS } from '../psa/index.ts';
import type { Psa } from '../psa/types.ts';
import type { Vault } from '../vault.ts';

/** Opens connectors. One connection is one connector in this process, so that its token and its rate budget are shared. */
export interface Connectors {
  psa(workspaceId: string, connectionId: string): Promise<Psa>;
  identity(workspaceId: string, directoryId: string): Promise<{ identity: Identity; remoteId: string }>;
  /** A connector for a draft that is not stored yet, for "Test". */
  draft(workspaceId: string, draft: ConnectionDraft): Psa | Identity;
  /** How far the clock of a PSA in use is ahead of ours, in ms; null where it has not said its time. */
  aheadMs(workspaceId: string, connectionId: string): number | null;
  /** The connection changed or went away: the next use reads it again. */
  forget(workspaceId: string, connectionId: string): void;
}

const UNLIMITED = { limit: Number.MAX_SAFE_INTEGER, windowMs: 1 };

interface Options {
  db: Db;
  vault: Vault;
  fetch: typeof globalThis.fetch;
  guard?: Guard;
  timeoutMs?: number;
}

export function createConnectors({ db, vault, fetch, guard, timeoutMs }: Options): Connectors {
  const psas = new Map<string, Promise<Psa>>();
  const identities = new Map<string, Promise<{ identity: Identity; remoteId: string }>>();
  const connectionOf = new Map<string, string>(); // directory → connection
  // Outlives a connector: what was sent before its credentials were renewed still counts on the other side.
  const https = new Map<string, Http>();

  const newHttp = (budget: { limit: number; windowMs: number }) =>
    createHttp({
      fetch,
      budget: createBudget(budget),
      ...(guard ? { guard } : {}),
      ...(timeoutMs ? { timeoutMs } : {}),
    });

  async function openPsa(workspaceId: string, connectionId: string): Promise<Psa> {
    const draft = await db.inWorkspace(workspaceId, (tx) => load(tx, vault, workspaceId, connectionId));
    const provider = PSAS[draft.provider as PsaId];
    const key = `${workspaceId}|${connectionId}`;
    const http = https.get(key) ?? newHttp(provider.budget);
    https.set(key, http);
    return provider.create(draft, http);
  }
  async function openIdentity(workspaceId: string, directoryId: string) {
    const { draft, directory } = await db.inWorkspace(workspaceId, async (tx) => {
      const [directory] = await tx
        .select()
        .from(directories)
        .where(and(eq(directories.workspaceId, workspaceId), eq(directories.id, directoryId)));
      if (!directory) throw new AppError('not_found', 'No such directory');
      return { directory, draft: await load(tx, vault, workspaceId, directory.connectionId) };
    });
    connectionOf.set(directoryId, directory.connectionId);
    const store = createBuiltinStore(db, workspaceId);
    return { identity: buildIdentity(draft, directoryId, store), remoteId: directory.remoteId };
  }
  function buildIdentity(draft: ConnectionDraft, directoryId: string, store: BuiltinStore) {
    const provider = IDENTITIES[draft.provider as IdentityId];
    return provider.create({ ...draft, directoryId, http: newHttp(provider.budget ?? UNLIMITED), store });
  }
  return {
    // The workspace is in the key: an id of another one must miss, not find what its owner opened.
    psa: (workspaceId, connectionId) =>
      remember(psas, `${workspaceId}|${connectionId}`, () => openPsa(workspaceId, connectionId)),
    identity: (workspaceId, directoryId) =>
      remember(identities, `${workspaceId}|${directoryId}`, () => openIdentity(workspaceId, directoryId)),
    draft(workspaceId, draft) {
      if (draft.provider in PSAS) {
        const provider = PSAS[draft.provider as PsaId];
        return provider.create(draft, newHttp(provider.budget));
      }
      return buildIdentity(draft, 'draft', createBuiltinStore(db, workspaceId));
    },
    aheadMs: (workspaceId, connectionId) => https.get(`${workspaceId}|${connectionId}`)?.aheadMs() ?? null,
    forget(workspaceId, connectionId) {
      psas.delete(`${workspaceId}|${connectionId}`);
      for (const [directoryId, of] of connectionOf) {
        if (of === connectionId) identities.delete(`${workspaceId}|${directoryId}`);
      }
    },
  };
}

/** One opening at a time per key; a failed one is tried again by the next caller. */
function remember<T>(map: Map<string, Promise<T>>, key: string, open: () => Promise<T>): Promise<T> {
  const known = map.get(key);
  if (known) return known;
  const opening = open();
  map.set(key, opening);
  opening.catch(() => map.delete(key));
  return opening;
}

async function load(tx: Tx, vault: Vault, workspaceId: string, connectionId: string): Promise<ConnectionDraft> {
  const [row] = await tx
    .select()
    .from(connections)
    .where(
      and(eq(connections.workspaceId, workspaceId), eq(connections.id, connectionId), isNull(connections.removedAt)),
    );
  if (!row) throw new AppError('not_found', 'No such connection');
  const sealed = await tx
    .select()
    .from(credentials)
    .where(and(eq(credentials.workspaceId, workspaceId), eq(credentials.connectionId, connectionId)));
  const secrets = Object.fromEntries(
    sealed.map((one) => [one.field, vault.open({ workspaceId, connectionId, field: one.field }, one)]),
  );
  return { provider: row.provider, name: row.name, settings: row.settings, secrets } as ConnectionDraft;
}
