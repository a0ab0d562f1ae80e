import { z } from 'zod';

/** NUL is legal in JSON and in no PostgreSQL text, so it goes here, where strangers' text comes in. */
const Text = z.string().transform((text) => text.replaceAll('\0', ''));
const MaybeText = Text.nullish();
const Id = z
  .string()
  .min(1)
  .refine((id) => !id.includes('\0'));

/**
 * https://learn.microsoft.com/graph/api/resources/user: the properties we use. Graph leaves most of them out unless they
 * are asked for by `$select`, and leaves out of a delta what never had a value.
 */
export const GraphUser = z.object({
  id: Id,
  userPrincipalName: MaybeText,
  displayName: MaybeText,
  givenName: MaybeText,
  surname: MaybeText,
  mail: MaybeText,
  otherMails: z.array(Text).nullish(),
  proxyAddresses: z.array(Text).nullish(),
  businessPhones: z.array(Text).nullish(),
  mobilePhone: MaybeText,
  jobTitle: MaybeText,
  department: MaybeText,
  accountEnabled: z.boolean().nullish(),
  userType: MaybeText,
  isResourceAccount: z.boolean().nullish(),
  assignedLicenses: z.array(z.object({ skuId: MaybeText })).nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  onPremisesImmutableId: MaybeText,
  onPremisesExtensionAttributes: z.object({ extensionAttribute15: MaybeText }).nullish(),
  createdDateTime: MaybeText,
});
export type GraphUser = z.infer<typeof GraphUser>;

/** What every read asks for: exactly what the schema above knows. */
export const USER_FIELDS = Object.keys(GraphUser.shape) as (keyof GraphUser)[];
export const SELECT = USER_FIELDS.join(',');

const links = { '@odata.nextLink': z.string().nullish(), '@odata.deltaLink': z.string().nullish() };

/** https://learn.microsoft.com/graph/paging */
export const UserPage = z.object({ value: z.array(GraphUser), ...links });
export type UserPage = z.infer<typeof UserPage>;

const Removed = z.object({ id: Id, '@removed': z.object({ reason: z.string().nullish() }) });
/** https://learn.microsoft.com/graph/delta-query-users. An item that is gone says only its id and why. */
export const DeltaPage = z.object({ value: z.array(z.union([Removed, GraphUser])), ...links });

/** https://learn.microsoft.com/graph/api/resources/organization */
export const Organizations = z.object({
  value: z
    .array(
      z.object({
        id: Id,
        displayName: MaybeText,
        countryLetterCode: MaybeText,
        onPremisesSyncEnabled: z.boolean().nullish(),
        verifiedDomains: z.array(z.object({ name: MaybeText })).nullish(),
      }),
    )
    .min(1),
});
export type Organization = z.infer<typeof Organizations>['value'][number];

/** https://learn.microsoft.com/graph/api/resources/domain: the id is the domain's name. */
export const Domains = z.object({
  value: z.array(z.object({ id: Id, isVerified: z.boolean().nullish(), authenticationType: MaybeText })),
});

/** https://learn.microsoft.com/graph/api/resources/unifiedroleassignment */
export const RoleAssignments = z.object({ value: z.array(z.object({ principalId: MaybeText })), ...links });

/** https://learn.microsoft.com/graph/json-batching: each answer has a status of its own. */
export const BatchAnswer = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number().int(),
      headers: z.record(z.string(), z.union([z.string(), z.number()])).nullish(),
      body: z.unknown(),
    }),
  ),
});

/** https://learn.microsoft.com/graph/errors */
export const GraphError = z.object({
  error: z.object({
    code: z.string(),
    message: MaybeText,
    details: z.array(z.object({ code: MaybeText, target: MaybeText })).nullish(),
    innerError: z.object({ 'request-id': MaybeText }).nullish(),
  }),
});

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow */
export const TokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive() });
export const TokenError = z.object({
  error: z.string(),
  error_description: MaybeText,
  error_codes: z.array(z.number()).nullish(),
});
