import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbedded } from '@counterpart/server/db/embedded.ts';
import type { Page } from '@playwright/test';
import { launchExtension } from '../../helpers/extension.ts';
import { connectNorthwind } from '../../helpers/northwind.ts';
import { startTestServer } from '../../helpers/server.ts';
import { startWorld } from '../../simulators/serve.ts';
import { ROOT } from '../../tasks/run.ts';

/** A technician's browser on the stand-in PSA, with the story read in and the extension paired. */
export interface BenchDesk {
  siteUrl: string;
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

export async function raiseDesk(): Promise<BenchDesk> {
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of closing.reverse()) await end();
  };
  try {
    const embedded = await startEmbedded(path.join(ROOT, '.data/bench'));
    closing.push(embedded.stop);
    process.env.TEST_DATABASE_URL = embedded.url;
    const world = await startWorld();
    closing.push(world.close);
    world.halo.simulator.control.rateLimit = 1_000_000; // hundreds of tickets in a minute are the benchmark's, not a person's
    const server = await startTestServer({ LOG_LEVEL: 'warn' });
    closing.push(server.close);
    await connectNorthwind(server.admin, world);
    const profile = mkdtempSync(path.join(tmpdir(), 'counterpart-bench-'));
    const browser = await launchExtension({ profile, headless: true, args: world.browserArgs });
    closing.push(async () => {
      await browser.context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
    });
    const { body } = await server.admin.call('POST', '/v1/pairings', { name: 'Sam Okoro', role: 'admin' });
    await browser.pair(server.url, body.code);
    return { siteUrl: world.halo.siteUrl, newPage: () => browser.context.newPage(), close };
  } catch (error) {
    await close();
    throw error;
  }
}
