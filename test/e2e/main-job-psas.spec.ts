import { PSA_IDS, type PsaId } from '@counterpart/shared/providers.ts';
import { expect, type Frame, type Page, test } from '@playwright/test';
import { panelOf, press } from '../helpers/extension.ts';
import { connectPsa } from '../helpers/northwind.ts';
import { addWorkspace } from '../helpers/workspace.ts';
import { type Desk, deskOf, heading, raiseStage } from './fixtures.ts';

// The main job by hand on every PSA of the registry, with the same story behind each.

const button = (panel: Frame, name: string | RegExp) => panel.getByRole('button', { name });
const undo = (panel: Frame) => panel.getByRole('region', { name: 'Undo' }).getByRole('button', { name: 'Undo' });
const PSA_MS = 20_000; // the PSA is written by the server's own worker, by and by

/** What a withdrawn note leaves behind: Autotask's cannot be deleted. */
const WITHDRAWN: Record<PsaId, string[]> = {
  halopsa: [],
  autotask: ['This note was withdrawn.'],
  connectwise: [],
};

/** Goes to a ticket as the PSA's own screens do, without a new document. */
const GO_ON: Record<PsaId, (page: Page, id: string) => Promise<void>> = {
  halopsa: (page, id) => page.locator(`#mainlist [id="${id}"]`).click({ position: { x: 20, y: 10 } }),
  autotask: (page, id) =>
    page
      .locator('nav')
      .getByRole('link', { name: `.${id}` })
      .click(),
  async connectwise(page, id) {
    await page.getByRole('button', { name: 'Back to the board' }).click();
    await page.locator(`tr[data-ticket="${id}"]`).click();
  },
};

