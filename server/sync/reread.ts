import { and, eq, isNull } from 'drizzle-orm';
import type { Services } from '../context.ts';
import { companies, connections, contacts } from '../db/schema/index.ts';
import type { JobData } from '../jobs/queues.ts';
import { isOpen } from './connection.ts';
import { saveCompanies, saveContacts } from './mirror.ts';
import { readUnknownCompanies } from './unknown-companies.ts';

/**
 * Reads the one record of which its PSA said that something happened to it. What happened is not believed: the record
 * is marked gone only where the PSA itself, asked for it, has none of that id. Throws a provider's fault, so that the
 * job is tried again.
 */
export async function rereadRecord(services: Services, { kind, recordId, ...of }: JobData['reread']): Promise<void> {
  const at = services.now();
  const open = await services.db.inWorkspace(of.workspaceId, (tx) =>
    tx.select({ id: connections.id }).from(connections).where(isOpen(of)),
  );
  if (open.length === 0) return;
  const psa = await services.connectors.psa(of.workspaceId, of.connectionId);
  const background = { background: true };
  const contact = kind === 'contact' ? await psa.contact(recordId, background) : null;
  const company = kind === 'company' ? await psa.company(recordId, background) : null;
  const fresh = contact ? await readUnknownCompanies(services, psa, of, [contact.companyId], background) : [];
  const table = kind === 'contact' ? contacts : companies;
  await services.db.inWorkspace(of.workspaceId, async (tx) => {
    await saveCompanies(tx, of, company ? [company] : fresh, at);
    if (contact) await saveContacts(tx, of, [contact], at);
    if (contact || company) return;
    await tx
      .update(table)
      .set({ goneAt: at, seenAt: at })
      .where(
        and(
          eq(table.workspaceId, of.workspaceId),
          eq(table.connectionId, of.connectionId),
          eq(table.recordId, recordId),
          isNull(table.goneAt),
        ),
      );
  });
}
