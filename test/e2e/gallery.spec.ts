import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { buildGallery, type Gallery } from '../gallery/server.ts';
import { LANGUAGES, openState, STATES, THEMES } from '../gallery/shots.ts';
import { CHROMIUM_FLAGS, chromiumPath } from '../helpers/browser.ts';
import { press } from '../helpers/extension.ts';

const executablePath = chromiumPath();
test.use({
  locale: 'en-GB',
  timezoneId: 'Europe/London',
  launchOptions: { args: CHROMIUM_FLAGS, ...(executablePath ? { executablePath } : {}) },
});

let gallery: Gallery;
test.beforeAll(async () => {
  gallery = await buildGallery();
});
test.afterAll(() => gallery.close());

test('a begun task stands in the place of its state', async ({ page }) => {
  for (const [state, heading] of [
    ['create', 'Create an account for Callum Reid'],
    ['change-link', 'Change the link of Aisha Malik'],
  ] as const) {
    await openState(page, gallery.url, { state, theme: 'light', language: 'en', width: 360 });
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
  }
  await openState(page, gallery.url, { state: 'linked-undo', theme: 'light', language: 'en', width: 360 });
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
});

for (const state of STATES) {
  test(`${state}: accessible in every theme and language, and nothing runs out of 320 px`, async ({ page }) => {
    const failures: string[] = [];
    page.on('pageerror', (error) => failures.push(`threw ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') failures.push(`logged ${message.text()}`);
    });
    for (const theme of THEMES) {
      for (const language of LANGUAGES) {
        const width = theme === 'light' ? 320 : 560;
        await openState(page, gallery.url, { state, theme, language, width });
        const { violations } = await new AxeBuilder({ page })
          .setLegacyMode() // no frames here: one script instead of a page of its own for each run
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze();
        for (const { id, nodes } of violations) failures.push(`${theme} ${language} ${id}: ${nodes[0]?.html}`);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        const inside = await page.evaluate(() => {
          const body = document.querySelector('.body');
          return body ? body.scrollWidth - body.clientWidth : 0;
        });
        if (over > 0 || inside > 0)
          failures.push(`${theme} ${language} runs out by ${Math.max(over, inside)} px at ${width}`);
      }
    }
    expect(failures).toEqual([]);
  });
}

// The frame as it stands in a page that may do anything to it.
const TRICKS: [trick: string, style: string, overlay: boolean][] = [
  ['opacity', '#host { opacity: 0.9 }', false],
  ['a filter', '#host { filter: grayscale(1) }', false],
  ['a cover that lets clicks through', '', true],
];

async function frameIn(page: Page, style: string, overlay: boolean) {
  await page.setViewportSize({ width: 900, height: 1000 });
  // Its own document, so that the frame is a frame; the gallery's origin, so that the frame may load.
  await page.route('**/host-page', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<style>${style} iframe { border: 0; width: 380px; height: 980px }
        #cover { position: fixed; inset: 0; pointer-events: none; background: rgb(255 255 255 / 50%) }</style>
        <div id="host"><iframe src="/frame.html?state=one-candidate&theme=light&language=en"></iframe></div>
        ${overlay ? '<div id="cover"></div>' : ''}`,
    }),
  );
  await page.goto(`${gallery.url}host-page`);
  return page.frameLocator('iframe').getByRole('button', { name: 'Link Priya Raman' });
}

test('a button that links acts in a frame that can be seen whole', async ({ page }) => {
  const button = await frameIn(page, '', false);
  await press(button);
  await expect(page.frameLocator('iframe').getByText('Priya Raman is linked.').last()).toBeVisible();
});

for (const [trick, style, overlay] of TRICKS) {
  test(`a button that links does nothing under ${trick}, and says why`, async ({ page }) => {
    const button = await frameIn(page, style, overlay);
    await page.waitForTimeout(1200);
    await expect(button).toHaveAttribute('aria-disabled', 'true');
    await button.click({ force: true });
    await expect(page.frameLocator('iframe').getByText('nothing covers the panel')).toBeVisible();
    await expect(page.frameLocator('iframe').getByText('Priya Raman is linked.')).toHaveCount(0);
  });
}

test('a click that no person made links nobody', async ({ page }) => {
  await openState(page, gallery.url, { state: 'one-candidate', theme: 'light', language: 'en', width: 360 });
  const button = page.getByRole('button', { name: 'Link Priya Raman' });
  await button.evaluate((element) => (element as HTMLElement).click());
  await expect(page.getByText('Priya Raman is linked.')).toHaveCount(0);
  await button.click();
  await expect(page.getByText('Priya Raman is linked.').last()).toBeVisible();
});

test('linking and undoing takes no mouse, and the focus is never lost', async ({ page }) => {
  await openState(page, gallery.url, { state: 'one-candidate', theme: 'light', language: 'en', width: 360 });
  const button = page.getByRole('button', { name: 'Link Priya Raman' });
  for (let presses = 0; presses < 20; presses++) {
    if (await button.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
  await expect(button).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  await expect(page.getByText('Undone. Both sides are as before.')).toHaveCount(1);
});

test('going into a search and back puts the focus on the heading, and what was typed stays', async ({ page }) => {
  await openState(page, gallery.url, { state: 'linked', theme: 'light', language: 'en', width: 360 });
  await page.getByRole('button', { name: 'Change' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.getByRole('searchbox').fill('daniel');
  await expect(page.getByText('2 accounts')).toBeVisible();
  await page.getByRole('button', { name: 'Back' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Aisha Malik' })).toBeFocused();
  await page.getByRole('button', { name: 'Change' }).click();
  await expect(page.getByRole('searchbox')).toHaveValue('daniel');
});
