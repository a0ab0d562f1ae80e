import { Connection, ConnectionCheck, ConnectionDraft, NewHook, SyncState } from '@counterpart/shared/api.ts';
import { Hono } from 'hono';
import {
  checkConnection,
  checkDraft,
  createConnection,
  listConnections,
  removeConnection,
  requestSync,
  syncState,
} from '../connections/connections.ts';
import { removeHook, setUpHook } from '../connections/hook.ts';
import { updateConnection } from '../connections/update-connection.ts';
import type { AppEnv } from '../context.ts';
import { idempotent } from './idempotency.ts';
import { body, ctxOf, id, listOf, needs, says } from './route.ts';

/** PSAs and identity platforms: connect, test, renew, read, disconnect. */
export const connectionRoutes = new Hono<AppEnv>()
  .get('/connections', says(200, listOf(Connection), 'All connections'), needs('connections:read'), async (c) =>
    c.json({ items: await listConnections(ctxOf(c)) }),
  )
  .post(
    '/connections/check',
    says(200, ConnectionCheck, 'Test settings before they are stored'),
    needs('connections:write'),
    body(ConnectionDraft),
    async (c) => c.json(await checkDraft(ctxOf(c), c.req.valid('json'))),
  )
  .post(
    '/connections',
    says(201, Connection, 'Connect a PSA or a directory'),
    needs('connections:write'),
    idempotent,
    body(ConnectionDraft),
    async (c) => c.json(await createConnection(ctxOf(c), c.req.valid('json')), 201),
  )
  .post(
    '/connections/:id',
    says(200, Connection, 'New settings and secrets for a connection; links are kept'),
    needs('connections:write'),
    id,
    body(ConnectionDraft),
    async (c) => c.json(await updateConnection(ctxOf(c), c.req.valid('param').id, c.req.valid('json'))),
  )
  .post(
    '/connections/:id/check',
    says(200, ConnectionCheck, 'Test a stored connection'),
    needs('connections:write'),
    id,
    async (c) => c.json(await checkConnection(ctxOf(c), c.req.valid('param').id)),
  )
  .delete(
    '/connections/:id',
    says(204, null, 'Disconnect; links are kept'),
    needs('connections:write'),
    id,
    async (c) => {
      await removeConnection(ctxOf(c), c.req.valid('param').id);
      return c.body(null, 204);
    },
  )
  .post(
    '/connections/:id/sync',
    says(202, SyncState, 'Read everything anew'),
    needs('connections:write'),
    id,
    async (c) => c.json(await requestSync(ctxOf(c), c.req.valid('param').id), 202),
  )
  .get(
    '/connections/:id/sync',
    says(200, SyncState, 'How far the reading is'),
    needs('connections:read'),
    id,
    async (c) => c.json(await syncState(ctxOf(c), c.req.valid('param').id)),
  )
  .post(
    '/connections/:id/hook',
    says(200, Connection, 'Have the PSA tell of changes; what was set up before is replaced'),
    needs('connections:write'),
    id,
    body(NewHook),
    async (c) => c.json(await setUpHook(ctxOf(c), c.req.valid('param').id, c.req.valid('json'))),
  )
  .delete(
    '/connections/:id/hook',
    says(204, null, 'Have the PSA tell no more'),
    needs('connections:write'),
    id,
    async (c) => {
      await removeHook(ctxOf(c), c.req.valid('param').id);
      return c.body(null, 204);
    },
  );
