import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ExtensionBrowser, launchExtension } from '../helpers/extension.ts';
import { hasBrowser, hasDisplay, installBrowser } from '../tasks/browser.ts';
import { buildExtensionIfOld, CHROME_BUILD } from '../tasks/extension.ts';
import { ticketsOf } from '../world/story.ts';
import { checkMainJob } from './check.ts';
import { raiseStage, type Stage } from './stage.ts';

/** `npm run demo` shows the product with a whole MSP around it; `-- --check` does the main job itself and says how it went. */
async function main(args: string[]): Promise<number> {
  const started = Date.now();
  // From the first moment: what is being raised when somebody asks to stop is raised to its end, then put away.
  let isOver = false;
  const over = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        isOver = true;
        resolve();
      });
    }
  });
  const check = args.includes('--check');
  const say = (what: string) => console.log(`· ${what} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  await buildExtensionIfOld();
  say('the extension is built');
  if (check) await installBrowser();
  const stage = await raiseStage(say);
  const profile = mkdtempSync(path.join(tmpdir(), 'counterpart-demo-'));
  let browser: ExtensionBrowser | null = null;
  const end = async () => {
    await browser?.context.close().catch(() => {});
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
    await stage.stop();
  };
  try {
    if (isOver) return 0;
    if (check || (hasDisplay() && hasBrowser())) {
      browser = await launchExtension({ profile, headless: check, args: stage.world.browserArgs });
      await browser.pair(stage.server.url, stage.pairingCode);
      say('a browser is open, paired');
    }
    if (check) {
      const steps = await checkMainJob(browser!.context, stage, shotsFolder(args));
      const ok = steps.every((step) => step.ok);
      console.log(JSON.stringify({ ok, steps }));
      return ok ? 0 : 1;
    }
    const url = ticketUrl(stage);
    if (browser) await (browser.context.pages()[0] ?? (await browser.context.newPage())).goto(url);
    else explain(stage, url);
    say('ready. Ctrl-C ends everything');
    await over;
    return 0;
  } finally {
    await end();
  }
}

/** `--shots DIR`: where the pictures of the steps go. */
function shotsFolder(args: string[]): string | null {
  const at = args.indexOf('--shots');
  if (at < 0) return null;
  const folder = path.resolve(args[at + 1] ?? 'shots');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The ticket to begin with: one whose requester has a candidate, with something to weigh. */
function ticketUrl({ world }: Stage): string {
  const ticket = ticketsOf(world.story).find(({ state }) => state === 'likely')!;
  return `${world.halo.siteUrl}/tickets?id=${ticket.id}`;
}

function explain(stage: Stage, url: string): void {
  console.log(`
There is no display (or no Chromium) here, so open it yourself:

  1. Start Chromium or Edge with a fresh profile and these flags, which lead the stand-in's host name to this machine:
       chromium --user-data-dir="$(mktemp -d)" ${stage.world.browserArgs.map((arg) => `'${arg}'`).join(' ')}
  2. Open chrome://extensions, switch on "Developer mode", choose "Load unpacked" and take
       ${CHROME_BUILD}
  3. Open the extension's options and pair with the server ${stage.server.url} and the code ${stage.pairingCode} (good for 10 minutes).
  4. Open ${url}
`);
}

process.exit(await main(process.argv.slice(2)));
