import type { DirectoryReason, EvidenceField, EvidenceRule, Verdict } from '@counterpart/shared/link.ts';

/** Each comparison's finding as a sentence for people. A code without a sentence does not compile. */
const rule = {
  platform_id_same: 'The PSA already holds this account’s own id',
  platform_id_differs: 'The PSA holds the id of another account',
  email_same: 'Same e-mail address',
  email_alias_same: 'The contact’s e-mail is an alias of the account',
  email_local_part_same: 'Same name before the @, another domain',
  email_shared_mailbox: 'The e-mail belongs to a shared mailbox',
  email_differs: 'The e-mail addresses differ',
  email_name_differs: 'The e-mail carries another person’s name',
  phone_same: 'Same phone number',
  phone_last_digits_same: 'The last digits of the phone numbers agree',
  phone_main_line: 'They share the main line, as many people here do',
  phone_differs: 'The phone numbers differ',
  name_same: 'Same name',
  name_order: 'Same name in another order',
  name_accents: 'Same name, written with other accents',
  name_nickname: 'A short form of the same first name',
  name_initial: 'Same family name, the first name is an initial',
  name_typo: 'Nearly the same name, one slip of the keyboard apart',
  name_family_only: 'Only the family name agrees',
  name_given_only: 'Only the first name agrees',
  name_changed: 'The family name changed, the rest agrees',
  name_differs: 'The names differ',
  account_guest: 'A guest from another organisation',
  account_shared: 'A mailbox that several people open',
  account_service: 'A service account, not a person',
  account_admin: 'Holds an administrator role',
  account_disabled: 'The account is disabled',
  account_newer: 'The account was created this week',
} as const satisfies Record<EvidenceRule, string>;

const field = {
  platform_id: 'Stored id',
  email: 'E-mail',
  phone: 'Phone',
  name: 'Name',
  kind: 'Kind of account',
  enabled: 'Enabled',
  age: 'Age of the account',
} as const satisfies Record<EvidenceField, string>;

const verdict = {
  certain: { say: 'Certain', more: 'Strong evidence and nothing against it' },
  likely: { say: 'Likely', more: 'Good evidence, worth a look before you link' },
  ambiguous: { say: 'Could be', more: 'Several accounts fit, or something speaks against it: you decide' },
  none: { say: 'Unlikely', more: 'Hardly any evidence' },
} as const satisfies Record<Verdict, { say: string; more: string }>;

const directory = {
  tenant_same: 'The PSA names this tenant for the company: {{companyValue}}',
  domain_same: 'Same domain: {{companyValue}}',
  contacts_domain: 'Most contacts write from {{directoryValue}}',
  name_same: 'Same name: {{directoryValue}}',
  name_similar: 'Similar name: {{directoryValue}}',
} as const satisfies Record<DirectoryReason['rule'], string>;

export const evidence = { rule, field, verdict, directory } as const;
