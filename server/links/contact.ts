import { AppError } from '@counterpart/shared/errors.ts';
import { and, eq, sql } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { accounts, companies, contacts } from '../db/schema/index.ts';
import type { AccountRow, CompanyRow, ContactRow } from '../lookup/cards.ts';

/** The undo button stays this long; the server waits a little longer, since the click travels. */
export const UNDO_MS = 8_000;
export const UNDO_GRACE_MS = 2_000;

/**
 * Locks a contact for a decision. Of two technicians who saw the same version, the second finds it moved on and gets
 * `conflict`: nothing is decided on a picture that is no longer true.
 */
export async function lockContact(
  tx: Tx,
  ctx: Ctx,
  contactId: string,
  version: number | null,
): Promise<{ contact: ContactRow; company: CompanyRow }> {
  const [contact] = await tx
    .select()
    .from(contacts)
    .where(and(eq(contacts.workspaceId, ctx.workspaceId), eq(contacts.id, contactId)))
    .for('update');
  if (!contact) throw new AppError('not_found', 'No such contact');
  if (version !== null && contact.version !== version)
    throw new AppError('conflict', 'Somebody decided on this contact a moment ago');
  const [company] = await tx
    .select()
    .from(companies)
    .where(and(eq(companies.workspaceId, ctx.workspaceId), eq(companies.id, contact.companyId)));
  return { contact, company: company! };
}

/** The contact's next version, after a decision. */
export async function nextVersion(tx: Tx, contact: ContactRow): Promise<number> {
  const [row] = await tx
    .update(contacts)
    .set({ version: sql`${contacts.version} + 1` })
    .where(and(eq(contacts.workspaceId, contact.workspaceId), eq(contacts.id, contact.id)))
    .returning({ version: contacts.version });
  return row!.version;
}

export async function loadAccount(tx: Tx, ctx: Ctx, accountId: string): Promise<AccountRow> {
  const [account] = await tx
    .select()
    .from(accounts)
    .where(and(eq(accounts.workspaceId, ctx.workspaceId), eq(accounts.id, accountId)));
  if (!account) throw new AppError('not_found', 'No such account');
  return account;
}
