import { randomUUID } from 'node:crypto';
import { Hono } from 'hono';
import { allows } from './auth.ts';
import { readRows, saved } from './bodies.ts';
import type { HaloStore } from './store.ts';

type Env = { Variables: { scopes: string[] } };

const OUTCOMES = [
  { id: 1, outcome: 'Email User' },
  { id: 7, outcome: 'Internal Note' },
];
const STATUSES = [
  { id: 1, name: 'New' },
  { id: 2, name: 'In Progress' },
  { id: 9, name: 'Closed' },
];
const TICKET_TYPES = [{ id: 1, name: 'Incident' }];

/** What an admin sets up: bare arrays instead of envelopes, and webhooks. */
export function setupRoutes(store: HaloStore): Hono<Env> {
  const webhooks = new Map<string, Record<string, unknown>>();
  const notifications: Record<string, unknown>[] = [];
  const routes = new Hono<Env>();
  routes.use('/Webhook/*', async (c, next) => (allows(c.get('scopes'), 'edit', 'admin') ? next() : c.body(null, 403)));
  routes.use('/Notification', async (c, next) =>
    allows(c.get('scopes'), 'edit', 'admin') ? next() : c.body(null, 403),
  );

  return routes
    .get('/Outcome', (c) => c.json(OUTCOMES))
    .get('/Status', (c) => c.json(STATUSES))
    .get('/TicketType', (c) => c.json(TICKET_TYPES))
    .get('/Agent', (c) => c.json([...store.all('agents')]))
    .get('/Agent/me', (c) => c.json([...store.all('agents')][0] ?? null))
    .get('/Webhook', (c) => c.json({ record_count: webhooks.size, webhooks: [...webhooks.values()] }))
    .get('/Webhook/:id', (c) => {
      const webhook = webhooks.get(c.req.param('id'));
      return webhook ? c.json(webhook) : c.body(null, 404);
    })
    .post('/Webhook', async (c) => {
      const rows = await readRows(c);
      if (rows instanceof Response) return rows;
      const made = rows.map((row) => {
        // The events of a new webhook are dropped without a word; a notification binds them.
        const webhook = { active: true, ...row, id: randomUUID(), events: [] };
        webhooks.set(webhook.id, webhook);
        return webhook;
      });
      return saved(c, made);
    })
    .delete('/Webhook/:id', (c) => c.body(null, webhooks.delete(c.req.param('id')) ? 204 : 404))
    .get('/Notification', (c) => c.json(notifications))
    .post('/Notification', async (c) => {
      const rows = await readRows(c);
      if (rows instanceof Response) return rows;
      const made = rows.map((row, index) => ({ ...row, id: notifications.length + index + 1 }));
      notifications.push(...made);
      for (const { webhook_id: id, eventno, name } of rows) {
        const webhook = webhooks.get(String(id));
        if (webhook) webhook.events = [...(webhook.events as unknown[]), { eventno, name }];
      }
      return saved(c, made);
    });
}
