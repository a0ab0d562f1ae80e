import type { Role } from '@counterpart/shared/api.ts';

/** What a route may ask for. A role has what it names and all that the roles before it have. */
const GRANTS = {
  technician: ['lookup:read', 'links:write', 'accounts:read', 'accounts:create', 'session:own'],
  lead: ['companies:link', 'connections:read', 'technicians:pair'],
  admin: ['connections:write', 'technicians:pair_admin'],
} as const satisfies Record<Role, readonly string[]>;

export type Permission = (typeof GRANTS)[Role][number];

const ORDER: Role[] = ['technician', 'lead', 'admin'];

export function allows(role: Role, permission: Permission): boolean {
  return ORDER.slice(0, ORDER.indexOf(role) + 1).some((one) => (GRANTS[one] as readonly string[]).includes(permission));
}
