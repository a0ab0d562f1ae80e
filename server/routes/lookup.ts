import { LookupAnswer, LookupQuery } from '@counterpart/shared/api.ts';
import { Hono } from 'hono';
import type { AppEnv } from '../context.ts';
import { lookup } from '../lookup/lookup.ts';
import { body, ctxOf, needs, says } from './route.ts';

/** The panel's one read. A POST, so that no record id or hint ends up in a log of URLs. */
export const lookupRoutes = new Hono<AppEnv>().post(
  '/lookup',
  says(200, LookupAnswer, 'Who is behind the record of this page'),
  needs('lookup:read'),
  body(LookupQuery),
  async (c) => c.json(await lookup(ctxOf(c), c.req.valid('json'))),
);
