import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { launchBrowser } from '../helpers/browser.ts';
import { STORY_NOW } from '../world/story.ts';
import { statesAt } from './states.ts';

export const THEMES = ['light', 'dark'] as const;
export const LANGUAGES = ['en', 'fr'] as const;
export const STATES = Object.keys(statesAt(new Date(STORY_NOW)));

export interface Shot {
  state: string;
  theme: (typeof THEMES)[number];
  language: (typeof LANGUAGES)[number];
  width: number;
  /** Every text of people has markup before it. */
  markup?: boolean;
}

/** Opens one state at the story's own moment and waits until it stands still; `gallery` ends with a slash. */
export async function openState(page: Page, gallery: string, shot: Shot): Promise<void> {
  const { state, theme, language, markup } = shot;
  const given = statesAt(new Date(STORY_NOW))[state];
  await page.setViewportSize({ width: given?.width ?? shot.width, height: 700 });
  await page.clock.setFixedTime(STORY_NOW);
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: theme });
  await page.goto(
    `${gallery}frame.html?${new URLSearchParams({ state, theme, language, ...(markup && { markup: '1' }) })}`,
  );
  await page.locator('main, .panel').first().waitFor();
  if (given?.press) await page.locator(given.press).click();
  await page.waitForTimeout(250);
}

/** One PNG a state, theme and language, as high as its content; the answer is how many. */
export async function takeShots(gallery: string, folder: string, only: Partial<Shot> = {}): Promise<number> {
  await mkdir(folder, { recursive: true });
  const browser = await launchBrowser();
  const context = await browser.newContext({ deviceScaleFactor: 2, timezoneId: 'Europe/London', locale: 'en-GB' });
  const page = await context.newPage();
  let taken = 0;
  for (const state of STATES.filter((name) => !only.state || name.startsWith(only.state))) {
    for (const theme of THEMES.filter((name) => !only.theme || name === only.theme)) {
      for (const language of LANGUAGES.filter((name) => !only.language || name === only.language)) {
        const shot = { state, theme, language, width: only.width ?? 360 };
        await openState(page, gallery, shot);
        const missing = await page.evaluate(() => {
          const body = document.querySelector('.body');
          return body ? body.scrollHeight - body.clientHeight : 0;
        });
        const size = page.viewportSize();
        if (size) await page.setViewportSize({ width: size.width, height: Math.max(300, size.height + missing) });
        await page.screenshot({ path: path.join(folder, `${state}.${theme}.${language}.png`) });
        taken++;
      }
    }
  }
  await browser.close();
  return taken;
}
