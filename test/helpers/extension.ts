import { type BrowserContext, chromium, type Frame, type Locator, type Page } from '@playwright/test';
import { CHROME_BUILD } from '../tasks/extension.ts';
import { CHROMIUM_FLAGS, chromiumPath } from './browser.ts';

/** The built extension in a real Chromium, with a profile of its own. */
export interface ExtensionBrowser {
  context: BrowserContext;
  /** `chrome-extension://<id>`. */
  origin: string;
  /** Pairs the browser as a technician would, through the extension's own background. */
  pair(server: string, code: string): Promise<void>;
}

export interface LaunchOptions {
  profile: string;
  headless: boolean;
  /** Resolver rules and the like. */
  args: string[];
}

/** A page has to look like the vendor's host and come from this machine; nothing else on the network is asked for. */
const QUIET = [
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Starts Chromium with the extension loaded. The profile folder is the caller's to keep or remove. */
export async function launchExtension({ profile, headless, args }: LaunchOptions): Promise<ExtensionBrowser> {
  const executablePath = chromiumPath();
  const context = await chromium.launchPersistentContext(profile, {
    headless,
    ...(executablePath ? { executablePath } : { channel: 'chromium' }),
    ignoreHTTPSErrors: true,
    viewport: headless ? { width: 1440, height: 900 } : null,
    args: [
      `--disable-extensions-except=${CHROME_BUILD}`,
      `--load-extension=${CHROME_BUILD}`,
      ...CHROMIUM_FLAGS,
      ...QUIET,
      ...args,
    ],
  });
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker', { timeout: 20_000 }));
  const origin = `chrome-extension://${new URL(worker.url()).host}`;
  return {
    context,
    origin,
    async pair(server, code) {
      const page = await context.newPage();
      await page.goto(`${origin}/options.html`);
      const reply = await page.evaluate(
        (message) => (globalThis as unknown as { chrome: ExtensionApi }).chrome.runtime.sendMessage(message),
        { type: 'call', name: 'session.pair', input: { server, code, device: 'Chromium' } },
      );
      await page.close();
      if (!reply.ok) throw new Error(`pairing failed: ${JSON.stringify(reply)}`);
    },
  };
}

interface ExtensionApi {
  runtime: { sendMessage(message: unknown): Promise<{ ok: boolean }> };
}

/** The panel's frame in a page: inside a closed shadow root, so it is found by its address. Waits until it is there. */
export async function panelOf(page: Page, timeout = 15_000): Promise<Frame> {
  // A frame that has just been made has no address yet.
  const isPanel = (url: string) => URL.canParse(url) && new URL(url).pathname === '/panel.html';
  const find = () => page.frames().find((frame) => isPanel(frame.url()));
  for (let waited = 0; waited < timeout; waited += 50) {
    const frame = find();
    if (frame) return frame;
    await page.waitForTimeout(50);
  }
  throw new Error(`no panel within ${timeout} ms on ${page.url()}`);
}

/**
 * Clicks a button that changes something, as a hand does: the pointer comes, rests a moment, and presses once the browser
 * has proven that nothing covers the button.
 */
export async function press(button: Locator, timeout = 10_000): Promise<void> {
  await button.hover({ timeout });
  await new Promise((done) => setTimeout(done, 550));
  for (let waited = 0; waited < timeout; waited += 50) {
    if ((await button.getAttribute('aria-disabled', { timeout })) !== 'true') return button.click();
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('the button never opened: does something cover the panel?');
}
