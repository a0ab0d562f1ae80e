import type { Ctx } from '@counterpart/server/context.ts';
import { linkContact } from '@counterpart/server/links/link-contact.ts';
import { ignoreContact, rejectPair } from '@counterpart/server/links/rule-out.ts';
import { undoDecision } from '@counterpart/server/links/undo-decision.ts';
import { unlinkContact } from '@counterpart/server/links/unlink-contact.ts';
import type { LookupAnswer } from '@counterpart/shared/api.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import fc from 'fast-check';
import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addCustomer, type Customer, decidedIn } from '../helpers/customer.ts';
import { type Connected, connectNorthwind, findAccount } from '../helpers/northwind.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { contextOf } from '../helpers/workspace.ts';
import { startWorld, type World } from '../simulators/serve.ts';

let world: World;
let server: TestServer;
let northwind: Connected;
let sql: Sql;
let ctx: Ctx;
beforeAll(async () => {
  world = await startWorld();
  server = await startTestServer();
  northwind = await connectNorthwind(server.admin, world);
  sql = postgres(server.databaseUrl, { max: 1, onnotice: () => {} });
  ctx = await contextOf(server);
});
afterAll(async () => {
  await sql?.end();
  await server?.close();
  await world?.close();
});

type Known = Extract<LookupAnswer, { state: 'linked' | 'candidates' }>;
const look = async () => (await northwind.lookup('ticket', 5101)) as Known;

describe('two tabs on one ticket', () => {
  test('link at once, twenty times: one wins, the other is told and then sees the winner', async () => {
    const tabs = [await server.signIn('technician'), await server.signIn('technician')];
    const { company } = await look();
    const wanted = await Promise.all(
      ['priya.raman', 'ivy.clarke'].map((name) =>
        findAccount(server.admin, company.rowId, `${name}@harbourfinch.example`),
      ),
    );
    for (let round = 0; round < 20; round++) {
      const { contact } = await look();
      const on = { contactId: contact.rowId, contactVersion: contact.version, replaces: null };
      const answers = await Promise.all(
        tabs.map((tab, index) => tab.call('POST', '/v1/links', { ...on, accountId: wanted[index]!.rowId })),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
      const won = answers.findIndex(({ status }) => status === 201);
      expect(answers[1 - won]!.body.error.code).toBe('conflict');
      const seen = await northwind.lookup('ticket', 5101, { as: tabs[1 - won]! });
      expect(seen).toMatchObject({
        state: 'linked',
        links: [{ primary: true, account: { rowId: wanted[won]!.rowId } }],
      });
      const undone = await tabs[won]!.call('POST', `/v1/decisions/${answers[won]!.body.decisionId}/undo`);
      expect(undone.status).toBe(200);
    }
  });

  test('a pair that was ruled out never returns, until that is undone', async () => {
    const first = await look();
    if (first.state !== 'candidates') throw new Error(first.state);
    const { account } = first.candidates[0]!;
    const on = { contactId: first.contact.rowId, contactVersion: first.contact.version };
    const made = await server.admin.call('POST', '/v1/rejections', { ...on, accountId: account.rowId });
    for (const refresh of [false, true]) {
      const again = await northwind.lookup('ticket', 5101, { refresh });
      expect(JSON.stringify(again)).not.toContain(account.rowId);
    }
    await server.admin.call('POST', `/v1/decisions/${made.body.decisionId}/undo`);
    expect(JSON.stringify(await look())).toContain(account.rowId);
  });
});

test('two contacts want one account at once, twenty times: exactly one has it', async () => {
  for (let round = 0; round < 20; round++) {
    const customer = await addCustomer(ctx, { contacts: 2, accounts: 1 });
    const both = await Promise.allSettled(
      customer.contacts.map((contactId) =>
        linkContact(ctx, { contactId, contactVersion: 0, accountId: customer.accounts[0]!, replaces: null }),
      ),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const lost = both.find((one) => one.status === 'rejected');
    expect(lost).toMatchObject({ reason: { code: 'already_linked' } });
  }
});

interface Step {
  act: string;
  contact: number;
  account: number;
  pick: number;
  old: boolean;
}
/** One step of a technician: what, on which contact and account, with a picture that may be old; or an earlier decision undone. */
const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom('link', 'change', 'unlink', 'reject', 'ignore', 'undo', 'undo'),
  contact: fc.nat(2),
  account: fc.nat(3),
  pick: fc.nat(30),
  old: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});

test('whatever is done in whatever order, what stands is sound', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), fc.boolean(), async (steps, atOnce) => {
      const customer = await addCustomer(ctx, { contacts: 3, accounts: 4 });
      const decisions: string[] = [];
      const take = async (one: Step) => {
        const { decisionId } = await run(customer, decisions, one);
        decisions.push(decisionId);
      };
      let before = (await decidedIn(sql, customer.company)).versions;
      for (let from = 0; from < steps.length; from += atOnce ? 4 : 1) {
        const taken = await Promise.allSettled(steps.slice(from, from + (atOnce ? 4 : 1)).map(take));
        for (const one of taken) {
          if (one.status === 'rejected' && !(one.reason instanceof AppError)) throw one.reason;
        }
        const now = await decidedIn(sql, customer.company);
        expectSound(now);
        const grown = [...now.versions].reduce((sum, [id, version]) => sum + version - before.get(id)!, 0);
        expect(grown).toBe(taken.filter(({ status }) => status === 'fulfilled').length);
        before = now.versions;
      }
    }),
    { numRuns: 40 },
  );
}, 60_000);

async function run(customer: Customer, decisions: string[], { act, contact, account, pick, old }: Step) {
  const [contactId, accountId] = [customer.contacts[contact]!, customer.accounts[account]!];
  const { versions, links } = await decidedIn(sql, customer.company);
  const contactVersion = versions.get(contactId)! - (old ? 1 : 0);
  const open = links[pick % Math.max(1, links.length)];
  if (act === 'undo') return undoDecision(ctx, decisions[pick % Math.max(1, decisions.length)] ?? customer.company);
  if (act === 'link') return linkContact(ctx, { contactId, contactVersion, accountId, replaces: null });
  if (act === 'reject') return rejectPair(ctx, { contactId, contactVersion, accountId });
  if (act === 'ignore') return ignoreContact(ctx, { contactId, contactVersion });
  if (!open) throw new AppError('not_found', 'There is no link to act on');
  const of = { contactId: open.contact_id, contactVersion: versions.get(open.contact_id)! };
  if (act === 'change') return linkContact(ctx, { ...of, accountId, replaces: open.id });
  return unlinkContact(ctx, open.id, of);
}

function expectSound({ links, standing }: Awaited<ReturnType<typeof decidedIn>>) {
  const contacts = new Set(links.map((link) => link.contact_id));
  for (const contact of contacts) {
    expect(
      links.filter((link) => link.contact_id === contact && link.is_primary),
      'one primary',
    ).toHaveLength(1);
  }
  expect(new Set(links.map((link) => link.account_id)).size, 'an account once in the company').toBe(links.length);
  for (const { kind, contact_id, account_id } of standing) {
    const against = links.filter(
      (link) => link.contact_id === contact_id && (kind === 'ignored' || link.account_id === account_id),
    );
    expect(against, `no link beside "${kind}"`).toEqual([]);
  }
  const pairs = standing.map(({ kind, contact_id, account_id }) => `${kind}|${contact_id}|${account_id}`);
  expect(new Set(pairs).size, 'each ruled out once').toBe(pairs.length);
}
