import { NewPairing, Pairing, PairingAnswer, PairingClaim, Session } from '@counterpart/shared/api.ts';
import { Hono } from 'hono';
import { claimPairing, createPairing } from '../auth/pairing.ts';
import { listSessions, revokeSession } from '../auth/sessions.ts';
import type { AppEnv } from '../context.ts';
import { idempotent } from './idempotency.ts';
import { body, ctxOf, id, listOf, needs, says } from './route.ts';

/** Pairing, and who is signed in where. `/pairing/claim` is the one route without a token: the code is its credential. */
export const sessionRoutes = new Hono<AppEnv>()
  .post(
    '/pairing/claim',
    says(201, PairingAnswer, 'Trade a one-time code for a session'),
    body(PairingClaim),
    async (c) => c.json(await claimPairing(c.get('services'), c.req.valid('json'), c.get('requestId')), 201),
  )
  .post(
    '/pairings',
    says(201, Pairing, 'Add a technician and make their pairing code'),
    needs('technicians:pair'),
    idempotent,
    body(NewPairing),
    async (c) => c.json(await createPairing(ctxOf(c), c.req.valid('json')), 201),
  )
  .get('/session', says(200, Session, 'Who is signed in'), needs('session:own'), (c) => c.json(c.get('session')))
  .delete('/session', says(204, null, 'Sign out'), needs('session:own'), async (c) => {
    await revokeSession(ctxOf(c), c.get('session').id);
    return c.body(null, 204);
  })
  .get('/sessions', says(200, listOf(Session), 'My open sessions'), needs('session:own'), async (c) =>
    c.json({ items: await listSessions(ctxOf(c)) }),
  )
  .delete('/sessions/:id', says(204, null, 'End one of my sessions'), needs('session:own'), id, async (c) => {
    await revokeSession(ctxOf(c), c.req.valid('param').id);
    return c.body(null, 204);
  });
