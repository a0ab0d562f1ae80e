import type { PageRef } from '@counterpart/shared/page.ts';
import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Tx } from '../db/client.ts';
import { contacts } from '../db/schema/index.ts';
import { statement } from '../db/statement.ts';
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
  return READERS[key](tx, pointerOf(workspaceId, page));
}

const READERS = {
  ticket: aroundContactOf('ticket'),
  ticketByNumber: aroundContactOf('ticketByNumber'),
  contact: aroundContactOf('contact'),
};

function aroundContactOf(key: 'ticket' | 'ticketByNumber' | 'contact') {
  const amongPages =
    (tx: Tx, value: OfPage, wanted: PgColumn) =>
    (column: PgColumn): SQL =>
      sql`${column} = any(array${contactOf(tx, value, key, wanted)})`;
  const ignoredBy = statement((tx, value: OfPage) =>
    selectIgnored(tx, value('workspaceId'), amongPages(tx, value, contacts.id)),
  );
  const directoriesOf = statement((tx, value: OfPage) =>
    selectDirectories(tx, value('workspaceId'), amongPages(tx, value, contacts.companyId)),
  );
  const linksOf = statement((tx, value: OfPage) =>
    selectLinks(tx, value('workspaceId'), amongPages(tx, value, contacts.id)),
  );
  return async (tx: Tx, pointer: ReturnType<typeof pointerOf>) => {
    const [ignored, directories, links] = await Promise.all([
      ignoredBy(tx, pointer),
      directoriesOf(tx, pointer),
      linksOf(tx, pointer),
    ]);
    return { ignored, directories, links };
  };
}
