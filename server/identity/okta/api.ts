import { z } from 'zod';

/** NUL is legal in JSON and in no PostgreSQL text, so it goes here, where strangers' text comes in. */
const Text = z.string().transform((text) => text.replaceAll('\0', ''));
const MaybeText = Text.nullish();
const Id = z
  .string()
  .min(1)
  .refine((id) => !id.includes('\0'));

/** https://developer.okta.com/docs/reference/api/users/: the parts we use. Profiles hold further properties of each company's own. */
export const OktaUser = z.object({
  id: Id,
  /** One that we do not know is taken for an account that may sign in: Okta adds states, and never a way to be locked out. */
  status: Text,
  created: MaybeText,
  lastUpdated: MaybeText,
  profile: z.object({
    login: Text.pipe(z.string().min(1)),
    email: MaybeText,
    secondEmail: MaybeText,
    firstName: MaybeText,
    lastName: MaybeText,
    displayName: MaybeText,
    primaryPhone: MaybeText,
    mobilePhone: MaybeText,
    title: MaybeText,
    department: MaybeText,
    profileUrl: MaybeText,
  }),
  credentials: z.object({ provider: z.object({ type: MaybeText }).nullish() }).nullish(),
});
export type OktaUser = z.infer<typeof OktaUser>;
export const OktaUsers = z.array(OktaUser);

/** https://developer.okta.com/docs/reference/error-codes/ */
export const OktaError = z.object({
  errorCode: z.string(),
  errorSummary: MaybeText,
  errorId: MaybeText,
  errorCauses: z.array(z.object({ errorSummary: MaybeText })).nullish(),
});
