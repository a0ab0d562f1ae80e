import type { Ctx } from '@counterpart/server/context.ts';
import { linkCompany, unlinkCompany } from '@counterpart/server/links/link-company.ts';
import { linkContact } from '@counterpart/server/links/link-contact.ts';
import { ignoreContact, rejectPair } from '@counterpart/server/links/rule-out.ts';
import { undoDecision } from '@counterpart/server/links/undo-decision.ts';
import { unlinkContact } from '@counterpart/server/links/unlink-contact.ts';
import type { DecisionAnswer } from '@counterpart/shared/api.ts';
import type { Sql } from 'postgres';
import postgres from 'postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addCustomer, type Customer, decidedIn } from '../helpers/customer.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { contextOf } from '../helpers/workspace.ts';

let server: TestServer;
let sql: Sql;
let ctx: Ctx;
let customer: Customer;
/** Stands still but for a millisecond a look, so that a busy machine moves nothing past a limit. */
let clock = Date.now();
beforeAll(async () => {
  server = await startTestServer();
  sql = postgres(server.databaseUrl, { max: 1, onnotice: () => {} });
  ctx = await contextOf(server, () => new Date(clock++));
});
beforeEach(async () => {
  customer = await addCustomer(ctx, { contacts: 2, accounts: 3 });
});
afterAll(async () => {
  await sql?.end();
  await server?.close();
});

const state = () => decidedIn(sql, customer.company);
const on = (contactVersion: number, contact = 0) => ({ contactId: customer.contacts[contact]!, contactVersion });
const link = (version: number, account = 0, replaces: string | null = null, contact = 0) =>
  linkContact(ctx, { ...on(version, contact), accountId: customer.accounts[account]!, replaces });
const linkId = async (index = 0) => (await state()).links[index]!.id;
/** What stands, without the version, which only grows. */
const stands = async () => {
  const { links, standing } = await state();
  return { links, standing };
};

/** Each act with what must have been done before it, so that every one starts from a state in which it is allowed. */
const ACTS: Record<string, { prior?: () => Promise<unknown>; act: () => Promise<DecisionAnswer>; action: string }> = {
  link: { act: () => link(0), action: 'contact.linked' },
  'a second link': { prior: () => link(0), act: () => link(1, 1), action: 'contact.linked' },
  change: { prior: () => link(0), act: async () => link(1, 1, await linkId()), action: 'contact.linked' },
  unlink: {
    prior: () => link(0),
    act: async () => unlinkContact(ctx, await linkId(), { contactVersion: 1 }),
    action: 'contact.unlinked',
  },
  'unlink of the primary of two': {
    prior: async () => [await link(0), await link(1, 1)],
    act: async () => unlinkContact(ctx, await linkId(), { contactVersion: 2 }),
    action: 'contact.unlinked',
  },
  reject: { act: () => rejectPair(ctx, { ...on(0), accountId: customer.accounts[0]! }), action: 'contact.rejected' },
  ignore: { act: () => ignoreContact(ctx, on(0)), action: 'contact.ignored' },
};

