import type { LookupAnswer } from '@counterpart/shared/api.ts';
import { PSA_IDS } from '@counterpart/shared/providers.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectPsa, expectStatus } from '../helpers/northwind.ts';
import { type ApiClient, startTestServer, type TestServer } from '../helpers/server.ts';
import { addWorkspace, type TestWorkspace } from '../helpers/workspace.ts';
import { PSA_SITES, type PsaSite } from '../simulators/psa-sites.ts';
import { autotaskNumber } from '../world/autotask.ts';
import { story } from '../world/story.ts';
import type { Story } from '../world/types.ts';

// Two MSPs on one host of the vendor's cloud, whose records have the very same numbers: who asks decides whose they are.

const TICKET = story.customers[0]!.tickets[0]!;
const [mineOnly, theirsOnly] = [story.customers[0]!.people[0]!.contact!, story.customers[0]!.people[1]!.contact!];

/** The same ids with other people and another name behind them. */
const theirStory: Story = {
  ...story,
  customers: story.customers.map((customer, index) => {
    if (index > 0) return customer;
    const { name, email } = { name: theirsOnly.name, email: theirsOnly.emails[0]! };
    const ticket = { ...TICKET, contactId: theirsOnly.id, sender: { name, email } };
    return {
      ...customer,
      company: { ...customer.company, name: 'Ashgrove Surveyors' },
      tickets: [ticket, ...customer.tickets.slice(1)],
    };
  }),
};

describe.each(PSA_IDS)('%s', (psa) => {
  let server: TestServer;
  let sites: PsaSite[] = [];
  let mine: TestWorkspace;
  let theirs: TestWorkspace;
  beforeAll(async () => {
    sites = [await PSA_SITES[psa](story), await PSA_SITES[psa](theirStory)];
    server = await startTestServer();
    mine = await addWorkspace(server, 'Mine');
    theirs = await addWorkspace(server, 'Theirs');
    await connectPsa(mine.as.admin, sites[0]!);
    await connectPsa(theirs.as.admin, sites[1]!);
  });
  afterAll(async () => {
    await server?.close();
    await Promise.all(sites.map((site) => site.close()));
  });

  const look = (as: ApiClient, page: object, refresh: boolean) => {
    const full = { psa, host: sites[0]!.host, kind: 'ticket', id: null, number: null, ...page };
    return expectStatus<LookupAnswer>(200, as.call('POST', '/v1/lookup', { page: full, hints: {}, refresh }));
  };
  const number = psa === 'autotask' ? autotaskNumber(TICKET) : TICKET.number;

  test.each([
    ['by its id', { id: TICKET.id }],
    ['by its number', { number }],
  ])('a ticket %s is each MSP’s own, however they ask at once', async (_, page) => {
    expect(sites[0]!.host).toBe(sites[1]!.host);
    const askers = Array.from({ length: 12 }, (_none, turn) => (turn % 2 === 0 ? mine : theirs));
    const answers = await Promise.all(
      askers.map(({ as }, turn) => look(turn % 3 === 0 ? as.lead : as.technician, page, turn % 4 < 2)),
    );
    const rows: Record<string, Set<string>> = { mine: new Set(), theirs: new Set() };
    for (const [turn, answer] of answers.entries()) {
      if (!('contact' in answer) || !answer.contact || !answer.company) throw new Error(answer.state);
      const isMine = askers[turn] === mine;
      expect([answer.contact.name, answer.company.name]).toEqual(
        isMine ? [mineOnly.name, story.customers[0]!.company.name] : [theirsOnly.name, 'Ashgrove Surveyors'],
      );
      for (const { rowId } of [answer.contact, answer.company]) rows[isMine ? 'mine' : 'theirs']!.add(rowId);
    }
    expect([rows.mine!.size, rows.theirs!.size]).toEqual([2, 2]);
    expect([...rows.mine!].filter((id) => rows.theirs!.has(id))).toEqual([]);
  });

  test('a contact and a company are too', async () => {
    const names = async ({ as }: TestWorkspace) => {
      const { company } = (await look(as.technician, { kind: 'company', id: '12' }, false)) as {
        company: { name: string };
      };
      const { contact } = (await look(as.technician, { kind: 'contact', id: mineOnly.id }, true)) as {
        contact: { name: string };
      };
      return [company.name, contact.name];
    };
    expect(await names(mine)).toEqual([story.customers[0]!.company.name, mineOnly.name]);
    expect(await names(theirs)).toEqual(['Ashgrove Surveyors', mineOnly.name]);
  });
});
