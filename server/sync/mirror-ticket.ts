import type { Ctx } from '../context.ts';
import { saveCompanies, saveTicket } from './mirror.ts';
import { readUnknownCompanies } from './unknown-companies.ts';

/** Reads a ticket anew after we changed it, so that the next lookup does not show what was before. */
export async function mirrorTicket(ctx: Ctx, connectionId: string, ticketId: string): Promise<void> {
  const psa = await ctx.connectors.psa(ctx.workspaceId, connectionId);
  const ticket = await psa.ticket(ticketId);
  if (!ticket) return;
  const here = { workspaceId: ctx.workspaceId, connectionId };
  const fresh = await readUnknownCompanies(ctx, psa, here, [ticket.companyId]);
  await ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await saveCompanies(tx, here, fresh, ctx.now());
    await saveTicket(tx, here, ticket, ctx.now());
  });
}
