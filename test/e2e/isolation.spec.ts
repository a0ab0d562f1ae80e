import type { Frame, Page } from '@playwright/test';
import { press } from '../helpers/extension.ts';
import { expectStatus, findAccount } from '../helpers/northwind.ts';
import { dock, expect, heading, type Stage, test } from './fixtures.ts';
import { asContentScript } from './isolated-world.ts';

/** What the stand-in's `?hostile` page offers an attacker; its own code is in the simulator. */
interface Attacks {
  heard: { messages: unknown[]; keys: unknown[]; found: boolean; shadow: boolean; frames: number[]; reached: string[] };
  find(text: string): boolean;
  navigate(): number;
  read(): string[];
  remove(): number;
  stop(): void;
}
type Hostile = Window & { attacks: Attacks & Record<string, () => unknown> };

const run = (page: Page, name: string) =>
  page.evaluate((attack) => void (window as unknown as Hostile).attacks[attack]!(), name);

/** Somebody who is linked, and whose account carries an address that the PSA's page does not show. */
async function linkSophie({ northwind, server }: Stage): Promise<string> {
  const secret = 'sophie.hartley@alderlegal.example';
  const answer = await northwind.lookup('contact', '1101');
  if (answer.state === 'candidates') {
    const { rowId: accountId } = await findAccount(server.admin, answer.company.rowId, secret);
    const { rowId: contactId, version: contactVersion } = answer.contact;
    const link = { contactId, contactVersion, accountId, replaces: null };
    await expectStatus(201, server.admin.call('POST', '/v1/links', link));
  }
  return secret;
}

test('a hostile page learns nothing of the linked person', async ({ desk, stage }) => {
  const secret = await linkSophie(stage);
  const { page } = desk;
  const panel = await desk.ticket('5201', '&hostile=1');
  await expect(heading(panel)).toHaveText('Sophie Hartley');
  await expect(panel.getByText(secret).first()).toBeVisible();

  const ask = (text: string) => page.evaluate((wanted) => (window as unknown as Hostile).attacks.find(wanted), text);
  expect(await ask('sophie.turner@alderlegal.example'), 'what the page itself shows is found').toBe(true);
  expect(await ask(secret)).toBe(false);
  expect(await ask('Sophie Hartley')).toBe(false);

  const learned = await page.evaluate(() => {
    const { attacks } = window as unknown as Hostile;
    const steered = attacks.navigate();
    attacks.read();
    return { steered, own: document.querySelectorAll('iframe').length, all: window.length, ...attacks.heard };
  });
  expect(learned).toMatchObject({ steered: 0, shadow: false, messages: [], keys: [] });
  expect(learned.all).toBe(learned.own);
  for (const text of learned.reached) expect(text).toMatch(/^style=/);
});

test('a page that lies over the panel gets no click out of it, whichever way it lies', async ({ desk, stage }) => {
  const { page } = desk;
  const panel = await desk.ticket('5101', '&hostile=1');
  const link = panel.getByRole('button', { name: 'Link Priya Raman' });
  const isLinked = async () => (await stage.northwind.lookup('ticket', '5101')).state === 'linked';
  // Fading the page's body is none: the panel does not stand in it, and stays to be seen.
  const tricks = ['hide', 'fade', 'fadePage', 'cover', 'popover', 'filter', 'clip', 'shrink', 'move'];
  // What is clicked where the panel is not shall not lead away from here.
  await page.evaluate(() => {
    addEventListener(
      'click',
      (event) => {
        event.preventDefault();
        event.stopPropagation();
      },
      true,
    );
  });
  const fooled: string[] = [];
  for (const trick of tricks) {
    await expect(link).not.toHaveAttribute('aria-disabled', 'true');
    const box = (await link.boundingBox())!;
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    // A panel that was moved waits under the bait, where the pointer rests on the page already.
    const aim = trick === 'move' ? { ...at, x: at.x - 300 } : at;
    await page.mouse.move(aim.x, aim.y);
    await run(page, trick);
    // No person clicks sooner than this on what has just appeared.
    await page.waitForTimeout(250);
    await page.mouse.down();
    await page.mouse.up();
    await page.waitForTimeout(250);
    if (await isLinked()) fooled.push(trick);
    await run(page, 'stop');
  }
  expect(fooled).toEqual([]);
  // The same click, on a panel that shows: so the ones before failed for the right reason.
  await press(link);
  await expect(heading(panel)).toHaveText('Priya Raman');
  await panel.getByRole('region', { name: 'Undo' }).getByRole('button').click();
  await expect(link).toBeVisible();
});

