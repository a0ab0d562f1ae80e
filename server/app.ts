import { randomUUID } from 'node:crypto';
import { AppError } from '@counterpart/shared/errors.ts';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { secureHeaders } from 'hono/secure-headers';
import { openAPIRouteHandler } from 'hono-openapi';
import type { AppEnv, Services } from './context.ts';
import { onError } from './errors.ts';
import { accountRoutes } from './routes/accounts.ts';
import { connectionRoutes } from './routes/connections.ts';
import { directoryRoutes } from './routes/directories.ts';
import { hookRoutes } from './routes/hooks.ts';
import { linkRoutes } from './routes/links.ts';
import { lookupRoutes } from './routes/lookup.ts';
import { requesterRoutes } from './routes/requester.ts';
import { scimRoutes } from './routes/scim.ts';
import { sessionRoutes } from './routes/session.ts';

export interface AppOptions {
  /** Host names this server answers to; anything else is a rebound DNS name. */
  hosts: string[];
  /** Ids of the extensions that may call. */
  extensionIds: string[];
  /** False while stopping: load balancers send nothing new. */
  ready(): Promise<boolean>;
}

const MAX_BODY = 1_000_000;
/** A list of 100,000 accounts as JSON. */
const MAX_IMPORT = 24_000_000;

/** The HTTP face. No cookies: the bearer token is the only credential, so another site's page cannot act for anybody. */
export function createApp(services: Services, options: AppOptions) {
  const app = new Hono<AppEnv>();
  const hosts = new Set(options.hosts.map((host) => host.toLowerCase()));
  app.onError(onError);
  app.notFound(() => {
    throw new AppError('not_found', 'No such route');
  });
  app.use(async (c, next) => {
    const requestId = randomUUID();
    const started = performance.now();
    c.set('requestId', requestId);
    c.set('services', services);
    c.set('log', services.log.child({ requestId }));
    c.header('x-request-id', requestId);
    await next();
    // The pattern, not the path: ids in a log are nobody's business.
    const ms = Math.round(performance.now() - started);
    const line = { method: c.req.method, route: c.req.routePath, status: c.res.status, ms };
    const log = c.get('log');
    // After the answer has left: writing a line takes as long as asking the database.
    setImmediate(() => log.info(line, 'request'));
  });
  app.get('/healthz', (c) => c.json({ ok: true }));
  app.get('/readyz', async (c) => {
    const ready = await options.ready();
    return c.json({ ok: ready }, ready ? 200 : 503);
  });
  app.use(secureHeaders({ crossOriginResourcePolicy: false }));
  app.use(async (c, next) => {
    const host = (c.req.header('host') ?? '').replace(/:\d+$/, '').toLowerCase();
    if (!hosts.has(host)) throw new AppError('forbidden', 'This server does not answer to that host name');
    await next();
  });
  app.use(
    cors({
      origin: (origin) => (mayCall(origin, options.extensionIds) ? origin : null),
      allowHeaders: ['authorization', 'content-type', 'idempotency-key'],
      exposeHeaders: ['retry-after', 'x-request-id'],
      maxAge: 600,
    }),
  );
  app.use(limitBody);
  app.use('/v1/*', async (c, next) => {
    c.header('cache-control', 'no-store');
    await next();
  });
  for (const routes of [sessionRoutes, lookupRoutes, linkRoutes, requesterRoutes, accountRoutes, connectionRoutes])
    app.route('/v1', routes);
  app.route('/v1', directoryRoutes);
  app.route('/v1', hookRoutes());
  app.route('/', scimRoutes());
  app.get('/openapi.json', openAPIRouteHandler(app, { documentation: DOCUMENT }));
  return app;
}

const tooLarge = (c: Context) => {
  // The rest of it is still on its way, so nothing else can be said on this connection.
  c.header('connection', 'close');
  return Promise.reject(new AppError('invalid_request', 'The body is too large'));
};
const countBody = bodyLimit({ maxSize: MAX_BODY, onError: tooLarge });
const countImport = bodyLimit({ maxSize: MAX_IMPORT, onError: tooLarge });

/** A body whose length is said is no longer than that: Node sees to it. Only one of unsaid length has to be counted. */
const limitBody: MiddlewareHandler = (c, next) => {
  const said = c.req.header('transfer-encoding') === undefined ? Number(c.req.header('content-length') ?? 0) : Infinity;
  const isImport = /^\/v1\/directories\/[^/]+\/import$/.test(c.req.path);
  if (said <= (isImport ? MAX_IMPORT : MAX_BODY)) return next();
  return isImport ? countImport(c, next) : countBody(c, next);
};

const DOCUMENT = {
  info: { title: 'Counterpart', version: '0.1.0', description: 'The identity behind every PSA contact.' },
  components: { securitySchemes: { bearer: { type: 'http' as const, scheme: 'bearer' } } },
};

/** Our extension by id; in Firefox the id is random for each profile, so the form is all that can be checked. */
function mayCall(origin: string, extensionIds: string[]): boolean {
  const chrome = /^chrome-extension:\/\/([a-p]{32})$/.exec(origin)?.[1];
  if (chrome) return extensionIds.includes(chrome);
  return /^moz-extension:\/\/[0-9a-f-]{36}$/.test(origin);
}
