import type { Session } from '@counterpart/shared/api.ts';

const RANK = { technician: 0, lead: 1, admin: 2 } as const;

/** Only what to show: the server decides each time what a role may do. */
export function isAtLeast(session: Session | null, role: Session['technician']['role']): boolean {
  return session !== null && RANK[session.technician.role] >= RANK[role];
}
