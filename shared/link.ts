import { z } from 'zod';

export const VERDICTS = ['certain', 'likely', 'ambiguous', 'none'] as const;
export const Verdict = z.enum(VERDICTS);
export type Verdict = z.infer<typeof Verdict>;

export const EVIDENCE_FIELDS = ['platform_id', 'email', 'phone', 'name', 'kind', 'enabled', 'age'] as const;
export const EvidenceField = z.enum(EVIDENCE_FIELDS);
export type EvidenceField = z.infer<typeof EvidenceField>;

/**
 * What a comparison found, as a code: the extension owns the sentence for each in every language,
 * and a code without a sentence does not compile there.
 */
export const EVIDENCE_RULES = [
  'platform_id_same',
  'platform_id_differs',
  'email_same',
  'email_alias_same',
  'email_local_part_same',
  'email_shared_mailbox',
  'email_differs',
  'email_name_differs',
  'phone_same',
  'phone_last_digits_same',
  'phone_main_line',
  'phone_differs',
  'name_same',
  'name_order',
  'name_accents',
  'name_nickname',
  'name_initial',
  'name_typo',
  'name_family_only',
  'name_given_only',
  'name_changed',
  'name_differs',
  'account_guest',
  'account_shared',
  'account_service',
  'account_admin',
  'account_disabled',
  'account_newer',
] as const;
export const EvidenceRule = z.enum(EVIDENCE_RULES);
export type EvidenceRule = z.infer<typeof EvidenceRule>;

/** One field compared. `bits` is log2(m/u): positive speaks for the pair, negative against it, 0 is only worth saying. */
export const Evidence = z.object({
  field: EvidenceField,
  rule: EvidenceRule,
  contactValue: z.string().nullable(),
  accountValue: z.string().nullable(),
  bits: z.number(),
  /** Rules out a link by itself, whatever the sum says. */
  conflict: z.boolean(),
});
export type Evidence = z.infer<typeof Evidence>;

/** A directory proposed for a company: why, and how sure. */
export const DIRECTORY_RULES = ['tenant_same', 'domain_same', 'contacts_domain', 'name_same', 'name_similar'] as const;
export const DirectoryReason = z.object({
  rule: z.enum(DIRECTORY_RULES),
  companyValue: z.string(),
  directoryValue: z.string(),
});
export type DirectoryReason = z.infer<typeof DirectoryReason>;

/** A technician's acts on a pair or a contact. Kept for ever; they outrank any score. */
export const DecisionKind = z.enum(['linked', 'unlinked', 'rejected', 'ignored', 'restored', 'requester_fixed']);
export type DecisionKind = z.infer<typeof DecisionKind>;
