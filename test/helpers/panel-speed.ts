import type { Page } from '@playwright/test';

/** Milliseconds from the moment the record's address is the page's own. */
export interface PanelTimes {
  /** Anything of the panel is on the screen: its boxes. */
  firstPaint: number;
  /** The person's name is on the screen. */
  person: number;
}

/** Runs in every frame before anything else: notes when the panel's heading first says the wanted name. */
function noteArrival(name: string) {
  if (location.pathname !== '/panel.html') return;
  const seen = new MutationObserver(() => {
    if (document.querySelector('h1')?.textContent !== name) return;
    seen.disconnect();
    // The frame after the next one's start: by then the change has been painted.
    requestAnimationFrame(() => setTimeout(() => Object.assign(globalThis, { personAt: performance.now() })));
  });
  seen.observe(document, { childList: true, subtree: true, characterData: true });
}

/**
 * Opens one record's address again and again, each time in a fresh document, and measures what a technician sees. The
 * first opening is not counted: it brings the person into the extension's memory.
 */
export async function measurePanel(page: Page, url: string, name: string, times = 20): Promise<PanelTimes[]> {
  await page.addInitScript(noteArrival, name);
  const measured: PanelTimes[] = [];
  for (let run = 0; run <= times; run++) {
    await page.goto('about:blank');
    await page.goto(url, { waitUntil: 'commit' });
    const panel = await frameOf(page);
    await panel.waitForFunction(() => 'personAt' in globalThis, null, { polling: 50 });
    // The address is there when the document's first byte is.
    const start = await page.evaluate(() => {
      const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      return performance.timeOrigin + navigation!.responseStart;
    });
    // The browser writes a paint down a moment after it.
    await panel.waitForFunction(() => performance.getEntriesByName('first-paint').length > 0, null, { polling: 50 });
    const seen = await panel.evaluate(() => ({
      firstPaint: performance.timeOrigin + performance.getEntriesByName('first-paint')[0]!.startTime,
      person: performance.timeOrigin + (globalThis as unknown as { personAt: number }).personAt,
    }));
    if (run > 0) measured.push({ firstPaint: seen.firstPaint - start, person: seen.person - start });
  }
  return measured;
}

async function frameOf(page: Page) {
  for (let waited = 0; waited < 10_000; waited += 20) {
    const panel = page.frames().find((frame) => frame.url().endsWith('/panel.html'));
    if (panel) return panel;
    await page.waitForTimeout(20);
  }
  throw new Error('the panel did not come within 10 s');
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
