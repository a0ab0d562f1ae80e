import type { CompanyLink, NewCompanyLink } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { and, eq, isNull } from 'drizzle-orm';
import type { z } from 'zod';
import { audit } from '../audit.ts';
import type { Ctx } from '../context.ts';
import { isUniqueViolation } from '../db/faults.ts';
import { companies, companyLinks } from '../db/schema/index.ts';
import { allDirectories } from '../lookup/directories.ts';

/** Says that a company's people are in a directory. Many to many: one company may have several, one directory serve several. */
export async function linkCompany(
  ctx: Ctx,
  input: z.infer<typeof NewCompanyLink>,
): Promise<z.infer<typeof CompanyLink>> {
  try {
    return await ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
      const [company] = await tx
        .select({ id: companies.id })
        .from(companies)
        .where(and(eq(companies.workspaceId, ctx.workspaceId), eq(companies.id, input.companyId)));
      const directory = (await allDirectories(tx, ctx.workspaceId)).find(({ id }) => id === input.directoryId);
      if (!company || !directory) throw new AppError('not_found', company ? 'No such directory' : 'No such company');
      const [row] = await tx
        .insert(companyLinks)
        .values({ workspaceId: ctx.workspaceId, ...input, linkedBy: ctx.technician.id, linkedAt: ctx.now() })
        .returning();
      await audit(tx, ctx, 'company.linked', input.companyId, { directoryId: input.directoryId });
      const { id, companyId, directoryId, linkedAt } = row!;
      return { id, companyId, directoryId, linkedBy: ctx.technician.name, linkedAt: linkedAt.toISOString() };
    });
  } catch (error) {
    if (isUniqueViolation(error, 'company_links_once'))
      throw new AppError('already_linked', 'The company is already linked to this directory');
    throw error;
  }
}

/** Ends a company's link. Links of its contacts stay: they were decided by people, one by one. */
export async function unlinkCompany(ctx: Ctx, companyLinkId: string): Promise<void> {
  await ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const [ended] = await tx
      .update(companyLinks)
      .set({ endedAt: ctx.now() })
      .where(
        and(
          eq(companyLinks.workspaceId, ctx.workspaceId),
          eq(companyLinks.id, companyLinkId),
          isNull(companyLinks.endedAt),
        ),
      )
      .returning();
    if (!ended) throw new AppError('not_found', 'No such company link');
    await audit(tx, ctx, 'company.unlinked', ended.companyId, { directoryId: ended.directoryId });
  });
}
