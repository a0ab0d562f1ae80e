import { AppError } from '@counterpart/shared/errors.ts';
import { and, eq, sql } from 'drizzle-orm';
import type { Services } from '../context.ts';
import { connections, hooks } from '../db/schema/index.ts';
import type { HookMessage } from '../psa/types.ts';
import { isOpen, type Of } from './connection.ts';

/** Where the hook's secret lies: sealed for this very row. */
export const hookSlot = (of: Of) => ({ ...of, field: 'hook' });

/** The hook's place below the address of this server. */
export const hookPath = (of: Of) => `/v1/hooks/${of.workspaceId}/${of.connectionId}`;

/**
 * A PSA says that a record has changed: once the signature is right for these bytes, a re-read of that record is ordered,
 * and nothing else of the message is used. The same message twice is one order while it waits, and a further read at worst.
 * Throws `not_found` where no hook was set up, `not_signed_in` for a wrong signature (counted), `rate_limited` where the
 * signature cannot be told right from wrong just now.
 */
export async function hearHook(services: Services, of: Of, message: Omit<HookMessage, 'secret'>): Promise<void> {
  const mine = and(eq(hooks.workspaceId, of.workspaceId), eq(hooks.connectionId, of.connectionId));
  const [row] = await services.db.inWorkspace(of.workspaceId, (tx) =>
    tx
      .select({ hook: hooks })
      .from(hooks)
      .innerJoin(connections, and(eq(connections.workspaceId, hooks.workspaceId), isOpen(of)))
      .where(mine),
  );
  if (!row) throw new AppError('not_found', 'No such hook');
  const psa = await services.connectors.psa(of.workspaceId, of.connectionId);
  if (!psa.hooks) throw new AppError('not_found', 'No such hook');
  const secret = services.vault.open(hookSlot(of), row.hook);
  const told = await psa.hooks.read({ ...message, secret }).catch(async (error: unknown) => {
    if (!(error instanceof AppError) || !/^(provider_|address_refused)/.test(error.code)) throw error;
    services.log.warn({ connectionId: of.connectionId, why: error.message }, 'hook refused');
    if (error.code !== 'provider_rejected') {
      // PSAs try a message again that was answered so, and drop it for most other answers.
      throw new AppError('rate_limited', 'The signature cannot be checked just now', { retryAfterSeconds: 30 });
    }
    const refused = sql`${hooks.refused} + 1`;
    await services.db.inWorkspace(of.workspaceId, (tx) => tx.update(hooks).set({ refused }).where(mine));
    throw new AppError('not_signed_in', 'The signature is not right');
  });
  await services.db.inWorkspace(of.workspaceId, async (tx) => {
    await tx.update(hooks).set({ heardAt: services.now() }).where(mine);
    if (!told) return;
    const { kind, id: recordId } = told;
    await services.queue.send(tx, 'reread', { ...of, kind, recordId }, `${of.connectionId}|${kind}|${recordId}`);
  });
}
