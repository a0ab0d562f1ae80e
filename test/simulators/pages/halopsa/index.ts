import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Hono } from 'hono';
import type { HaloStore, Row } from '../../psa/halopsa/store.ts';
import { clientView, ticketRows, ticketView, userView } from './views.ts';

/** When what is known of HaloPSA's own markup was last compared with these screens; `data-simulated` in the markup. */
export const SIMULATED = '2026-11';

const FOLDER = path.join(import.meta.dirname, 'screen');
const ASSETS: Record<string, string> = {
  'app.js': 'text/javascript',
  'dom.js': 'text/javascript',
  'list.js': 'text/javascript',
  'parts.js': 'text/javascript',
  'profile.js': 'text/javascript',
  'ticket.js': 'text/javascript',
  'hostile.js': 'text/javascript',
  'frame.css': 'text/css',
  'list.css': 'text/css',
  'record.css': 'text/css',
  'mail.css': 'text/css',
  'icon.svg': 'image/svg+xml',
};
/** The screens need no inline code, no foreign host and no frame but their own: what a careful PSA would send. */
const POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

/**
 * Stand-in agent screens over the records of a stand-in HaloPSA: the known routes and the few known anchors of its
 * markup, in a drawing of our own. Nobody signs in. `?hostile=1` and `?lie=1` make the page an enemy.
 */
export function createHaloScreens(store: HaloStore): Hono {
  const files = new Map(Object.keys(ASSETS).map((name) => [name, readFileSync(path.join(FOLDER, name), 'utf8')]));
  const found = (kind: 'tickets' | 'users' | 'clients', id: string) => store.get(kind, Number(id));
  const app = new Hono();

  app.use('*', async (c, next) => {
    await next();
    c.header('content-security-policy', POLICY);
    c.header('x-content-type-options', 'nosniff');
    c.header('cache-control', 'no-store');
  });

  app.get('/', (c) => c.redirect('/tickets'));
  for (const route of ['/tickets', '/ticket', '/customers']) app.get(route, (c) => c.html(shell()));

  app.get('/_screen/tickets', (c) => c.json(ticketRows(store)));
  app.get('/_screen/tickets/:id', (c) => answer(found('tickets', c.req.param('id')), (row) => ticketView(store, row)));
  app.get('/_screen/users/:id', (c) => answer(found('users', c.req.param('id')), (row) => userView(store, row)));
  app.get('/_screen/clients', (c) => c.json([...store.all('clients')].map(({ id, name }) => ({ id, name }))));
  app.get('/_screen/clients/:id', (c) => answer(found('clients', c.req.param('id')), (row) => clientView(store, row)));
  app.get('/_screen/mail/:id', (c) => {
    const ticket = found('tickets', c.req.param('id'));
    return ticket ? c.html(mail(String(ticket.details ?? ''))) : c.notFound();
  });
  app.get('/_screen/:file', (c) => {
    const body = files.get(c.req.param('file'));
    if (body === undefined) return c.notFound();
    return c.body(body, 200, { 'content-type': `${ASSETS[c.req.param('file')]}; charset=utf-8` });
  });
  return app;
}

function answer(row: Row | undefined, view: (row: Row) => unknown): Response {
  return row ? Response.json(view(row)) : Response.json({ error: 'not found' }, { status: 404 });
}

function shell(): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Tickets</title>
<link rel="icon" href="/_screen/icon.svg">
<link rel="stylesheet" href="/_screen/frame.css">
<link rel="stylesheet" href="/_screen/list.css">
<link rel="stylesheet" href="/_screen/record.css">
</head>
<body data-simulated="${SIMULATED}">
<div class="app-container" data-simulated="${SIMULATED}"></div>
<script type="module" src="/_screen/app.js"></script>
</body>
</html>`;
}

/** A message's body is text written by a stranger: shown, never read as markup. */
function mail(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Message</title>
<link rel="stylesheet" href="/_screen/mail.css"></head><body><pre>${escaped}</pre></body></html>`;
}
