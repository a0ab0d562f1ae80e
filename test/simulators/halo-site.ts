import { Hono } from 'hono';
import { createHaloScreens } from './pages/halopsa/index.ts';
import type { HaloSimulator } from './psa/halopsa/index.ts';

/** The one host a HaloPSA customer has: the agents' screens beside `/api` and `/auth`, over the same records. */
export function createHaloSite({ store, fetch }: Pick<HaloSimulator, 'store' | 'fetch'>): Hono {
  const site = new Hono();
  for (const area of ['/api', '/auth']) site.all(`${area}/*`, (c) => fetch(c.req.raw));
  site.route('/', createHaloScreens(store));
  return site;
}
