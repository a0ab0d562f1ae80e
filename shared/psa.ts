import { z } from 'zod';

/** The PSA's records in our words. Ids are strings: two of the three PSAs count, one has GUIDs. */
export const Company = z.object({
  id: z.string(),
  name: z.string(),
  /** Mail or web domains the PSA itself keeps for the company, lower case. */
  domains: z.array(z.string()),
  /** ISO 3166-1 alpha-2, for reading phone numbers; null where the PSA does not say. */
  country: z.string().length(2).nullable(),
  /** Directory tenants the PSA already ties to the company (Entra tenant ids). */
  tenantIds: z.array(z.string()),
  active: z.boolean(),
});
export type Company = z.infer<typeof Company>;

export const Site = z.object({
  id: z.string(),
  companyId: z.string(),
  name: z.string(),
  domain: z.string().nullable(),
  active: z.boolean(),
});
export type Site = z.infer<typeof Site>;

/** Ids of the same human in identity platforms that the PSA already stores: a join key, stronger than any comparison. */
export const PlatformIds = z.object({
  entra: z.string().optional(),
  entraTenant: z.string().optional(),
  activeDirectory: z.string().optional(),
  google: z.string().optional(),
  okta: z.string().optional(),
  /** The place where Counterpart or another tool wrote a directory's object id. */
  external: z.string().optional(),
});
export type PlatformIds = z.infer<typeof PlatformIds>;

export const Phone = z.object({
  kind: z.enum(['work', 'mobile', 'home', 'other']),
  /** As typed; normalising is the matcher's work. */
  value: z.string(),
});
export type Phone = z.infer<typeof Phone>;

/** `general` is a company's placeholder for "nobody in particular" (HaloPSA's General User); `service` is no human. */
export const ContactKind = z.enum(['person', 'general', 'service']);
export type ContactKind = z.infer<typeof ContactKind>;

export const Contact = z.object({
  id: z.string(),
  companyId: z.string(),
  siteId: z.string().nullable(),
  name: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  emails: z.array(z.string()),
  phones: z.array(Phone),
  login: z.string().nullable(),
  platformIds: PlatformIds,
  kind: ContactKind,
  active: z.boolean(),
});
export type Contact = z.infer<typeof Contact>;

/** Who a ticket came from in its own words, which may be somebody else than its contact; null where it does not say. */
export const TicketSender = z.object({
  name: z.string().nullable(),
  email: z.string().nullable(),
  /** Where the first mail asked for the answer to go. */
  replyTo: z.string().nullable(),
  /** As typed, or as the telephone system wrote it. */
  phone: z.string().nullable(),
  /** Whom the ticket names besides its contact, where one acts for the other: a name or an address. */
  onBehalfOf: z.string().nullable(),
});
export type TicketSender = z.infer<typeof TicketSender>;

export const Ticket = z.object({
  id: z.string(),
  /** What people say on the phone; equals the id in HaloPSA. */
  number: z.string(),
  summary: z.string(),
  companyId: z.string().nullable(),
  contactId: z.string().nullable(),
  sender: TicketSender,
});
export type Ticket = z.infer<typeof Ticket>;

/** What a technician may change or create on the PSA side. Absent: untouched. Blank never overwrites. */
export const ContactDraft = z.object({
  companyId: z.string(),
  siteId: z.string().nullable(),
  firstName: z.string(),
  lastName: z.string(),
  email: z.string().nullable(),
  phones: z.array(Phone),
});
export type ContactDraft = z.infer<typeof ContactDraft>;
export const ContactChanges = ContactDraft.omit({ companyId: true }).partial().extend({
  active: z.boolean().optional(),
  platformIds: PlatformIds.optional(),
});
export type ContactChanges = z.infer<typeof ContactChanges>;
