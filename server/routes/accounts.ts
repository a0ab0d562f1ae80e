import {
  AccountPlan,
  AccountPlanQuery,
  AccountSearch,
  AccountSearchAnswer,
  NewAccount,
  OutboxItem,
} from '@counterpart/shared/api.ts';
import { Hono } from 'hono';
import type { AppEnv } from '../context.ts';
import { searchAccounts } from '../links/search-accounts.ts';
import { readOutbox } from '../provision/outbox.ts';
import { previewAccount } from '../provision/plan-account.ts';
import { requestAccount } from '../provision/request-account.ts';
import { idempotent, keyOf } from './idempotency.ts';
import { body, ctxOf, id, needs, query, says } from './route.ts';

/** Accounts of a company's directories: find one, preview one, create one. */
export const accountRoutes = new Hono<AppEnv>()
  .get(
    '/companies/:id/accounts',
    says(200, AccountSearchAnswer, "Search the company's directories"),
    needs('accounts:read'),
    id,
    query(AccountSearch),
    async (c) => c.json(await searchAccounts(ctxOf(c), c.req.valid('param').id, c.req.valid('query').q)),
  )
  .post(
    '/accounts/plan',
    says(200, AccountPlan, 'What creating an account would write'),
    needs('accounts:create'),
    body(AccountPlanQuery),
    async (c) => c.json(await previewAccount(ctxOf(c), c.req.valid('json'))),
  )
  .post(
    '/accounts',
    says(202, OutboxItem, 'Create an account in a directory and link it'),
    needs('accounts:create'),
    idempotent,
    body(NewAccount),
    async (c) => c.json(await requestAccount(ctxOf(c), c.req.valid('json'), keyOf(c)), 202),
  )
  .get(
    '/outbox/:id',
    says(200, OutboxItem, 'How far a write to another system is'),
    needs('accounts:read'),
    id,
    async (c) => c.json(await readOutbox(ctxOf(c), c.req.valid('param').id)),
  );
