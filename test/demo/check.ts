import path from 'node:path';
import type { Account } from '@counterpart/shared/identity.ts';
import type { BrowserContext, Frame } from '@playwright/test';
import postgres from 'postgres';
import { panelOf, press } from '../helpers/extension.ts';
import { peopleOf, ticketsOf } from '../world/story.ts';
import type { Stage } from './stage.ts';

export interface CheckStep {
  step: string;
  ok: boolean;
  ms: number;
}

/**
 * The main job without a person, by real clicks: read the candidates, link, see the link after a reload, undo it,
 * create an account for somebody whom no directory knows, and look for it in the directory and in the database.
 * `shots`: a folder that gets a picture of the page after each step.
 */
export async function checkMainJob(context: BrowserContext, stage: Stage, shots: string | null): Promise<CheckStep[]> {
  const steps: CheckStep[] = [];
  const page = context.pages()[0] ?? (await context.newPage());
  const { story, halo } = stage.world;
  const ticket = ticketsOf(story).find(({ state }) => state === 'likely')!;
  const { contactId } = ticketsOf(story).find(({ state }) => state === 'nobody')!;
  const unknown = peopleOf(story).find(({ contact }) => contact?.id === contactId)!.contact!;
  const directory = stage.world.scim.find(
    ({ directory: { key } }) =>
      key === story.customers.find((customer) => customer.company.id === unknown.companyId)?.directory?.key,
  )!;
  const url = `${halo.siteUrl}/tickets?id=${ticket.id}`;
  let panel: Frame;

  const step = async (name: string, work: () => Promise<void>) => {
    const started = performance.now();
    let ok = true;
    try {
      await work();
    } catch (error) {
      ok = false;
      console.log(
        String(error instanceof Error ? error.message : error)
          .split('\n')
          .slice(0, 6)
          .join('\n'),
      );
    }
    const ms = Math.round(performance.now() - started);
    steps.push({ step: name, ok, ms });
    console.log(`${ok ? '✓' : '✗'} ${name} (${ms} ms)`);
    if (shots) await page.screenshot({ path: path.join(shots, `${steps.length}-${name.replaceAll(' ', '-')}.png`) });
    if (!ok) throw new Error(name);
  };
  const link = () => panel.getByRole('button', { name: /^Link / }).first();

  try {
    await step('open the ticket and see the panel', async () => {
      await page.goto(url);
      panel = await panelOf(page);
      await panel.getByRole('heading', { level: 1 }).waitFor();
    });
    await step('read a candidate and its evidence', async () => {
      await link().waitFor();
      const evidence = await panel.locator('.findings li').allInnerTexts();
      if (evidence.length === 0) throw new Error('the candidate gives no reason');
    });
    await step('link by a click', async () => {
      await press(link());
      await panel.getByRole('button', { name: 'Unlink' }).waitFor();
    });
    await step('reload and see the link', async () => {
      await page.reload();
      panel = await panelOf(page);
      await panel.getByRole('button', { name: 'Unlink' }).waitFor();
    });
    await step('undo it', async () => {
      await panel.getByRole('button', { name: 'Undo' }).click();
      await link().waitFor();
    });
    await step('open a contact whom no directory knows', async () => {
      await page.goto(`${halo.siteUrl}/customers?mainview=user&userid=${unknown.id}`);
      panel = await panelOf(page);
      await panel.getByRole('button', { name: 'Create an account' }).waitFor();
    });
    await step('create the account', async () => {
      await panel.getByRole('button', { name: 'Create an account' }).click();
      await press(panel.getByRole('button', { name: 'Create and link' }));
      await panel.getByRole('button', { name: 'Unlink' }).waitFor({ timeout: 30_000 });
    });
    await step('find it in the directory', async () => {
      const made = directory.server
        .users()
        .filter((user) => JSON.stringify(user).toLowerCase().includes(unknown.emails[0]!.toLowerCase()));
      if (made.length !== 1) throw new Error(`${made.length} accounts carry the address`);
    });
    await step('find it and its link in the database', async () => {
      const found = await linkedInDatabase(stage.databaseUrl, unknown.id);
      if (found.length !== 1) throw new Error(`${found.length} links`);
    });
  } catch {
    // The step that failed has been said; the ones after it would only fail because of it.
  }
  return steps;
}

async function linkedInDatabase(url: string, contactRecordId: string): Promise<Pick<Account, 'username'>[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await sql<{ username: string }[]>`
      select a.username from links l
      join contacts c on (c.workspace_id, c.id) = (l.workspace_id, l.contact_id)
      join accounts a on (a.workspace_id, a.id) = (l.workspace_id, l.account_id)
      where c.record_id = ${contactRecordId} and l.ended_at is null`;
  } finally {
    await sql.end();
  }
}
