import { removeRows, saveRows } from '@counterpart/server/builtin/rows.ts';
import { BLANK, createBuiltinStore } from '@counterpart/server/builtin/store.ts';
import type { Tx } from '@counterpart/server/db/client.ts';
import { builtinAccounts } from '@counterpart/server/db/schema/index.ts';
import { IDENTITIES } from '@counterpart/server/identity/index.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import { afterAll, beforeAll } from 'vitest';
import { identityContract, type Platform } from '../contract/identity-suite.ts';
import { openScim } from '../helpers/own-scim.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { addWorkspace } from '../helpers/workspace.ts';
import { quickHttp, scimConnection } from '../simulators/identity/harness.ts';

// The built-in directory in its own database, asked by our two connectors: from inside, and over SCIM from outside.

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.close());

/** A workspace of its own for each run, since accounts of one workspace have ids of their own in all its directories. */
async function fill(accounts: Account[]) {
  const { id: workspaceId, as } = await addWorkspace(server, 'Acme');
  const scim = await openScim(server, as.admin);
  const { directoryId } = scim;
  const { db } = server.services;
  const rows = accounts.map(({ createdAt, admin, locked, licensed, anchor, ...account }) => ({
    ...{ ...BLANK, ...account },
    createdAt: new Date(createdAt!),
  }));
  const inside = <T>(work: (tx: Tx) => Promise<T>) => db.inWorkspace(workspaceId, work);
  const place = { workspaceId, directoryId };
  await inside(async (tx) => {
    for (let at = 0; at < rows.length; at += 500) await saveRows(tx, place, rows.slice(at, at + 500), new Date());
  });
  const size = async () => (await inside((tx) => tx.select().from(builtinAccounts))).length;
  return { scim, place, inside, size };
}

/** What the platform's own administrators do; the connectors wait for the table's answer after it. */
async function startBuiltin(accounts: Account[]): Promise<Platform> {
  const { place, inside, size } = await fill(accounts);
  const store = createBuiltinStore(server.services.db, place.workspaceId);
  const settings = { domains: ['acme.test'], country: 'FR' };
  const rest = { name: 'Ours', directoryId: place.directoryId, http: quickHttp(), secrets: {} };
  const identity = IDENTITIES.builtin.create({ ...rest, settings, store });
  const admin: Platform['admin'] = {
    rename: async (id, username) => void (await store.update(place.directoryId, id, { username })),
    remove: (id) => inside(async (tx) => void (await removeRows(tx, place, [id], new Date()))),
    async restore(id) {
      const { createdAt, admin, locked, licensed, anchor, ...account } = accounts.find((one) => one.id === id)!;
      const row = { ...BLANK, ...account, createdAt: new Date(createdAt!) };
      await inside((tx) => saveRows(tx, place, [row], new Date()));
    },
    forget: () =>
      inside(async (tx) => {
        const [first, second] = accounts.slice(-2).map(({ id }) => id);
        await removeRows(tx, place, [first!], new Date(Date.now() - 40 * 86_400_000));
        await removeRows(tx, place, [second!], new Date());
      }),
  };
  return { identity, size, admin, close: async () => {} };
}

async function startScim(accounts: Account[]): Promise<Platform> {
  const { scim, size } = await fill(accounts);
  return { identity: scimConnection(scim.address, { token: scim.token }), size, close: async () => {} };
}

identityContract('the built-in directory in PostgreSQL', {
  start: startBuiltin,
  says: {},
  updates: true,
  changes: true,
});
identityContract('our own SCIM service', { start: startScim, says: {}, updates: true, changes: false });
