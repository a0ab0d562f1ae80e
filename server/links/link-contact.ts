import type { DecisionAnswer, NewLink } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { and, eq, isNull } from 'drizzle-orm';
import type { z } from 'zod';
import { audit } from '../audit.ts';
import type { Ctx } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { isUniqueViolation } from '../db/faults.ts';
import { links } from '../db/schema/index.ts';
import { compareWith } from '../lookup/candidates.ts';
import type { AccountRow, CompanyRow, ContactRow } from '../lookup/cards.ts';
import { directoriesOf } from '../lookup/directories.ts';
import { loadAccount, lockContact } from './contact.ts';
import { recordDecision, standingDecision } from './decisions.ts';

/**
 * Links a contact to an account, or puts one link in the place of another. The evidence is compared anew here: what the
 * panel showed is not believed. Throws `conflict` where the contact moved on, `already_linked` where the account has a
 * contact in this company, `pair_rejected` for a pair somebody ruled out.
 */
export async function linkContact(ctx: Ctx, input: z.infer<typeof NewLink>): Promise<DecisionAnswer> {
  try {
    return await ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
      const { contact, company } = await lockContact(tx, ctx, input.contactId, input.contactVersion);
      const account = await loadAccount(tx, ctx, input.accountId);
      return linkInside(tx, ctx, { contact, company, account, replaces: input.replaces });
    });
  } catch (error) {
    if (isUniqueViolation(error, 'links_account_once')) {
      throw new AppError('already_linked', 'The account already belongs to a contact of this company');
    }
    throw error;
  }
}

interface Pair {
  contact: ContactRow;
  company: CompanyRow;
  account: AccountRow;
  replaces: string | null;
}

/** The link itself, inside a transaction that already holds the contact: also the last step of creating an account. */
export async function linkInside(
  tx: Tx,
  ctx: Ctx,
  { contact, company, account, replaces }: Pair,
): Promise<DecisionAnswer & { linkId: string }> {
  if (contact.kind !== 'person' || (await standingDecision(tx, contact, 'ignored'))) {
    throw new AppError('invalid_request', 'This contact is not a person', {
      fields: [{ path: 'contactId', message: 'is not a person' }],
    });
  }
  const directories = await directoriesOf(tx, ctx.workspaceId, company.id);
  if (!directories.some(({ id }) => id === account.directoryId)) {
    throw new AppError('invalid_request', "The account's directory is not linked to the contact's company", {
      fields: [{ path: 'accountId', message: 'link its directory to the company first' }],
    });
  }
  if (await standingDecision(tx, contact, 'rejected', account.id)) {
    throw new AppError('pair_rejected', 'Somebody decided that these two are never the same person');
  }
  if (replaces) await endLink(tx, ctx, contact, replaces);
  const [compared] = (await compareWith(tx, { contact, company, directories }, [account])).candidates;
  const [other] = await tx
    .select({ id: links.id })
    .from(links)
    .where(and(openLinks(contact), eq(links.primary, true)));
  const [made] = await tx
    .insert(links)
    .values({
      workspaceId: ctx.workspaceId,
      contactId: contact.id,
      companyId: company.id,
      accountId: account.id,
      primary: !other,
      evidence: compared?.evidence ?? [],
      linkedBy: ctx.technician.id,
      linkedAt: ctx.now(),
    })
    .returning({ id: links.id });
  const linkId = made!.id;
  await audit(tx, ctx, 'contact.linked', contact.id, { accountId: account.id, linkId, replaced: replaces });
  const decision = await recordDecision(tx, ctx, contact, {
    kind: 'linked',
    accountId: account.id,
    linkId,
    replacedLinkId: replaces,
  });
  return { ...decision, linkId };
}

async function endLink(tx: Tx, ctx: Ctx, contact: ContactRow, linkId: string) {
  const [ended] = await tx
    .update(links)
    .set({ endedAt: ctx.now() })
    .where(and(openLinks(contact), eq(links.id, linkId)))
    .returning({ id: links.id });
  if (!ended) throw new AppError('conflict', 'The link to replace is no longer there');
}

export function openLinks(contact: ContactRow) {
  return and(eq(links.workspaceId, contact.workspaceId), eq(links.contactId, contact.id), isNull(links.endedAt));
}
