import { AppError } from '@counterpart/shared/errors.ts';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { validator } from 'hono-openapi';
import { z } from 'zod';
import type { AppEnv } from '../context.ts';
import { hearHook } from '../sync/hear.ts';
import { createLimit } from './limit.ts';
import { says } from './route.ts';

/** A record as a PSA writes it into a message is some ten thousand characters. */
const MAX_BODY = 256_000;
/** Messages for one connection in a minute; what a mass change says beyond that the next round reads. */
const MOST_A_MINUTE = 600;

/** The workspace stands in the address, since row-level security shows nothing before one is known. Neither id is a secret. */
const place = validator('param', z.object({ workspace: z.uuid(), connection: z.uuid() }), (result) => {
  if (!result.success) throw new AppError('not_found', 'No such hook');
});

/** What PSAs tell by themselves. The signature is the only credential. */
export function hookRoutes() {
  const heard = createLimit(MOST_A_MINUTE);

  return new Hono<AppEnv>().post(
    '/hooks/:workspace/:connection',
    says(202, null, 'A PSA tells of a change; signed as that PSA signs'),
    place,
    bodyLimit({
      maxSize: MAX_BODY,
      onError: (c) => {
        // The rest of it is still on its way, so nothing else can be said on this connection.
        c.header('connection', 'close');
        return Promise.reject(new AppError('invalid_request', 'The body is too large'));
      },
    }),
    async (c) => {
      const { workspace: workspaceId, connection: connectionId } = c.req.valid('param');
      heard.count(`${workspaceId}|${connectionId}`);
      const message = {
        body: new Uint8Array(await c.req.arrayBuffer()),
        header: (name: string) => c.req.header(name),
      };
      await hearHook(c.get('services'), { workspaceId, connectionId }, message);
      return c.body(null, 202);
    },
  );
}
