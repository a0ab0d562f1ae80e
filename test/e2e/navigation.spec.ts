import type { Frame, Page } from '@playwright/test';
import { dock, expect, heading, test } from './fixtures.ts';

const TICKETS = ['5101', '5102', '5103', '5104', '5105', '5106', '5107', '5109', '5201', '5204', '5301', '5402'];

/** Goes to a ticket as the PSA's own code does, without a new document. */
const follow = (page: Page, id: string) =>
  page.evaluate((ticket) => document.querySelector<HTMLElement>(`#mainlist [id="${ticket}"]`)!.click(), id);

/** The ticket that the panel shows, or null while it shows none; and whether it can be seen at all. */
const numberIn = (panel: Frame) =>
  panel.evaluate(() => document.querySelector('.place-ticket .number')?.textContent?.replace('#', '') ?? null);
const isSeen = (page: Page) =>
  page.evaluate(() => {
    const element = document.querySelector('html > :not(head, body)');
    const id = new URLSearchParams(location.search).get('id');
    return { id, seen: element !== null && getComputedStyle(element).visibility === 'visible' };
  });

test('never shows the person of another ticket, however fast one goes from one to the next', async ({ desk }) => {
  const { page } = desk;
  const panel = await desk.ticket('5105');
  await expect(heading(panel)).toHaveText('Aisha Malik');
  const stale: string[] = [];
  let looks = 0;
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const before = await isSeen(page);
      const shown = await numberIn(panel);
      const after = await isSeen(page);
      // Only what was in sight all along, of one and the same ticket, counts as seen.
      if (before.seen && after.seen && before.id === after.id) {
        looks++;
        if (shown !== null && shown !== before.id) stale.push(`#${shown} on ${before.id}`);
      }
      await page.waitForTimeout(20);
    }
  })();
  for (let round = 0; round < 3; round++) {
    for (const [index, id] of TICKETS.entries()) {
      await follow(page, id);
      await page.waitForTimeout([0, 15, 60, 250][(index + round) % 4]!);
    }
  }
  await expect.poll(() => numberIn(panel)).toBe(TICKETS.at(-1)!);
  isOver = true;
  await watching;
  expect(looks).toBeGreaterThan(20);
  expect(stale).toEqual([]);
});

test('200 navigations: one element, one frame, and no growing heap', async ({ desk }) => {
  const { page } = desk;
  const panel = await desk.ticket('5105');
  await expect(heading(panel)).toHaveText('Aisha Malik');
  const frames = page.frames().length;
  await page.evaluate(() => {
    const added: string[] = [];
    Object.assign(window, { added });
    new MutationObserver((records) => {
      for (const { addedNodes } of records) for (const node of addedNodes) added.push(node.nodeName);
    }).observe(document.documentElement, { childList: true });
  });
  const ofPage = await page.context().newCDPSession(page);
  const ofPanel = await page.context().newCDPSession(panel);
  const heap = async () => {
    const sizes = [];
    for (const session of [ofPage, ofPanel]) {
      await session.send('HeapProfiler.enable');
      await session.send('HeapProfiler.collectGarbage');
      sizes.push((await session.send('Runtime.getHeapUsage')).usedSize);
    }
    return sizes as [number, number];
  };
  /** Long enough on each ticket for its answer to come, most of the time. */
  const wander = async (steps: number) => {
    const ids = Array.from({ length: steps }, (_, step) => TICKETS[step % TICKETS.length]!);
    await page.evaluate(async (tickets) => {
      for (const id of tickets) {
        document.querySelector<HTMLElement>(`#mainlist [id="${id}"]`)!.click();
        await new Promise((done) => setTimeout(done, 70));
      }
    }, ids);
    await expect.poll(() => numberIn(panel)).toBe(ids.at(-1)!);
  };
  // What is loaded once and kept (fonts, formatters, the first answers) is no growth.
  await wander(TICKETS.length * 2);
  const before = await heap();
  await wander(200);
  const after = await heap();
  const grown = after.map((size, index) => (size - before[index]!) / 1e6);
  console.log(JSON.stringify({ unit: 'MB', heapGrowth: { page: grown[0], panel: grown[1] }, goal: 5 }));
  for (const growth of grown) expect(growth).toBeLessThanOrEqual(5);
  expect(await page.evaluate(() => (window as unknown as { added: string[] }).added)).toEqual([]);
  expect(page.frames()).toHaveLength(frames);
  await expect(dock(page)).toHaveCount(1);
});

test('a list has no panel, and back and forward lead to their own person', async ({ desk }) => {
  const { page } = desk;
  const panel = await desk.ticket('5105');
  await expect(heading(panel)).toHaveText('Aisha Malik');
  await follow(page, '5106');
  await expect(heading(panel)).toHaveText('The requester is not a person');
  await page.getByRole('link', { name: 'Tickets' }).click();
  await expect(dock(page)).toBeHidden();
  await page.goBack();
  await expect(dock(page)).toBeVisible();
  await expect(heading(panel)).toHaveText('The requester is not a person');
  await page.goBack();
  await expect(heading(panel)).toHaveText('Aisha Malik');
  await page.goForward();
  await expect(heading(panel)).toHaveText('The requester is not a person');
});

test.describe('stays away from', () => {
  const places = [
    ['a list in a fresh document', 'https://northwind.halopsa.com/tickets'],
    ['the customers’ portal', 'https://northwind.halopsa.com/portal/ticket?id=5101'],
    ['the settings', 'https://northwind.halopsa.com/config/tickets?id=5101'],
    ['the vendor’s own site', 'https://www.halopsa.com/ticket?id=5101'],
    ['any other site', 'https://elsewhere.example/tickets?id=5101'],
    ['a site that only sounds like it', 'https://halopsa.com.elsewhere.example/tickets?id=5101'],
  ] as const;
  for (const [name, url] of places) {
    test(name, async ({ desk }) => {
      await desk.page.route(url, (route) =>
        route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>x</title><body><h1>Ticket 5101</h1>' }),
      );
      await desk.page.goto(url);
      await desk.page.waitForTimeout(600);
      expect(desk.page.frames()).toHaveLength(1);
      await expect(dock(desk.page)).toBeHidden();
    });
  }
});
