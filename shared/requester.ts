import { z } from 'zod';

/**
 * What makes the ticket's contact doubtful as the one who asks, as a code: the extension owns the sentence for each in
 * every language, and a code without a sentence does not compile there.
 */
export const REQUESTER_RULES = [
  'unknown_sender',
  'general_user',
  'shared_mailbox',
  'sender_differs',
  'reply_to_differs',
  'on_behalf_of',
  'phone_differs',
] as const;
export const RequesterRule = z.enum(REQUESTER_RULES);
export type RequesterRule = z.infer<typeof RequesterRule>;

export const RequesterWarning = z.object({
  rule: RequesterRule,
  /** What the ticket says: an address, a number or a name; null where it says nothing, which is then the trouble. */
  ticketValue: z.string().nullable(),
  /** What the ticket's contact has instead. */
  contactValue: z.string().nullable(),
  /** Our row ids of the contacts that what the ticket says belongs to. */
  contactIds: z.array(z.uuid()),
});
export type RequesterWarning = z.infer<typeof RequesterWarning>;

/** What is done to make somebody the requester, in this order. */
export const FIX_STEPS = ['link', 'contact', 'note'] as const;
export const FixStepName = z.enum(FIX_STEPS);
export type FixStepName = z.infer<typeof FixStepName>;
