import type { Frame } from '@playwright/test';
import { press } from '../helpers/extension.ts';
import { expect, heading, test } from './fixtures.ts';

const button = (panel: Frame, name: string | RegExp) => panel.getByRole('button', { name });
const PSA_MS = 20_000; // the PSA is written by the server's own worker, by and by

test('somebody else wrote: make them the requester with all three steps, and undo restores all three', async ({
  desk,
  stage,
}) => {
  const { store } = stage.world.halo.simulator;
  const inPsa = () => ({
    contact: store.get('tickets', 5112)?.user_id,
    notes: [...store.all('actions')]
      .filter((note) => note.ticket_id === 5112)
      .map(({ note_html }) => String(note_html)),
  });
  const panel = await desk.ticket('5112');
  await expect(heading(panel)).toHaveText('Is this Owen Price?');
  await expect(panel.getByText('Somebody else wrote this ticket')).toBeVisible();
  await expect(panel.getByText('This is Grace Lindqvist.')).toBeVisible();
  // Whoever wrote, it is not certain that it is the contact's account that is meant.
  await expect(panel.locator('.badge[data-tone=good]')).toHaveCount(0);
  await expect(panel.locator('.button[data-tone=primary]')).toHaveCount(0);

  await button(panel, 'Make Grace Lindqvist the requester').click();
  await expect(heading(panel)).toHaveText('Make Grace Lindqvist the requester');
  for (const name of ['Contact of the ticket', 'Link', 'Private note']) {
    await expect(panel.getByRole('checkbox', { name })).toBeVisible();
  }
  await panel.getByRole('checkbox', { name: 'Link' }).check();
  const note = panel.getByRole('textbox', { name: 'Text, which the customer never sees' });
  await expect(note).toHaveValue(/from Owen Price to Grace Lindqvist/);
  expect(inPsa()).toEqual({ contact: 1013, notes: [] });
  await press(button(panel, 'Make the change'));
  await expect(heading(panel)).toHaveText('Grace Lindqvist', { timeout: PSA_MS });
  await expect(panel.getByText('Somebody else wrote this ticket')).toHaveCount(0);
  await expect.poll(inPsa, { timeout: PSA_MS }).toMatchObject({
    contact: 1009,
    notes: [expect.stringContaining('grace.lindqvist@harbourfinch.example')],
  });

  await panel.getByRole('region', { name: 'Undo' }).getByRole('button', { name: 'Undo' }).click();
  await expect.poll(inPsa, { timeout: PSA_MS }).toEqual({ contact: 1013, notes: [] });
  await expect(heading(panel)).toHaveText('Is this Owen Price?', { timeout: PSA_MS });
  const grace = await desk.contact('1009');
  await expect(heading(grace)).toHaveText(/^Is this Grace Lindqvist|accounts could be Grace Lindqvist/);
});

test('answers would go elsewhere: said in red, and nothing is put forward', async ({ desk }) => {
  const panel = await desk.ticket('5113');
  await expect(panel.getByRole('alert')).toContainText('The answer would go to another address');
  await expect(panel.getByRole('alert')).toContainText('wen.li@harbourfinch-mail.example');
  await expect(panel.locator('.button[data-tone=primary]')).toHaveCount(0);
});
