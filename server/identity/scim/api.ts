import { z } from 'zod';

/** NUL is legal in JSON and in no PostgreSQL text, so it goes here, where strangers' text comes in. */
const Text = z.string().transform((text) => text.replaceAll('\0', ''));
/** Servers leave an absent attribute out, send null, or send "". */
const MaybeText = Text.nullish();
const Id = z
  .string()
  .min(1)
  .refine((id) => !id.includes('\0'));

const Plural = z.object({
  value: MaybeText,
  display: MaybeText,
  type: MaybeText,
  primary: z.union([z.boolean(), z.string()]).nullish(),
});

export const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** https://datatracker.ietf.org/doc/html/rfc7643#section-4.1: the attributes we use; any other is let by. */
export const ScimUser = z.object({
  id: Id,
  externalId: MaybeText,
  userName: Text.pipe(z.string().min(1)),
  displayName: MaybeText,
  name: z.object({ formatted: MaybeText, givenName: MaybeText, familyName: MaybeText }).nullish(),
  title: MaybeText,
  userType: MaybeText,
  /** Some servers send the booleans as the words. Absent means active: the attribute is optional. */
  active: z.union([z.boolean(), z.enum(['true', 'false', 'True', 'False'])]).nullish(),
  emails: z.array(Plural).nullish(),
  phoneNumbers: z.array(Plural).nullish(),
  roles: z.array(z.union([Plural, Text])).nullish(),
  meta: z.object({ created: MaybeText }).nullish(),
  [ENTERPRISE_USER]: z.object({ department: MaybeText }).nullish(),
});
export type ScimUser = z.infer<typeof ScimUser>;

/**
 * https://datatracker.ietf.org/doc/html/rfc7644#section-3.4.2 and, for `nextCursor`,
 * https://datatracker.ietf.org/doc/html/rfc9865. `Resources` may be left out when there are none.
 */
export const ScimList = z.object({
  totalResults: z.number().int().nonnegative().nullish(),
  Resources: z.array(ScimUser).nullish(),
  nextCursor: z.string().nullish(),
});
export type ScimList = z.infer<typeof ScimList>;

/** https://datatracker.ietf.org/doc/html/rfc7643#section-5 */
export const ServiceProviderConfig = z.object({
  patch: z.object({ supported: z.boolean() }).nullish(),
  pagination: z.object({ cursor: z.boolean().nullish(), index: z.boolean().nullish() }).nullish(),
});
export type ServiceProviderConfig = z.infer<typeof ServiceProviderConfig>;

/** https://datatracker.ietf.org/doc/html/rfc7644#section-3.12 */
export const ScimError = z.object({
  schemas: z.array(z.literal('urn:ietf:params:scim:api:messages:2.0:Error')).min(1),
  scimType: z.string().nullish(),
});
