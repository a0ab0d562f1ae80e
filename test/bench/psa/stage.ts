import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PsaId } from '@counterpart/shared/providers.ts';
import type { Page } from '@playwright/test';
import { launchExtension } from '../../helpers/extension.ts';
import { resolverRules, serveHttps } from '../../helpers/hosts.ts';
import { createAutotaskScreens } from '../../simulators/pages/autotask/index.ts';
import { createConnectWiseScreens } from '../../simulators/pages/connectwise/index.ts';
import { createHaloScreens } from '../../simulators/pages/halopsa/index.ts';
import { GENERIC } from '../../simulators/pages/screen-store.ts';
import { createHaloSimulator } from '../../simulators/psa/halopsa/index.ts';
import { storyToHaloSeed } from '../../world/halo.ts';
import { story } from '../../world/story.ts';

const HOSTS: Record<PsaId, string> = {
  halopsa: 'acme.halopsa.com',
  autotask: 'ww5.autotask.net',
  connectwise: 'na.myconnectwise.net',
};

/** The built extension, paired with nobody, in a real browser on the stand-in screens of every PSA. */
export interface Stage {
  origin(psa: PsaId): string;
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

export async function raiseStage(): Promise<Stage> {
  const { store } = createHaloSimulator({ seed: storyToHaloSeed(story), clientId: 'bench', clientSecret: 'bench' });
  const apps = {
    halopsa: createHaloScreens(store),
    autotask: createAutotaskScreens(GENERIC),
    connectwise: createConnectWiseScreens(GENERIC),
  };
  const served = await Promise.all(
    Object.entries(apps).map(async ([psa, app]) => {
      const host = HOSTS[psa as PsaId];
      return { host, ...(await serveHttps(app.fetch, [host])) };
    }),
  );
  const profile = mkdtempSync(path.join(tmpdir(), 'counterpart-bench-'));
  const rules = resolverRules(Object.fromEntries(served.map(({ host, port }) => [host, port])));
  const args = [`--host-resolver-rules=${rules}`, '--ignore-certificate-errors'];
  const browser = await launchExtension({ profile, headless: true, args });
  return {
    origin: (psa) => `https://${HOSTS[psa]}`,
    newPage: () => browser.context.newPage(),
    async close() {
      await browser.context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
      for (const one of served) await one.close();
    },
  };
}
