import { type Context, Hono } from 'hono';
import { type AutotaskControl, controlRoutes, createControl, log } from './control.ts';
import { createLimits, errors, tooManyThreads, weather } from './faults.ts';
import { createRecords } from './records.ts';
import type { AutotaskSeed } from './seed.ts';
import { type AutotaskStore, createAutotaskStore } from './store.ts';
import { createWebhooks, type Deliver } from './webhooks.ts';

export type { AutotaskControl, AutotaskSeed, AutotaskStore };

export interface AutotaskSimulatorOptions {
  seed: AutotaskSeed;
  username: string;
  secret: string;
  integrationCode: string;
  /** The simulator's clock, in ms; the rolling hour, the dates and the log go by it. */
  now?: (() => number) | undefined;
  /** Where webhooks are posted to; by default to their address. */
  deliver?: Deliver | undefined;
}

export interface AutotaskSimulator {
  /** `/ATServicesRest`, `/zone{n}/ATServicesRest` and `/_simulator`, as one Fetch handler. */
  fetch: (request: Request) => Response | Promise<Response>;
  store: AutotaskStore;
  control: AutotaskControl;
}

const API = /^\/(?:zone(\d+)\/)?atservicesrest\/v1\.0\/(.+?)\/?$/i;

/** A stand-in Autotask: zones, the three headers, limits and records in memory. No answer carries CORS headers. */
export function createAutotaskSimulator(options: AutotaskSimulatorOptions): AutotaskSimulator {
  const { seed, username, secret, integrationCode, now = Date.now } = options;
  const store = createAutotaskStore(seed, now);
  const control = createControl(store);
  const limits = createLimits(control, now);
  const deliver = options.deliver ?? (({ url, ...init }) => fetch(url, { method: 'POST', ...init }));
  const webhooks = createWebhooks(store, control, now, deliver);
  const records = createRecords({ store, control, webhooks, udfs: seed.udfs });
  const app = new Hono();

  // Somebody at the screens: webhooks hear of it under that person's number.
  control.edit = (kind, id, fields) => {
    const row = store.change(kind, id, fields);
    if (row) webhooks.notify(kind, 'Update', row, Object.keys(fields), 4);
    return row !== undefined;
  };
  control.remove = (kind, id) => {
    const row = store.get(kind, id);
    if (row) webhooks.notify(kind, 'Delete', row, [], 4);
    return store.remove(kind, id);
  };

  function zoneInformation(c: Context): Response {
    if (c.req.query('user')?.toLowerCase() !== username.toLowerCase()) {
      return errors(c, 'Zone information could not be determined');
    }
    const { origin } = new URL(c.req.url);
    const url = `${origin}/zone${control.zone}/ATServicesRest/`;
    const webUrl = (control.screens ?? `${origin}/`).replace('{zone}', String(control.zone));
    return c.json({ zoneName: `Zone ${control.zone}`, url, webUrl, ci: 1 });
  }

  function unauthorized(c: Context, zone: string | undefined): Response | null {
    if (zone !== String(control.zone)) return c.body(null, 401);
    if (c.req.header('UserName')?.toLowerCase() !== username.toLowerCase()) return c.body(null, 401);
    if (c.req.header('Secret') !== secret) return c.body(null, 401);
    return c.req.header('ApiIntegrationCode') === integrationCode ? null : errors(c, 'IntegrationCode is invalid.');
  }

  async function answer(c: Context, zone: string | undefined, segments: string[]): Promise<Response> {
    const early = weather(c, control) ?? unauthorized(c, zone) ?? (await limits.hour(c));
    if (early) return early;
    if (segments[0]!.toLowerCase() === 'thresholdinformation') {
      return c.json({
        externalRequestThreshold: control.requestLimit,
        requestThresholdTimeframe: 60,
        currentTimeframeRequestCount: limits.used(),
      });
    }
    try {
      return await records(c, segments);
    } catch (error) {
      if (error instanceof SyntaxError) return errors(c, 'The body is not valid JSON.');
      if (error instanceof Error && error.name === 'Refusal') return errors(c, error.message);
      throw error;
    }
  }

  app.route('/_simulator', controlRoutes(control));
  app.use('*', async (c, next) => {
    if (c.req.path.startsWith('/_simulator')) return next();
    const at = now();
    const body = parsed(await c.req.raw.clone().text());
    await next();
    c.header('date', new Date(now()).toUTCString());
    const kept = control.keepAnswers ? parsed(await c.res.clone().text()) : null;
    const { method, path } = c.req;
    log(control, { at, method, path, query: c.req.query(), body, status: c.res.status, answer: kept });
  });
  app.all('*', async (c) => {
    const [, zone, rest] = API.exec(c.req.path) ?? [];
    if (rest === undefined) return c.body(null, 404);
    const segments = rest.split('/');
    const isZoneQuestion = segments[0]!.toLowerCase() === 'zoneinformation';
    const object = objectOf(segments);
    if (!isZoneQuestion && !limits.enter(object)) return tooManyThreads(c, control);
    try {
      if (control.latencyMs > 0) await new Promise((done) => setTimeout(done, control.latencyMs));
      return isZoneQuestion ? zoneInformation(c) : await answer(c, zone, segments);
    } finally {
      if (!isZoneQuestion) limits.leave(object);
    }
  });
  return { fetch: (request) => app.fetch(request), store, control };
}

function objectOf(segments: string[]): string {
  return segments
    .filter((part) => !/^\d+$/.test(part))
    .slice(0, /^\d+$/.test(segments[1] ?? '') ? 2 : 1)
    .join('/')
    .toLowerCase();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
