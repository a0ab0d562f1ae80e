import type { Frame, Page } from '@playwright/test';
import { expect, heading, test } from './fixtures.ts';

/** Walks with Tab until the focus is on a control of the panel with this name. */
async function walkTo(page: Page, panel: Frame, name: RegExp, key = 'Tab'): Promise<void> {
  for (let steps = 0; steps < 80; steps++) {
    const at = await panel.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body || !document.hasFocus()) return null;
      return (
        element.getAttribute('aria-label') ??
        (element as HTMLInputElement).labels?.[0]?.textContent ??
        element.textContent
      );
    });
    if (at !== null && name.test(at)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`no control named ${name} within 80 steps`);
}

/** Waits until the button under the focus may act, then presses it. */
async function enter(page: Page, panel: Frame): Promise<void> {
  await expect(panel.locator(':focus')).not.toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Enter');
}

/** The technician's place: still inside the panel, and on something. */
async function expectFocus(panel: Frame): Promise<void> {
  await expect
    .poll(() => panel.evaluate(() => document.hasFocus() && document.activeElement !== document.body))
    .toBe(true);
}

test('the main job by keyboard alone: link, undo, reject, undo, set aside, restore', async ({ desk }) => {
  const { page } = desk;
  const panel = await desk.open('/ticket?id=5205');
  await expect(heading(panel)).toHaveText('Is this Michael Brooke?');

  await walkTo(page, panel, /^Link Michael Brooke/);
  await enter(page, panel);
  await expect(heading(panel)).toHaveText('Michael Brooke');
  await expectFocus(panel);

  await page.keyboard.press('Control+z');
  await expect(heading(panel)).toHaveText('Is this Michael Brooke?');
  await expectFocus(panel);

  await walkTo(page, panel, /^Never these two/);
  await enter(page, panel);
  await expect(heading(panel)).toHaveText('Nobody in the directory matches Michael Brooke');
  await expectFocus(panel);

  await page.keyboard.press('Control+z');
  await expect(heading(panel)).toHaveText('Is this Michael Brooke?');
  await expectFocus(panel);

  await walkTo(page, panel, /^More actions/, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('menu')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel.getByRole('button', { name: 'More actions' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  await expect(panel.getByRole('menuitem', { name: /^Not a person/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(heading(panel)).toContainText('is set aside');
  await expectFocus(panel);

  await walkTo(page, panel, /^This is a person after all/);
  await enter(page, panel);
  await expect(heading(panel)).toHaveText('Is this Michael Brooke?');
  await expectFocus(panel);
});

test('search, change and create by keyboard alone', async ({ desk }) => {
  const { page } = desk;
  const panel = await desk.open('/ticket?id=5202');
  await expect(heading(panel)).toContainText('Emma Walsh');

  await walkTo(page, panel, /^Search all accounts/);
  await page.keyboard.press('Enter');
  await expect(heading(panel)).toHaveText('Choose an account');
  await expectFocus(panel);
  await walkTo(page, panel, /^Search accounts of/);
  await page.keyboard.type('patrick');
  await walkTo(page, panel, /^Link\s+Patrick Doyle/);
  await enter(page, panel);
  await expect(heading(panel)).toHaveText('Patrick Doyle');
  await expectFocus(panel);

  await walkTo(page, panel, /^Change$/);
  await page.keyboard.press('Enter');
  await expect(heading(panel)).toHaveText('Change the link of Emma Walsh');
  await expectFocus(panel);
  await walkTo(page, panel, /^Back/, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(heading(panel)).toHaveText('Patrick Doyle');
  await expectFocus(panel);

  await walkTo(page, panel, /^Unlink$/);
  await enter(page, panel);
  await expect(heading(panel)).toContainText('Emma Walsh');
  await expectFocus(panel);

  await walkTo(page, panel, /^Create an account/);
  await page.keyboard.press('Enter');
  await expect(heading(panel)).toHaveText('Create an account for Emma Walsh');
  await expectFocus(panel);
  await expect(panel.getByRole('textbox', { name: /^Sign-in name/ })).toBeVisible();
  await walkTo(page, panel, /^Sign-in name/);
  await page.keyboard.press('Control+a');
  await page.keyboard.type('emma.walsh@alderlegal.example');
  await walkTo(page, panel, /^Create and link/);
  await enter(page, panel);
  // Her old address belongs to somebody else by now: the field that is wrong has the focus.
  await expect(panel.getByRole('textbox', { name: /^E-mail/ })).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('emma.walsh@alderlegal.example');
  await walkTo(page, panel, /^Create and link/);
  await enter(page, panel);
  await expect(heading(panel)).toHaveText('Emma Walsh', { timeout: 20_000 });
  await expectFocus(panel);
});
