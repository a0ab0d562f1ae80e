import { randomUUID } from 'node:crypto';
import type { Ctx } from '@counterpart/server/context.ts';
import {
  accounts,
  companies,
  companyLinks,
  connections,
  contacts,
  directories,
} from '@counterpart/server/db/schema/index.ts';
import type { Sql } from 'postgres';

export interface Customer {
  company: string;
  directory: string;
  companyLink: string;
  contacts: string[];
  accounts: string[];
}

/** A company with so many people on both sides, straight into the mirror: for tests of decisions, which read no provider. */
export async function addCustomer(ctx: Ctx, size: { contacts: number; accounts: number }): Promise<Customer> {
  const { workspaceId } = ctx;
  const [psa, identity, company, directory, companyLink] = [0, 0, 0, 0, 0].map(() => randomUUID()) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const ids = (count: number) => Array.from({ length: count }, () => randomUUID());
  const made = { company, directory, companyLink, contacts: ids(size.contacts), accounts: ids(size.accounts) };
  const settings = { domains: [], country: null };
  const sync = { state: 'done', progress: {}, startedAt: null, finishedAt: null, error: null } as const;
  const record = { workspaceId, connectionId: psa, active: true };
  await ctx.db.inWorkspace(workspaceId, async (tx) => {
    const identityRow = {
      workspaceId,
      id: identity,
      side: 'identity',
      provider: 'builtin',
      name: 'Ours',
      settings,
      sync,
    } as const;
    await tx.insert(connections).values([identityRow, { ...identityRow, id: psa, side: 'psa', provider: 'halopsa' }]);
    await tx
      .insert(directories)
      .values({ workspaceId, id: directory, connectionId: identity, remoteId: directory, name: 'Ours' });
    await tx.insert(companies).values({ ...record, id: company, recordId: company, name: 'A customer' });
    await tx.insert(companyLinks).values({
      ...{ workspaceId, id: companyLink, companyId: company, directoryId: directory },
      linkedBy: ctx.technician.id,
    });
    for (const [index, id] of made.contacts.entries()) {
      const name = { name: `Person ${index}`, firstName: 'Person', lastName: String(index) };
      const rest = { phones: [], platformIds: {}, kind: 'person' as const, emails: [`p${index}@ours.example`] };
      await tx.insert(contacts).values({ ...record, id, recordId: id, companyId: company, ...name, ...rest });
    }
    for (const [index, id] of made.accounts.entries()) {
      const name = {
        username: `p${index}@ours.example`,
        displayName: `Person ${index}`,
        givenName: 'Person',
        familyName: String(index),
      };
      const rest = {
        phones: [],
        enabled: true,
        kind: 'member' as const,
        admin: false,
        synced: false,
        emails: [`p${index}@ours.example`],
      };
      await tx.insert(accounts).values({ workspaceId, directoryId: directory, id, objectId: id, ...name, ...rest });
    }
  });
  return made;
}

/** What is decided about the contacts of a company, as rows: open links, standing decisions, versions. */
export async function decidedIn(sql: Sql, company: string) {
  const contactRows = await sql<
    { id: string; version: number }[]
  >`select id, version from contacts where company_id = ${company}`;
  const links = await sql<{ id: string; contact_id: string; account_id: string; is_primary: boolean }[]>`
    select id, contact_id, account_id, is_primary from links where company_id = ${company} and ended_at is null
    order by linked_at, id`;
  const standing = await sql<{ id: string; kind: string; contact_id: string; account_id: string | null }[]>`
    select d.id, d.kind, d.contact_id, d.account_id from decisions d join contacts c on c.id = d.contact_id
    where c.company_id = ${company} and d.undone_at is null and d.kind in ('rejected', 'ignored') order by d.created_at`;
  return {
    versions: new Map(contactRows.map(({ id, version }) => [id, version])),
    links: [...links],
    standing: [...standing],
  };
}
