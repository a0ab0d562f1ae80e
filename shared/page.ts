import { z } from 'zod';
import { PsaId } from './providers.ts';

export const PageKind = z.enum(['ticket', 'contact', 'company']);
export type PageKind = z.infer<typeof PageKind>;

/** PSA record ids are digits in all three PSAs; the length stops nonsense before a database sees it. */
export const RecordId = z.string().regex(/^\d{1,18}$/, 'a record id is 1 to 18 digits');
const RecordNumber = z
  .string()
  .regex(/^[A-Za-z0-9._:-]{1,40}$/, 'a ticket number has at most 40 letters, digits, dots');

/**
 * All that a page may say about itself: a pointer, never a fact about a person.
 * Strict, because the page is written by strangers: an extra field is refused, not ignored.
 */
export const PageRef = z.strictObject({
  psa: PsaId,
  host: z
    .string()
    .regex(/^[a-z0-9.-]+(:\d{1,5})?$/)
    .max(255),
  kind: PageKind,
  id: RecordId.nullable(),
  number: RecordNumber.nullable(),
});
export type PageRef = z.infer<typeof PageRef>;

/** What the page shows, used only to notice that it shows something else than the PSA's API says. */
export const Hints = z.strictObject({
  number: RecordNumber.optional(),
  requesterEmail: z.string().max(320).optional(),
  requesterName: z.string().max(200).optional(),
});
export type Hints = z.infer<typeof Hints>;

/** One record, one key: panels, caches and messages of another key are stale. */
export function pageKey(page: PageRef): string {
  return [page.psa, page.host, page.kind, page.id ?? `#${page.number ?? '?'}`].join('|');
}
