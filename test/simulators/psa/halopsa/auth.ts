import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { HaloControl } from './control.ts';

export interface HaloApplication {
  clientId: string;
  clientSecret: string;
  /** Hosted instances want it on the token URL; a self-hosted one has none. */
  tenant?: string | undefined;
}

interface Issued {
  scopes: string[];
  until: number;
}
export type Tokens = Map<string, Issued>;

/** `/auth`: the token endpoint, client credentials only. */
export function authRoutes(app: HaloApplication, control: HaloControl, tokens: Tokens, now: () => number): Hono {
  const refuse = (error: string, error_description?: string) => ({
    error,
    ...(error_description && { error_description }),
  });
  return new Hono()
    .get('/token', (c) => c.body(null, 405))
    .post('/token', async (c) => {
      const form = await c.req.parseBody();
      if (form.grant_type !== 'client_credentials') return c.json(refuse('unsupported_grant_type'), 400);
      if (app.tenant && c.req.query('tenant') !== app.tenant)
        return c.json(refuse('invalid_request', 'Unknown tenant'), 400);
      if (form.client_id !== app.clientId) {
        return c.json(refuse('invalid_client', "The specified 'client_id' is invalid."), 401);
      }
      if (form.client_secret !== app.clientSecret) {
        return c.json(refuse('invalid_client', 'The specified client credentials are invalid.'), 401);
      }
      const granted = grant(String(form.scope ?? ''), control);
      if (granted.length === 0) return c.json(refuse('invalid_scope', 'The specified scope is not allowed.'), 400);
      const value = randomBytes(24).toString('base64url');
      tokens.set(value, { scopes: granted, until: now() + control.tokenSeconds * 1000 });
      const body = { token_type: 'Bearer', access_token: value, expires_in: control.tokenSeconds };
      return c.json({ ...body, scope: granted.join(' ') });
    });
}

/** Everything under `/api` but discovery: an empty 401 without a token that is good. */
export function bearer(tokens: Tokens, now: () => number) {
  return createMiddleware<{ Variables: { scopes: string[] } }>(async (c, next) => {
    const issued = tokens.get(/^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? '');
    if (!issued || issued.until <= now()) return c.body(null, 401);
    c.set('scopes', issued.scopes);
    return next();
  });
}

/** `read` is implied by `edit`; there are areas, not one scope a record kind. */
export function allows(scopes: string[], verb: 'read' | 'edit', area: 'customers' | 'tickets' | 'admin'): boolean {
  if (scopes.includes('all') || scopes.includes('all:standard')) return area !== 'admin' || scopes.includes('all');
  if (area === 'admin') return scopes.includes('admin');
  return scopes.includes(`edit:${area}`) || (verb === 'read' && scopes.includes(`read:${area}`));
}

function grant(asked: string, control: HaloControl): string[] {
  const wanted = asked.split(/\s+/).filter(Boolean);
  if (control.scopes.includes('all')) return wanted;
  if (wanted.includes('all')) return control.strictScopes ? [] : control.scopes;
  const has = (scope: string) =>
    control.scopes.includes(scope) || control.scopes.includes(scope.replace('read:', 'edit:'));
  const refused = wanted.filter((scope) => !has(scope));
  return refused.length > 0 && control.strictScopes ? [] : wanted.filter(has);
}
