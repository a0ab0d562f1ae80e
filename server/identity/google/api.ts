import { z } from 'zod';

/** NUL is legal in JSON and in no PostgreSQL text, so it goes here, where strangers' text comes in. */
const Text = z.string().transform((text) => text.replaceAll('\0', ''));
const MaybeText = Text.nullish();
const Id = z
  .string()
  .min(1)
  .refine((id) => !id.includes('\0'));

const Email = z.object({ address: MaybeText, type: MaybeText, primary: z.boolean().nullish() });
const PhoneNumber = z.looseObject({ value: MaybeText, type: MaybeText, primary: z.boolean().nullish() });
export type PhoneNumber = z.infer<typeof PhoneNumber>;
const Organization = z.looseObject({ title: MaybeText, department: MaybeText, primary: z.boolean().nullish() });
export type Organization = z.infer<typeof Organization>;
const ExternalId = z.looseObject({ value: MaybeText, type: MaybeText, customType: MaybeText });

/**
 * https://developers.google.com/workspace/admin/directory/reference/rest/v1/users: the properties we use. Those lists
 * that a change sends back whole keep what we do not know of their entries.
 */
export const GoogleUser = z.object({
  id: Id,
  customerId: MaybeText,
  primaryEmail: Text.pipe(z.string().min(1)),
  name: z
    .object({ givenName: MaybeText, familyName: MaybeText, fullName: MaybeText, displayName: MaybeText })
    .nullish(),
  aliases: z.array(Text).nullish(),
  nonEditableAliases: z.array(Text).nullish(),
  emails: z.array(Email).nullish(),
  phones: z.array(PhoneNumber).nullish(),
  organizations: z.array(Organization).nullish(),
  externalIds: z.array(ExternalId).nullish(),
  suspended: z.boolean().nullish(),
  archived: z.boolean().nullish(),
  isAdmin: z.boolean().nullish(),
  isDelegatedAdmin: z.boolean().nullish(),
  creationTime: MaybeText,
});
export type GoogleUser = z.infer<typeof GoogleUser>;

/** Asked for by every read, so that photographs, recovery addresses and the like are never sent to us. */
export const USER_FIELDS = Object.keys(GoogleUser.shape).join(',');

/** https://developers.google.com/workspace/admin/directory/reference/rest/v1/users/list. A page without users has none of the list. */
export const UserPage = z.object({ users: z.array(GoogleUser).nullish(), nextPageToken: MaybeText });
export type UserPage = z.infer<typeof UserPage>;

/** https://developers.google.com/workspace/admin/directory/reference/rest/v1/customers */
export const Customer = z.object({
  id: Id,
  postalAddress: z.object({ countryCode: MaybeText }).nullish(),
});
export type Customer = z.infer<typeof Customer>;

const DomainAlias = z.object({ domainAliasName: MaybeText, verified: z.boolean().nullish() });
/** https://developers.google.com/workspace/admin/directory/reference/rest/v1/domains */
export const Domains = z.object({
  domains: z
    .array(
      z.object({
        domainName: MaybeText,
        verified: z.boolean().nullish(),
        domainAliases: z.array(DomainAlias).nullish(),
      }),
    )
    .nullish(),
});

/** https://developers.google.com/workspace/admin/directory/v1/limits: `reason` is the only part that tells the kinds of a 403 apart. */
export const GoogleError = z.object({
  error: z.object({
    code: z.number().nullish(),
    message: MaybeText,
    errors: z.array(z.object({ reason: MaybeText, domain: MaybeText })).nullish(),
    details: z.array(z.object({ reason: MaybeText })).nullish(),
  }),
});

/** https://developers.google.com/identity/protocols/oauth2/service-account. `scope` comes with a refresh token only. */
export const TokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
  scope: z.string().nullish(),
});
export const TokenError = z.object({ error: z.string(), error_description: MaybeText });

/** The parts of a service account's key file that we use. `token_uri` is not one: a key goes nowhere a file says. */
export const KeyFile = z.object({
  type: z.literal('service_account'),
  client_email: z.email(),
  private_key: z.string().min(1),
  private_key_id: z.string().min(1),
});
export type KeyFile = z.infer<typeof KeyFile>;
