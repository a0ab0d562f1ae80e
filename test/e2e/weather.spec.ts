import { panelOf } from '../helpers/extension.ts';
import { type Desk, dock, expect, freshBrowser, heading, type Stage, test } from './fixtures.ts';

/** Opens a ticket whose person is known, and waits until the page was read too: from then on nothing is asked by itself. */
async function openKnown(desk: Desk, stage: Stage) {
  const asked = () => stage.wire.said().split('POST /v1/lookup').length;
  const before = asked();
  const panel = await desk.ticket('5105');
  await expect.poll(asked).toBe(before + 2);
  await expect(heading(panel)).toHaveText('Aisha Malik');
  await expect(panel.getByRole('main')).toHaveAttribute('aria-busy', 'false');
  return panel;
}

const DOWN = { count: 1_000_000, status: 500 };

test.describe('the PSA', () => {
  test.afterEach(({ stage }) => {
    Object.assign(stage.world.halo.simulator.control, { failNext: null, throttle: null, latencyMs: 0 });
  });

  test('is down: the person known stays, marked with its age, until it answers again', async ({ desk, stage }) => {
    const { control } = stage.world.halo.simulator;
    const panel = await openKnown(desk, stage);
    control.failNext = DOWN;
    await panel.getByRole('button', { name: 'Refresh' }).click();
    await expect(panel.getByText(/^What is shown is as of \d/)).toBeVisible();
    await expect(panel.getByText('The connected system cannot be reached.')).toBeVisible();
    await expect(heading(panel)).toHaveText('Aisha Malik');
    control.failNext = null;
    await panel.getByRole('button', { name: 'Try again' }).click();
    await expect(panel.getByText(/^What is shown is as of/)).toBeHidden();
  });

  test('is down, and the record was never seen: what happened and what to do', async ({ desk, stage }) => {
    const { control } = stage.world.halo.simulator;
    control.failNext = DOWN;
    const panel = await desk.ticket('9990');
    await expect(heading(panel)).toHaveText('The connected system cannot be reached.');
    await expect(panel.getByRole('button', { name: 'Open the settings' })).toBeVisible();
    control.failNext = null;
    await panel.getByRole('button', { name: 'Try again' }).click();
    await expect(heading(panel)).toHaveText(/does not know this record/);
  });

  test('is slow: nothing is shown that is not known, then the person', async ({ desk, stage }) => {
    stage.world.halo.simulator.control.latencyMs = 700;
    const panel = await desk.ticket('9991');
    await expect(heading(panel)).toHaveText('Looking up who this is…');
    await expect(heading(panel)).toHaveText(/does not know this record/);
  });

  test('asks us to slow down: the wait is counted, and the button opens by itself', async ({ desk, stage }) => {
    const { control } = stage.world.halo.simulator;
    const panel = await openKnown(desk, stage);
    control.throttle = { retryAfterSeconds: 4, count: 1 };
    await panel.getByRole('button', { name: 'Refresh' }).click();
    await expect(panel.getByRole('button', { name: /^Try again in \d s$/ })).toBeDisabled();
    await expect(heading(panel)).toHaveText('Aisha Malik');
    const again = panel.getByRole('button', { name: 'Try again', exact: true });
    await expect(again).toBeEnabled();
    await again.click();
    await expect(panel.getByText(/^What is shown is as of/)).toBeHidden();
  });
});

test('the server is away: said as such, and it goes on when the server is back', async ({ desk, stage }) => {
  stage.wire.cut();
  try {
    const panel = await desk.ticket('5203');
    await expect(heading(panel)).toHaveText('The Counterpart server cannot be reached.');
    // Once the page is at rest it is read, and asked about once more: that too shall fail.
    await desk.page.waitForTimeout(1500);
    stage.wire.mend();
    await panel.getByRole('button', { name: 'Try again' }).click();
    await expect(heading(panel)).toContainText('Ruth Osei');
    // Known by now: what is on the screen stays, under the word that it may be old.
    stage.wire.cut();
    await panel.getByRole('button', { name: 'Refresh' }).click();
    await expect(panel.getByText('The Counterpart server cannot be reached.')).toBeVisible();
    await expect(heading(panel)).toContainText('Ruth Osei');
  } finally {
    stage.wire.mend();
  }
});

