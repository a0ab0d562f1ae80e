import { z } from 'zod';
import { useDraft } from './drafts.ts';

/** What was sent last, until it has an end; it outlives the record it was sent from. */
export const SentFix = z.object({ outboxId: z.string(), undoing: z.boolean() });
export type SentFix = z.infer<typeof SentFix>;
export const useSentFix = () => useDraft('', 'fix', SentFix);
