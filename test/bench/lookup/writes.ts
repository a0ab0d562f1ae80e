import type { Page } from '@playwright/test';
import { panelOf } from '../../helpers/extension.ts';

const NAVIGATIONS = 20;

/**
 * What the extension writes into the page outside its own element. The PSA's screen is served as it was drawn but
 * without its scripts, so that whatever changes in it is our doing.
 */
export async function countWrites(page: Page, url: string): Promise<string[]> {
  await page.goto(url);
  await panelOf(page);
  await page.waitForTimeout(1000);
  const drawn = await page.evaluate(() => {
    const copy = document.documentElement.cloneNode(true) as HTMLElement;
    for (const element of copy.querySelectorAll('script, link, html > :not(head, body)')) element.remove();
    for (const element of copy.children) if (!['HEAD', 'BODY'].includes(element.tagName)) element.remove();
    return `<!doctype html>${copy.outerHTML}`;
  });
  await page.route('**/*', (route) =>
    route.request().resourceType() === 'document' && route.request().url().startsWith(new URL(url).origin)
      ? route.fulfill({ contentType: 'text/html', body: drawn })
      : route.fallback(),
  );
  await page.addInitScript(noteWrites);
  await page.goto(url);
  await panelOf(page);
  await page.waitForTimeout(1000);
  for (let step = 0; step < NAVIGATIONS; step++) {
    await page.evaluate((id) => history.pushState(null, '', `?id=${id}`), 5101 + (step % 9));
    await page.waitForTimeout(100);
  }
  await page.waitForTimeout(1000);
  const noted = await page.evaluate(() => (globalThis as unknown as { writes: string[] }).writes);
  // What was written while the page was still being parsed is found by comparing with the page as it was sent.
  const differs = await page.evaluate((html) => {
    const sent = new DOMParser().parseFromString(html, 'text/html').documentElement;
    const shown = document.documentElement.cloneNode(true) as HTMLElement;
    for (const element of [...shown.children]) if (!['HEAD', 'BODY'].includes(element.tagName)) element.remove();
    return shown.outerHTML === sent.outerHTML ? [] : ['the page is not what was sent'];
  }, drawn);
  const control = await page.evaluate(async () => {
    document.body.dataset.control = 'a write';
    await new Promise((done) => setTimeout(done));
    return (globalThis as unknown as { writes: string[] }).writes.length;
  });
  if (control !== noted.length + 1) throw new Error('A write to the page was not noticed: the count is wrong.');
  return [...noted, ...differs];
}

/** Runs in the page: notes each change after parsing whose target is not ours. */
function noteWrites() {
  if (window.top !== window) return;
  const writes: string[] = [];
  Object.assign(globalThis, { writes });
  const isOurs = (node: Node | null) =>
    node instanceof HTMLElement && !['HEAD', 'BODY'].includes(node.tagName) && node.parentNode !== document.body;
  document.addEventListener('DOMContentLoaded', () => {
    new MutationObserver((records) => {
      for (const { target, type, addedNodes, removedNodes } of records) {
        const nodes = [...addedNodes, ...removedNodes];
        if (target === document.documentElement && nodes.length > 0 && nodes.every(isOurs)) continue;
        if (target.parentNode === document.documentElement && isOurs(target)) continue;
        writes.push(`${type} on ${target.nodeName}`);
      }
    }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
}
