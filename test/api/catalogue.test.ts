import { randomUUID } from 'node:crypto';
import { openDb } from '@counterpart/server/db/client.ts';
import { prepareDatabase } from '@counterpart/server/db/migrate.ts';
import { sql as query } from 'drizzle-orm';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer, VAULT_KEY } from '../helpers/server.ts';
import { addWorkspace, asAppRole, asOwner, type TestWorkspace } from '../helpers/workspace.ts';

let server: TestServer;
let app: Sql;
let mine: TestWorkspace;
let theirs: TestWorkspace;
let tables: string[];
beforeAll(async () => {
  server = await startTestServer();
  mine = await addWorkspace(server, 'Mine');
  theirs = await addWorkspace(server, 'Theirs');
  app = await asAppRole(server);
  tables = await asOwner(server, async (sql) => {
    const found = await sql`select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'workspace_id' order by 1`;
    return found.map(({ name }) => name);
  });
});
afterAll(async () => {
  await app?.end();
  await server?.close();
});

/** One transaction of the app role inside a workspace. */
const inside = <T>(workspaceId: string, work: (tx: Sql) => Promise<T>) =>
  app.begin(async (tx) => {
    await tx`select set_config('app.workspace', ${workspaceId}, true)`;
    return work(tx as unknown as Sql);
  });

