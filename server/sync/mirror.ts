import type { Account } from '@counterpart/shared/identity.ts';
import type { Company, Contact, Site, Ticket } from '@counterpart/shared/psa.ts';
import { and, eq, getTableColumns, inArray, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Tx } from '../db/client.ts';
import { accountKeys, accounts, companies, contacts, sites, tickets } from '../db/schema/index.ts';
import { accountKeys as keysOf } from '../matcher/keys.ts';

/** Whose mirror: rows are found by the provider's immutable id inside one connection or directory. */
export interface PsaMirror {
  workspaceId: string;
  connectionId: string;
}
export interface DirectoryMirror {
  workspaceId: string;
  directoryId: string;
  /** For reading phone numbers, ISO 3166-1 alpha-2. */
  country: string | null;
}

/** Record id → our row's id. */
export type RowIds = Map<string, string>;

export async function saveCompanies(
  tx: Tx,
  { workspaceId, connectionId }: PsaMirror,
  items: Company[],
  seenAt: Date,
): Promise<RowIds> {
  if (items.length === 0) return new Map();
  const rows = items.map(({ id, ...company }) => ({
    workspaceId,
    connectionId,
    recordId: id,
    ...company,
    seenAt,
    goneAt: null,
  }));
  const saved = await tx
    .insert(companies)
    .values(rows)
    .onConflictDoUpdate({
      target: [companies.workspaceId, companies.connectionId, companies.recordId],
      set: replaced(companies),
      setWhere: notOlder(companies),
    })
    .returning({ id: companies.id, recordId: companies.recordId });
  return toRowIds(saved);
}

export async function saveSites(
  tx: Tx,
  { workspaceId, connectionId }: PsaMirror,
  items: Site[],
  seenAt: Date,
): Promise<void> {
  if (items.length === 0) return;
  const rows = items.map(({ id, companyId, ...site }) => ({
    ...{ workspaceId, connectionId, recordId: id, companyRecordId: companyId },
    ...{ ...site, seenAt, goneAt: null },
  }));
  await tx
    .insert(sites)
    .values(rows)
    .onConflictDoUpdate({
      target: [sites.workspaceId, sites.connectionId, sites.recordId],
      set: replaced(sites),
      setWhere: notOlder(sites),
    });
}

/** Contacts whose company is not in the mirror are left out: a full sync reads companies first, a lookup saves the company first. */
export async function saveContacts(tx: Tx, mirror: PsaMirror, items: Contact[], seenAt: Date): Promise<RowIds> {
  const { workspaceId, connectionId } = mirror;
  const companyIds = await rowIds(
    tx,
    companies,
    mirror,
    items.map(({ companyId }) => companyId),
  );
  const rows = items.flatMap(({ id, companyId, siteId, ...contact }) => {
    const company = companyIds.get(companyId);
    if (!company) return [];
    return [
      {
        workspaceId,
        connectionId,
        recordId: id,
        companyId: company,
        siteRecordId: siteId,
        ...contact,
        seenAt,
        goneAt: null,
      },
    ];
  });
  if (rows.length === 0) return new Map();
  const saved = await tx
    .insert(contacts)
    .values(rows)
    .onConflictDoUpdate({
      target: [contacts.workspaceId, contacts.connectionId, contacts.recordId],
      set: replaced(contacts, ['version']),
      setWhere: notOlder(contacts),
    })
    .returning({ id: contacts.id, recordId: contacts.recordId });
  return toRowIds(saved);
}

export async function saveTicket(
  tx: Tx,
  { workspaceId, connectionId }: PsaMirror,
  ticket: Ticket,
  seenAt: Date,
  additionalRecordIds: string[] = [],
): Promise<void> {
  const { id, companyId, contactId, ...rest } = ticket;
  await tx
    .insert(tickets)
    .values({
      workspaceId,
      connectionId,
      recordId: id,
      companyRecordId: companyId,
      contactRecordId: contactId,
      additionalRecordIds,
      ...rest,
      seenAt,
    })
    .onConflictDoUpdate({
      target: [tickets.workspaceId, tickets.connectionId, tickets.recordId],
      set: replaced(tickets),
      setWhere: notOlder(tickets),
    });
}

