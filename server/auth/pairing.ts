import type { NewPairing, Pairing, PairingAnswer, PairingClaim } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { and, eq, isNull, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { audit } from '../audit.ts';
import type { Ctx, Services } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { pairings, sessions, technicians } from '../db/schema/index.ts';
import { allows } from './roles.ts';
import { openSession } from './sessions.ts';
import { newPairingCode, readPairingCode, sameHash } from './tokens.ts';

export const CODE_MINUTES = 10;
export const MAX_TRIES = 5;

/** A new technician and the one-time code that pairs their browser. Only an admin may make another admin or lead. */
export async function createPairing(ctx: Ctx, input: z.infer<typeof NewPairing>): Promise<Pairing> {
  if (input.role !== 'technician' && !allows(ctx.technician.role, 'technicians:pair_admin')) {
    throw new AppError('forbidden', 'Only an admin may add a lead or an admin');
  }
  return ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const [technician] = await tx
      .insert(technicians)
      .values({ workspaceId: ctx.workspaceId, name: input.name, role: input.role })
      .returning({ id: technicians.id });
    const pairing = await addPairing(tx, ctx, { workspaceId: ctx.workspaceId, technicianId: technician!.id });
    await audit(tx, ctx, 'pairing.created', technician!.id, { role: input.role });
    return pairing;
  });
}

/** The code alone, for a technician that is already there. */
export async function addPairing(
  tx: Tx,
  { now }: Pick<Services, 'now'>,
  of: { workspaceId: string; technicianId: string },
): Promise<Pairing> {
  const { code, handle, secretHash } = newPairingCode();
  const expiresAt = new Date(now().getTime() + CODE_MINUTES * 60_000);
  await tx.insert(pairings).values({ ...of, handle, secretHash, createdAt: now(), expiresAt });
  return { code, expiresAt: expiresAt.toISOString() };
}

type Outcome = PairingAnswer | 'wrong' | 'expired';

/**
 * Trades a one-time code for a session. Wrong secrets are counted on the code they aimed at; the fifth ends it.
 * Throws `pairing_code_wrong` for a code that never was, is used up or was guessed, `pairing_code_expired` for a late one.
 */
export async function claimPairing(
  services: Pick<Services, 'db' | 'now'>,
  input: z.infer<typeof PairingClaim>,
  requestId: string | null,
): Promise<PairingAnswer> {
  const typed = readPairingCode(input.code);
  if (!typed) throw new AppError('pairing_code_wrong', 'The code is not one of ours');
  // The outcome is returned, not thrown: a rollback would forget the counted try.
  const outcome = await services.db.outside<Outcome>(async (tx, enter) => {
    await enter({ pairingHandle: typed.handle });
    const found = await tx
      .select()
      .from(pairings)
      .where(and(eq(pairings.handle, typed.handle), isNull(pairings.usedAt)));
    for (const { workspaceId, id } of found) {
      await enter({ workspace: workspaceId });
      const key = and(eq(pairings.workspaceId, workspaceId), eq(pairings.id, id), isNull(pairings.usedAt));
      const [code] = await tx.select().from(pairings).where(key).for('update');
      if (!code || code.tries >= MAX_TRIES) continue;
      if (!sameHash(code.secretHash, typed.secretHash)) {
        await tx
          .update(pairings)
          .set({ tries: sql`${pairings.tries} + 1` })
          .where(key);
        const actor = { workspaceId, technician: null, requestId };
        await audit(tx, actor, 'pairing.refused', id, { tries: code.tries + 1 });
        continue;
      }
      if (code.expiresAt <= services.now()) return 'expired';
      await tx.update(pairings).set({ usedAt: services.now() }).where(key);
      return openSession(tx, services, {
        workspaceId,
        technicianId: code.technicianId,
        device: input.device,
        requestId,
      });
    }
    return 'wrong';
  });
  if (outcome === 'wrong') throw new AppError('pairing_code_wrong', 'The code is wrong, used or was tried too often');
  if (outcome === 'expired') throw new AppError('pairing_code_expired', `Codes are good for ${CODE_MINUTES} minutes`);
  return outcome;
}

/** Whether anybody ever paired a browser in the workspace: decides whether a start prints a code for the first admin. */
export async function wasPaired(tx: Tx, workspaceId: string): Promise<boolean> {
  const [one] = await tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(eq(sessions.workspaceId, workspaceId))
    .limit(1);
  return one !== undefined;
}
