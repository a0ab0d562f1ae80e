import { Hono } from 'hono';
import { authRoutes, bearer, type HaloApplication, type Tokens } from './auth.ts';
import { controlRoutes, createControl, type HaloControl, log } from './control.ts';
import { weather } from './faults.ts';
import { recordRoutes } from './records.ts';
import type { HaloSeed } from './seed.ts';
import { setupRoutes } from './setup.ts';
import { createHaloStore, type HaloStore } from './store.ts';

export type { HaloControl, HaloSeed, HaloStore };

export interface HaloSimulatorOptions extends HaloApplication {
  seed: HaloSeed;
  /** The simulator's clock, in ms; the rolling window, the tokens and the log go by it. */
  now?: (() => number) | undefined;
}

export interface HaloSimulator {
  /** `/auth`, `/api` and `/_simulator`, as one Fetch handler. */
  fetch: (request: Request) => Response | Promise<Response>;
  store: HaloStore;
  control: HaloControl;
}

/** A stand-in HaloPSA: its API and its authorisation server over records in memory. No answer carries CORS headers. */
export function createHaloSimulator({ seed, now = Date.now, ...application }: HaloSimulatorOptions): HaloSimulator {
  const store = createHaloStore(seed, now);
  const tokens: Tokens = new Map();
  const control = createControl(store, tokens);
  const app = new Hono();

  app.route('/_simulator', controlRoutes(control));
  app.use('*', async (c, next) => {
    if (c.req.path.startsWith('/_simulator')) return next();
    const at = now();
    const body = await readBody(c.req.raw.clone());
    if (control.latencyMs > 0) await new Promise((done) => setTimeout(done, control.latencyMs));
    await next();
    log(control, { at, method: c.req.method, path: c.req.path, query: c.req.query(), body, status: c.res.status });
  });
  app.use('/api/*', weather(control, now));
  app.route('/auth', authRoutes(application, control, tokens, now));
  app.get('/api/authinfo', (c) => {
    if (!control.discovery) return c.body(null, 404);
    return c.json({ auth_url: `${new URL(c.req.url).origin}/auth`, tenant_id: application.tenant ?? '' });
  });
  app.get('/api/InstanceInfo', (c) => c.json({ version: '2.214.1' }));
  app.use('/api/*', bearer(tokens, now));
  app.route('/api', recordRoutes(store, control, now));
  app.route('/api', setupRoutes(store));
  return { fetch: (request) => app.fetch(request), store, control };
}

/** The log keeps what was sent, but no secret. */
async function readBody(request: Request): Promise<unknown> {
  const text = await request.text();
  if (text === '') return null;
  if (request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded')) {
    const form = Object.fromEntries(new URLSearchParams(text));
    return { ...form, ...(form.client_secret !== undefined && { client_secret: '(sent)' }) };
  }
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
