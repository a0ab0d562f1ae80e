import type { Ctx } from '../context.ts';
import { companies } from '../db/schema/index.ts';
import { rowIds, saveCompanies, saveTicket } from './mirror.ts';

/** Reads a ticket anew after we changed it, so that the next lookup does not show what was before. */
export async function mirrorTicket(ctx: Ctx, connectionId: string, ticketId: string): Promise<void> {
  const psa = await ctx.connectors.psa(ctx.workspaceId, connectionId);
  const ticket = await psa.ticket(ticketId);
  if (!ticket) return;
  const here = { workspaceId: ctx.workspaceId, connectionId };
  const wanted = ticket.companyId === null ? [] : [ticket.companyId];
  const known = await ctx.db.inWorkspace(ctx.workspaceId, (tx) => rowIds(tx, companies, here, wanted));
  const unknown = await Promise.all(wanted.filter((id) => !known.has(id)).map((id) => psa.company(id)));
  await ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    await saveCompanies(
      tx,
      here,
      unknown.filter((company) => company !== null),
      ctx.now(),
    );
    await saveTicket(tx, here, ticket, ctx.now());
  });
}