test('events without a hand do nothing', async ({ desk, stage }) => {
  const panel = await desk.ticket('5101', '&hostile=1');
  const link = panel.getByRole('button', { name: 'Link Priya Raman' });
  await expect(link).not.toHaveAttribute('aria-disabled', 'true');
  await run(desk.page, 'click');
  await run(desk.page, 'spoof');
  await link.evaluate((button: HTMLElement) => button.click());
  await desk.page.waitForTimeout(300);
  expect((await stage.northwind.lookup('ticket', '5101')).state).toBe('candidates');
});

test('a panel that the page takes away comes back once, and then yields', async ({ desk }) => {
  const { page } = desk;
  await desk.ticket('5105', '&hostile=1');
  await expect(dock(page)).toHaveCount(1);
  await run(page, 'remove');
  await expect(dock(page)).toHaveCount(1);
  await run(page, 'remove');
  await page.waitForTimeout(500);
  await expect(dock(page)).toHaveCount(0);
});

test('no page can tell by a fixed address that the extension is here', async ({ desk, stage }) => {
  const { page } = desk;
  const { origin } = stage.browser;
  // Pages without any policy of their own, one of them on a host where the panel runs.
  await page.route(/^https:\/\/(probe\.halopsa\.com|elsewhere\.example)\//, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>probe</title><body></body>' }),
  );
  for (const host of ['probe.halopsa.com', 'elsewhere.example']) {
    await page.goto(`https://${host}/`);
    const seen = await page.evaluate(async (base) => {
      const reached: string[] = [];
      for (const path of [
        '/panel.html',
        '/options.html',
        '/manifest.json',
        '/content-scripts/psa.js',
        '/icon/16.png',
      ]) {
        const answered = await fetch(base + path).then(
          () => true,
          () => false,
        );
        if (answered) reached.push(`fetch ${path}`);
        const drawn = await new Promise((done) => {
          const image = new Image();
          image.onload = () => done(true);
          image.onerror = () => done(false);
          image.src = base + path;
        });
        if (drawn) reached.push(`image ${path}`);
      }
      const frame = document.createElement('iframe');
      frame.src = `${base}/panel.html`;
      document.body.append(frame);
      await new Promise((done) => setTimeout(done, 300));
      return reached;
    }, origin);
    expect(seen, host).toEqual([]);
    const inside = page.frames().find((frame) => frame.parentFrame() === page.mainFrame());
    expect(inside?.url() ?? '', host).not.toContain('/panel.html');
  }
});

test('the page hears nothing of the extension when the panel comes', async ({ desk }) => {
  await desk.page.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    window.addEventListener('message', ({ data }) => heard.push(JSON.stringify(data)), true);
  });
  await expect(heading(await desk.ticket('5105'))).toHaveText('Aisha Malik');
  await desk.page.evaluate(() => window.postMessage('the ear works'));
  const heard = () => desk.page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  await expect.poll(heard).toEqual(['"the ear works"']);
  // The script that runs here says so in its own world, so that it is not put in a second time.
  expect(await asContentScript(desk.page, `globalThis['/content-scripts/psa.js']`)).toBe(true);
  expect(await desk.page.evaluate(() => '/content-scripts/psa.js' in globalThis)).toBe(false);
});

