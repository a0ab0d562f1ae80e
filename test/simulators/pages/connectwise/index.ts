import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Context, Hono } from 'hono';
import { html, POLICY, SIMULATED } from '../markup.ts';
import { byId, type ScreenStore } from '../screen-store.ts';

const FOLDER = path.join(import.meta.dirname, 'screen');
const ASSETS: Record<string, string> = {
  'app.js': 'text/javascript',
  'dom.js': 'text/javascript',
  'screens.js': 'text/javascript',
  'screen.css': 'text/css',
};
const RELEASE = '/:release{v[0-9]+_[0-9]+[^/]*}';

/**
 * Stand-in screens of ConnectWise PSA: one document whose screens come and go, named behind # and filled by a script
 * that writes without end, under class names that no two loads share. Only the anchors that public sources name are the
 * vendor's; the drawing is our own. Nobody signs in. `?layout=unknown` leaves the known anchors out; `?churn=n` makes
 * n writes a second (10 where nothing is said).
 */
export function createConnectWiseScreens(store: ScreenStore): Hono {
  const app = new Hono();
  app.use('*', async (c, next) => {
    await next();
    c.header('content-security-policy', POLICY);
    c.header('x-content-type-options', 'nosniff');
    c.header('cache-control', 'no-store');
  });
  const shell = (c: Context) => c.html(SHELL);
  app.get('/', (c) => c.redirect('/v2025_1/ConnectWise.aspx?locale=en_US'));
  app.get(`${RELEASE}/ConnectWise.aspx`, shell);
  app.get(`${RELEASE}/services/system_io/Service/fv_sr100_request.rails`, shell);
  app.get(`${RELEASE}/services/system_io/router/openrecord.rails`, shell);

  app.get('/_screen/tickets', (c) => c.json(store.tickets()));
  app.get('/_screen/tickets/:id', (c) => {
    const ticket = byId(store.tickets(), c.req.param('id'));
    if (!ticket) return c.notFound();
    const company = byId(store.companies(), ticket.companyId) ?? null;
    return c.json({ ...ticket, company, contact: byId(store.contacts(), ticket.contactId) ?? null });
  });
  app.get('/_screen/contacts/:id', (c) => {
    const contact = byId(store.contacts(), c.req.param('id'));
    return contact ? c.json(contact) : c.notFound();
  });
  app.get('/_screen/companies/:id', (c) => {
    const company = byId(store.companies(), c.req.param('id'));
    return company ? c.json(company) : c.notFound();
  });
  app.get('/_screen/:file', (c) => {
    const file = c.req.param('file');
    if (!Object.hasOwn(ASSETS, file)) return c.notFound();
    return c.body(readFileSync(path.join(FOLDER, file), 'utf8'), 200, {
      'content-type': `${ASSETS[file]}; charset=utf-8`,
    });
  });
  return app;
}

const SHELL = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>ConnectWise</title><link rel="stylesheet" href="/_screen/screen.css"></head>
<body data-simulated="${SIMULATED}"><p class="simulated">Simulated PSA screens, not ConnectWise</p>
<div id="cwContent"></div><script type="module" src="/_screen/app.js"></script></body></html>`.html;
