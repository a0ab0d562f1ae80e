import { expect, type Page } from '@playwright/test';
import { panelOf } from '../helpers/extension.ts';
import { resolverRules } from '../helpers/hosts.ts';
import { startTestServer } from '../helpers/server.ts';
import { startWorld } from '../simulators/serve.ts';
import { freshBrowser, heading, test } from './fixtures.ts';

const CUSTOM_DOMAIN = 'help.example-msp.com';

/** What the browser's own question leads to; nobody can press it without a display. */
async function grant(settings: Page, origin: string, pattern: string): Promise<void> {
  const extensions = await settings.context().newPage();
  await extensions.goto('chrome://extensions');
  await extensions.evaluate(
    ([id, wanted]) =>
      (
        globalThis as unknown as {
          chrome: { developerPrivate: { addHostPermission(id: string, host: string): Promise<void> } };
        }
      ).chrome.developerPrivate.addHostPermission(id, wanted),
    [new URL(origin).host, pattern] as const,
  );
  await extensions.close();
}

/**
 * The first day, as an admin does it: nothing is connected, nothing is paired. One test, since each step stands on the
 * one before; each says which step it was.
 */
test('from an empty server and a fresh browser to a person in the panel', async () => {
  test.setTimeout(120_000);
  const world = await startWorld();
  const { control } = world.halo.simulator;
  const server = await startTestServer();
  const names = resolverRules({ [world.halo.host]: world.halo.httpsPort, [CUSTOM_DOMAIN]: world.halo.httpsPort });
  const browser = await freshBrowser([`--host-resolver-rules=${names}`, '--ignore-certificate-errors']);
  const page = await browser.context.newPage();
  const go = (hash: string) => page.goto(`${browser.origin}/options.html${hash}`);
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const field = (name: string | RegExp) => page.getByRole('textbox', { name });
  try {
    await test.step('a wrong code is refused in words, and what was typed stays', async () => {
      await go('#/pairing');
      await field(/^Server address/).fill(server.url);
      await field(/^One-time code/).fill('ABCD-EFGH-JKMN');
      await button(/^Pair$/).click();
      await expect(page.getByText('That code is not right')).toBeVisible();
      await expect(field(/^Server address/)).toHaveValue(server.url);
    });

    await test.step('pair with the code', async () => {
      const { body } = await server.admin.call('POST', '/v1/pairings', { name: 'Sam Okoro', role: 'admin' });
      await field(/^One-time code/).fill(body.code);
      await button(/^Pair$/).click();
      await expect(page.getByText('This browser is paired')).toBeVisible();
    });

    await test.step('connect HaloPSA: the test names the right that is missing, and then finds it', async () => {
      await go('#/connections/new/halopsa');
      await field(/^HaloPSA address/).fill(world.halo.apiUrl);
      await button('Next').click();
      await field(/^Client ID/).fill(world.halo.clientId);
      await page.getByLabel(/^Client secret/).fill(world.halo.clientSecret);
      await field(/^Tenant/).fill(world.halo.tenant);
      await button('Next').click();
      await field(/^Further hosts/).fill(`${world.halo.host}\n${CUSTOM_DOMAIN}`);
      await button('Next').click();

      control.scopes = ['read:customers'];
      await button('Test').click();
      const result = page.getByRole('region', { name: 'Result of the test' });
      const tickets = result.getByRole('listitem').filter({ hasText: 'Read tickets' });
      await expect(tickets).toContainText('read:tickets');
      await expect(result.getByRole('listitem').filter({ hasText: 'Read contacts' })).toContainText('Works');

      control.scopes = ['all'];
      await button('Test again').click();
      await expect(tickets).toContainText('Works');
      await button('Save and start the first sync').click();
      await expect(page.getByText(/^Done\./)).toBeVisible({ timeout: 30_000 });
      await expect(page.getByRole('progressbar', { name: 'Contacts' })).toBeVisible();
    });

    await test.step('connect a SCIM directory', async () => {
      const { directory, url, token } = world.scim.find((one) => one.directory.key === 'harbour-finch')!;
      await go('#/connections/new/scim');
      await field(/^SCIM address/).fill(url);
      await page.getByLabel(/^Token/).fill(token);
      await button('Next').click();
      await field(/^Name/).fill(directory.name);
      await field(/^Mail domains/).fill(directory.domains.join('\n'));
      await page.getByRole('combobox', { name: /^Country/ }).selectOption(directory.country);
      await button('Next').click();
      await button('Test').click();
      await button('Save and start the first sync').click();
      await expect(page.getByText(/^Done\./)).toBeVisible({ timeout: 30_000 });
    });

    await test.step('a domain of the MSP’s own is allowed, one origin, and gets the panel', async () => {
      const tab = await browser.context.newPage();
      await tab.goto(`https://${CUSTOM_DOMAIN}/tickets?id=5101`);
      await tab.waitForTimeout(500);
      expect(tab.frames().filter((frame) => frame.url().includes('panel.html'))).toHaveLength(0);

      await grant(page, browser.origin, `https://${CUSTOM_DOMAIN}/*`);
      await go('#/sites');
      await field(/^Domain/).fill(CUSTOM_DOMAIN);
      await button('Allow this domain').click();
      await expect(page.getByText(`${CUSTOM_DOMAIN} is allowed.`)).toBeVisible();

      const panel = await panelOf(tab);
      await tab.bringToFront();
      await expect(heading(panel)).toHaveText('Harbour & Finch Accountants has no directory yet');
      await tab.reload();
      await expect(heading(await panelOf(tab))).toHaveText('Harbour & Finch Accountants has no directory yet');
      const rights = await page.evaluate(() =>
        (
          globalThis as unknown as { chrome: { permissions: { getAll(): Promise<{ origins: string[] }> } } }
        ).chrome.permissions.getAll(),
      );
      expect(rights.origins.filter((origin) => origin.includes('example-msp'))).toEqual([`https://${CUSTOM_DOMAIN}/*`]);

      await go('#/sites');
      await button(new RegExp(`^Remove.*${CUSTOM_DOMAIN}`)).click();
      await expect(page.getByText(`${CUSTOM_DOMAIN} is removed.`)).toBeVisible();
      await tab.close();
    });

    await test.step('the language is chosen, in the options and in an open panel', async () => {
      const tab = await browser.context.newPage();
      await tab.goto(`${world.halo.siteUrl}/tickets?id=5107`);
      const panel = await panelOf(tab);
      await expect(heading(panel)).toHaveText('No person is named on this ticket');
      await go('#/preferences');
      await page.getByRole('combobox', { name: 'Language' }).selectOption({ label: 'Français' });
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Préférences');
      await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
      await expect(heading(panel)).not.toHaveText('No person is named on this ticket');
      expect(await panel.evaluate(() => document.documentElement.lang)).toBe('fr');
      await page.reload();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Préférences');
    });
  } finally {
    await browser.end();
    await server.close();
    await world.close();
  }
});
