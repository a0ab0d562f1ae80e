import type { LinkedAccount } from '@counterpart/shared/api.ts';
import { and, desc, eq, isNull, type Placeholder, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Tx } from '../db/client.ts';
import { accounts, connections, decisions, directories, links, technicians } from '../db/schema/index.ts';
import { statement, type Value } from '../db/statement.ts';
import type { ContactRow } from './cards.ts';

type OfContact = Value<'workspaceId' | 'contactId'>;
/** Says which contacts are meant, by the column that names them. */
type Whose = (contactId: PgColumn) => SQL;

export async function whyNoPerson(tx: Tx, contact: ContactRow) {
  return reasonOf(contact, await ignoredBy(tx, { workspaceId: contact.workspaceId, contactId: contact.id }));
}

/** Why a contact is nobody's: what the PSA says it is, or a technician's decision, which can be taken back. */
export function reasonOf(contact: ContactRow, [ignored]: { id: string }[]) {
  if (contact.kind === 'general') return { reason: 'general_user' as const, decisionId: null };
  if (contact.kind === 'service') return { reason: 'service_contact' as const, decisionId: null };
  return ignored ? { reason: 'ignored' as const, decisionId: ignored.id } : null;
}

export async function linkedAccounts(tx: Tx, contact: ContactRow) {
  return toLinked(await linksOf(tx, { workspaceId: contact.workspaceId, contactId: contact.id }));
}

/** The accounts a contact is linked with, the primary one first, as they are in the mirror. */
export function toLinked(rows: Awaited<ReturnType<typeof linksOf>>) {
  return rows.map(({ link, account, directory, provider, removedAt, linkedBy }) => {
    const shown: Omit<LinkedAccount, 'account'> = {
      linkId: link.id,
      primary: link.primary,
      linkedBy,
      linkedAt: link.linkedAt.toISOString(),
      evidence: link.evidence,
    };
    // Links outlive the connection that showed the account; then there is nobody to ask how it is.
    return { account, directory: { ...directory, provider }, link: shown, readable: removedAt === null };
  });
}

const ignoredBy = statement((tx, value: OfContact) =>
  selectIgnored(tx, value('workspaceId'), (contactId) => eq(contactId, value('contactId'))),
);
const linksOf = statement((tx, value: OfContact) =>
  selectLinks(tx, value('workspaceId'), (contactId) => eq(contactId, value('contactId'))),
);

export function selectIgnored(tx: Tx, workspaceId: Placeholder, whose: Whose) {
  return tx
    .select({ id: decisions.id })
    .from(decisions)
    .where(
      and(
        eq(decisions.workspaceId, workspaceId),
        whose(decisions.contactId),
        eq(decisions.kind, 'ignored'),
        isNull(decisions.undoneAt),
      ),
    )
    .limit(1);
}

export function selectLinks(tx: Tx, workspaceId: Placeholder, whose: Whose) {
  return tx
    .select({
      link: links,
      account: accounts,
      directory: directories,
      provider: connections.provider,
      removedAt: connections.removedAt,
      linkedBy: technicians.name,
    })
    .from(links)
    .innerJoin(accounts, and(eq(accounts.workspaceId, links.workspaceId), eq(accounts.id, links.accountId)))
    .innerJoin(
      directories,
      and(eq(directories.workspaceId, links.workspaceId), eq(directories.id, accounts.directoryId)),
    )
    .innerJoin(
      connections,
      and(eq(connections.workspaceId, links.workspaceId), eq(connections.id, directories.connectionId)),
    )
    .innerJoin(technicians, and(eq(technicians.workspaceId, links.workspaceId), eq(technicians.id, links.linkedBy)))
    .where(and(eq(links.workspaceId, workspaceId), whose(links.contactId), isNull(links.endedAt)))
    .orderBy(desc(links.primary), links.linkedAt);
}
