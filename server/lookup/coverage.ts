import { sql } from 'drizzle-orm';
import type { Tx } from '../db/client.ts';
import { accounts, contacts, decisions, links } from '../db/schema/index.ts';
import type { CompanyRow } from './cards.ts';

/** How many of a company's people are linked, on both sides. Only active persons and enabled accounts count: the others need no link. */
export async function coverageOf(tx: Tx, company: CompanyRow, directoryIds: string[]) {
  const { workspaceId, id } = company;
  const [people] = await tx.execute<{ contacts: number; linked: number; ignored: number }>(sql`
    select count(*)::int as contacts,
      count(*) filter (where exists (select 1 from ${links} where ${links.workspaceId} = ${contacts.workspaceId}
        and ${links.contactId} = ${contacts.id} and ${links.endedAt} is null))::int as linked,
      count(*) filter (where exists (select 1 from ${decisions} where ${decisions.workspaceId} = ${contacts.workspaceId}
        and ${decisions.contactId} = ${contacts.id} and ${decisions.kind} = 'ignored' and ${decisions.undoneAt} is null))::int as ignored
    from ${contacts}
    where ${contacts.workspaceId} = ${workspaceId} and ${contacts.companyId} = ${id}
      and ${contacts.kind} = 'person' and ${contacts.active} and ${contacts.goneAt} is null`);
  const [side] = await tx.execute<{ accounts: number; linked: number }>(sql`
    select count(*)::int as accounts,
      count(*) filter (where exists (select 1 from ${links} where ${links.workspaceId} = ${accounts.workspaceId}
        and ${links.accountId} = ${accounts.id} and ${links.companyId} = ${id} and ${links.endedAt} is null))::int as linked
    from ${accounts}
    where ${accounts.workspaceId} = ${workspaceId} and ${accounts.directoryId} = any(${sql.param(directoryIds)}::uuid[])
      and ${accounts.kind} = 'member' and ${accounts.enabled} and ${accounts.goneAt} is null`);
  return {
    contacts: people?.contacts ?? 0,
    linked: people?.linked ?? 0,
    ignored: people?.ignored ?? 0,
    accounts: side?.accounts ?? 0,
    accountsLinked: side?.linked ?? 0,
  };
}
