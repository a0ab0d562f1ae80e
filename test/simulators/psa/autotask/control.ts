import { Hono } from 'hono';
import type { EntityName } from './entities.ts';
import type { AutotaskStore } from './store.ts';

export interface LoggedRequest {
  /** By the simulator's clock. */
  at: number;
  method: string;
  path: string;
  query: Record<string, string>;
  /** Parsed JSON or null. */
  body: unknown;
  status: number;
  /** Parsed JSON, where the answer was one and the control says to keep it. */
  answer: unknown;
}
export interface Delivery {
  url: string;
  headers: Record<string, string>;
  body: string;
}
type Access = 'All' | 'Restricted' | 'None';
export interface Rights {
  query: Access;
  create: Access;
  update: Access;
  delete: Access;
}

/** How a stand-in can be told to misbehave. Every setting also has a place under `/_simulator`. */
export interface AutotaskControl {
  /** Every answer waits this long, in real time. */
  latencyMs: number;
  /** The next `count` requests (of a path that ends so) are answered with `status`; the zone question is left out. */
  failNext: { count: number; status: number; path?: string; body?: string } | null;
  /** The next `count` requests are answered 429; no number: until it is set to null. */
  throttle: { retryAfterSeconds: number; count?: number } | null;
  /** Queries of this object leave out so many rows that the count has. */
  cutShort: { entity: EntityName; rows: number } | null;
  /** Rows a page may hold, whatever is asked for. */
  largestPage: number;
  /** Every page that does not begin with the object's first row starts with so many of its rows twice. */
  repeatRows: number;
  /** The next `count` answers are 200 and not JSON. */
  garble: number;
  /** Requests at the same time on one object, and what a further one is answered with. */
  threads: { limit: number; status: number };
  /** Requests in a rolling hour, over all integrations; what the others of them have used. */
  requestLimit: number;
  usedByOthers: number;
  /** Added to each answer from half of the hour's requests on, and twice from three quarters on. */
  slowDownMs: number;
  /** What the API user's security level allows; an object that is not here may be used without limit. */
  rights: Partial<Record<EntityName, Partial<Rights>>>;
  /** The resource that the API user is. */
  resourceId: number;
  /** Writes a webhook's body with `&`, `<` and the like as `\u0026`. */
  escapeWebhooks: boolean;
  keepAnswers: boolean;
  requests: LoggedRequest[];
  deliveries: Delivery[];
  /** The highest number of requests that were under way at the same time on one object. */
  mostThreads: number;
  zone: number;
  /** Where people look, `{zone}` being its number; null: at the simulator itself. */
  screens: string | null;
  /** Moves the database to another zone: the old one answers 401 from now on. */
  moveZone(): void;
  remove(kind: EntityName, id: number): boolean;
  /** Merges fields into a record, as somebody working in Autotask's own screens would. */
  edit(kind: EntityName, id: number, fields: Record<string, unknown>): boolean;
}

const LOG_LENGTH = 10_000;

export function createControl(store: AutotaskStore): AutotaskControl {
  const control: AutotaskControl = {
    latencyMs: 0,
    failNext: null,
    throttle: null,
    cutShort: null,
    largestPage: 500,
    repeatRows: 0,
    garble: 0,
    threads: { limit: 3, status: 500 },
    requestLimit: 10_000,
    usedByOthers: 0,
    slowDownMs: 500,
    rights: {},
    resourceId: 29_682_885,
    escapeWebhooks: true,
    keepAnswers: false,
    requests: [],
    deliveries: [],
    mostThreads: 0,
    zone: 5,
    screens: null,
    moveZone() {
      control.zone++;
    },
    remove: (kind, id) => store.remove(kind, id),
    edit: (kind, id, fields) => store.change(kind, id, fields) !== undefined,
  };
  return control;
}

export function log(control: AutotaskControl, request: LoggedRequest): void {
  control.requests.push(request);
  if (control.requests.length > LOG_LENGTH) control.requests.shift();
}

/** `GET` and `PATCH /_simulator` for the settings; `/requests`, `/deliveries`, `/move-zone`, `/records/{kind}/{id}`. */
export function controlRoutes(control: AutotaskControl): Hono {
  const lists = ['requests', 'deliveries'];
  const names = Object.entries(control)
    .filter(([name, value]) => typeof value !== 'function' && !lists.includes(name))
    .map(([name]) => name);
  const shown = () => Object.fromEntries(names.map((name) => [name, control[name as keyof AutotaskControl]]));
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
    .post('/move-zone', (c) => {
      control.moveZone();
      return c.body(null, 204);
    })
    .patch('/records/:kind/:id', async (c) => {
      const done = control.edit(c.req.param('kind') as EntityName, Number(c.req.param('id')), await c.req.json());
      return c.body(null, done ? 204 : 404);
    })
    .delete('/records/:kind/:id', (c) =>
      c.body(null, control.remove(c.req.param('kind') as EntityName, Number(c.req.param('id'))) ? 204 : 404),
    );
}
