import { Hono } from 'hono';
import { type ApiMember, atRelease, keys, loginRoutes } from './auth.ts';
import { createCallbacks } from './callbacks.ts';
import { type ConnectWiseControl, controlRoutes, createControl, log } from './control.ts';
import { noEndpoint, weather } from './faults.ts';
import { answering, answerPage, select } from './lists.ts';
import { companyRoutes, createGate } from './records.ts';
import type { ConnectWiseSeed } from './seed.ts';
import { type ConnectWiseStore, createStore } from './store.ts';
import { serviceRoutes } from './tickets.ts';

export type { ConnectWiseControl, ConnectWiseSeed, ConnectWiseStore };

export interface ConnectWiseSimulatorOptions extends ApiMember {
  seed: ConnectWiseSeed;
  /** The simulator's clock, in ms; the rolling window, the dates and the log go by it. */
  now?: (() => number) | undefined;
  /** Carries callbacks out; by default they go over the network. */
  deliver?: ((request: Request) => Promise<Response>) | undefined;
}

export interface ConnectWiseSimulator {
  /** `/login`, `/{release}/apis/3.0`, the callback key and `/_simulator`, as one Fetch handler. */
  fetch: (request: Request) => Response | Promise<Response>;
  store: ConnectWiseStore;
  control: ConnectWiseControl;
  /** Ends when every callback that is under way has come to its end. */
  settled(): Promise<void>;
}

/** A stand-in ConnectWise PSA: its API over records in memory. No answer carries CORS headers. */
export function createConnectWiseSimulator(options: ConnectWiseSimulatorOptions): ConnectWiseSimulator {
  const { seed, now = Date.now, deliver = (request: Request) => fetch(request), ...member } = options;
  const store = createStore(seed, now);
  const control = createControl(store);
  const parts = { store, control, gate: createGate(control) };
  let origin: string | null = null;
  const sleep = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
  const callbacks = createCallbacks(parts, { origin: () => origin, company: member.company, deliver, sleep });
  const app = new Hono();

  app.route('/_simulator', controlRoutes(control));
  app.use('*', async (c, next) => {
    if (c.req.path.startsWith('/_simulator')) return next();
    origin = new URL(c.req.url).origin;
    const at = now();
    const body = parseJson(await c.req.raw.clone().text());
    if (control.latencyMs > 0) await new Promise((done) => setTimeout(done, control.latencyMs));
    await next();
    c.header('date', new Date(now()).toUTCString());
    const { authorization: _keys, ...headers } = c.req.header();
    const request = { at, method: c.req.method, path: c.req.path, query: c.req.query(), headers, body };
    const answer = control.keepAnswers ? { answer: parseJson(await c.res.clone().text()) } : {};
    log(control, { ...request, status: c.res.status, ...answer });
  });
  app.route('/login', loginRoutes(member, control));
  const api = new Hono()
    .route('/company', companyRoutes(parts))
    .route('/service', serviceRoutes({ ...parts, now }))
    .route('/system', callbacks.routes)
    .get('/system/info', (c) => c.json({ version: 'v2025.1', isCloud: true, serverTimeZone: 'UTC' }))
    .get('/system/userDefinedFields', (c) => {
      const page = () => answerPage(c, select(store.all('customFields'), c.req.query()), 'customFields', control);
      return parts.gate(c, 'setup', 'inquire') ?? answering(c, page);
    });
  app.use('/:release/apis/3.0/*', weather(control, now), atRelease(control), keys(member));
  app.route('/:release/apis/3.0', api);
  app.get('/:release/system/callbackkey/index.rails', keys(member), (c) => {
    const key = callbacks.key(c.req.query('id'));
    return key ? c.json(key) : noEndpoint(c);
  });
  app.notFound(noEndpoint);

  // ConnectWise writes some of its own addresses with two slashes, and reads them.
  const handle = (request: Request) => {
    const url = new URL(request.url);
    if (!url.pathname.includes('//')) return app.fetch(request);
    url.pathname = url.pathname.replace(/\/{2,}/g, '/');
    return app.fetch(new Request(url, request));
  };
  return { fetch: handle, store, control, settled: callbacks.settled };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
