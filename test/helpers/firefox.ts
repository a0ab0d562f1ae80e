import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { FIREFOX_BUILD } from '../tasks/extension.ts';
import { firefoxPath } from './browser.ts';
import { startConnectProxy } from './connect-proxy.ts';
import { connectMarionette } from './marionette.ts';

/** The built extension in a real Firefox with a profile of its own. All that looks or clicks does so in the chosen window and frame. */
export interface Firefox {
  /** `moz-extension://<uuid>`. */
  origin: string;
  go(url: string): Promise<void>;
  /** Runs a function body in the page and answers what it returns, as JSON. */
  script<T>(body: string, ...args: unknown[]): Promise<T>;
  /** The same in the browser's own window, with its rights. */
  browserScript<T>(body: string, ...args: unknown[]): Promise<T>;
  /** Waits for the element of an XPath, and clicks it as a hand does. */
  click(xpath: string): Promise<void>;
  /** Empties a field and types into it. */
  fill(xpath: string, text: string): Promise<void>;
  /** Enters the extension's panel in the page: its shadow root is closed, so it is found by its address. */
  enterPanel(timeout?: number): Promise<void>;
  leaveFrame(): Promise<void>;
  windows(): Promise<string[]>;
  /** Speaks to another window from now on, and brings it to the front. */
  switchTo(window: string, how?: { toFront: boolean }): Promise<void>;
  newTab(): Promise<string>;
  closeWindow(): Promise<void>;
  screenshot(file: string): Promise<void>;
  close(): Promise<void>;
}

const ADDON = 'counterpart@counterpart.example';
const UUID = '7d3c3f6e-51a4-4b0e-9d35-1c0f7a2e6b90';
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const Value = z.looseObject({ value: z.unknown() });
const Reference = z.object({ [ELEMENT]: z.string() });
const WAIT = 15_000;

/** Starts Firefox with the extension; https to `hosts` goes to these ports of this machine, and no other name is reached. */
export async function launchFirefox(hosts: Record<string, number>): Promise<Firefox> {
  const program = firefoxPath();
  if (!program) throw new Error('There is no Firefox: install it or set FIREFOX_PATH');
  const proxy = await startConnectProxy(hosts);
  const profile = mkdtempSync(path.join(tmpdir(), 'counterpart-firefox-'));
  const port = await freePort();
  const preferences = Object.entries(preferencesOf(port, proxy.port));
  writeFileSync(
    path.join(profile, 'user.js'),
    preferences.map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`).join('\n'),
  );
  // Without system access Marionette opens no page of an extension.
  const flags = ['-headless', '-marionette', '-remote-allow-system-access', '-no-remote', '-profile', profile];
  const child = spawn(program, flags, { stdio: 'ignore' });
  const end = async () => {
    await ended(child);
    await proxy.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    return await drive(await connectMarionette(port), end);
  } catch (error) {
    await end();
    throw error;
  }
}

async function drive(
  marionette: Awaited<ReturnType<typeof connectMarionette>>,
  end: () => Promise<void>,
): Promise<Firefox> {
  const ask = async (command: string, parameters?: Record<string, unknown>) =>
    Value.parse(await marionette.send(command, parameters)).value;
  const tell = async (command: string, parameters?: Record<string, unknown>) => {
    await marionette.send(command, parameters);
  };
  // Flat: inside `capabilities` it is not heard.
  await tell('WebDriver:NewSession', { acceptInsecureCerts: true });
  await tell('WebDriver:SetTimeouts', { implicit: WAIT, pageLoad: 30_000, script: 20_000 });
  await tell('Addon:Install', { path: FIREFOX_BUILD, temporary: true });

  const script = async <T>(body: string, ...args: unknown[]) =>
    (await ask('WebDriver:ExecuteScript', { script: body, args })) as T;
  const element = async (xpath: string) =>
    Reference.parse(await ask('WebDriver:FindElement', { using: 'xpath', value: xpath }))[ELEMENT];
  const leaveFrame = () => tell('WebDriver:SwitchToFrame', { id: null });

  return {
    origin: `moz-extension://${UUID}`,
    go: (url) => tell('WebDriver:Navigate', { url }),
    script,
    async browserScript(body, ...args) {
      await tell('Marionette:SetContext', { value: 'chrome' });
      try {
        return await script(body, ...args);
      } finally {
        await tell('Marionette:SetContext', { value: 'content' });
      }
    },
    async click(xpath) {
      await tell('WebDriver:ElementClick', { id: await element(xpath) });
    },
    async fill(xpath, text) {
      const id = await element(xpath);
      // A value that the page itself puts there meanwhile would stand before what is typed.
      for (let tries = 0; tries < 3; tries += 1) {
        await tell('WebDriver:ElementClear', { id });
        await tell('WebDriver:ElementSendKeys', { id, text });
        if ((await ask('WebDriver:GetElementProperty', { id, name: 'value' })) === text) return;
      }
      throw new Error(`${xpath} does not keep what is typed into it`);
    },
    async enterPanel(timeout = WAIT) {
      const deadline = Date.now() + timeout;
      while (Date.now() < deadline) {
        for (let id = 0; id < 8; id += 1) {
          await leaveFrame();
          const there = await tell('WebDriver:SwitchToFrame', { id }).then(
            () => true,
            () => false,
          );
          if (!there) break;
          if ((await script<string>('return location.pathname').catch(() => '')) === '/panel.html') return;
        }
        await leaveFrame();
        await sleep(100);
      }
      throw new Error(`no panel within ${timeout} ms`);
    },
    leaveFrame,
    windows: async () => z.array(z.string()).parse(await marionette.send('WebDriver:GetWindowHandles')),
    switchTo: (handle, { toFront } = { toFront: true }) => tell('WebDriver:SwitchToWindow', { handle, focus: toFront }),
    async newTab() {
      const { handle } = z
        .object({ handle: z.string() })
        .parse(await marionette.send('WebDriver:NewWindow', { type: 'tab' }));
      await tell('WebDriver:SwitchToWindow', { handle });
      return handle;
    },
    closeWindow: () => tell('WebDriver:CloseWindow'),
    async screenshot(file) {
      const picture = z.string().parse(await ask('WebDriver:TakeScreenshot', { full: false }));
      writeFileSync(file, Buffer.from(picture, 'base64'));
    },
    async close() {
      await tell('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => {});
      marionette.hangUp();
      await end();
    },
  };
}

function preferencesOf(port: number, proxy: number): Record<string, unknown> {
  return {
    'marionette.port': port,
    'extensions.webextensions.uuids': JSON.stringify({ [ADDON]: UUID }),
    // Nobody can press the browser's own question without a display.
    'extensions.webextOptionalPermissionPrompts': false,
    'network.proxy.type': 1,
    'network.proxy.ssl': '127.0.0.1',
    'network.proxy.ssl_port': proxy,
    'network.proxy.http': '127.0.0.1',
    'network.proxy.http_port': proxy,
    'intl.accept_languages': 'en-GB, en',
    'app.update.enabled': false,
    'browser.aboutwelcome.enabled': false,
    'browser.shell.checkDefaultBrowser': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'toolkit.telemetry.reportingpolicy.firstRun': false,
  };
}

/** A moment to leave by itself, then by its pid: a test that fails must not leave a browser behind. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise<void>((done) => child.once('exit', () => done()));
  const left = await Promise.race([exit.then(() => true), sleep(5000, false, { ref: false })]);
  if (left) return;
  child.kill('SIGKILL');
  await exit;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
