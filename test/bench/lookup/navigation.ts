import type { CDPSession, Page } from '@playwright/test';
import { panelOf } from '../../helpers/extension.ts';

/** Long enough on each ticket for its answer to come, most of the time. */
const STAY_MS = 70;

export interface Walk {
  /** Growth of the used heap, after a collection on both ends. */
  pageMb: number;
  panelMb: number;
  /** How often the extension put an element into the page, from the first ticket on. */
  mounts: number;
}

/** Goes from ticket to ticket as the PSA's own code does, without a new document. */
export async function wander(page: Page, url: string, name: string, navigations: number): Promise<Walk> {
  await page.addInitScript(countMounts);
  await page.goto(url);
  const panel = await panelOf(page);
  await panel.getByRole('heading', { level: 1, name }).waitFor();
  const ofPage = await page.context().newCDPSession(page);
  const ofPanel = await page.context().newCDPSession(panel);
  const walk = async (steps: number) => {
    await page.evaluate(
      async ({ steps, stay }) => {
        for (let step = 0; step < steps; step++) {
          const tickets = document.querySelectorAll<HTMLElement>('#mainlist [id]');
          tickets[step % Math.min(12, tickets.length)]!.click();
          await new Promise((done) => setTimeout(done, stay));
        }
      },
      { steps, stay: STAY_MS },
    );
    await page.waitForTimeout(1000);
  };
  // What is loaded once and kept (fonts, formatters, the first answers) is no growth.
  await walk(24);
  const before = [await heapOf(ofPage), await heapOf(ofPanel)] as const;
  await walk(navigations);
  const after = [await heapOf(ofPage), await heapOf(ofPanel)] as const;
  const mounts = await page.evaluate(() => (globalThis as unknown as { mounts: number }).mounts);
  if (mounts === 0) throw new Error('The panel stands in the page, and its coming was not seen: the count is wrong.');
  return { pageMb: (after[0] - before[0]) / 1e6, panelMb: (after[1] - before[1]) / 1e6, mounts };
}

/** Runs in the page before anything else: our element is the only one that stands beside head and body. */
function countMounts() {
  if (window.top !== window) return;
  const counter = Object.assign(globalThis, { mounts: 0 });
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      if (target !== document.documentElement) continue;
      for (const node of addedNodes) {
        if (node instanceof HTMLElement && !['HEAD', 'BODY'].includes(node.tagName)) counter.mounts += 1;
      }
    }
  }).observe(document, { childList: true, subtree: true });
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.enable');
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}
