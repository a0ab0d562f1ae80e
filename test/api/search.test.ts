import { accounts } from '@counterpart/server/db/schema/index.ts';
import type { AccountSearchAnswer } from '@counterpart/shared/api.ts';
import { and, eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addCustomer, type Customer } from '../helpers/customer.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { contextOf } from '../helpers/workspace.ts';

// What is typed into our own search is text, whatever SQL, a pattern or an address would read in it.

const NAMES = [
  "Zoë O'Neil",
  '100% Person',
  'under_score',
  'back\\slash',
  "'; drop table accounts; --",
  'a [b] (c) {d}',
];
let server: TestServer;
let customer: Customer;
beforeAll(async () => {
  server = await startTestServer();
  const ctx = await contextOf(server);
  customer = await addCustomer(ctx, { contacts: 1, accounts: NAMES.length });
  await ctx.db.inWorkspace(ctx.workspaceId, async (tx) => {
    for (const [index, displayName] of NAMES.entries()) {
      const row = and(eq(accounts.workspaceId, ctx.workspaceId), eq(accounts.id, customer.accounts[index]!));
      await tx.update(accounts).set({ displayName }).where(row);
    }
  });
}, 60_000);
afterAll(() => server?.close());

async function search(q: string) {
  const path = `/v1/companies/${customer.company}/accounts?${new URLSearchParams({ q })}`;
  return server.admin.call<AccountSearchAnswer>('GET', path);
}

test('every word is looked for as it stands', async () => {
  const typed = fc
    .array(
      fc.constantFrom(
        ...["'", '"', '\\', '%', '_', '*', ';', '--', '/*', '$1', '(', ')', '[', '{', '|', '^', '?', '&q=', '#', '+'],
        ...[
          'or 1=1',
          'drop',
          'o',
          'n',
          '0',
          'person',
          ' ',
          '@',
          'p1@ours.example',
          'ë',
          '😀',
          '\0',
          '\u202E',
          '\ud800',
          '\n',
        ],
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(typed, async (q) => {
      const { status, body } = await search(q);
      if (q.trim().includes('\0')) {
        expect(status).toBe(400);
        return;
      }
      const words = q
        .replace(/\p{Surrogate}/gu, '\uFFFD')
        .toLowerCase()
        .split(/\s+/)
        .filter(Boolean);
      expect(status).toBe(200);
      const expected = NAMES.filter((name, index) => {
        const held = [name, `p${index}@ours.example`].map((text) => text.toLowerCase());
        return words.every((word) => held.some((text) => text.includes(word)));
      });
      expect(body.accounts.map(({ displayName }) => displayName).sort()).toEqual(expected.sort());
    }),
    { numRuns: 300, examples: [['\0'], ['%'], ['_'], ['\\'], ["'"], ['per\0son']] },
  );
});
