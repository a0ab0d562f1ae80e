import { openDb, type Tx } from '@counterpart/server/db/client.ts';
import { companies, technicians, workspaces } from '@counterpart/server/db/schema/index.ts';
import { statement, type Value } from '@counterpart/server/db/statement.ts';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { addWorkspace, asAppRole, asOwner, contextOf, type TestWorkspace } from '../helpers/workspace.ts';

let server: TestServer;
let own: string;
let other: TestWorkspace;
beforeAll(async () => {
  server = await startTestServer();
  own = (await contextOf(server)).workspaceId;
  other = await addWorkspace(server, 'Southwind IT');
});
afterAll(async () => server?.close());

const namesOf = statement((tx, _value: Value<never>) => tx.select({ name: workspaces.name }).from(workspaces));
const byName = statement((tx, value: Value<'name'>) =>
  tx
    .select({ id: technicians.id, createdAt: technicians.createdAt })
    .from(technicians)
    .where(eq(technicians.name, value('name'))),
);

describe('reading inside a workspace', () => {
  test('sees this workspace alone, however many read at once on few connections', async () => {
    const { db } = server.services;
    const seen = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const workspaceId = index % 2 === 0 ? own : other.id;
        const read = index % 3 === 0 ? db.askWorkspace : db.readWorkspace;
        const rows = await read(workspaceId, (tx) => namesOf(tx, {}));
        return `${index % 2} ${rows.map(({ name }) => name).join()}`;
      }),
    );
    expect([...new Set(seen)].sort()).toEqual(['0 Northwind IT', '1 Southwind IT']);
  });

  test('a statement built once is mapped like any other, for each of its values', async () => {
    const { db } = server.services;
    const read = (name: string) => db.readWorkspace(other.id, (tx) => byName(tx, { name }));
    const [found, again, none] = [
      await read('Southwind IT: lead'),
      await read('Southwind IT: admin'),
      await read('Nobody'),
    ];
    expect(found).toEqual([{ id: other.technicianIds.lead, createdAt: expect.any(Date) }]);
    expect(again[0]?.id).toBe(other.technicianIds.admin);
    expect(none).toEqual([]);
  });

  test('cannot write', async () => {
    const write = server.services.db.readWorkspace(own, (tx) =>
      tx.update(companies).set({ name: 'changed' }).where(eq(companies.workspaceId, own)),
    );
    await expect(write).rejects.toMatchObject({ cause: { code: '25006' } });
  });

  test('a failed read leaves the pool usable', async () => {
    const { db } = server.services;
    for (let tries = 0; tries < 15; tries++) {
      await expect(db.readWorkspace(own, (tx) => tx.execute(sql`select 1 / 0`))).rejects.toThrow();
      await expect(db.readWorkspace(own, () => Promise.reject(new Error('ours')))).rejects.toThrow('ours');
    }
    expect(await db.readWorkspace(own, (tx) => namesOf(tx, {}))).toEqual([{ name: 'Northwind IT' }]);
  });

  test('what goes on asking after its transaction is refused', async () => {
    const { db } = server.services;
    const escaped = await db.readWorkspace(own, async (tx) => ({ late: () => namesOf(tx, {}) }));
    const ended = { cause: { message: 'The transaction has ended' } };
    await expect(escaped.late()).rejects.toMatchObject(ended);
    const twice = db.askWorkspace(own, async (tx) => [await namesOf(tx, {}), await namesOf(tx, {})]);
    await expect(twice).rejects.toMatchObject(ended);
  });

  test('nothing of a transaction stays on its connection', async () => {
    const db = openDb(await appUrl(), { max: 1 });
    await db.readWorkspace(own, (tx) => namesOf(tx, {}));
    const left = await db.outside((tx) =>
      tx.execute(
        sql`select current_setting('app.workspace', true) as workspace, current_setting('plan_cache_mode') as plans`,
      ),
    );
    expect([...left]).toEqual([{ workspace: '', plans: 'auto' }]);
    expect(await db.outside((tx) => tx.select().from(workspaces))).toEqual([]);
    await db.readWorkspace(own, (tx) => namesOf(tx, {}));
    const started = performance.now();
    await db.close();
    expect(performance.now() - started).toBeLessThan(3000);
  });

  test('connections that the database ends are replaced', async () => {
    const { db } = server.services;
    const reading = Array.from({ length: 4 }, () =>
      db.readWorkspace(own, async (tx) => {
        await tx.execute(sql`select pg_sleep(0.3)`);
        return namesOf(tx, {});
      }),
    );
    const settled = Promise.allSettled(reading);
    await new Promise((done) => setTimeout(done, 150));
    await asOwner(
      server,
      (owner) => owner`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'counterpart' and datname = current_database()`,
    );
    for (const { status } of await settled) expect(status).toBe('rejected');
    // Idle connections were ended too; the driver takes each out of the pool once it has been told.
    const readMany = () =>
      Promise.all(Array.from({ length: 20 }, () => db.readWorkspace(own, (tx) => namesOf(tx, {})))).catch(() => null);
    await expect.poll(readMany).toEqual(Array(20).fill([{ name: 'Northwind IT' }]));
  });

  test('no read is lost or refused while connections come to the end of their time', async () => {
    const db = openDb(await appUrl(), { max: 4, lifeMs: 20 });
    try {
      const until = performance.now() + 1500;
      const faults = new Set<string>();
      const readOn = async () => {
        while (performance.now() < until) {
          const rows = await db.readWorkspace(own, async (tx) => {
            const [first] = await Promise.all([namesOf(tx, {}), byName(tx, { name: 'Nobody' })]);
            return [...first, ...(await namesOf(tx, {}))];
          });
          if (rows.map(({ name }) => name).join() !== 'Northwind IT,Northwind IT') faults.add(JSON.stringify(rows));
          await db.askWorkspace(other.id, (tx) => namesOf(tx, {}));
          await db.ping();
        }
      };
      await Promise.all(Array.from({ length: 12 }, readOn));
      expect([...faults]).toEqual([]);
    } finally {
      await db.close();
    }
  });

  test('an idle connection that the database ended is not noticed by the next read', async () => {
    const db = openDb(await appUrl(), { max: 1 });
    const pidOf = () => db.readWorkspace(own, (tx) => tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`));
    const [before] = await pidOf();
    await asOwner(server, (owner) => owner`select pg_terminate_backend(${before!.pid})`);
    const [after] = await pidOf();
    expect(after!.pid).not.toBe(before!.pid);
    await db.close();
  });

  test('what is asked after the connection has ended within a read is refused, and does not end the process', async () => {
    const db = openDb(await appUrl(), { max: 1 });
    const read = db.readWorkspace(own, async (tx) => {
      const [{ pid }] = (await tx.execute(sql`select pg_backend_pid() as pid`)) as unknown as [{ pid: number }];
      await asOwner(server, (owner) => owner`select pg_terminate_backend(${pid})`);
      await new Promise((done) => setTimeout(done, 100));
      return namesOf(tx, {});
    });
    await expect(read).rejects.toMatchObject({ cause: { message: 'The connection has ended' } });
    expect(await db.readWorkspace(own, (tx) => namesOf(tx, {}))).toEqual([{ name: 'Northwind IT' }]);
    await db.close();
  });
});

describe('writing inside a workspace', () => {
  const rename = (tx: Tx, name: string) => tx.update(workspaces).set({ name }).where(eq(workspaces.workspaceId, own));
  const nameNow = async () => (await server.services.db.readWorkspace(own, (tx) => namesOf(tx, {})))[0]?.name;

  test('is all or nothing', async () => {
    const { db } = server.services;
    const failing = db.inWorkspace(own, async (tx) => {
      await rename(tx, 'half');
      throw new Error('ours');
    });
    await expect(failing).rejects.toThrow('ours');
    expect(await nameNow()).toBe('Northwind IT');
  });

  test('does not pass for done where a failed statement was caught', async () => {
    const caught = server.services.db.inWorkspace(own, async (tx) => {
      await rename(tx, 'half');
      await tx.execute(sql`select 1 / 0`).catch(() => {});
    });
    await expect(caught).rejects.toMatchObject({ code: 'internal', message: 'The transaction was rolled back' });
    expect(await nameNow()).toBe('Northwind IT');
  });

  test('undoes a part alone, inside another part too', async () => {
    const { db } = server.services;
    await db.inWorkspace(own, async (tx) => {
      await rename(tx, 'kept');
      await tx.transaction(async (inner) => {
        await rename(inner, 'kept too');
        await inner
          .transaction((innermost) => rename(innermost, 'lost').then(() => Promise.reject(new Error('ours'))))
          .catch(() => {});
      });
    });
    expect(await nameNow()).toBe('kept too');
    await db.inWorkspace(own, (tx) => rename(tx, 'Northwind IT'));
  });

  test('a connection that the database ends in the middle ends neither the process nor the pool', async () => {
    const db = openDb(await appUrl(), { max: 1 });
    const cut = (work: (tx: Tx) => Promise<unknown>) =>
      db.inWorkspace(own, async (tx) => {
        await rename(tx, 'half');
        const [{ pid }] = (await tx.execute(sql`select pg_backend_pid() as pid`)) as unknown as [{ pid: number }];
        await asOwner(server, (owner) => owner`select pg_terminate_backend(${pid})`);
        await work(tx);
      });
    await expect(cut((tx) => namesOf(tx, {}))).rejects.toThrow();
    await expect(cut(() => new Promise((done) => setTimeout(done, 100)))).rejects.toThrow();
    await expect(cut(() => Promise.reject(new Error('ours')))).rejects.toThrow('ours');
    await db.ping();
    expect(await nameNow()).toBe('Northwind IT');
    await db.close();
  });
});

async function appUrl() {
  const role = await asAppRole(server);
  const url = new URL(server.databaseUrl);
  [url.username, url.password] = [String(role.options.user), String(role.options.pass)];
  await role.end();
  return url.href;
}
