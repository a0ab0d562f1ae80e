import type { Frame } from '@playwright/test';
import { panelOf, press } from '../helpers/extension.ts';
import { expectStatus, findAccount } from '../helpers/northwind.ts';
import { expect, heading, test } from './fixtures.ts';

const button = (panel: Frame, name: string | RegExp) => panel.getByRole('button', { name });
const toast = (panel: Frame) => panel.getByRole('region', { name: 'Undo' });
const undo = (panel: Frame) => toast(panel).getByRole('button', { name: 'Undo' });

test('one candidate: its evidence, link, the person after a reload, undo', async ({ desk }) => {
  let panel = await desk.ticket('5102');
  await expect(heading(panel)).toHaveText('Is this Bob Ashworth?');
  const candidate = panel.getByRole('article', { name: 'Robert Ashworth' });
  await expect(candidate).toContainText('A short form of the same first name');
  await expect(candidate).toContainText('Same phone number');
  await press(button(panel, 'Link Robert Ashworth'));
  await expect(heading(panel)).toHaveText('Robert Ashworth');
  await expect(panel.getByText('Partner · Partners')).toBeVisible();
  await expect(toast(panel)).toContainText('Robert Ashworth is linked.');

  await desk.page.reload();
  panel = await desk.ticket('5102');
  await expect(heading(panel)).toHaveText('Robert Ashworth');
  await undo(panel).click();
  await expect(heading(panel)).toHaveText('Is this Bob Ashworth?');
});

test('change the link, and undo puts the first one back', async ({ desk }) => {
  const panel = await desk.ticket('5105');
  await expect(heading(panel)).toHaveText('Aisha Malik');
  await button(panel, 'Change').click();
  await expect(panel.getByText('Now linked: Aisha Malik')).toBeVisible();
  await panel.getByRole('searchbox').fill('ivy');
  await press(button(panel, 'Link Ivy Clarke'));
  await expect(heading(panel)).toHaveText('Ivy Clarke');
  await expect(button(panel, 'Unlink')).toHaveCount(1);
  await undo(panel).click();
  await expect(heading(panel)).toHaveText('Aisha Malik');
});

test('unlink, and undo', async ({ desk }) => {
  const panel = await desk.contact('1112');
  await expect(heading(panel)).toHaveText('Ben Adeyemi');
  await press(button(panel, 'Unlink'));
  await expect(heading(panel)).toHaveText('Is this Ben Adeyemi?');
  await undo(panel).click();
  await expect(heading(panel)).toHaveText('Ben Adeyemi');
  await expect(button(panel, 'Unlink')).toBeVisible();
});

test('"never these two" takes the proposal away for good', async ({ desk }) => {
  let panel = await desk.contact('1020');
  await press(button(panel, /^Never these two.*Peter Hallam$/));
  await expect(heading(panel)).toHaveText('Nobody in the directory matches Peter Hallam');
  panel = await desk.contact('1020');
  await expect(heading(panel)).toHaveText('Nobody in the directory matches Peter Hallam');
  await undo(panel).click();
  await expect(heading(panel)).toHaveText('Is this Peter Hallam?');
});

test('"not a person" sets a contact aside, and takes it back', async ({ desk }) => {
  const panel = await desk.contact('1014');
  await expect(heading(panel)).toContainText('Nadia Rahman');
  await button(panel, 'More actions').click();
  await panel.getByRole('menuitem', { name: /^Not a person/ }).click();
  await expect(heading(panel)).toHaveText('Nadia Rahman is set aside as “not a person”');
  await press(button(panel, 'This is a person after all'));
  await expect(heading(panel)).toContainText('Is this Nadia Rahman?');
});

test('several candidates: none is put forward, each says why and what speaks against it', async ({ desk }) => {
  const panel = await desk.ticket('5103');
  await expect(heading(panel)).toHaveText('2 accounts could be Daniel Evans');
  await expect(panel.getByText('None is chosen for you.')).toBeVisible();
  await expect(button(panel, 'Link Daniel Evans')).toHaveCount(2);
  await expect(panel.locator('[data-tone=primary]')).toHaveCount(0);
  await expect(panel.locator('input:checked, [aria-selected=true], [aria-pressed=true]')).toHaveCount(0);
  for (const card of await panel.getByRole('article').all()) {
    await expect(card.locator('.findings[data-side=pro] li').first()).toBeVisible();
  }
});

test('nobody: search by hand, link, undo', async ({ desk }) => {
  const panel = await desk.ticket('5302');
  await expect(heading(panel)).toHaveText('Nobody in the directory matches Anaïs Bégin');
  await panel.getByRole('searchbox').fill('ferrand');
  await expect(panel.getByText('1 account', { exact: true })).toBeVisible();
  await press(button(panel, 'Link Luc Ferrand'));
  await expect(heading(panel)).toHaveText('Luc Ferrand');
  await undo(panel).click();
  await expect(heading(panel)).toHaveText('Nobody in the directory matches Anaïs Bégin');
});

