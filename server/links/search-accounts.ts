import type { AccountSearchAnswer } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { and, asc, eq, ilike, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Ctx } from '../context.ts';
import { accounts, companies, contacts, links } from '../db/schema/index.ts';
import { accountCard } from '../lookup/cards.ts';
import { directoriesOf } from '../lookup/directories.ts';

const MOST = 20;

/** Accounts of the company's directories whose name, sign-in or address holds every word typed; the unlinked ones first. */
export async function searchAccounts(ctx: Ctx, companyId: string, q: string): Promise<AccountSearchAnswer> {
  return ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const [company] = await tx
      .select({ id: companies.id })
      .from(companies)
      .where(and(eq(companies.workspaceId, ctx.workspaceId), eq(companies.id, companyId)));
    if (!company) throw new AppError('not_found', 'No such company');
    const directories = await directoriesOf(tx, ctx.workspaceId, companyId);
    if (directories.length === 0) return { accounts: [], more: false };
    const words = q.split(/\s+/).filter(Boolean).slice(0, 6);
    const holds = words.map((word) => {
      const like = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
      return or(
        ilike(accounts.displayName, like),
        ilike(accounts.username, like),
        ilike(sql`array_to_string(${accounts.emails}, ' ')`, like),
      );
    });
    const rows = await tx
      .select({ account: accounts, linkedTo: contacts.name })
      .from(accounts)
      .leftJoin(
        links,
        and(
          eq(links.workspaceId, ctx.workspaceId),
          eq(links.accountId, accounts.id),
          eq(links.companyId, companyId),
          isNull(links.endedAt),
        ),
      )
      .leftJoin(contacts, and(eq(contacts.workspaceId, ctx.workspaceId), eq(contacts.id, links.contactId)))
      .where(
        and(
          eq(accounts.workspaceId, ctx.workspaceId),
          inArray(
            accounts.directoryId,
            directories.map(({ id }) => id),
          ),
          isNull(accounts.goneAt),
          ...holds,
        ),
      )
      .orderBy(sql`${contacts.name} is not null`, asc(accounts.displayName), asc(accounts.id))
      .limit(MOST + 1);
    const directoryOf = new Map(directories.map((row) => [row.id, row]));
    const found = rows.slice(0, MOST).map(({ account, linkedTo }) => ({
      ...accountCard(account, directoryOf.get(account.directoryId)!),
      linkedTo,
    }));
    return { accounts: found, more: rows.length > MOST };
  });
}
