import type { DirectoryCandidate } from '@counterpart/shared/api.ts';
import { and, eq, isNull, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Tx } from '../db/client.ts';
import { companyLinks, connections, contacts, directories, sites } from '../db/schema/index.ts';
import { statement, type Value } from '../db/statement.ts';
import { matchCompany } from '../matcher/match-company.ts';
import { type CompanyRow, type DirectoryRow, directoryCard, toCompany } from './cards.ts';

export type LinkedDirectory = DirectoryRow & { companyLinkId: string };

export async function directoriesOf(tx: Tx, workspaceId: string, companyId: string): Promise<LinkedDirectory[]> {
  return toDirectories(await linkedTo(tx, { workspaceId, companyId }));
}

/** The directories linked to a company whose connection is still there, with the link's id. */
export function toDirectories(rows: Awaited<ReturnType<typeof linkedTo>>): LinkedDirectory[] {
  return rows.map(({ directory, ...rest }) => ({ ...directory, ...rest }));
}

const linkedTo = statement((tx, value: Value<'workspaceId' | 'companyId'>) =>
  selectDirectories(tx, value('workspaceId'), (companyId) => eq(companyId, value('companyId'))),
);

/** `whose` says which companies are meant, by the column that names them. */
export function selectDirectories(tx: Tx, workspaceId: Placeholder, whose: (companyId: PgColumn) => SQL) {
  return tx
    .select({ directory: directories, provider: connections.provider, companyLinkId: companyLinks.id })
    .from(companyLinks)
    .innerJoin(
      directories,
      and(eq(directories.workspaceId, companyLinks.workspaceId), eq(directories.id, companyLinks.directoryId)),
    )
    .innerJoin(
      connections,
      and(eq(connections.workspaceId, directories.workspaceId), eq(connections.id, directories.connectionId)),
    )
    .where(
      and(
        eq(companyLinks.workspaceId, workspaceId),
        whose(companyLinks.companyId),
        isNull(companyLinks.endedAt),
        isNull(connections.removedAt),
      ),
    )
    .orderBy(companyLinks.linkedAt);
}

/** Every directory of the workspace whose connection is still there. */
export async function allDirectories(tx: Tx, workspaceId: string): Promise<DirectoryRow[]> {
  const rows = await tx
    .select({ directory: directories, provider: connections.provider })
    .from(directories)
    .innerJoin(
      connections,
      and(eq(connections.workspaceId, directories.workspaceId), eq(connections.id, directories.connectionId)),
    )
    .where(and(eq(directories.workspaceId, workspaceId), isNull(connections.removedAt)))
    .orderBy(directories.name);
  return rows.map(({ directory, provider }) => ({ ...directory, provider }));
}

/** Which of the directories not yet linked may be the company's, and why. */
export async function proposeDirectories(
  tx: Tx,
  company: CompanyRow,
  linked: DirectoryRow[],
): Promise<DirectoryCandidate[]> {
  const { workspaceId } = company;
  const known = new Set(linked.map(({ id }) => id));
  const open = (await allDirectories(tx, workspaceId)).filter(({ id }) => !known.has(id));
  if (open.length === 0) return [];
  const seen = await tx.execute<{ domain: string; count: number }>(sql`
    select split_part(lower(address), '@', 2) as domain, count(distinct ${contacts.id})::int as count
    from ${contacts}, unnest(${contacts.emails}) as address
    where ${contacts.workspaceId} = ${workspaceId} and ${contacts.companyId} = ${company.id}
      and ${contacts.goneAt} is null and ${contacts.kind} = 'person'
    group by 1`);
  const own = await tx
    .select({ domain: sites.domain })
    .from(sites)
    .where(
      and(
        eq(sites.workspaceId, workspaceId),
        eq(sites.connectionId, company.connectionId),
        eq(sites.companyRecordId, company.recordId),
      ),
    );
  const domains = [...company.domains, ...own.flatMap(({ domain }) => (domain ? [domain] : []))];
  // The matcher compares what the platform calls the directory; our own row travels along.
  const remote = open.map((row) => ({
    id: row.remoteId,
    name: row.name,
    domains: row.domains,
    country: row.country,
    row,
  }));
  return matchCompany({ ...toCompany(company), domains }, [...seen], remote).map(
    ({ directory, reasons, strength }) => ({
      directory: directoryCard(directory.row),
      reasons,
      strength,
    }),
  );
}
