import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { resolverRules, serveHttps } from '../helpers/hosts.ts';
import { createAutotaskScreens } from '../simulators/pages/autotask/index.ts';
import { createConnectWiseScreens } from '../simulators/pages/connectwise/index.ts';
import { createHaloScreens } from '../simulators/pages/halopsa/index.ts';
import { GENERIC } from '../simulators/pages/screen-store.ts';
import { createHaloStore } from '../simulators/psa/halopsa/store.ts';
import { storyToHaloSeed } from '../world/halo.ts';
import { STORY_NOW, story } from '../world/story.ts';
import { freshBrowser } from './fixtures.ts';

const HALO = story.msp.host;
const AUTOTASK = 'ww5.autotask.net';
const CONNECTWISE = 'na.myconnectwise.net';

/** What the background holds of a tab, and how many panels its page has; asked without a server and without a session. */
interface Seen {
  page: { kind: string; id: string | null; number: string | null } | null;
  hints: Record<string, string>;
  unread?: boolean;
}

let context: BrowserContext;
let end: () => Promise<void>;
test.beforeAll(async () => {
  const store = createHaloStore(storyToHaloSeed(story), () => Date.parse(STORY_NOW));
  const halo = await serveHttps(createHaloScreens(store).fetch, [HALO]);
  const autotask = await serveHttps(createAutotaskScreens(GENERIC).fetch, [AUTOTASK]);
  const connectwise = await serveHttps(createConnectWiseScreens(GENERIC).fetch, [CONNECTWISE]);
  const rules = resolverRules({ [HALO]: halo.port, [AUTOTASK]: autotask.port, [CONNECTWISE]: connectwise.port });
  const browser = await freshBrowser([`--host-resolver-rules=${rules}`]);
  context = browser.context;
  end = async () => {
    await browser.end();
    await Promise.all([halo.close(), autotask.close(), connectwise.close()]);
  };
});
test.afterAll(() => end());

type Storage = Record<'local' | 'session', Record<'get' | 'remove', (key: string | null) => Promise<object>>>;
async function inBackground(area: 'local' | 'session', verb: 'get' | 'remove', key: string | null): Promise<object> {
  const ask = ([where, what, which]: [typeof area, typeof verb, typeof key]) =>
    (globalThis as unknown as { chrome: { storage: Storage } }).chrome.storage[where][what](which);
  return (
    (await context.serviceWorkers()[0]!.evaluate(ask, [area, verb, key] as [typeof area, typeof verb, typeof key])) ??
    {}
  );
}

/** All tabs that the background follows; the tests close theirs. */
async function seen(): Promise<Seen | null> {
  const kept = await inBackground('session', 'get', null);
  const tabs = Object.entries(kept).filter(([key]) => key.startsWith('tab:'));
  return (tabs.at(-1)?.[1] as Seen | undefined) ?? null;
}
async function record(): Promise<string | null> {
  const page = (await seen())?.page;
  return page ? `${page.kind} ${page.id ?? page.number ?? '?'}` : null;
}
const panels = (page: Page) =>
  page.frames().filter((frame) => /\/panel\.html$/.test(frame.url().split('?')[0]!)).length;
const shows = (expected: string | null, timeout = 5000) => expect.poll(record, { timeout }).toBe(expected);

async function open(url: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}
test.afterEach(async () => {
  for (const page of context.pages().slice(1)) await page.close();
  await expect.poll(seen).toBeNull();
});

const inner = (id: number) => `/Mvc/ServiceDesk/TicketDetail.mvc?ticketId=${id}`;
const shell = (url: string) =>
  `https://${AUTOTASK}/AutotaskOnyx/LandingPage?view=x&view-data=${btoa(JSON.stringify({ url }))}`;

test('a ticket of Autotask in a tab of its own', async () => {
  const page = await open(`https://${AUTOTASK}${inner(53203)}`);
  await shows('ticket 53203');
  await expect.poll(() => panels(page)).toBe(1);
  await expect
    .poll(async () => (await seen())?.hints)
    .toEqual({ number: 'T20260101.0001', requesterName: 'Jonas Whitlock' });
});

test('the frame of the Autotask shell says which record it is, and the shell alone draws the panel', async () => {
  const page = await open(shell(inner(53203)));
  await shows('ticket 53203');
  await expect.poll(async () => (await seen())?.hints.number).toBe('T20260101.0001');
  await expect.poll(() => panels(page)).toBe(1);
  const frame = page.frames().find((each) => each.url().includes('TicketDetail'))!;
  expect(await frame.locator(':root > *').evaluateAll((all) => all.map((each) => each.localName))).toEqual([
    'head',
    'body',
  ]);

  // a full page load within the frame: the shell's own address stays what it was
  // (by the keyboard, since the panel lies over that column)
  await frame.getByRole('link', { name: 'Jonas Whitlock' }).press('Enter');
  await shows('contact 9001');
  await frame.getByRole('link', { name: 'Open the organization' }).click();
  await shows('company 42');
  expect(page.url()).toContain('LandingPage');
  await expect.poll(() => panels(page)).toBe(1);

  // the shell goes to another page
  await page.getByRole('link', { name: 'T20260102.0014' }).click();
  await shows('ticket 53204');
  await page.getByRole('link', { name: 'Home' }).click();
  await shows(null);
  await expect.poll(() => panels(page)).toBe(0);
});

