import { AppError } from '@counterpart/shared/errors.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import { and, eq } from 'drizzle-orm';
import { audit } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { accounts, outbox } from '../db/schema/index.ts';
import { lockContact } from '../links/contact.ts';
import { linkInside } from '../links/link-contact.ts';
import { directoriesOf } from '../lookup/directories.ts';
import { saveAccounts } from '../sync/mirror.ts';
import { type Carrier, type Intent, ofIntent } from './outbox.ts';

/**
 * Creates the account, once in effect by our key in the remote record. It searches for that key before it creates,
 * since an answer lost on the way, or a killed process, leaves an account behind that we do not know.
 */
export const accountCarrier: Carrier = {
  async carry(ctx, intent) {
    const wanted = accountOf(intent);
    await finish(ctx, wanted, await createOnce(ctx, wanted));
  },
  async fail(tx, actor, intent, code) {
    await audit(tx, actor, 'account.failed', intent.contactId, { outboxId: intent.id, code });
  },
};

type Wanted = Intent & { directoryId: string; draft: NonNullable<Intent['draft']> };

function accountOf(intent: Intent): Wanted {
  const { directoryId, draft } = intent;
  if (directoryId === null || draft === null) throw new Error('an intent to create an account without its draft');
  return { ...intent, directoryId, draft };
}

async function createOnce(ctx: Ctx, intent: Wanted): Promise<Account> {
  const { identity, remoteId } = await ctx.connectors.identity(ctx.workspaceId, intent.directoryId);
  if (!identity.create) throw new AppError('not_supported', 'This directory cannot create accounts');
  const made = await identity.findByCorrelationKey?.(remoteId, intent.id);
  return made ?? identity.create(remoteId, { draft: intent.draft, correlationKey: intent.id });
}

/** Mirror, link, audit and outcome in one transaction. Where the contact moved on meanwhile, the account stands and the link is left to a person. */
async function finish(ctx: Ctx, intent: Wanted, account: Account): Promise<void> {
  await ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const { contact, company } = await lockContact(tx, ctx, intent.contactId, null);
    const directory = (await directoriesOf(tx, ctx.workspaceId, company.id)).find(
      ({ id }) => id === intent.directoryId,
    );
    const mirror = {
      workspaceId: ctx.workspaceId,
      directoryId: intent.directoryId,
      country: directory?.country ?? null,
    };
    const accountId = (await saveAccounts(tx, mirror, [account], ctx.now())).get(account.id)!;
    const [row] = await tx
      .select()
      .from(accounts)
      .where(and(eq(accounts.workspaceId, ctx.workspaceId), eq(accounts.id, accountId)));
    const linked = await tx
      .transaction((inner) => linkInside(inner, ctx, { contact, company, account: row!, replaces: null }))
      .catch((error: unknown) => {
        ctx.log.warn({ err: error, outboxId: intent.id }, 'account created, link left to a person');
        return null;
      });
    await audit(tx, ctx, 'account.created', contact.id, {
      accountId,
      directoryId: intent.directoryId,
      outboxId: intent.id,
    });
    const outcome = {
      state: 'done',
      accountId,
      linkId: linked?.linkId ?? null,
      error: null,
      message: null,
      finishedAt: ctx.now(),
    } as const;
    await tx.update(outbox).set(outcome).where(ofIntent(intent));
  });
}
