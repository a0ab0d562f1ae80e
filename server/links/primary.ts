import { and, asc, desc, eq } from 'drizzle-orm';
import type { Tx } from '../db/client.ts';
import { links } from '../db/schema/index.ts';
import type { ContactRow } from '../lookup/cards.ts';
import { openLinks } from './link-contact.ts';

/** A contact with open links has one primary: where it ended, the oldest of the others takes its place. */
export async function keepOnePrimary(tx: Tx, contact: ContactRow): Promise<void> {
  const [first] = await tx
    .select({ id: links.id, primary: links.primary })
    .from(links)
    .where(openLinks(contact))
    .orderBy(desc(links.primary), asc(links.linkedAt))
    .limit(1);
  if (!first || first.primary) return;
  await tx
    .update(links)
    .set({ primary: true })
    .where(and(openLinks(contact), eq(links.id, first.id)));
}
