import { Hono } from 'hono';
import type { ConnectWiseStore, Kind, Row } from './store.ts';

export interface LoggedRequest {
  /** By the simulator's clock. */
  at: number;
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  /** Parsed JSON, or null. */
  body: unknown;
  status: number;
  /** Parsed JSON, or null; only while the control keeps answers. */
  answer?: unknown;
}

export interface Delivery {
  url: string;
  body: string;
  signature: string;
  status: number | null;
}

export type Level = 'none' | 'inquire' | 'edit';
export const AREAS = ['companies', 'contacts', 'tickets', 'setup'] as const;
export type Area = (typeof AREAS)[number];

/** How a stand-in can be told to misbehave. Every setting also has a place under `/_simulator`. */
export interface ConnectWiseControl {
  /** Every answer waits this long, in real time. */
  latencyMs: number;
  /** The next `count` API requests (of a path that has this in it) are answered with `status`. */
  failNext: { count: number; status: number; path?: string; body?: string } | null;
  /** The next `count` API requests are answered 429; no number: until it is set to null. */
  throttle: { retryAfterSeconds: number; count?: number } | null;
  /** Lists of this kind give so many rows fewer than they count. */
  cutShort: { kind: Kind; rows: number } | null;
  /** Rows a page may hold, whatever is asked for. */
  largestPage: number;
  /** Forward-only pages give this many rows of the page before once more. */
  repeatRows: number;
  /** The next `count` API answers are 200 and not JSON. */
  garble: number;
  /** Requests in a rolling minute before 429. */
  rateLimit: number;
  /** What the API member's security role may do. */
  rights: Record<Area, Level>;
  /** The release that is live; the generic name answers as well while `genericRelease` is on. */
  release: string;
  genericRelease: boolean;
  /** Answers of contacts hold their communication items; some instances leave them out. */
  tellsItems: boolean;
  /** The role may delete notes; where not, it can still edit them. */
  deletesNotes: boolean;
  /** How long a callback waits before it is tried again, in real time. */
  retryDelaysMs: number[];
  /** The log keeps answers too, which costs time and room. */
  keepAnswers: boolean;
  requests: LoggedRequest[];
  deliveries: Delivery[];
  remove(kind: Kind, id: number): boolean;
  /** Merges fields into a record, as somebody working in ConnectWise's own screens would. */
  edit(kind: Kind, id: number, fields: Record<string, unknown>): boolean;
  add(kind: Kind, fields: Record<string, unknown>): Row;
}

const LOG_LENGTH = 10_000;

export function createControl(store: ConnectWiseStore): ConnectWiseControl {
  return {
    latencyMs: 0,
    failNext: null,
    throttle: null,
    cutShort: null,
    largestPage: 1000,
    repeatRows: 0,
    garble: 0,
    rateLimit: 1000,
    rights: { companies: 'edit', contacts: 'edit', tickets: 'edit', setup: 'edit' },
    release: 'v2025_1',
    genericRelease: true,
    tellsItems: true,
    deletesNotes: true,
    retryDelaysMs: [2_000, 4_000],
    keepAnswers: false,
    requests: [],
    deliveries: [],
    remove: (kind, id) => store.remove(kind, id),
    edit(kind, id, fields) {
      const row = store.get(kind, id);
      if (row) store.put(kind, { ...row, ...fields, id });
      return row !== undefined;
    },
    add: (kind, fields) => store.put(kind, fields),
  };
}

export function log(control: ConnectWiseControl, request: LoggedRequest): void {
  control.requests.push(request);
  if (control.requests.length > LOG_LENGTH) control.requests.shift();
}

/** `GET` and `PATCH /_simulator` for the settings; `/requests`, `/deliveries`, `/records/{kind}/{id}`. */
export function controlRoutes(control: ConnectWiseControl): Hono {
  const { requests: _log, deliveries: _told, ...settings } = control;
  const names = Object.keys(settings).filter((name) => typeof settings[name as keyof typeof settings] !== 'function');
  const shown = () => Object.fromEntries(names.map((name) => [name, control[name as keyof ConnectWiseControl]]));
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
    .get('/deliveries', (c) => c.json(control.deliveries))
    .patch('/records/:kind/:id', async (c) => {
      const done = control.edit(c.req.param('kind') as Kind, Number(c.req.param('id')), await c.req.json());
      return c.body(null, done ? 204 : 404);
    })
    .delete('/records/:kind/:id', (c) =>
      c.body(null, control.remove(c.req.param('kind') as Kind, Number(c.req.param('id'))) ? 204 : 404),
    );
}