describe('the catalogue', () => {
  test('has the tables that it should, and one without a workspace', async () => {
    expect(tables).toContain('links');
    expect(tables.length).toBeGreaterThanOrEqual(18);
    const others = await asOwner(server, (sql) => {
      return sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_name <> all(${tables})`;
    });
    expect(others.map(({ name }) => name)).toEqual(['installation']);
  });

  test('forces row-level security with a check on every table of a workspace', async () => {
    const rows = await asOwner(server, (sql) => {
      return sql`select c.relname as name, c.relrowsecurity as on, c.relforcerowsecurity as forced,
        (select count(*)::int from pg_policy p where p.polrelid = c.oid and p.polcmd = '*' and p.polwithcheck is not null and p.polqual is not null) as policies
        from pg_class c where c.relnamespace = 'public'::regnamespace and c.relname = any(${tables}) order by 1`;
    });
    expect(rows.map((row) => ({ ...row }))).toEqual(
      tables.map((name) => ({ name, on: true, forced: true, policies: 1 })),
    );
  });

  test('begins every primary key and every unique index with the workspace', async () => {
    const rows = await asOwner(server, (sql) => {
      return sql`select c.relname as table, i.relname as index, a.attname as first from pg_index x
        join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
        join pg_attribute a on a.attrelid = c.oid and a.attnum = x.indkey[0]
        where c.relnamespace = 'public'::regnamespace and c.relname = any(${tables}) and x.indisunique`;
    });
    expect(rows.length).toBeGreaterThanOrEqual(tables.length);
    expect(rows.filter(({ first }) => first !== 'workspace_id')).toEqual([]);
  });

  test('carries the workspace in every foreign key between such tables', async () => {
    const rows = await asOwner(server, (sql) => {
      return sql`select k.conname as name,
          (select attname from pg_attribute where attrelid = k.conrelid and attnum = k.conkey[1]) as mine,
          (select attname from pg_attribute where attrelid = k.confrelid and attnum = k.confkey[1]) as theirs
        from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace`;
    });
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter(({ mine, theirs }) => mine !== 'workspace_id' || theirs !== 'workspace_id')).toEqual([]);
  });

  test('has no view, no copy and no function that would run with its owner’s rights', async () => {
    const rows = await asOwner(server, (sql) => {
      return sql`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm', 'f')
        union all select proname from pg_proc where pronamespace in ('public'::regnamespace, 'pgboss'::regnamespace) and prosecdef`;
    });
    expect([...rows]).toEqual([]);
  });

  test('gives the app role no more than rows', async () => {
    const [role] = await app`select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
      (select count(*)::int from pg_class where relowner = r.oid) as owned,
      (select count(*)::int from pg_auth_members where member = r.oid) as memberships,
      has_schema_privilege('public', 'create') as creates from pg_roles r where rolname = current_user`;
    expect({ ...role }).toEqual({
      ...{ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, rolreplication: false },
      ...{ owned: 0, memberships: 0, creates: false },
    });
    for (const right of ['TRUNCATE', 'REFERENCES', 'TRIGGER']) {
      const may = await app`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
        and has_table_privilege(oid, ${right})`;
      expect([right, ...may]).toEqual([right]);
    }
  });
});

describe('what the app role sees', () => {
  test('without a workspace: no row of any table', async () => {
    for (const name of tables) expect([name, (await app`select * from ${app(name)}`).length]).toEqual([name, 0]);
  });

  test('inside a workspace: that one alone', async () => {
    const rows = await inside(mine.id, (tx) => tx`select workspace_id from technicians`);
    expect([...new Set(rows.map(({ workspace_id }) => workspace_id))]).toEqual([mine.id]);
    expect(rows).toHaveLength(3);
  });

  test('after a transaction inside one, on the same connection: nothing again', async () => {
    const { appUrl } = await prepareDatabase(server.databaseUrl, VAULT_KEY);
    const db = openDb(appUrl, { max: 1 });
    const count = query`select count(*)::int as n from technicians`;
    expect((await db.inWorkspace(mine.id, (tx) => tx.execute(count)))[0]).toEqual({ n: 3 });
    expect((await db.outside((tx) => tx.execute(count)))[0]).toEqual({ n: 0 });
    const failing = db.inWorkspace(mine.id, () => Promise.reject(new Error('rolled back')));
    await expect(failing).rejects.toThrow('rolled back');
    expect((await db.outside((tx) => tx.execute(count)))[0]).toEqual({ n: 0 });
    await db.close();
  });

  test('with a pairing code’s handle: that code, to read and not to change', async () => {
    const made = await mine.as.lead.call('POST', '/v1/pairings', { name: 'X', role: 'technician' });
    await theirs.as.lead.call('POST', '/v1/pairings', { name: 'Y', role: 'technician' });
    const handle = made.body.code.slice(0, 4);
    await app.begin(async (tx) => {
      await tx`select set_config('app.pairing_handle', ${handle}, true)`;
      expect((await tx`select handle from pairings`).map((row) => row.handle)).toEqual([handle]);
      expect((await tx`update pairings set tries = 0 returning id`).length).toBe(0);
      expect((await tx`select * from technicians`).length).toBe(0);
    });
  });
});

describe('what the app role may write', () => {
  const technician = (tx: Sql, workspaceId: string) =>
    tx`insert into technicians (workspace_id, name, role) values (${workspaceId}, 'Intruder', 'admin')`;
  const connection = (tx: Sql, id: string) =>
    tx`insert into connections (workspace_id, id, side, provider, name, settings, sync) values (${mine.id}, ${id}, 'identity', 'builtin', 'x', '{}', '{}')`;
  const directory = (tx: Sql, workspaceId: string, connectionId: string) =>
    tx`insert into directories (workspace_id, connection_id, remote_id, name) values (${workspaceId}, ${connectionId}, 'x', 'x')`;
  const id = randomUUID();

  test.each<[string, RegExp, () => Promise<unknown>]>([
    ['a row of another workspace', /row-level security/, () => inside(mine.id, (tx) => technician(tx, theirs.id))],
    ['a row without a workspace set', /row-level security/, () => technician(app, mine.id)],
    [
      'a move into another workspace',
      /row-level security|foreign key/,
      () => inside(mine.id, (tx) => tx`update technicians set workspace_id = ${theirs.id}`),
    ],
    [
      'a row that points into another workspace',
      /foreign key/,
      async () => {
        await inside(mine.id, (tx) => connection(tx, id));
        await inside(mine.id, (tx) => directory(tx, mine.id, id)); // so that the next one fails for the right reason
        await inside(theirs.id, (tx) => directory(tx, theirs.id, id));
      },
    ],
    ['a truncated table', /permission denied/, () => app`truncate links`],
    ['a table of its own', /permission denied/, () => app`create table mine_alone (id int)`],
    ['a policy', /must be owner/, () => app`alter table links no force row level security`],
    [
      'a change of the audit log',
      /permission denied/,
      () => inside(mine.id, (tx) => tx`update audit_log set action = 'x'`),
    ],
    ['a deletion from the audit log', /permission denied/, () => inside(mine.id, (tx) => tx`delete from audit_log`)],
    ['an emptied audit log', /permission denied/, () => app`truncate audit_log`],
  ])('not %s', async (_, why, act) => {
    await expect(act()).rejects.toThrow(why);
  });

  test('not the rows of another workspace', async () => {
    const changed = await inside(
      mine.id,
      (tx) => tx`update technicians set name = 'X' where workspace_id = ${theirs.id} returning id`,
    );
    const gone = await inside(mine.id, (tx) => tx`delete from sessions where workspace_id = ${theirs.id} returning id`);
    expect([changed.length, gone.length]).toEqual([0, 0]);
    expect((await inside(theirs.id, (tx) => tx`select * from sessions`)).length).toBe(3);
  });

  test('a value that another workspace has, without learning of it', async () => {
    const both = [mine, theirs].map(({ id: workspaceId }) =>
      inside(
        workspaceId,
        (tx) => tx`insert into idempotency_keys (workspace_id, technician_id, key, request_hash)
        select workspace_id, id, 'the same key', 'x' from technicians limit 1`,
      ),
    );
    await expect(Promise.all(both)).resolves.toHaveLength(2);
  });
});

test('even the superuser changes the audit log only by removing its trigger first', async () => {
  await asOwner(server, async (sql) => {
    expect((await sql`select * from audit_log`).length).toBeGreaterThan(0);
    await expect(sql`update audit_log set action = 'x'`).rejects.toThrow('only grows');
    await expect(sql`delete from audit_log`).rejects.toThrow('only grows');
    await expect(sql`truncate audit_log`).rejects.toThrow('only grows');
  });
});
