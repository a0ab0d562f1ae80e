import { NewRequesterFix, RequesterFix, RequesterFixPlan, RequesterFixQuery } from '@counterpart/shared/api.ts';
import { Hono } from 'hono';
import type { AppEnv } from '../context.ts';
import { previewFix } from '../provision/plan-fix.ts';
import { requestFix } from '../provision/request-fix.ts';
import { idempotent, keyOf } from './idempotency.ts';
import { body, ctxOf, needs, says } from './route.ts';

/** Who really asks: make somebody the requester of a ticket. */
export const requesterRoutes = new Hono<AppEnv>()
  .post(
    '/requester-fixes/plan',
    says(200, RequesterFixPlan, 'What making a contact the requester would change'),
    needs('links:write'),
    body(RequesterFixQuery),
    async (c) => c.json(await previewFix(ctxOf(c), c.req.valid('json'))),
  )
  .post(
    '/requester-fixes',
    says(202, RequesterFix, "Change the ticket's contact, link, and leave a private note"),
    needs('links:write'),
    idempotent,
    body(NewRequesterFix),
    async (c) => c.json(await requestFix(ctxOf(c), c.req.valid('json'), keyOf(c)), 202),
  );
