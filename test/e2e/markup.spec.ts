import { expect, type Page, test } from '@playwright/test';
import { MARKUP } from '../gallery/markup.ts';
import { OPTIONS_NAMES } from '../gallery/options.ts';
import { buildGallery, type Gallery } from '../gallery/server.ts';
import { openState, STATES } from '../gallery/shots.ts';
import { CHROMIUM_FLAGS, chromiumPath } from '../helpers/browser.ts';

// A name is text wherever it is shown: the panel with its candidates, warnings and previews, and the options page.

const executablePath = chromiumPath();
test.use({ launchOptions: { args: CHROMIUM_FLAGS, ...(executablePath ? { executablePath } : {}) } });

let gallery: Gallery;
test.beforeAll(async () => {
  gallery = await buildGallery();
});
test.afterAll(() => gallery.close());

/** Elements that markup made, texts that show it as it is (labels for screen readers too), and the page's own title. */
const findings = (page: Page) =>
  page.evaluate((markup) => {
    const attributes = [...document.querySelectorAll('*')].flatMap((element) => [...element.attributes]);
    const said = `${document.body.textContent} ${attributes.map(({ value }) => value).join(' ')}`;
    const made = document.querySelectorAll('[data-markup]').length;
    return { made, shown: said.includes(markup), title: document.title };
  }, MARKUP);

test('in every state of the panel', async ({ page }) => {
  test.setTimeout(180_000);
  const wrong: string[] = [];
  const shown: string[] = [];
  page.on('dialog', (dialog) => void wrong.push(`dialog ${dialog.message()}`));
  page.on('pageerror', (error) => void wrong.push(`threw ${error.message}`));
  for (const state of STATES) {
    await openState(page, gallery.url, { state, theme: 'light', language: 'en', width: 360, markup: true });
    const found = await findings(page);
    if (found.made > 0 || found.title.includes('markup ran')) wrong.push(`${state}: ${JSON.stringify(found)}`);
    if (found.shown) shown.push(state);
  }
  expect(wrong).toEqual([]);
  // The test shows something only where names are shown: nearly everywhere, and on these screens for certain.
  expect(shown.length).toBeGreaterThan(STATES.length / 2);
  expect(shown).toEqual(
    expect.arrayContaining(['linked', 'one-candidate', 'several-candidates', 'create', 'fix', 'company-page']),
  );
});

test('in every state of the options', async ({ page }) => {
  test.setTimeout(180_000);
  const wrong: string[] = [];
  const shown: string[] = [];
  page.on('dialog', (dialog) => void wrong.push(`dialog ${dialog.message()}`));
  for (const name of OPTIONS_NAMES.filter((one) => one !== 'workbench')) {
    await page.goto(`${gallery.url}options/index.html?state=${name}&markup`);
    await page.locator('html[data-ready]').waitFor({ state: 'attached' });
    await page.waitForTimeout(100);
    const found = await findings(page);
    if (found.made > 0 || found.title.includes('markup ran')) wrong.push(`${name}: ${JSON.stringify(found)}`);
    if (found.shown) shown.push(name);
  }
  expect(wrong).toEqual([]);
  expect(shown.length).toBeGreaterThan(OPTIONS_NAMES.length / 4);
});
