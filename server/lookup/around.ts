import type { PageRef } from '@counterpart/shared/page.ts';
import type { PsaId } from '@counterpart/shared/providers.ts';
import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Tx } from '../db/client.ts';
import { contacts } from '../db/schema/index.ts';
import { statementBy } from '../db/statement.ts';
import { selectDirectories } from './directories.ts';
import { selectIgnored, selectLinks } from './linked.ts';
import { contactOf, keyOf, type OfPage, pointerOf } from './record.ts';

/** What hangs on the page's contact: the decision against it, its company's directories, its links. */
export type Around = Awaited<ReturnType<ReturnType<typeof aroundContactOf>>>;

/**
 * Asked by the page's own pointer, so that it travels with the question for the record itself. It means nothing
 * before the record was found on one connection, and is nothing on a company's page, which has no contact.
 */
export async function findAround(tx: Tx, workspaceId: string, page: PageRef): Promise<Around> {
  const key = keyOf(page);
  if (key === 'company') return { ignored: [], directories: [], links: [] };
  return READERS[key](tx, page.psa, pointerOf(workspaceId, page));
}

const READERS = {
  ticket: aroundContactOf('ticket'),
  ticketByNumber: aroundContactOf('ticketByNumber'),
  contact: aroundContactOf('contact'),
};

function aroundContactOf(key: 'ticket' | 'ticketByNumber' | 'contact') {
  const itsContact =
    (tx: Tx, value: OfPage, psa: PsaId, wanted: PgColumn) =>
    (column: PgColumn): SQL =>
      sql`${column} = ${contactOf(tx, value, psa, key, wanted)}`;
  const ignoredBy = statementBy((tx, value: OfPage, psa: PsaId) =>
    selectIgnored(tx, value('workspaceId'), itsContact(tx, value, psa, contacts.id)),
  );
  const directoriesOf = statementBy((tx, value: OfPage, psa: PsaId) =>
    selectDirectories(tx, value('workspaceId'), itsContact(tx, value, psa, contacts.companyId)),
  );
  const linksOf = statementBy((tx, value: OfPage, psa: PsaId) =>
    selectLinks(tx, value('workspaceId'), itsContact(tx, value, psa, contacts.id)),
  );
  return async (tx: Tx, psa: PsaId, pointer: ReturnType<typeof pointerOf>) => {
    const [ignored, directories, links] = await Promise.all([
      ignoredBy(tx, psa, pointer),
      directoriesOf(tx, psa, pointer),
      linksOf(tx, psa, pointer),
    ]);
    return { ignored, directories, links };
  };
}
