import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Hono } from 'hono';
import { POLICY } from '../markup.ts';
import { byId, type ScreenStore } from '../screen-store.ts';
import { companyPage, contactPage, emptyPage, ticketEdit, ticketPage } from './records.ts';
import { shell, ticketList } from './shell.ts';

const FOLDER = path.join(import.meta.dirname, 'screen');
const ASSETS: Record<string, string> = { 'shell.js': 'text/javascript', 'screen.css': 'text/css' };

/**
 * Stand-in screens of Autotask: the Onyx shell, which frames pages of its own host, and those pages, each a full page
 * load with new ids. Only the anchors that public sources name are the vendor's; the drawing is our own. Nobody signs
 * in. `?layout=unknown` leaves the known anchors out, as after a redesign.
 */
export function createAutotaskScreens(store: ScreenStore): Hono {
  const app = new Hono();
  app.use('*', async (c, next) => {
    await next();
    c.header('content-security-policy', POLICY);
    c.header('x-content-type-options', 'nosniff');
    c.header('cache-control', 'no-store');
  });
  app.get('/_screen/:file', (c) => {
    const file = c.req.param('file');
    if (!Object.hasOwn(ASSETS, file)) return c.notFound();
    return c.body(readFileSync(path.join(FOLDER, file), 'utf8'), 200, {
      'content-type': `${ASSETS[file]}; charset=utf-8`,
    });
  });
  // Paths and keys are read in any case, as the vendor's server does.
  app.get('*', (c) => {
    const query = new Map(Object.entries(c.req.query()).map(([key, value]) => [key.toLowerCase(), value]));
    const page = draw(store, c.req.path.toLowerCase().replace(/\/(?:index\/?)?$/, ''), query);
    if (typeof page === 'string') return c.redirect(page);
    if (!page) return c.html(emptyPage('Page not found').html, 404);
    return c.html(query.get('layout') === 'unknown' ? withoutAnchors(page.html) : page.html);
  });
  return app;
}

function draw(store: ScreenStore, route: string, query: Map<string, string>) {
  const ticket = () => byId(store.tickets(), query.get('ticketid') ?? query.get('ids[0]') ?? query.get('id'));
  switch (route) {
    case '':
    case '/mvc/framework/navigation.mvc/landing':
      return '/AutotaskOnyx/LandingPage?view=tickets';
    case '/autotaskonyx/landingpage':
      return shell(store, query.get('view-data'));
    case '/mvc/servicedesk/ticketsearch.mvc':
      return ticketList(store);
    case '/mvc/servicedesk/ticketdetail.mvc':
      return found(ticket(), (row) => ticketPage(store, row));
    case '/mvc/servicedesk/ticketdetail.mvc/ticketbyticketnumber': {
      const number = query.get('ticketnumber');
      return found(
        store.tickets().find((row) => row.number === number),
        (row) => ticketPage(store, row),
      );
    }
    case '/mvc/servicedesk/ticketedit.mvc':
      return found(ticket(), (row) => ticketEdit(store, row));
    case '/mvc/crm/contactdetail.mvc':
    case '/opportunity/contacts/contact.asp':
      return found(byId(store.contacts(), query.get('contactid')), (row) => contactPage(store, row));
    case '/mvc/crm/accountdetail.mvc':
      return found(byId(store.companies(), query.get('accountid')), (row) => companyPage(store, row));
    case '/dialogiframeoverlay':
      return emptyPage('Dialog');
    case '/mvc/servicedesk/ticketnew.mvc':
      return emptyPage('New Ticket');
    default:
      return null;
  }
}

function found<T, P>(row: T | undefined, page: (row: T) => P): P | null {
  return row === undefined ? null : page(row);
}

/** The same page with every class renamed and another title: what a redesign would leave. */
function withoutAnchors(page: string): string {
  return page
    .replace(/class="([^"]*)"/g, (_all, names: string) => `class="${names.replace(/\S+/g, 'n-$&')}"`)
    .replace(/<title>[^<]*<\/title>/, '<title>Autotask PSA</title>');
}