test('no message from a page’s side is taken for more than a pointer', async ({ desk, stage }) => {
  const panel = await desk.ticket('5101', '&hostile=1');
  await expect(heading(panel)).toHaveText('Is this Priya Raman?');
  expect(await desk.page.evaluate(() => typeof (window as { chrome?: { runtime?: unknown } }).chrome?.runtime)).toBe(
    'undefined',
  );

  const answer = await stage.northwind.lookup('ticket', '5101');
  if (answer.state !== 'candidates') throw new Error(answer.state);
  const { rowId: contactId, version: contactVersion } = answer.contact;
  const link = { contactId, contactVersion, accountId: answer.candidates[0]!.account.rowId, replaces: null };
  const ref = { psa: 'halopsa', host: stage.world.halo.host, kind: 'ticket', id: '5102', number: null };
  const page = (change: object, hints: object = {}) => ({ type: 'page', page: { ...ref, ...change }, hints });
  const calls = [
    { name: 'links.create', input: link },
    { name: 'session.get', input: null },
    { name: 'session.signOut', input: null },
    { name: 'connections.list', input: null },
    { name: 'accounts.search', input: { companyId: answer.company.rowId, q: '' } },
    { name: 'contacts.ignore', input: { contactId, contactVersion } },
    { name: 'pairing.create', input: { name: 'Mallory', role: 'admin' } },
  ];
  const spoofs: unknown[] = [
    ...calls.map((call) => ({ type: 'call', ...call })),
    ...calls.map((call) => ({ type: 'page', ...call })),
    ...calls.map((call) => ({ ...call, type: 'call', origin: stage.browser.origin, sender: { id: 'x' } })),
    page({ host: 'other.halopsa.com' }),
    page({ host: 'elsewhere.example' }),
    page({ psa: 'autotask' }),
    page({ id: '5102; drop' }),
    page({ id: 5102 }),
    page({ id: '1'.repeat(19) }),
    page({ kind: 'invoice' }),
    page({ email: 'ceo@alderlegal.example' }),
    page({ number: '<b>' }),
    page({}, { requesterEmail: 'x'.repeat(400) }),
    page({}, { accountId: link.accountId }),
    page({}, { number: 5 }),
    { ...page({}), link: true },
    { ...page({}), type: 'open' },
    { type: 'page', page: ref },
    { type: 'page', hints: {} },
    { type: 'host', host: 'elsewhere.example' },
    { type: 'open', page: ref },
    { type: 'open', page: ref, hints: {} },
    { type: 'refresh' },
    { type: 'undo', id: contactId },
    { type: 'window' },
    { type: 'dock', state: 'open', width: 400 },
    { type: '__proto__' },
    ['call'],
    'call',
    7,
    null,
    {},
  ];
  expect(spoofs.length).toBeGreaterThanOrEqual(50);
  const replies = await asContentScript<unknown[]>(
    desk.page,
    `Promise.all(${JSON.stringify(spoofs)}.map((message) => chrome.runtime.sendMessage(message).catch(() => 'refused')))`,
  );
  expect(replies.filter((reply) => reply !== null && reply !== 'refused')).toEqual([]);
  await expect(heading(panel)).toHaveText('Is this Priya Raman?');
  expect((await stage.northwind.lookup('ticket', '5101')).state).toBe('candidates');
  // The channel itself works: what may be said from there is answered.
  expect(await asContentScript(desk.page, `chrome.runtime.sendMessage({ type: 'host' })`)).toBe('halopsa');
});

test('beside the page there is no storage to read and no port to the panel’s feed', async ({ desk }) => {
  const panel = await desk.ticket('5105');
  await expect(heading(panel)).toHaveText('Aisha Malik');
  const tried = await asContentScript<Record<string, unknown>>(
    desk.page,
    `(async () => {
      const read = (area) => chrome.storage[area].get(null).then((found) => found, () => 'closed');
      const heard = await new Promise((done) => {
        const port = chrome.runtime.connect({ name: 'panel' });
        port.onMessage.addListener((feed) => done(feed));
        port.onDisconnect.addListener(() => done('closed'));
        setTimeout(() => done('silent'), 1000);
      });
      const databases = (await indexedDB.databases()).map(({ name }) => name);
      return { local: await read('local'), session: await read('session'), heard, databases };
    })()`,
  );
  expect(tried).toEqual({ local: 'closed', session: 'closed', heard: 'closed', databases: [] });
});

test('the token that the PSA leaves in its page reaches nobody', async ({ desk, stage }) => {
  const panel = await desk.ticket('5105');
  await expect(heading(panel)).toHaveText('Aisha Malik');
  const canary = 'simulated-token-that-nobody-may-read';
  expect(await desk.page.evaluate(() => localStorage.getItem('access_token'))).toBe(canary);
  expect(stage.wire.said()).toContain('POST /v1/lookup');
  expect(stage.wire.said()).not.toContain(canary);
  expect(JSON.stringify(stage.world.halo.simulator.control.requests)).not.toContain(canary);
  expect(stage.server.logged.join('\n')).not.toContain(canary);
});

