import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { buildGallery, type Gallery } from '../gallery/server.ts';
import { LANGUAGES, openState, STATES, THEMES } from '../gallery/shots.ts';
import { CHROMIUM_FLAGS, chromiumPath } from '../helpers/browser.ts';

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
