import type { AccountPlan, AccountPlanQuery } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Ctx } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { accounts, companies, contacts } from '../db/schema/index.ts';
import { type DirectoryRow, directoryCard, toContact } from '../lookup/cards.ts';
import { directoriesOf } from '../lookup/directories.ts';
import { planAccount, type Taken } from './plan.ts';

/** The two-column preview of creating a contact's account in a directory of its company. Writes nothing. */
export async function previewAccount(ctx: Ctx, query: z.infer<typeof AccountPlanQuery>): Promise<AccountPlan> {
  return ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const [found] = await tx
      .select({ contact: contacts, company: companies })
      .from(contacts)
      .innerJoin(companies, and(eq(companies.workspaceId, contacts.workspaceId), eq(companies.id, contacts.companyId)))
      .where(and(eq(contacts.workspaceId, ctx.workspaceId), eq(contacts.id, query.contactId)));
    if (!found) throw new AppError('not_found', 'No such contact');
    const directory = await linkedDirectory(tx, ctx, found.company.id, query.directoryId);
    const contact = toContact(found.contact, found.company.recordId);
    // Which names are taken depends on the plan and the plan on nothing taken, so it is made twice: once for its names.
    const { draft } = planAccount(contact, directory, () => false);
    const taken = await takenIn(tx, directory, [draft.username, draft.email ?? '']);
    const plan = planAccount(contact, directory, taken);
    const card = directoryCard(directory);
    const blocking = plan.fields.some(
      ({ field, problem }) => problem === 'taken' || (field === 'username' && problem !== null),
    );
    return { directory: card, ...plan, possible: card.canCreate && !blocking };
  });
}

/** The directory, when it is linked to the company; `not_found` otherwise, also for one of another workspace. */
export async function linkedDirectory(tx: Tx, ctx: Ctx, companyId: string, directoryId: string): Promise<DirectoryRow> {
  const directory = (await directoriesOf(tx, ctx.workspaceId, companyId)).find(({ id }) => id === directoryId);
  if (!directory) throw new AppError('not_found', "No such directory among the company's");
  return directory;
}

/** Which of the names some account of the directory already has, as sign-in name or as address. */
export async function takenIn(tx: Tx, directory: DirectoryRow, names: string[]): Promise<Taken> {
  const wanted = [...new Set(names.filter(Boolean).map((name) => name.toLowerCase()))];
  if (wanted.length === 0) return () => false;
  const rows = await tx
    .select({ username: accounts.username, emails: accounts.emails })
    .from(accounts)
    .where(
      and(
        eq(accounts.workspaceId, directory.workspaceId),
        eq(accounts.directoryId, directory.id),
        isNull(accounts.goneAt),
        or(
          inArray(sql`lower(${accounts.username})`, wanted),
          sql`lower(${accounts.emails}::text)::text[] && ${sql.param(wanted)}::text[]`,
        ),
      ),
    );
  const used = new Set(rows.flatMap(({ username, emails }) => [username, ...emails].map((name) => name.toLowerCase())));
  return (name) => used.has(name.toLowerCase());
}