test('nobody: create, with the preview corrected first', async ({ desk, stage }) => {
  const panel = await desk.ticket('5104');
  await button(panel, 'Create an account').click();
  await expect(heading(panel)).toHaveText('Create an account for Callum Reid');
  const username = panel.getByRole('textbox', { name: /^Sign-in name/ });
  await expect(username).toHaveValue('callum.reid@harbourfinch.example');
  await username.fill('callum.reid@elsewhere.example');
  await expect(panel.getByText('The domain is not one of the directory’s.')).toBeVisible();
  await username.fill('c.reid@harbourfinch.example');
  await press(button(panel, 'Create and link'));
  await expect(heading(panel)).toHaveText('Callum Reid', { timeout: 20_000 });

  const { server: directory } = stage.world.scim.find(({ directory: { key } }) => key === 'harbour-finch')!;
  const made = directory.users().filter(({ userName }) => userName === 'c.reid@harbourfinch.example');
  expect(made).toHaveLength(1);
});

test('a company without a directory is linked here, and the ticket goes on to the person', async ({ desk }) => {
  const panel = await desk.ticket('5501');
  await expect(heading(panel)).toHaveText('Kestrel Robotics GmbH has no directory yet');
  await press(button(panel, 'Link this directory Kestrel Robotics'));
  await expect(heading(panel)).toHaveText('Is this Lena Vogt?');
});

test.describe('what is nobody to link', () => {
  const cases: [ticket: string, says: string | RegExp][] = [
    ['5106', 'The requester is not a person'],
    ['5107', 'No person is named on this ticket'],
    ['5110', 'Reception is set aside as “not a person”'],
    ['5111', /^The contact of this ticket was deleted/],
    ['5901', 'Nobody knows this sender'],
    ['5902', 'Nobody knows this sender'],
    ['5601', 'Mill Lane Dental has no directory yet'],
  ];
  for (const [ticket, says] of cases) {
    test(`ticket ${ticket}: ${says}`, async ({ desk }) => {
      const panel = await desk.ticket(ticket);
      await expect(heading(panel)).toHaveText(says);
      await expect(button(panel, /^Link /)).toHaveCount(0);
    });
  }

  test('the contacts that carry an unknown sender’s address can be looked at', async ({ desk }) => {
    const panel = await desk.ticket('5902');
    await button(panel, 'Look at Ben Adeyemi').click();
    await expect(heading(panel)).toHaveText('Ben Adeyemi');
  });
});

test('a leaver’s disabled account says so before anybody resets anything', async ({ desk }) => {
  const panel = await desk.ticket('5108');
  await expect(heading(panel)).toHaveText('Is this Tom Barrow?');
  await expect(panel.getByRole('article', { name: 'Tom Barrow' })).toContainText('The account is disabled');
});

test('a contact’s page', async ({ desk }) => {
  const panel = await desk.contact('1001');
  await expect(heading(panel)).toHaveText('Is this Priya Raman?');
});

test('a company’s page: its directory and how many of its people are known', async ({ desk }) => {
  const panel = await desk.company('12');
  await expect(heading(panel)).toHaveText('Harbour & Finch Accountants');
  await expect(panel.getByText(/^\d+ of \d+ linked/)).toHaveCount(2);
  await expect(button(panel, 'Unlink Harbour & Finch')).toBeVisible();
});

test.describe('the same contact in two tabs', () => {
  test('what one links, the other shows', async ({ desk, stage }) => {
    const panel = await desk.contact('1005');
    const other = await stage.browser.context.newPage();
    await other.goto(desk.page.url());
    const second = await panelOf(other);
    await expect(heading(second)).toHaveText('Is this Sam Thorne?');
    await desk.page.bringToFront();
    await press(button(panel, 'Link Samantha Thorne'));
    await expect(heading(panel)).toHaveText('Samantha Thorne');
    await expect(heading(second)).toHaveText('Samantha Thorne');
    await other.close();
  });

  test('who clicks on what is no longer so is told, and sees how it is', async ({ desk, stage }) => {
    const panel = await desk.contact('1012');
    await expect(heading(panel)).toHaveText('Is this Helen Marsh?');
    // Open: the page was read, and the panel asks nothing more by itself.
    const link = button(panel, 'Link Helen Marsh');
    await expect(link).not.toHaveAttribute('aria-disabled', 'true');
    const answer = await stage.northwind.lookup('contact', '1012');
    if (answer.state !== 'candidates') throw new Error(answer.state);
    const { rowId: contactId, version: contactVersion } = answer.contact;
    const { rowId: accountId } = await findAccount(
      stage.server.admin,
      answer.company.rowId,
      'helen.marsh@harbourfinch.example',
    );
    const made = { contactId, contactVersion, accountId, replaces: null };
    await expectStatus(201, stage.server.admin.call('POST', '/v1/links', made));
    await press(link);
    await expect(panel.getByText('Somebody else changed this just now.')).toBeVisible();
    await expect(heading(panel)).toHaveText('Helen Marsh');
  });
});
