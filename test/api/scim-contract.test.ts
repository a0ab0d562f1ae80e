import { saveRows } from '@counterpart/server/builtin/rows.ts';
import { BLANK } from '@counterpart/server/builtin/store.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import { afterAll, beforeAll } from 'vitest';
import { identityContract, type Platform } from '../contract/identity-suite.ts';
import { openScim } from '../helpers/own-scim.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { asOwner, contextOf } from '../helpers/workspace.ts';
import { DIRECTORY_ID, quickHttp, scimConnection } from '../simulators/identity/harness.ts';
import { IDENTITIES } from '@counterpart/server/identity/index.ts';
import { createBuiltinStore } from '@counterpart/server/builtin/store.ts';

// The built-in directory in its own database, asked by our two connectors: from inside, and over SCIM from outside.

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.close());

async function fill(accounts: Account[]) {
  const scim = await openScim(server, server.admin);
  const ctx = await contextOf(server);
  const place = { workspaceId: ctx.workspaceId, directoryId: scim.directoryId };
  const rows = accounts.map(({ id, createdAt, admin, locked, licensed, anchor, ...account }) => ({
    ...{ ...BLANK, ...account },
    // Accounts of one workspace have ids of their own in every directory.
    id: idIn(scim.directoryId, id),
    createdAt: new Date(createdAt!),
  }));
  await ctx.db.inWorkspace(place.workspaceId, async (tx) => {
    for (let at = 0; at < rows.length; at += 500) await saveRows(tx, place, rows.slice(at, at + 500), ctx.now());
  });
  const size = () =>
    asOwner(server, async (sql) => {
      const [row] = await sql`select count(*)::int as n from builtin_accounts where directory_id = ${scim.directoryId}`;
      return row!.n as number;
    });
  return { scim, place, ctx, size };
}
