import { Hono } from 'hono';
import type { HaloStore, Kind } from './store.ts';

export interface LoggedRequest {
  /** By the simulator's clock. */
  at: number;
  method: string;
  path: string;
  query: Record<string, string>;
  /** Parsed JSON, a form as an object, or null. */
  body: unknown;
  status: number;
}

/** How a stand-in can be told to misbehave. Every setting also has a place under `/_simulator`. */
export interface HaloControl {
  /** Every answer waits this long, in real time. */
  latencyMs: number;
  /** The next `count` API requests (of a path that starts so) are answered with `status`. */
  failNext: { count: number; status: number; path?: string; body?: string } | null;
  /** The next `count` API requests are answered 429; no number: until it is set to null. */
  throttle: { retryAfterSeconds: number; count?: number } | null;
  /** Lists of this key give so many rows fewer than `record_count` promises. */
  cutShort: { key: string; rows: number } | null;
  /** Rows a page may hold, whatever is asked for. */
  largestPage: number;
  /** Pages after the first begin with so many rows of the page before once more. */
  repeatRows: number;
  /** The next `count` API answers are 200 and not JSON. */
  garble: number;
  /** Requests in a rolling five minutes before 429. */
  rateLimit: number;
  /** What the API application and its agent may do, in Halo's scopes. */
  scopes: string[];
  /** An application without `all` refuses to be asked for it, instead of granting less. */
  strictScopes: boolean;
  /** Some instances answer a missing right with an empty 401 instead of 403. */
  missingRightStatus: 401 | 403;
  tokenSeconds: number;
  /** Discovery is there; older instances lack it. */
  discovery: boolean;
  requests: LoggedRequest[];
  revokeTokens(): void;
  remove(kind: Kind, id: number): boolean;
  /** Merges fields into a record, as somebody working in Halo's own screens would. */
  edit(kind: Kind, id: number, fields: Record<string, unknown>): boolean;
}

const LOG_LENGTH = 10_000;

export function createControl(store: HaloStore, tokens: Map<string, unknown>): HaloControl {
  return {
    latencyMs: 0,
    failNext: null,
    throttle: null,
    cutShort: null,
    largestPage: 1000,
    repeatRows: 0,
    garble: 0,
    rateLimit: 700,
    scopes: ['all'],
    strictScopes: false,
    missingRightStatus: 403,
    tokenSeconds: 3600,
    discovery: true,
    requests: [],
    revokeTokens: () => tokens.clear(),
    remove: (kind, id) => store.remove(kind, id),
    edit: (kind, id, fields) => store.save(kind, { ...fields, id }) !== undefined,
  };
}

export function log(control: HaloControl, request: LoggedRequest): void {
  control.requests.push(request);
  if (control.requests.length > LOG_LENGTH) control.requests.shift();
}

/** `GET` and `PATCH /_simulator` for the settings; `/requests`, `/revoke-tokens`, `/records/{kind}/{id}`. */
export function controlRoutes(control: HaloControl): Hono {
  const { requests: _log, ...settings } = control;
  const names = Object.keys(settings).filter((name) => typeof settings[name as keyof typeof settings] !== 'function');
  const shown = () => Object.fromEntries(names.map((name) => [name, control[name as keyof HaloControl]]));
  return new Hono()
    .get('/', (c) => c.json(shown()))
    .patch('/', async (c) => {
      const changes = await c.req.json<Record<string, unknown>>();
      const strange = Object.keys(changes).filter((name) => !names.includes(name));
      if (strange.length > 0) return c.json({ error: `no such setting: ${strange.join(', ')}` }, 400);
      Object.assign(control, changes);
      return c.json(shown());
    })
    .get('/requests', (c) => c.json(control.requests))
    .delete('/requests', (c) => {
      control.requests.length = 0;
      return c.body(null, 204);
    })
    .post('/revoke-tokens', (c) => {
      control.revokeTokens();
      return c.body(null, 204);
    })
    .patch('/records/:kind/:id', async (c) => {
      const done = control.edit(c.req.param('kind') as Kind, Number(c.req.param('id')), await c.req.json());
      return c.body(null, done ? 204 : 404);
    })
    .delete('/records/:kind/:id', (c) =>
      c.body(null, control.remove(c.req.param('kind') as Kind, Number(c.req.param('id'))) ? 204 : 404),
    );
}
