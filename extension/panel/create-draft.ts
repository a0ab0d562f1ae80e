import type { AccountPlan, PlannedField } from '@counterpart/shared/api.ts';
import type { AccountDraft } from '@counterpart/shared/identity.ts';
import { z } from 'zod';

/** What the technician typed over the plan, by row, and the key under which it was sent. */
export const CreateDraft = z.object({
  directoryId: z.string(),
  typed: z.record(z.string(), z.string()),
  /** The key of the last sending and what was sent: the same words keep their key through every retry. */
  sent: z.object({ key: z.string(), body: z.string() }).nullable(),
  outboxId: z.string().nullable(),
});
export type CreateDraft = z.infer<typeof CreateDraft>;

export const emptyDraft = (directoryId: string): CreateDraft => ({
  directoryId,
  typed: {},
  sent: null,
  outboxId: null,
});

export interface Row {
  /** The field's name, and its place among several phones. */
  name: string;
  planned: PlannedField;
  value: string;
  problem: PlannedField['problem'];
  typed: boolean;
}

const NEEDED: readonly PlannedField['field'][] = ['username', 'displayName'];
const LOOKS_LIKE_EMAIL = z.email();

/**
 * The plan with what was typed over it. A typed value is judged here, so that nothing wrong is sent; what only the
 * directory knows (`taken`) stands until the value is another one.
 */
export function rowsOf(plan: AccountPlan, typed: CreateDraft['typed']): Row[] {
  return plan.fields.map((planned, index) => {
    const name = planned.field === 'phone' ? `phone ${index}` : planned.field;
    const value = typed[name] ?? planned.to;
    const changed = value !== planned.to;
    return {
      name,
      planned,
      value,
      typed: changed,
      problem: changed ? judge(planned.field, value, plan.directory.domains) : planned.problem,
    };
  });
}

function judge(field: PlannedField['field'], value: string, domains: readonly string[]): PlannedField['problem'] {
  const text = value.trim();
  if (text === '') return NEEDED.includes(field) ? 'missing' : null;
  if (field === 'email' && !LOOKS_LIKE_EMAIL.safeParse(text).success) return 'not_an_address';
  if (field !== 'username' || domains.length === 0) return null;
  const domain = text.split('@')[1]?.toLowerCase();
  return domain !== undefined && !domains.includes(domain) ? 'foreign_domain' : null;
}

/** What is sent: blank stays absent, phones keep the kind they have in the plan. */
export function draftOf(plan: AccountPlan, rows: readonly Row[]): AccountDraft {
  const text = (field: PlannedField['field'], without: string) =>
    rows.find((row) => row.planned.field === field)?.value.trim() ?? without;
  const phones = rows.filter((row) => row.planned.field === 'phone');
  return {
    username: text('username', plan.draft.username),
    displayName: text('displayName', plan.draft.displayName),
    givenName: text('givenName', plan.draft.givenName),
    familyName: text('familyName', plan.draft.familyName),
    email: text('email', plan.draft.email ?? '') || null,
    phones:
      phones.length === 0
        ? plan.draft.phones
        : phones.flatMap((row, index) => {
            const value = row.value.trim();
            return value ? [{ kind: plan.draft.phones[index]?.kind ?? 'work', value }] : [];
          }),
  };
}
