import { randomUUID } from 'node:crypto';
import { openSession } from '@counterpart/server/auth/sessions.ts';
import type { Ctx } from '@counterpart/server/context.ts';
import { prepareDatabase } from '@counterpart/server/db/migrate.ts';
import { technicians, workspaces } from '@counterpart/server/db/schema/index.ts';
import { ROLES, type Role } from '@counterpart/shared/api.ts';
import postgres, { type Sql } from 'postgres';
import { type ApiClient, apiClient, type TestServer, VAULT_KEY } from './server.ts';

export interface TestWorkspace {
  id: string;
  /** A signed-in client for each role. */
  as: Record<Role, ApiClient>;
  technicianIds: Record<Role, string>;
}

/** Another MSP on the same server: its workspace and one signed-in technician of each role. */
export async function addWorkspace(server: TestServer, name: string): Promise<TestWorkspace> {
  const workspaceId = randomUUID();
  const as = {} as Record<Role, ApiClient>;
  const technicianIds = {} as Record<Role, string>;
  await server.services.db.inWorkspace(workspaceId, async (tx) => {
    await tx.insert(workspaces).values({ workspaceId, name });
    for (const role of ROLES) {
      const technicianId = randomUUID();
      await tx.insert(technicians).values({ workspaceId, id: technicianId, name: `${name}: ${role}`, role });
      const of = { workspaceId, technicianId, device: `browser of a ${role}`, requestId: null };
      const { token } = await openSession(tx, server.services, of);
      as[role] = apiClient(server.url, token);
      technicianIds[role] = technicianId;
    }
  });
  return { id: workspaceId, as, technicianIds };
}

/** What a verb takes when a test calls it without HTTP: the first admin of the server's own workspace, on a clock that a test may set. */
export async function contextOf(server: TestServer, now: () => Date = () => new Date()): Promise<Ctx> {
  const { body } = await server.admin.call('GET', '/v1/session');
  return { ...server.services, now, workspaceId: body.workspace.id, technician: body.technician, requestId: null };
}

/** Looks behind the API, past row-level security: only what a test asserts about rows goes through here. */
export async function asOwner<T>(server: TestServer, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = postgres(server.databaseUrl, { max: 1, onnotice: () => {} });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

/** A connection as the role the server itself runs as; the caller ends it. */
export async function asAppRole(server: TestServer): Promise<Sql> {
  const { appUrl } = await prepareDatabase(server.databaseUrl, VAULT_KEY);
  return postgres(appUrl, { max: 1, onnotice: () => {} });
}