test('the page shows another requester than the PSA knows: not verified, and nothing to press', async ({ desk }) => {
  const panel = await desk.ticket('5102', '&lie=email');
  await expect(panel.getByText('Not verified', { exact: true }).first()).toBeVisible();
  await expect(heading(panel)).toHaveText(/^This page shows something else than HaloPSA says/);
  await expect(panel.getByText('managing.director@elsewhere.example')).toBeVisible();
  await expect(panel.getByText('bob@ashworth-home.example')).toBeVisible();
  await expect(panel.getByRole('button', { name: /^(Link|Never|Create)/ })).toHaveCount(0);
});

test('a layout that is not recognised: the technician types the number and goes on', async ({ desk }) => {
  const panel = await desk.open('/ticket?id=new-style-token');
  await expect(heading(panel)).toHaveText('This page’s layout is new to us');
  const number = panel.getByRole('textbox', { name: 'Ticket number' });
  await number.fill('5105b');
  await panel.getByRole('button', { name: 'Look it up' }).click();
  await expect(panel.getByText('A ticket number is 1 to 18 digits, or looks like T20260101.0001.')).toBeVisible();
  await number.fill('5105');
  await number.press('Enter');
  await expect(heading(panel)).toHaveText('Aisha Malik');
});

interface Developer {
  updateProfileConfiguration(change: { inDeveloperMode: boolean }): Promise<void>;
  reload(id: string, options: { failQuietly: boolean }): Promise<void>;
}

test.describe('a browser of its own', () => {
  /** Opens the ticket in a browser that is not paired yet. */
  async function newcomer({ world }: Stage) {
    const browser = await freshBrowser(world.browserArgs);
    const page = await browser.context.newPage();
    await page.goto(`${world.halo.siteUrl}/tickets?id=5105`);
    return { browser, page, panel: await panelOf(page) };
  }

  test('not paired: leads to the settings. Paired, then revoked elsewhere: asks again', async ({ stage }) => {
    const { browser, page, panel } = await newcomer(stage);
    try {
      await expect(heading(panel)).toHaveText('Pair this browser');
      const opening = browser.context.waitForEvent('page');
      await panel.getByRole('button', { name: 'Open the settings' }).click();
      const settings = await opening;
      await expect(settings).toHaveURL(/\/options\.html/);

      const { body } = await stage.server.admin.call('POST', '/v1/pairings', {
        name: 'Noor Jansen',
        role: 'technician',
      });
      await browser.pair(stage.wire.url, body.code);
      await page.bringToFront();
      await expect(heading(panel)).toHaveText('Aisha Malik');

      // Her own second browser could do it too: the session ends on the server, and this one is not told.
      const call = (name: string, input: unknown) =>
        settings.evaluate(
          (message) =>
            (
              globalThis as unknown as {
                chrome: { runtime: { sendMessage(m: unknown): Promise<{ value: { id: string }[] }> } };
              }
            ).chrome.runtime.sendMessage(message),
          { type: 'call', name, input },
        );
      const { value } = await call('session.list', null);
      await call('session.revoke', { id: value[0]!.id });
      await panel.getByRole('button', { name: 'Refresh' }).click();
      await expect(heading(panel)).toHaveText('Pair this browser');
      await expect(panel.getByText('Aisha Malik')).toHaveCount(0);
    } finally {
      await browser.end();
    }
  });

  test('the extension is updated under an open ticket: the panel comes back without a reload', async ({ stage }) => {
    const { browser, page } = await newcomer(stage);
    try {
      // Chromium switches an unpacked extension off when it is loaded anew, except for developers.
      const extensions = await browser.context.newPage();
      await extensions.goto('chrome://extensions');
      await extensions.evaluate(async (id) => {
        const { developerPrivate } = (globalThis as unknown as { chrome: { developerPrivate: Developer } }).chrome;
        await developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
        await developerPrivate.reload(id, { failQuietly: true });
      }, new URL(browser.origin).host);
      await page.bringToFront();
      await page.waitForTimeout(3000);
      await expect(dock(page)).toHaveCount(1);
      await expect(heading(await panelOf(page))).toHaveText('Pair this browser');
    } finally {
      await browser.end();
    }
  });
});
