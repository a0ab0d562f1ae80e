import type { Page } from '@playwright/test';

/** Adds copies of what the screen shows until it has so many elements; answers how many there are. */
export function growTo(page: Page, nodes: number): Promise<number> {
  return page.evaluate((nodes) => {
    const count = () => document.querySelectorAll('*').length;
    const source = document.body.cloneNode(true) as HTMLElement;
    for (const element of source.querySelectorAll('script, iframe, link, style')) element.remove();
    const parts = [...source.children];
    while (count() < nodes) {
      for (const part of parts) {
        const copy = part.cloneNode(true) as HTMLElement;
        const missing = nodes - count();
        if (missing <= 0) break;
        document.body.append(copy);
        const surplus = [...copy.querySelectorAll('*')].slice(Math.max(0, missing - 1));
        for (const element of surplus.reverse()) if (element.childElementCount === 0) element.remove();
      }
    }
    return count();
  }, nodes);
}

/**
 * Changes the screen so many times a second, one change to a batch: a text, an element that comes, the same going.
 * Answers how many batches there were.
 */
export function change(page: Page, perSecond: number, ms: number): Promise<number> {
  return page.evaluate(
    async ({ perSecond, ms }) => {
      const leaves = [...document.body.querySelectorAll('*')].filter(
        (element) => element.childElementCount === 0 && element.textContent,
      );
      const started = performance.now();
      let made = 0;
      let added: Element | null = null;
      const act = () => {
        const target = leaves[(made * 7919) % leaves.length]!;
        if (made % 3 === 0) target.firstChild!.nodeValue += ' ';
        else if (made % 3 === 1) {
          added = target.cloneNode(true) as Element;
          target.after(added);
        } else added?.remove();
        made += 1;
      };
      const tick = new MessageChannel();
      await new Promise<void>((done) => {
        tick.port1.onmessage = () => {
          const passed = performance.now() - started;
          if (passed >= ms) return done();
          // A timer may be late: then the next one catches up, each change in a task of its own.
          if (made < (passed / 1000) * perSecond) {
            act();
            tick.port2.postMessage(null);
          } else setTimeout(() => tick.port2.postMessage(null), 1);
        };
        tick.port2.postMessage(null);
      });
      return made;
    },
    { perSecond, ms },
  );
}