test.describe('the page around the panel', () => {
  /** Everything that changes in the document and everything its policy refuses, from its first moment on. */
  async function watch(page: Page): Promise<() => Promise<{ changes: string[]; refused: string[] }>> {
    await page.addInitScript(() => {
      const seen = { changes: [] as string[], refused: [] as string[] };
      Object.assign(window, { seen });
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        seen.refused.push(`${violatedDirective} ${blockedURI}`),
      );
      const isOurs = (node: Node) => node instanceof Element && node.tagName.startsWith('DOCK-');
      addEventListener('DOMContentLoaded', () => {
        new MutationObserver((records) => {
          for (const { target, type, attributeName, addedNodes, removedNodes } of records) {
            if (isOurs(target)) continue;
            if (type === 'childList' && [...addedNodes, ...removedNodes].every(isOurs)) continue;
            seen.changes.push(`${type} of ${target.nodeName} ${attributeName ?? ''}`);
          }
        }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      });
    });
    return () => page.evaluate(() => (window as unknown as { seen: { changes: string[]; refused: string[] } }).seen);
  }

  /** A session in the panel: read, link, undo, search, collapse, expand. */
  async function work(page: Page, panel: Frame) {
    await expect(heading(panel)).toHaveText('Is this Wen Li?');
    await press(panel.getByRole('button', { name: 'Link Li Wen' }));
    await expect(heading(panel)).toHaveText('Li Wen');
    await panel.getByRole('region', { name: 'Undo' }).getByRole('button').click();
    await expect(heading(panel)).toHaveText('Is this Wen Li?');
    await panel.getByRole('button', { name: 'Search all accounts' }).click();
    await panel.getByRole('searchbox').fill('ivy');
    await panel.getByRole('button', { name: 'Back' }).click();
    await panel.getByRole('button', { name: 'Collapse to a badge' }).click();
    await expect.poll(async () => (await dock(page).boundingBox())?.width).toBe(44);
    await panel.getByRole('button', { name: /^Open Counterpart/ }).click();
    await expect.poll(async () => (await dock(page).boundingBox())?.width).toBeGreaterThan(300);
  }

  test('is never written to, over a whole session', async ({ desk }) => {
    const { page } = desk;
    const seen = await watch(page);
    // Without scripts of its own, so that every change is somebody else's.
    await page.route('**/customers?*', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>User</title><body><p>Wen Li</p></body>' }),
    );
    const panel = await desk.contact('1003');
    await work(page, panel);
    expect((await seen()).changes).toEqual([]);
    await expect(dock(page)).toHaveCount(1);
    const attributes = await dock(page).evaluate((element) => element.getAttributeNames());
    expect(attributes).toEqual(['style']);
  });

  test('refuses nothing of ours by its policy', async ({ desk }) => {
    const seen = await watch(desk.page);
    const panel = await desk.contact('1003');
    await work(desk.page, panel);
    expect((await seen()).refused).toEqual([]);
  });

  test('keeps every pixel beside the panel', async ({ desk }) => {
    const { page } = desk;
    const panel = await desk.ticket('5105');
    await expect(heading(panel)).toHaveText('Aisha Malik');
    const lost = () =>
      page.evaluate(() => {
        const element = document.querySelector('html > :not(head, body)')!;
        const { left, top, right, bottom } = element.getBoundingClientRect();
        const wrong: string[] = [];
        for (let x = 2; x < innerWidth; x += 20) {
          for (let y = 2; y < innerHeight; y += 20) {
            const isInside = x >= left && x < right && y >= top && y < bottom;
            if ((document.elementFromPoint(x, y) === element) !== isInside) wrong.push(`${x},${y}`);
          }
        }
        return wrong;
      });
    expect(await lost()).toEqual([]);
    await panel.getByRole('button', { name: 'Collapse to a badge' }).click();
    await expect.poll(async () => (await dock(page).boundingBox())?.width).toBe(44);
    expect(await lost()).toEqual([]);
    await panel.getByRole('button', { name: /^Open Counterpart/ }).click();
    await expect.poll(async () => (await dock(page).boundingBox())?.width).toBeGreaterThan(300);
  });

  test('hears no key that is typed in the panel', async ({ desk }) => {
    const { page } = desk;
    const panel = await desk.contact('1004');
    await expect(heading(panel)).toContainText('J. Okonkwo');
    await panel.getByRole('button', { name: 'Search all accounts' }).click();
    await panel.getByRole('searchbox').click();
    for (const key of ['n', 'r', 's', 'a', 'c', 'Delete', '/', 'Escape']) await page.keyboard.press(key);
    await panel.getByRole('button', { name: 'Back' }).focus();
    for (const key of ['n', 'r', 'Delete']) await page.keyboard.press(key);
    expect(await page.evaluate(() => document.documentElement.dataset.keydowns)).toBeUndefined();
    await page.locator('h1').first().click();
    await page.keyboard.press('n');
    expect(await page.evaluate(() => document.documentElement.dataset.keydowns), 'the page does listen').toBe('1');
  });
});