describe.each(Object.entries(ACTS))('%s', (_, { prior, act, action }) => {
  test('changes what stands, is audited, and undo restores both sides', async () => {
    await prior?.();
    const [was, { versions }] = [await stands(), await state()];
    const done = await act();
    expect(await stands()).not.toEqual(was);
    expect(done.contactVersion).toBe(versions.get(customer.contacts[0]!)! + 1);
    const [entry] = await sql`select action, subject, technician_id from audit_log order by at desc limit 1`;
    expect({ ...entry }).toEqual({ action, subject: customer.contacts[0], technician_id: ctx.technician.id });

    const undone = await undoDecision(ctx, done.decisionId);
    expect(await stands()).toEqual(was);
    expect(undone.contactVersion).toBe(done.contactVersion + 1);
    await expect(undoDecision(ctx, done.decisionId)).rejects.toMatchObject({ code: 'conflict' });
    await expect(undoDecision(ctx, undone.decisionId)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('of an old picture is refused, and leaves nothing behind', async () => {
    await prior?.();
    await sql`update contacts set version = version + 1 where id = ${customer.contacts[0]!}`;
    const was = await stands();
    const [{ n }] = (await sql`select count(*)::int as n from audit_log`) as unknown as [{ n: number }];
    await expect(act()).rejects.toMatchObject({ code: 'conflict' });
    expect(await stands()).toEqual(was);
    expect(await sql`select count(*)::int as n from audit_log`).toMatchObject([{ n }]);
  });

  test('leaves no audit entry where its transaction fails at the end', async () => {
    await prior?.();
    const was = await stands();
    const [{ n }] = (await sql`select count(*)::int as n from audit_log`) as unknown as [{ n: number }];
    // The last write of every decision is the contact's version.
    await sql.unsafe(`alter table contacts add constraint stuck check (id <> '${customer.contacts[0]}') not valid`);
    await expect(act()).rejects.toThrow();
    await sql`alter table contacts drop constraint stuck`;
    expect(await stands()).toEqual(was);
    expect(await sql`select count(*)::int as n from audit_log`).toMatchObject([{ n }]);
  });
});

describe('undo', () => {
  test.each([
    ['link', 9_999, null],
    ['link', 10_001, 'undo_expired'],
    ['unlink', 10_001, 'undo_expired'],
    ['reject', 86_400_000, null],
    ['ignore', 86_400_000, null],
  ])('of %s after %i ms: %s', async (name, ms, code) => {
    await ACTS[name]!.prior?.();
    const { decisionId } = await ACTS[name]!.act();
    clock += code ? ms : ms - 100;
    if (code) await expect(undoDecision(ctx, decisionId)).rejects.toMatchObject({ code });
    else await expect(undoDecision(ctx, decisionId)).resolves.toMatchObject({ decisionId: expect.any(String) });
  });

  test('does not bring back a pair that was ruled out in the meantime', async () => {
    await link(0);
    const unlinked = await unlinkContact(ctx, await linkId(), { contactVersion: 1 });
    await rejectPair(ctx, { ...on(2), accountId: customer.accounts[0]! });
    await expect(undoDecision(ctx, unlinked.decisionId)).rejects.toMatchObject({ code: 'conflict' });
    expect((await stands()).links).toEqual([]);
  });

  test('does not bring back a link of a contact that is no person any more', async () => {
    await link(0);
    const unlinked = await unlinkContact(ctx, await linkId(), { contactVersion: 1 });
    await ignoreContact(ctx, on(2));
    await expect(undoDecision(ctx, unlinked.decisionId)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('does not take an account back from whoever has it now', async () => {
    await link(0);
    const unlinked = await unlinkContact(ctx, await linkId(), { contactVersion: 1 });
    await link(0, 0, null, 1);
    await expect(undoDecision(ctx, unlinked.decisionId)).rejects.toMatchObject({ code: 'conflict' });
    expect((await stands()).links).toMatchObject([{ contact_id: customer.contacts[1] }]);
  });

  test('leaves a contact with links one primary', async () => {
    await link(0);
    const second = await link(1, 1);
    await unlinkContact(ctx, await linkId(), { contactVersion: 2 }); // the second is the primary one now
    await link(3, 2);
    await undoDecision(ctx, second.decisionId);
    expect((await stands()).links).toMatchObject([{ account_id: customer.accounts[2], is_primary: true }]);
  });
});

describe('what stands in the way', () => {
  test.each<[string, () => Promise<unknown>, () => Promise<unknown>, string]>([
    ['another contact’s account', () => link(0), () => link(0, 0, null, 1), 'already_linked'],
    ['one’s own account', () => link(0), () => link(1), 'already_linked'],
    ['a pair ruled out', () => ACTS.reject!.act(), () => link(1), 'pair_rejected'],
    ['a contact that is no person', () => ACTS.ignore!.act(), () => link(1), 'invalid_request'],
    [
      'rejecting what is linked',
      () => link(0),
      () => rejectPair(ctx, { ...on(1), accountId: customer.accounts[0]! }),
      'already_linked',
    ],
    ['ignoring who is linked', () => link(0), () => ignoreContact(ctx, on(1)), 'already_linked'],
    [
      'rejecting twice',
      () => ACTS.reject!.act(),
      () => rejectPair(ctx, { ...on(1), accountId: customer.accounts[0]! }),
      'conflict',
    ],
    ['ignoring twice', () => ACTS.ignore!.act(), () => ignoreContact(ctx, on(1)), 'conflict'],
    ['replacing a link that is not there', async () => {}, () => link(0, 0, customer.companyLink), 'conflict'],
    [
      'a company without the directory',
      () => unlinkCompany(ctx, customer.companyLink),
      () => link(0),
      'invalid_request',
    ],
  ])('%s', async (_, prior, act, code) => {
    await prior();
    const was = await stands();
    await expect(act()).rejects.toMatchObject({ code });
    expect(await stands()).toEqual(was);
  });
});

test('a company is linked once, unlinked and linked anew; each is audited', async () => {
  const input = { companyId: customer.company, directoryId: customer.directory };
  await expect(linkCompany(ctx, input)).rejects.toMatchObject({ code: 'already_linked' });
  await unlinkCompany(ctx, customer.companyLink);
  await expect(unlinkCompany(ctx, customer.companyLink)).rejects.toMatchObject({ code: 'not_found' });
  expect(await linkCompany(ctx, input)).toMatchObject({ ...input, linkedBy: ctx.technician.name });
  const entries = await sql`select action from audit_log where subject = ${customer.company} order by at`;
  expect(entries.map(({ action }) => action)).toEqual(['company.unlinked', 'company.linked']);
});
