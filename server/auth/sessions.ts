import type { Session } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import { audit } from '../audit.ts';
import type { Ctx, Services } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { sessions, technicians, workspaces } from '../db/schema/index.ts';
import { statement, type Value } from '../db/statement.ts';
import { newToken, readToken, sameHash } from './tokens.ts';

/** A browser left alone this long is signed out; one in daily use is not asked again before the absolute limit. */
export const IDLE_DAYS = 7;
export const ABSOLUTE_DAYS = 90;
const DAY_MS = 86_400_000;
/** How exact `seen_at` is: a write per request would cost more than the request. */
const SEEN_EVERY_MS = 60_000;

export interface SignedIn {
  workspaceId: string;
  technician: Ctx['technician'];
  session: Session;
}

/** Whose token this is. Throws `not_signed_in`, or `session_expired` where the token was right once. */
export async function findSession({ db, now }: Pick<Services, 'db' | 'now'>, token: string): Promise<SignedIn> {
  const parts = readToken(token);
  if (!parts) throw new AppError('not_signed_in', 'The token is missing or malformed');
  const { workspaceId, hash } = parts;
  const [row] = await db.askWorkspace(workspaceId, (tx) => byHash(tx, { workspaceId, hash }));
  if (!row || !sameHash(row.sessions.tokenHash, parts.hash)) throw new AppError('not_signed_in', 'No such session');
  const { sessions: session, technicians: technician } = row;
  const time = now().getTime();
  const idleUntil = session.seenAt.getTime() + IDLE_DAYS * DAY_MS;
  if (session.revokedAt || technician.disabledAt || time > session.expiresAt.getTime() || time > idleUntil) {
    throw new AppError('session_expired', 'The session has ended');
  }
  if (time - session.seenAt.getTime() > SEEN_EVERY_MS) {
    const mine = and(eq(sessions.workspaceId, session.workspaceId), eq(sessions.id, session.id));
    await db.inWorkspace(session.workspaceId, (tx) => tx.update(sessions).set({ seenAt: now() }).where(mine));
  }
  const { id, name, role } = technician;
  return { workspaceId: session.workspaceId, technician: { id, name, role }, session: toSession(row) };
}

/** Makes a session inside the caller's transaction. The token is said once and kept as a hash. */
export async function openSession(
  tx: Tx,
  { now }: Pick<Services, 'now'>,
  input: { workspaceId: string; technicianId: string; device: string; requestId: string | null },
): Promise<{ token: string; session: Session }> {
  const { token, hash } = newToken(input.workspaceId);
  const [made] = await tx
    .insert(sessions)
    .values({
      workspaceId: input.workspaceId,
      technicianId: input.technicianId,
      tokenHash: hash,
      device: input.device,
      createdAt: now(),
      seenAt: now(),
      expiresAt: new Date(now().getTime() + ABSOLUTE_DAYS * DAY_MS),
    })
    .returning({ id: sessions.id });
  const [row] = await select(tx).where(and(eq(sessions.workspaceId, input.workspaceId), eq(sessions.id, made!.id)));
  const actor = { workspaceId: input.workspaceId, technician: { id: input.technicianId }, requestId: input.requestId };
  await audit(tx, actor, 'session.opened', made!.id);
  return { token, session: toSession(row!) };
}

/** The caller's own open sessions, newest first. */
export async function listSessions(ctx: Ctx): Promise<Session[]> {
  return ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const rows = await select(tx)
      .where(
        and(
          eq(sessions.workspaceId, ctx.workspaceId),
          eq(sessions.technicianId, ctx.technician.id),
          isNull(sessions.revokedAt),
          gt(sessions.expiresAt, ctx.now()),
          gt(sessions.seenAt, sql`${ctx.now().toISOString()}::timestamptz - make_interval(days => ${IDLE_DAYS})`),
        ),
      )
      .orderBy(desc(sessions.seenAt));
    return rows.map(toSession);
  });
}

/** Ends one of the caller's own sessions at once. */
export async function revokeSession(ctx: Ctx, sessionId: string): Promise<void> {
  await ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    const [gone] = await tx
      .update(sessions)
      .set({ revokedAt: ctx.now() })
      .where(
        and(
          eq(sessions.workspaceId, ctx.workspaceId),
          eq(sessions.id, sessionId),
          eq(sessions.technicianId, ctx.technician.id),
          isNull(sessions.revokedAt),
        ),
      )
      .returning({ id: sessions.id });
    if (!gone) throw new AppError('not_found', 'No such session');
    await audit(tx, ctx, 'session.revoked', sessionId);
  });
}

function select(tx: Tx) {
  return tx
    .select()
    .from(sessions)
    .innerJoin(
      technicians,
      and(eq(technicians.workspaceId, sessions.workspaceId), eq(technicians.id, sessions.technicianId)),
    )
    .innerJoin(workspaces, eq(workspaces.workspaceId, sessions.workspaceId));
}

/** Of every request; revoking takes effect at once, because the row is read each time. */
const byHash = statement((tx, value: Value<'workspaceId' | 'hash'>) =>
  select(tx)
    .where(and(eq(sessions.workspaceId, value('workspaceId')), eq(sessions.tokenHash, value('hash'))))
    .limit(1),
);

type Row = Awaited<ReturnType<typeof select>>[number];

function toSession({ sessions: session, technicians: technician, workspaces: workspace }: Row): Session {
  return {
    id: session.id,
    workspace: { id: workspace.workspaceId, name: workspace.name },
    technician: { id: technician.id, name: technician.name, role: technician.role },
    device: session.device,
    createdAt: session.createdAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
  };
}
