import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser } from '@playwright/test';
import { OPTIONS_NAMES } from '../options.ts';

/** Each state wide and light in English, narrow and dark in French, and the other two pairings. */
export const LOOKS = [
  { language: 'en', theme: 'light', width: 1200 },
  { language: 'fr', theme: 'dark', width: 360 },
  { language: 'en', theme: 'dark', width: 760 },
  { language: 'fr', theme: 'light', width: 1200 },
] as const;
export type Look = (typeof LOOKS)[number];

export interface Shot {
  name: string;
  look: Look;
  file: string;
  /** What axe finds, and what it cannot: overflow to the side, targets under 24 px, errors in the console. */
  problems: string[];
}

/** Draws every state of the options page at `address` (where test/gallery/options is served), one PNG each. */
export async function shootOptions(
  browser: Browser,
  address: string,
  folder: string,
  wanted: { names?: readonly string[]; looks?: readonly Look[] } = {},
): Promise<Shot[]> {
  await mkdir(folder, { recursive: true });
  const names = wanted.names ?? OPTIONS_NAMES;
  const shots: Shot[] = [];
  for (const look of wanted.looks ?? LOOKS) {
    const context = await browser.newContext({ viewport: { width: look.width, height: 800 }, reducedMotion: 'reduce' });
    for (const name of names) {
      const page = await context.newPage();
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(`console: ${message.text()}`);
      });
      await page.goto(`${address}?state=${name}&theme=${look.theme}&language=${look.language}`);
      await page.locator('html[data-ready]').waitFor({ state: 'attached' });
      await page.waitForTimeout(120);
      const file = path.join(folder, `${name}-${look.language}-${look.theme}-${look.width}.png`);
      await page.screenshot({ path: file, fullPage: true });
      const axe = await new AxeBuilder({ page }).analyze();
      problems.push(
        ...axe.violations.map(({ id, nodes }) => `axe ${id}: ${nodes.map((node) => node.target).join(' | ')}`),
      );
      problems.push(...(await page.evaluate(measure)));
      shots.push({ name, look, file, problems });
      await page.close();
    }
    await context.close();
  }
  return shots;
}

function measure(): string[] {
  const problems: string[] = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) problems.push(`${scrollWidth - clientWidth} px too wide`);
  for (const element of document.querySelectorAll<HTMLElement>('button, a, input, select, textarea, summary')) {
    const { width, height } = element.getBoundingClientRect();
    const isInText = element.tagName === 'A' && getComputedStyle(element).display === 'inline';
    const inLabel = element.closest('label');
    if (height > 0 && height < 24 && !isInText && !inLabel) {
      problems.push(
        `target of ${Math.round(width)} × ${Math.round(height)}: ${element.textContent || element.outerHTML.slice(0, 80)}`,
      );
    }
  }
  return problems;
}
