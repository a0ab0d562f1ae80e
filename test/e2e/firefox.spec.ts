import { expect, test } from '@playwright/test';
import { firefoxPath } from '../helpers/browser.ts';
import { type Firefox, launchFirefox } from '../helpers/firefox.ts';
import { type Connected, connectNorthwind } from '../helpers/northwind.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { startWorld, type World } from '../simulators/serve.ts';

const CUSTOM_DOMAIN = 'help.example-msp.com';
const NO_FIREFOX = 'there is no Firefox here: install it, or set FIREFOX_PATH to its program';

let world: World;
let server: TestServer;
let northwind: Connected;
let firefox: Firefox;

test.skip(!firefoxPath(), NO_FIREFOX);
// One browser, one tab, one story: what one test links the next unlinks.
test.describe.configure({ mode: 'serial', timeout: 90_000 });

test.beforeAll(async () => {
  if (!firefoxPath()) return console.log(NO_FIREFOX);
  world = await startWorld();
  world.halo.simulator.control.rateLimit = 1_000_000;
  server = await startTestServer();
  northwind = await connectNorthwind(server.admin, world);
  firefox = await launchFirefox({ [world.halo.host]: world.halo.httpsPort, [CUSTOM_DOMAIN]: world.halo.httpsPort });
});
test.afterAll(async () => {
  await firefox?.close();
  await server?.close();
  await world?.close();
});

const button = (name: string) => `//button[normalize-space()=${quoted(name)} or @aria-label=${quoted(name)}]`;
const field = (label: string) => `//*[@id=//label[starts-with(normalize-space(), ${quoted(label)})]/@for]`;
const quoted = (text: string) => (text.includes("'") ? `"${text}"` : `'${text}'`);
const heading = () => firefox.script<string>('return document.querySelector("h1")?.textContent ?? ""').catch(() => '');
const words = () => firefox.script<string>('return document.body.innerText').catch(() => '');
const shows = (name: string) => expect.poll(heading, { timeout: 15_000 }).toBe(name);
const says = (text: string | RegExp) => expect.poll(words, { timeout: 30_000 }).toMatch(text);

/** Presses what changes a link: in a page this Firefox proves no visibility, so it goes on in a window of our own. */
async function pressInOwnWindow(name: string, then: () => Promise<void>): Promise<void> {
  const before = await firefox.windows();
  await firefox.click(button(name));
  const opened = async () => (await firefox.windows()).find((window) => !before.includes(window)) ?? '';
  await expect.poll(opened, { timeout: 15_000 }).not.toBe('');
  await firefox.switchTo(await opened());
  await firefox.click(button(name));
  await then();
  await firefox.closeWindow();
  await firefox.switchTo(before[0]!);
  await firefox.enterPanel();
}

test('the options page pairs this browser', async () => {
  await firefox.go(`${firefox.origin}/options.html#/pairing`);
  const { body } = await server.admin.call('POST', '/v1/pairings', { name: 'Sam Okoro', role: 'admin' });
  await firefox.fill(field('Server address'), server.url);
  await firefox.fill(field('One-time code'), body.code);
  await firefox.click(button('Pair'));
  await says('This browser is paired');
});

test('the options page shows the connections', async () => {
  await firefox.go(`${firefox.origin}/options.html#/connections`);
  await says(/HaloPSA/);
  await says(/Harbour & Finch/);
});

test('on a ticket the panel shows who asks', async () => {
  await firefox.go(`${world.halo.siteUrl}/tickets?id=5102`);
  await firefox.enterPanel();
  await shows('Is this Bob Ashworth?');
  await says('A short form of the same first name');
});

test('link, in a window of our own', async () => {
  await pressInOwnWindow('Link Robert Ashworth', () => shows('Robert Ashworth'));
  await shows('Robert Ashworth');
  expect((await northwind.lookup('ticket', '5102')).state).toBe('linked');
});

test('unlink, in a window of our own', async () => {
  await pressInOwnWindow('Unlink', () => shows('Is this Bob Ashworth?'));
  await shows('Is this Bob Ashworth?');
  expect((await northwind.lookup('ticket', '5102')).state).toBe('candidates');
});

test('an allowed domain of the MSP’s own gets the panel', async () => {
  await firefox.go(`https://${CUSTOM_DOMAIN}/tickets?id=5102`);
  await expect(firefox.enterPanel(1500)).rejects.toThrow('no panel');

  await firefox.go(`${firefox.origin}/options.html#/sites`);
  await firefox.fill(field('Domain'), CUSTOM_DOMAIN);
  await firefox.click(button('Allow this domain'));
  await says(`${CUSTOM_DOMAIN} is allowed.`);
  const granted = await firefox.script<boolean>(
    'return browser.permissions.contains({ origins: [arguments[0]] })',
    `https://${CUSTOM_DOMAIN}/*`,
  );
  expect(granted).toBe(true);

  await firefox.go(`https://${CUSTOM_DOMAIN}/tickets?id=5102`);
  await firefox.enterPanel();
  // The server knows no connection of this host, and the panel says that rather than guess.
  await says('This address belongs to no HaloPSA that your workspace has connected.');
});

test('the same panel as sidebar, which follows the active tab', async () => {
  const sidebar = () =>
    firefox.script<string | null>(
      `const [view] = browser.extension.getViews({ type: 'sidebar' });
       return view?.document.querySelector('h1')?.textContent ?? null;`,
    );
  const [options = ''] = await firefox.windows();
  await firefox.go(`${firefox.origin}/options.html#/preferences`);
  await firefox.click(button('Open in the side panel'));
  await expect.poll(sidebar).toBe('Open a ticket');

  const ticket = await firefox.newTab();
  await firefox.go(`${world.halo.siteUrl}/tickets?id=5105`);
  await firefox.switchTo(options, { toFront: false });
  await expect.poll(sidebar).toBe('Aisha Malik');
  await firefox.switchTo(options);
  await expect.poll(sidebar).toBe('Open a ticket');
  await firefox.switchTo(ticket);
  await firefox.closeWindow();
  await firefox.switchTo(options);
});
