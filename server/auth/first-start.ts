import { randomUUID } from 'node:crypto';
import type { Pairing } from '@counterpart/shared/api.ts';
import { and, eq, isNull } from 'drizzle-orm';
import type { Services } from '../context.ts';
import { installation, pairings, technicians, workspaces } from '../db/schema/index.ts';
import { addPairing, wasPaired } from './pairing.ts';

/**
 * Makes the first workspace and its admin when there is none, and a fresh one-time code for the admin as long as
 * nobody has paired a browser. Null once somebody has. Safe to run on several servers at once.
 */
export async function prepareFirstStart(
  { db, now }: Pick<Services, 'db' | 'now'>,
  workspaceName: string,
): Promise<Pairing | null> {
  return db.outside(async (tx, enter) => {
    const fresh = randomUUID();
    const [won] = await tx.insert(installation).values({ firstWorkspace: fresh }).onConflictDoNothing().returning();
    const [there] = won ? [won] : await tx.select().from(installation);
    const workspaceId = there!.firstWorkspace;
    await enter({ workspace: workspaceId });
    if (won) {
      await tx.insert(workspaces).values({ workspaceId, name: workspaceName });
      await tx.insert(technicians).values({ workspaceId, name: 'Admin', role: 'admin' });
    }
    if (await wasPaired(tx, workspaceId)) return null;
    const [admin] = await tx
      .select({ id: technicians.id })
      .from(technicians)
      .where(and(eq(technicians.workspaceId, workspaceId), eq(technicians.role, 'admin')))
      .limit(1);
    const mine = and(
      eq(pairings.workspaceId, workspaceId),
      eq(pairings.technicianId, admin!.id),
      isNull(pairings.usedAt),
    );
    await tx.update(pairings).set({ expiresAt: now() }).where(mine); // an earlier start's code ends with the new one
    return addPairing(tx, { now }, { workspaceId, technicianId: admin!.id });
  });
}