test('a frame that is taken away or put out of sight takes its record with it', async () => {
  const page = await open(`https://${AUTOTASK}/AutotaskOnyx/LandingPage?view=home`);
  await page.evaluate((src) => {
    const frame = document.querySelector('iframe')!;
    frame.src = src;
  }, inner(53204));
  await shows('ticket 53204');
  await page.evaluate(() => document.querySelector('iframe')!.style.setProperty('display', 'none'));
  await shows(null);
  await page.evaluate(() => document.querySelector('iframe')!.style.removeProperty('display'));
  await shows('ticket 53204');
  await page.evaluate(() => document.querySelector('iframe')!.remove());
  await shows(null);
});

test('a PSA framed by a stranger says nothing', async () => {
  const page = await open(`https://${CONNECTWISE}/v2025_1/ConnectWise.aspx`);
  await page.setContent(`<iframe src="https://${AUTOTASK}${inner(53203)}" width="800" height="600"></iframe>`);
  await page.waitForTimeout(1500);
  expect(await record()).toBeNull();
  expect(panels(page)).toBe(0);
});

const ticketScreen = (more = '') =>
  `https://${CONNECTWISE}/v4_6_release/services/system_io/Service/fv_sr100_request.rails?service_recid=53203${more}`;

test('ConnectWise: the record is read from a screen that never rests, and followed from screen to screen', async () => {
  const page = await open(ticketScreen('&churn=100'));
  await shows('ticket 53203');
  expect(page.url()).toContain('??ServiceTicket');
});

test('ConnectWise: tickets, a time entry, the board', async () => {
  const page = await open(`https://${CONNECTWISE}/v2025_1/ConnectWise.aspx`);
  await page.locator('tr[data-ticket="53204"]').click();
  await shows('ticket 53204');
  await expect
    .poll(async () => (await seen())?.hints)
    .toEqual({
      number: '53204',
      requesterName: 'Amara Pallister',
      requesterEmail: 'amara@pallister.example',
    });
  await expect.poll(() => panels(page)).toBe(1);
  await page.getByRole('button', { name: 'Enter time' }).click();
  await shows(null);
  await page.getByRole('button', { name: 'Back to the ticket' }).click();
  await shows('ticket 53204');
  await page.getByRole('button', { name: 'Back to the board' }).click();
  await shows(null);
  await page.locator('tr[data-ticket="53205"]').click();
  await shows('ticket 53205');
  await page.goBack();
  await shows(null);
});

const contactLink = (id: number) =>
  `https://${CONNECTWISE}/v4_6_release/services/system_io/router/openrecord.rails?recordType=ContactFV&recid=${id}`;

test('ConnectWise: a link names its contact until the app goes on to another, whose screen does not say which', async () => {
  // Whatever looks into the page through the browser's tools counts as a touch: its address is looked at from outside.
  const page = await open(contactLink(9002));
  expect(page.url()).toContain('??ContactFV');
  await page.waitForTimeout(1000);
  await shows('contact 9002');
  expect(panels(page)).toBe(1);
  const state = btoa(JSON.stringify({ screen: 'ContactFV', id: 9003 })).replaceAll('=', '');
  await page.goto(`${page.url().split('#')[0]}#XQAA${state}??ContactFV`);
  await shows(null);
  await shows('contact ?', 8000);
  await expect(page.locator('.detailLabel:visible')).toHaveText('Amara Pallister');
});

test('ConnectWise: a link says nothing of the screens that come once somebody has touched the page', async () => {
  const page = await context.newPage();
  let start = () => {};
  const touched = new Promise<void>((done) => {
    start = done;
  });
  await page.route('**/_screen/app.js', async (route) => {
    await touched;
    await route.continue();
  });
  await page.goto(contactLink(9002), { waitUntil: 'commit' });
  await shows('contact 9002');
  await page.mouse.click(5, 5);
  start();
  await expect(page.locator('.detailLabel')).toHaveText('Jonas Whitlock');
  await shows('contact ?', 8000);
});

test('ConnectWise: a contact’s screen is known to be one, and no more', async () => {
  await open(ticketScreen().replace('53203', '53204'));
  await shows('ticket 53204');
  await context.pages().at(-1)!.getByRole('button', { name: 'Open the contact' }).click();
  await shows('contact ?', 8000);
});

test('what is found on a ticket of HaloPSA is counted, and nothing but counted', async () => {
  await inBackground('local', 'remove', 'health');
  await open(`https://${HALO}/tickets?id=5101`);
  await shows('ticket 5101');
  await expect.poll(async () => (await seen())?.hints.number).toBe('5101');
  const counts = () => inBackground('local', 'get', 'health');
  await expect.poll(counts).toEqual({
    health: { halopsa: { 'number.heading': { hits: 1, misses: 0 }, 'email.details': { hits: 1, misses: 0 } } },
  });
});

test('a layout nobody knows: the address alone, or nothing but its kind; and it is counted', async () => {
  await inBackground('local', 'remove', 'health');
  await open(`https://${AUTOTASK}${inner(53203)}&layout=unknown`);
  await shows('ticket 53203');
  await expect.poll(async () => (await seen())?.unread, { timeout: 8000 }).toBe(true);
  await context.pages().at(-1)!.goto(ticketScreen('&layout=unknown'));
  await shows('ticket ?', 8000);
  const counts = await inBackground('local', 'get', 'health');
  expect(counts).toMatchObject({
    health: {
      autotask: { 'number.heading': { misses: 1 }, 'number.title-bar': { misses: 1 } },
      connectwise: { 'ticket.banner': { misses: 1 } },
    },
  });
});
