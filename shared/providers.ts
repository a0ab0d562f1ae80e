import { z } from 'zod';

/**
 * The PSAs and identity platforms Counterpart knows. Every registry is a `Record` over one of these lists,
 * so adding a slug makes the compiler name each place that still lacks it.
 */
export const PSA_IDS = ['halopsa', 'autotask', 'connectwise'] as const;
export const IDENTITY_IDS = ['entra', 'ad', 'google', 'okta', 'scim', 'builtin'] as const;

export const PsaId = z.enum(PSA_IDS);
export type PsaId = z.infer<typeof PsaId>;
export const IdentityId = z.enum(IDENTITY_IDS);
export type IdentityId = z.infer<typeof IdentityId>;
