import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PsaId } from '@counterpart/shared/providers.ts';
import { test as base, expect, type Frame, type Page } from '@playwright/test';
import { type ExtensionBrowser, launchExtension, panelOf } from '../helpers/extension.ts';
import { type Connected, connectNorthwind } from '../helpers/northwind.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import type { PsaSite } from '../simulators/psa-sites.ts';
import { startWorld, type World } from '../simulators/serve.ts';
import { layWire, type Wire } from './wire.ts';

/** The product as a technician meets it: the story read in, the extension in a browser of its own, paired. */
export interface Stage {
  world: World;
  /** The PSA that is connected. */
  site: PsaSite;
  server: TestServer;
  northwind: Connected;
  /** Between this browser and the server. */
  wire: Wire;
  browser: ExtensionBrowser;
}

/** The panel's frame on a page of the stand-in PSA, and the ways to get there. */
export interface Desk {
  page: Page;
  /** Opens a path of the PSA in a fresh document and waits for the panel's frame. */
  open(path: string): Promise<Frame>;
  ticket(id: string, more?: string): Promise<Frame>;
  contact(id: string): Promise<Frame>;
  company(id: string): Promise<Frame>;
}

/** A browser with the extension and an empty profile; `end` closes it and removes the profile. */
export async function freshBrowser(args: string[]): Promise<ExtensionBrowser & { end(): Promise<void> }> {
  const profile = mkdtempSync(path.join(tmpdir(), 'counterpart-e2e-'));
  const browser = await launchExtension({ profile, headless: true, args });
  return {
    ...browser,
    async end() {
      await browser.context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

export function deskOf(page: Page, { site }: Pick<Stage, 'site'>): Desk {
  const open = async (where: string) => {
    await page.goto(site.siteUrl + where);
    return panelOf(page);
  };
  return {
    page,
    open,
    ticket: (id, more = '') => open(site.paths.ticket(id) + more),
    contact: (id) => open(site.paths.contact(id)),
    company: (id) => open(site.paths.company(id)),
  };
}

/** Raises a stage with one of the PSAs, which takes seconds; `end` puts everything away. */
export async function raiseStage(psa: PsaId = 'halopsa'): Promise<Stage & { end(): Promise<void> }> {
  const world = await startWorld();
  // As many requests as a whole day brings go by in minutes here; the limit has tests of its own.
  world.halo.simulator.control.rateLimit = 1_000_000;
  const server = await startTestServer();
  const northwind = await connectNorthwind(server.admin, world, psa);
  const wire = await layWire(server.url);
  const browser = await freshBrowser(world.browserArgs);
  const { body } = await server.admin.call('POST', '/v1/pairings', { name: 'Sam Okoro', role: 'admin' });
  await browser.pair(wire.url, body.code);
  return {
    ...{ world, site: world.sites[psa], server, northwind, wire, browser },
    async end() {
      await browser.end();
      await wire.close();
      await server.close();
      await world.close();
    },
  };
}

/**
 * One stage a worker, since it takes seconds to raise; one page a test. Tests that change something do so on contacts
 * of their own, so that they need no order.
 */
export const test = base.extend<{ desk: Desk }, { stage: Stage }>({
  stage: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names from the pattern
    async ({}, use) => {
      const { end, ...stage } = await raiseStage();
      await use(stage);
      await end();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  desk: async ({ stage }, use) => {
    const page = await stage.browser.context.newPage();
    await use(deskOf(page, stage));
    await page.close();
  },
});

/** The element that the extension put into the page, as the page sees it: by exclusion, since its name is made up. */
export function dock(page: Page) {
  return page.locator('html > :not(head, body)');
}

/** The screen's one heading. */
export const heading = (panel: Frame) => panel.getByRole('heading', { level: 1 });

export { expect };
