const BASE = 'https://www.googleapis.com/auth/';

/** What a customer grants us. https://developers.google.com/workspace/admin/directory/v1/guides/authorizing */
export const SCOPES = {
  readUsers: `${BASE}admin.directory.user.readonly`,
  writeUsers: `${BASE}admin.directory.user`,
  readDomains: `${BASE}admin.directory.domain.readonly`,
  readCustomer: `${BASE}admin.directory.customer.readonly`,
} as const;
export type Scope = (typeof SCOPES)[keyof typeof SCOPES];

const KNOWING: Scope[] = [SCOPES.readDomains, SCOPES.readCustomer];

/**
 * Google grants all the scopes of one request or none, and a customer may have granted reading alone: writing is asked
 * for first, reading where that is refused.
 */
export const GRANTS: Scope[][] = [
  [SCOPES.writeUsers, ...KNOWING],
  [SCOPES.readUsers, ...KNOWING],
];

/** Whether what was granted is enough for what needs the scope: who may write may read. */
export function covers(granted: readonly string[], scope: Scope): boolean {
  return granted.includes(scope) || (scope === SCOPES.readUsers && granted.includes(SCOPES.writeUsers));
}
