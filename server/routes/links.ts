import {
  CompanyLink,
  DecisionAnswer,
  Ignoring,
  NewCompanyLink,
  NewLink,
  Rejection,
  Unlinking,
} from '@counterpart/shared/api.ts';
import { Hono } from 'hono';
import type { AppEnv } from '../context.ts';
import { linkCompany, unlinkCompany } from '../links/link-company.ts';
import { linkContact } from '../links/link-contact.ts';
import { ignoreContact, rejectPair } from '../links/rule-out.ts';
import { undoDecision } from '../links/undo-decision.ts';
import { unlinkContact } from '../links/unlink-contact.ts';
import { idempotent } from './idempotency.ts';
import { body, ctxOf, id, needs, says } from './route.ts';

/** What technicians decide. */
export const linkRoutes = new Hono<AppEnv>()
  .post(
    '/links',
    says(201, DecisionAnswer, 'Link a contact to an account'),
    needs('links:write'),
    idempotent,
    body(NewLink),
    async (c) => {
      const { decisionId, undoUntil, contactVersion } = await linkContact(ctxOf(c), c.req.valid('json'));
      return c.json({ decisionId, undoUntil, contactVersion }, 201);
    },
  )
  .post(
    '/links/:id/unlink',
    says(200, DecisionAnswer, 'End a link'),
    needs('links:write'),
    id,
    body(Unlinking),
    async (c) => c.json(await unlinkContact(ctxOf(c), c.req.valid('param').id, c.req.valid('json'))),
  )
  .post(
    '/rejections',
    says(201, DecisionAnswer, 'Never these two'),
    needs('links:write'),
    idempotent,
    body(Rejection),
    async (c) => c.json(await rejectPair(ctxOf(c), c.req.valid('json')), 201),
  )
  .post(
    '/contacts/:id/ignore',
    says(200, DecisionAnswer, 'Not a person'),
    needs('links:write'),
    id,
    body(Ignoring),
    async (c) => {
      const input = c.req.valid('json');
      return c.json(await ignoreContact(ctxOf(c), { ...input, contactId: c.req.valid('param').id }));
    },
  )
  .post('/decisions/:id/undo', says(200, DecisionAnswer, 'Take a decision back'), needs('links:write'), id, async (c) =>
    c.json(await undoDecision(ctxOf(c), c.req.valid('param').id)),
  )
  .post(
    '/company-links',
    says(201, CompanyLink, 'Link a company to a directory'),
    needs('companies:link'),
    idempotent,
    body(NewCompanyLink),
    async (c) => c.json(await linkCompany(ctxOf(c), c.req.valid('json')), 201),
  )
  .delete('/company-links/:id', says(204, null, "End a company's link"), needs('companies:link'), id, async (c) => {
    await unlinkCompany(ctxOf(c), c.req.valid('param').id);
    return c.body(null, 204);
  });