/** Saves accounts and the matcher's keys to them. */
export async function saveAccounts(tx: Tx, mirror: DirectoryMirror, items: Account[], seenAt: Date): Promise<RowIds> {
  if (items.length === 0) return new Map();
  const { workspaceId, directoryId, country } = mirror;
  const rows = items.map(({ id, createdAt, ...account }) => ({
    ...{ workspaceId, directoryId, objectId: id, ...account },
    ...{ createdAt: createdAt ? new Date(createdAt) : null, seenAt, goneAt: null },
  }));
  const saved = await tx
    .insert(accounts)
    .values(rows)
    .onConflictDoUpdate({
      target: [accounts.workspaceId, accounts.directoryId, accounts.objectId],
      set: replaced(accounts),
      setWhere: notOlder(accounts),
    })
    .returning({ id: accounts.id, recordId: accounts.objectId });
  const ids = toRowIds(saved);
  const wanted = items.flatMap((account) => {
    const accountId = ids.get(account.id);
    if (!accountId) return [];
    return keysOf(account, country).map((key) => ({ key, accountId }));
  });
  await replaceKeys(tx, mirror, [...ids.values()], wanted);
  const kept = items.filter(({ id }) => !ids.has(id)).map(({ id }) => id);
  if (kept.length === 0) return ids;
  const here = and(eq(accounts.workspaceId, workspaceId), eq(accounts.directoryId, directoryId));
  const rest = await tx
    .select({ id: accounts.id, recordId: accounts.objectId })
    .from(accounts)
    .where(and(here, inArray(accounts.objectId, kept)));
  return new Map([...ids, ...toRowIds(rest)]);
}

/** Most reads change nothing: keeps what is right, drops what no longer is, adds what is new. Two statements for any number of keys. */
async function replaceKeys(
  tx: Tx,
  { workspaceId, directoryId }: DirectoryMirror,
  accountIds: string[],
  wanted: { key: string; accountId: string }[],
) {
  const keys = sql.param(wanted.map(({ key }) => key));
  const owners = sql.param(wanted.map(({ accountId }) => accountId));
  const pairs = sql`unnest(${keys}::text[], ${owners}::uuid[]) as wanted (key, account_id)`;
  await tx.execute(sql`
    delete from ${accountKeys}
    where ${accountKeys.workspaceId} = ${workspaceId}
      and ${accountKeys.accountId} = any(${sql.param(accountIds)}::uuid[])
      and (${accountKeys.key}, ${accountKeys.accountId}) not in (select wanted.key, wanted.account_id from ${pairs})`);
  await tx.execute(sql`
    insert into ${accountKeys} (workspace_id, directory_id, key, account_id)
    select ${workspaceId}::uuid, ${directoryId}::uuid, wanted.key, wanted.account_id from ${pairs}
    on conflict do nothing`);
}

/** Row ids of the records named, where they are in the mirror. */
export async function rowIds(
  tx: Tx,
  table: typeof companies | typeof contacts,
  { workspaceId, connectionId }: PsaMirror,
  recordIds: string[],
): Promise<RowIds> {
  const wanted = [...new Set(recordIds)];
  if (wanted.length === 0) return new Map();
  const rows = await tx
    .select({ id: table.id, recordId: table.recordId })
    .from(table)
    .where(
      and(eq(table.workspaceId, workspaceId), eq(table.connectionId, connectionId), inArray(table.recordId, wanted)),
    );
  return toRowIds(rows);
}

function toRowIds(rows: { id: string; recordId: string }[]): RowIds {
  return new Map(rows.map(({ id, recordId }) => [recordId, id]));
}

/** `set` of an upsert: every column takes the new value, except our row's own identity. */
function replaced(table: PgTable, kept: string[] = []): Record<string, SQL> {
  const own = new Set(['workspaceId', 'connectionId', 'directoryId', 'recordId', 'objectId', 'id', ...kept]);
  const columns = Object.entries(getTableColumns(table)).filter(([name]) => !own.has(name));
  return Object.fromEntries(columns.map(([name, column]) => [name, sql.raw(`excluded."${column.name}"`)]));
}

/**
 * A row that was seen since a read began stays as it was seen: the pages of a long read may be older than what a
 * lookup, an import or a create has stored meanwhile. So `seen_at` never moves back either, by which a full read knows
 * what it did not find.
 */
function notOlder(table: PgTable & { seenAt: PgColumn }): SQL {
  return sql`excluded.seen_at >= ${table.seenAt}`;
}
