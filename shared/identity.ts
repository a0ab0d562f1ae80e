import { z } from 'zod';
import { Phone } from './psa.ts';

/** `shared` is a mailbox several people open, `service` no human; both are never a person's account. */
export const AccountKind = z.enum(['member', 'guest', 'shared', 'service']);
export type AccountKind = z.infer<typeof AccountKind>;

/** One identity record of a directory, in our words. `id` is the platform's immutable id (object id, GUID, SCIM id). */
export const Account = z.object({
  id: z.string(),
  /** What the person signs in with: UPN, userName, primary e-mail. */
  username: z.string(),
  displayName: z.string(),
  givenName: z.string(),
  familyName: z.string(),
  /** The mail attribute first, then every alias; as the platform has them. */
  emails: z.array(z.string()),
  phones: z.array(Phone),
  title: z.string().nullable(),
  department: z.string().nullable(),
  /** The record's place for somebody else's key; we write our correlation key there when we create. */
  externalId: z.string().nullable(),
  enabled: z.boolean(),
  kind: AccountKind,
  /** Holds an administrative role, as far as the platform says. */
  admin: z.boolean(),
  /** Cannot sign in after too many wrong passwords; null where the platform does not say. */
  locked: z.boolean().nullable(),
  /** Holds at least one licence; null where the platform has none or does not say. */
  licensed: z.boolean().nullable(),
  /** Kept by another directory that it is synchronised from: what is to change, changes there. */
  synced: z.boolean(),
  /**
   * The objectGUID, lower case, of the Active Directory object that this account is or is synchronised from: joins the
   * twins in two directories into one person. Null where there is none.
   */
  anchor: z.string().nullable(),
  /** ISO 8601; null where the platform does not say. */
  createdAt: z.string().nullable(),
});
export type Account = z.infer<typeof Account>;

/** What a platform says that knows neither locks nor licences and copies no other directory. */
export const NOT_KNOWN = {
  locked: null,
  licensed: null,
  synced: false,
  anchor: null,
} as const satisfies Partial<Account>;

/** A unit that holds accounts: an Entra tenant, an AD domain, a SCIM service, a built-in directory. */
export const RemoteDirectory = z.object({
  id: z.string(),
  name: z.string(),
  /** Domains the directory owns or uses, lower case. */
  domains: z.array(z.string()),
  country: z.string().length(2).nullable(),
});
export type RemoteDirectory = z.infer<typeof RemoteDirectory>;

export const AccountDraft = z.object({
  username: z.string().trim().min(1).max(256),
  displayName: z.string().trim().min(1).max(256),
  givenName: z.string().trim().max(128),
  familyName: z.string().trim().max(128),
  email: z.email().nullable(),
  phones: z.array(Phone).max(10),
});
export type AccountDraft = z.infer<typeof AccountDraft>;

/** The fields to change, and no others; a list stands for the whole list. */
export const AccountChange = AccountDraft.extend({
  title: z.string().trim().max(256).nullable(),
  department: z.string().trim().max(256).nullable(),
}).partial();
export type AccountChange = z.infer<typeof AccountChange>;