for (const psa of PSA_IDS) {
  test.describe(psa, () => {
    let stage: Awaited<ReturnType<typeof raiseStage>>;
    let desk: Desk;
    test.beforeAll(async () => {
      stage = await raiseStage(psa);
    });
    test.afterAll(() => stage?.end());
    test.beforeEach(async () => {
      desk = deskOf(await stage.browser.context.newPage(), stage);
    });
    test.afterEach(() => desk.page.close());

    test('one candidate: its evidence, link, the person after a reload, undo', async () => {
      let panel = await desk.ticket('5102');
      await expect(heading(panel)).toHaveText('Is this Bob Ashworth?');
      const candidate = panel.getByRole('article', { name: 'Robert Ashworth' });
      await expect(candidate).toContainText('A short form of the same first name');
      await expect(candidate).toContainText('Same phone number');
      await press(button(panel, 'Link Robert Ashworth'));
      await expect(heading(panel)).toHaveText('Robert Ashworth');
      await expect(panel.getByText('Partner · Partners')).toBeVisible();

      await desk.page.reload();
      panel = await panelOf(desk.page);
      await expect(heading(panel)).toHaveText('Robert Ashworth');
      await undo(panel).click();
      await expect(heading(panel)).toHaveText('Is this Bob Ashworth?');
    });

    test('from ticket to ticket within the PSA, each with its own person', async () => {
      const panel = await desk.ticket('5105');
      await expect(heading(panel)).toHaveText('Aisha Malik');
      await GO_ON[psa](desk.page, '5103');
      await expect(heading(panel)).toHaveText('2 accounts could be Daniel Evans');
      await GO_ON[psa](desk.page, '5101');
      await expect(heading(panel)).toHaveText('Is this Priya Raman?');
    });

    test('change the link, and undo puts the first one back', async () => {
      const panel = await desk.ticket('5105');
      await expect(heading(panel)).toHaveText('Aisha Malik');
      await button(panel, 'Change').click();
      await panel.getByRole('searchbox').fill('ivy');
      await press(button(panel, 'Link Ivy Clarke'));
      await expect(heading(panel)).toHaveText('Ivy Clarke');
      await undo(panel).click();
      await expect(heading(panel)).toHaveText('Aisha Malik');
    });

    test('nobody: search by hand, link, undo', async () => {
      const panel = await desk.ticket('5302');
      await expect(heading(panel)).toHaveText('Nobody in the directory matches Anaïs Bégin');
      await panel.getByRole('searchbox').fill('ferrand');
      await press(button(panel, 'Link Luc Ferrand'));
      await expect(heading(panel)).toHaveText('Luc Ferrand');
      await undo(panel).click();
      await expect(heading(panel)).toHaveText('Nobody in the directory matches Anaïs Bégin');
    });

    test('nobody: create, with the preview corrected first', async () => {
      const panel = await desk.ticket('5104');
      await button(panel, 'Create an account').click();
      await expect(heading(panel)).toHaveText('Create an account for Callum Reid');
      const username = panel.getByRole('textbox', { name: /^Sign-in name/ });
      await expect(username).toHaveValue('callum.reid@harbourfinch.example');
      await username.fill('c.reid@harbourfinch.example');
      await press(button(panel, 'Create and link'));
      await expect(heading(panel)).toHaveText('Callum Reid', { timeout: PSA_MS });

      const { server: directory } = stage.world.scim.find(({ directory: { key } }) => key === 'harbour-finch')!;
      const made = directory.users().filter(({ userName }) => userName === 'c.reid@harbourfinch.example');
      expect(made).toMatchObject([{ name: { givenName: 'Callum', familyName: 'Reid' } }]);
    });

    test('somebody else wrote: make them the requester, and undo restores it all', async () => {
      const inPsa = () => stage.site.ticket('5112');
      const panel = await desk.ticket('5112');
      await expect(panel.getByText('Somebody else wrote this ticket')).toBeVisible();
      await button(panel, 'Make Grace Lindqvist the requester').click();
      await expect(heading(panel)).toHaveText('Make Grace Lindqvist the requester');
      await panel.getByRole('checkbox', { name: 'Link' }).check();
      expect(inPsa()).toEqual({ contactId: '1013', privateNotes: [] });
      await press(button(panel, 'Make the change'));
      await expect(heading(panel)).toHaveText('Grace Lindqvist', { timeout: PSA_MS });
      const note = expect.stringContaining('grace.lindqvist@harbourfinch.example');
      await expect.poll(inPsa, { timeout: PSA_MS }).toEqual({ contactId: '1009', privateNotes: [note] });

      await undo(panel).click();
      await expect.poll(inPsa, { timeout: PSA_MS }).toEqual({ contactId: '1013', privateNotes: WITHDRAWN[psa] });
      await expect(heading(panel)).toHaveText('Is this Owen Price?', { timeout: PSA_MS });
    });

    test('an unknown sender: nobody to link, and the contact who carries the address can be looked at', async () => {
      let panel = await desk.ticket('5901');
      await expect(heading(panel)).toHaveText('Nobody knows this sender');
      await expect(button(panel, /^Link /)).toHaveCount(0);
      panel = await desk.ticket('5902');
      await expect(heading(panel)).toHaveText('Nobody knows this sender');
      await button(panel, 'Look at Ben Adeyemi').click();
      await expect(heading(panel)).toHaveText('Ben Adeyemi');
    });

    test('not a person: nobody to link, until it is one after all', async () => {
      const panel = await desk.ticket('5110');
      await expect(heading(panel)).toHaveText('Reception is set aside as “not a person”');
      await expect(button(panel, /^Link /)).toHaveCount(0);
      await press(button(panel, 'This is a person after all'));
      await expect(heading(panel)).not.toContainText('not a person');
      await button(panel, 'More actions').click();
      await panel.getByRole('menuitem', { name: /^Not a person/ }).click();
      await expect(heading(panel)).toHaveText(/is set aside as “not a person”$/);
    });

    test('a contact’s page', async () => {
      const panel = await desk.contact('1001');
      await expect(heading(panel)).toHaveText('Is this Priya Raman?');
      await press(button(panel, 'Link Priya Raman'));
      await expect(heading(panel)).toHaveText('Priya Raman');
    });

    test('a company’s page: its directory and how many of its people are known', async () => {
      const panel = await desk.company('12');
      await expect(heading(panel)).toHaveText('Harbour & Finch Accountants');
      await expect(panel.getByText(/^\d+ of \d+ linked/)).toHaveCount(2);
      await expect(button(panel, 'Unlink Harbour & Finch')).toBeVisible();
    });

    // The last, since the browser is then another MSP's.
    test('the pairing decides whose customers these are, not the host', async () => {
      const other = await addWorkspace(stage.server, 'Another MSP');
      await connectPsa(other.as.admin, stage.site);
      let panel = await desk.ticket('5103');
      await expect(heading(panel)).toHaveText('2 accounts could be Daniel Evans');
      const pairing = { name: 'Ines Falk', role: 'technician' };
      const { body } = await other.as.admin.call('POST', '/v1/pairings', pairing);
      await stage.browser.pair(stage.wire.url, body.code);
      await expect(heading(panel)).toHaveText('Harbour & Finch Accountants has no directory yet');
      panel = await desk.ticket('5105');
      await expect(heading(panel)).toHaveText('Harbour & Finch Accountants has no directory yet');
    });
  });
}
