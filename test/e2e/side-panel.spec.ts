import type { BrowserContext, CDPSession } from '@playwright/test';
import { expect, heading, test } from './fixtures.ts';

/** The browser's own side panel: no tab, so it is found and looked at through the browser. */
async function openedSide(context: BrowserContext, origin: string) {
  const cdp = await context.browser()!.newBrowserCDPSession();
  const find = async () => {
    const { targetInfos } = await cdp.send('Target.getTargets');
    return targetInfos.find(({ type, url }) => type !== 'iframe' && url === `${origin}/panel.html`)?.targetId ?? null;
  };
  await expect.poll(find).not.toBeNull();
  const { sessionId } = await cdp.send('Target.attachToTarget', { targetId: (await find())!, flatten: false });
  const evaluate = evaluator(cdp, sessionId);
  return {
    heading: () => evaluate('document.querySelector("h1")?.textContent ?? ""'),
    words: () => evaluate('document.body.innerText'),
    close: async () => {
      await evaluate('window.close()').catch(() => {});
      await cdp.detach();
    },
  };
}

function evaluator(cdp: CDPSession, sessionId: string): (expression: string) => Promise<unknown> {
  let last = 0;
  return (expression) => {
    last += 1;
    const id = last;
    const params = { expression, awaitPromise: true, returnByValue: true };
    return new Promise((done, failed) => {
      const hear = ({ message }: { message: string }) => {
        const said = JSON.parse(message);
        if (said.id !== id) return;
        cdp.off('Target.receivedMessageFromTarget', hear);
        if (said.result) done(said.result.result.value);
        else failed(new Error(message));
      };
      cdp.on('Target.receivedMessageFromTarget', hear);
      const message = JSON.stringify({ id, method: 'Runtime.evaluate', params });
      cdp.send('Target.sendMessageToTarget', { sessionId, message }).catch(failed);
    });
  };
}

test('the panel goes on in the side panel and follows the technician', async ({ desk, stage }) => {
  const { context, origin } = stage.browser;
  const panel = await desk.ticket('5102');
  await expect(heading(panel)).toHaveText('Is this Bob Ashworth?');
  await panel.getByRole('button', { name: 'More actions' }).click();
  await panel.getByRole('menuitem', { name: 'Open in the side panel' }).click();
  const side = await openedSide(context, origin);

  await test.step('the one in the page makes room', async () => {
    await expect.poll(side.heading).toBe('Is this Bob Ashworth?');
    await expect.poll(() => desk.page.frames().some((frame) => frame.url().includes('/panel.html'))).toBe(false);
  });
  await test.step('another ticket in the same tab', async () => {
    await desk.page.goto(`${stage.world.halo.siteUrl}/tickets?id=5105`);
    await expect.poll(side.heading).toBe('Aisha Malik');
  });
  await test.step('another tab, and back', async () => {
    const other = await context.newPage();
    await expect.poll(side.heading).toBe('Open a ticket');
    await other.goto(`${stage.world.halo.siteUrl}/tickets?id=5107`);
    await expect.poll(side.heading).toBe('No person is named on this ticket');
    await desk.page.bringToFront();
    await expect.poll(side.heading).toBe('Aisha Malik');
    await other.close();
  });
  await test.step('a page that is no PSA', async () => {
    await desk.page.goto(stage.server.url);
    await expect.poll(side.heading).toBe('Open a ticket');
    expect(await side.words()).not.toContain('Aisha');
  });
  await side.close();

  // Later tests want the panel in the page again, as the toolbar button would bring it.
  await desk.page.goto(`${origin}/options.html`);
  await desk.page.evaluate(() =>
    (
      globalThis as unknown as { chrome: { storage: { local: { remove(key: string): Promise<void> } } } }
    ).chrome.storage.local.remove('docks'),
  );
});

test('the options page opens it too', async ({ stage }) => {
  const { context, origin } = stage.browser;
  const options = await context.newPage();
  await options.goto(`${origin}/options.html#/preferences`);
  await options.getByRole('button', { name: 'Open in the side panel' }).click();
  const side = await openedSide(context, origin);
  await expect.poll(side.heading).toBe('Open a ticket');
  await side.close();
  await options.close();
});
