import { NewScimToken, ScimTokenAnswer, ScimTokens } from '@counterpart/shared/api.ts';
import { CsvExport, CsvImport, CsvImportAnswer } from '@counterpart/shared/csv.ts';
import { Hono } from 'hono';
import { exportAccounts, importAccounts } from '../builtin/import-accounts.ts';
import type { AppEnv } from '../context.ts';
import { createScimToken, listScimTokens, revokeScimToken } from '../scim/tokens.ts';
import { idempotent } from './idempotency.ts';
import { body, ctxOf, id, needs, says } from './route.ts';

/** Built-in directories: accounts from and to CSV, and the tokens of those who send accounts over SCIM. */
export const directoryRoutes = new Hono<AppEnv>()
  .post(
    '/directories/:id/import',
    says(200, CsvImportAnswer, 'Read accounts from CSV into a built-in directory'),
    needs('connections:write'),
    id,
    idempotent,
    body(CsvImport),
    async (c) => c.json(await importAccounts(ctxOf(c), c.req.valid('param').id, c.req.valid('json'))),
  )
  .get(
    '/directories/:id/export',
    says(200, CsvExport, 'All accounts of a built-in directory as CSV'),
    needs('connections:write'),
    id,
    async (c) => c.json(await exportAccounts(ctxOf(c), c.req.valid('param').id)),
  )
  .get(
    '/directories/:id/scim-tokens',
    says(200, ScimTokens, 'Who may send accounts to a built-in directory over SCIM'),
    needs('connections:write'),
    id,
    async (c) => c.json(await listScimTokens(ctxOf(c), c.req.valid('param').id)),
  )
  .post(
    '/directories/:id/scim-tokens',
    says(201, ScimTokenAnswer, 'A token to send accounts with, told once'),
    needs('connections:write'),
    id,
    idempotent,
    body(NewScimToken),
    async (c) => c.json(await createScimToken(ctxOf(c), c.req.valid('param').id, c.req.valid('json')), 201),
  )
  .delete('/scim-tokens/:id', says(204, null, 'End a token at once'), needs('connections:write'), id, async (c) => {
    await revokeScimToken(ctxOf(c), c.req.valid('param').id);
    return c.body(null, 204);
  });
