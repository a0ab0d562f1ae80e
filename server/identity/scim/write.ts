import type { Account, AccountChange } from '@counterpart/shared/identity.ts';
import type { Phone } from '@counterpart/shared/psa.ts';
import { ENTERPRISE_USER, type ScimUser } from './api.ts';
import { isOurPhone } from './map.ts';

/** One attribute to set, by its names from the outside in; null takes it away. */
export interface ScimChange {
  at: [string] | [string, string];
  value: unknown;
}

/** What to set so that the user becomes what is wanted. Lists are written whole, with what of them we do not show. */
export function toChanges(before: ScimUser, wanted: AccountChange): ScimChange[] {
  const { email, phones, ...texts } = wanted;
  const changes: ScimChange[] = [];
  for (const field of ['username', 'displayName', 'givenName', 'familyName', 'title', 'department'] as const) {
    if (texts[field] !== undefined) changes.push({ at: PLACES[field], value: texts[field] || null });
  }
  if (email !== undefined) changes.push({ at: ['emails'], value: emailsWith(before, email) });
  if (phones !== undefined) changes.push({ at: ['phoneNumbers'], value: phonesWith(before, phones) });
  return changes;
}

const PLACES = {
  username: ['userName'],
  displayName: ['displayName'],
  givenName: ['name', 'givenName'],
  familyName: ['name', 'familyName'],
  title: ['title'],
  department: [ENTERPRISE_USER, 'department'],
} as const satisfies Record<string, ScimChange['at']>;

/** The path as PATCH names it: https://datatracker.ietf.org/doc/html/rfc7644#section-3.10. */
export function pathOf({ at }: ScimChange): string {
  return at[0] === ENTERPRISE_USER ? at.join(':') : at.join('.');
}

/** The changes inside a user, for services that take no paths, or only whole users. */
export function applyChanges(user: Record<string, unknown>, changes: ScimChange[]): Record<string, unknown> {
  const changed = structuredClone(user);
  for (const { at, value } of changes) {
    const [outer, inner] = at;
    if (inner === undefined) changed[outer] = value;
    else changed[outer] = { ...(changed[outer] as object | undefined), [inner]: value };
  }
  const enterprise = changes.some(({ at }) => at[0] === ENTERPRISE_USER);
  if (enterprise && Array.isArray(changed.schemas)) {
    changed.schemas = [...new Set([...(changed.schemas as unknown[]), ENTERPRISE_USER])];
  }
  return changed;
}

/** Whether the account is what was wanted: some services accept what they then ignore. */
export function isAsWanted(account: Account, { email, phones, ...texts }: AccountChange): boolean {
  const sameTexts = Object.entries(texts).every(
    ([field, value]) => (account[field as keyof typeof texts] ?? '') === (value ?? ''),
  );
  const samePhones = phones === undefined || JSON.stringify(account.phones) === JSON.stringify(phones);
  const first = account.emails[0]?.toLowerCase() ?? null;
  return sameTexts && samePhones && (!email || first === email.toLowerCase());
}

/** The new address takes the place of the first one; aliases stay. */
function emailsWith(before: ScimUser, email: string | null): Record<string, unknown>[] | null {
  const known = (before.emails ?? []).filter(({ value }) => value);
  const at = Math.max(
    0,
    known.findIndex(({ primary }) => String(primary).toLowerCase() === 'true'),
  );
  const others = known.filter(({ value }, index) => index !== at && value?.toLowerCase() !== email?.toLowerCase());
  const first = email === null ? [] : [{ type: known[at]?.type ?? 'work', value: email, primary: true }];
  return listOrNull([...first, ...others.map(({ value, type }) => ({ value, ...(type ? { type } : {}) }))]);
}

/** A fax number is none that we show, so none that we take away. */
function phonesWith(before: ScimUser, phones: Phone[]): Record<string, unknown>[] | null {
  const hidden = (before.phoneNumbers ?? []).filter((phone) => !isOurPhone(phone));
  return listOrNull([
    ...phones.map(({ kind, value }) => ({ type: kind, value })),
    ...hidden.map(({ value, type }) => ({ value, type })),
  ]);
}

function listOrNull(list: Record<string, unknown>[]): Record<string, unknown>[] | null {
  return list.length > 0 ? list : null;
}
