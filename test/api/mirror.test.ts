import type { Ctx } from '@counterpart/server/context.ts';
import { accountKeys, accounts, companies, contacts } from '@counterpart/server/db/schema/index.ts';
import { saveAccounts, saveCompanies, saveContacts } from '@counterpart/server/sync/mirror.ts';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addCustomer, type Customer } from '../helpers/customer.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { contextOf } from '../helpers/workspace.ts';
import { accountOf, contactOf } from '../unit/matcher/people.ts';

let server: TestServer;
let ctx: Ctx;
let customer: Customer;
beforeAll(async () => {
  server = await startTestServer();
  ctx = await contextOf(server);
  customer = await addCustomer(ctx, { contacts: 1, accounts: 0 });
});
afterAll(async () => server?.close());

/** A long read began at 1; a lookup stored what it saw at 2; then a page of the long read comes; 3 is later than all. */
const hour = Date.now() + 3_600_000;
const at = (minute: number) => new Date(hour + minute * 60_000);

describe('what is seen later stays, whichever is stored first', () => {
  test('of an account, with the keys that it is found by', async () => {
    const { workspaceId } = ctx;
    const mirror = { workspaceId, directoryId: customer.directory, country: null };
    const save = (name: string, minute: number) =>
      ctx.db.inWorkspace(workspaceId, (tx) =>
        saveAccounts(
          tx,
          mirror,
          [accountOf({ id: 'a', username: `${name}@x.example`, displayName: name })],
          at(minute),
        ),
      );
    const now = () =>
      ctx.db.inWorkspace(workspaceId, async (tx) => {
        const [row] = await tx.select().from(accounts).where(eq(accounts.objectId, 'a'));
        const keys = await tx.select().from(accountKeys).where(eq(accountKeys.accountId, row!.id));
        return {
          name: row!.displayName,
          seenAt: row!.seenAt,
          keys: keys.map(({ key }) => key).filter((key) => /@/.test(key)),
        };
      });
    const first = await save('lookup', 2);
    expect(await save('page', 1)).toEqual(first);
    expect(await now()).toEqual({ name: 'lookup', seenAt: at(2), keys: [expect.stringContaining('lookup@x.example')] });
    expect(await save('same time', 2)).toEqual(first);
    expect(await save('later', 3)).toEqual(first);
    expect(await now()).toEqual({ name: 'later', seenAt: at(3), keys: [expect.stringContaining('later@x.example')] });
  });

  test('of a contact and its company', async () => {
    const { workspaceId } = ctx;
    const nameOf = async (table: typeof companies | typeof contacts, id: string) =>
      ctx.db.inWorkspace(workspaceId, async (tx) => (await tx.select().from(table).where(eq(table.id, id)))[0]!);
    const { connectionId } = await nameOf(companies, customer.company);
    const mirror = { workspaceId, connectionId };
    const save = (name: string, minute: number) =>
      ctx.db.inWorkspace(workspaceId, async (tx) => {
        const company = { id: customer.company, name, domains: [], country: null, tenantIds: [], active: true };
        await saveCompanies(tx, mirror, [company], at(minute));
        const contact = contactOf({ id: customer.contacts[0]!, companyId: customer.company, name });
        await saveContacts(tx, mirror, [contact], at(minute));
      });
    for (const [name, minute, stays] of [
      ['lookup', 2, 'lookup'],
      ['page', 1, 'lookup'],
      ['later', 3, 'later'],
    ] as const) {
      await save(name, minute);
      expect((await nameOf(companies, customer.company)).name).toBe(stays);
      expect((await nameOf(contacts, customer.contacts[0]!)).name).toBe(stays);
    }
  });
});
