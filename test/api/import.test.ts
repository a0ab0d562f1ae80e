import { randomUUID } from 'node:crypto';
import type { CsvImportAnswer } from '@counterpart/shared/csv.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openScim } from '../helpers/own-scim.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { asOwner } from '../helpers/workspace.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server?.close());

async function directory() {
  const draft = { provider: 'builtin', name: 'Mill Lane', settings: { domains: [], country: 'GB' }, secrets: {} };
  return (await server.admin.call('POST', '/v1/connections', draft)).body.directoryId as string;
}
const send = (id: string, body: object) =>
  server.admin.call<CsvImportAnswer & { error: { code: string } }>('POST', `/v1/directories/${id}/import`, body);
async function take(id: string, csv: string, more: object = {}) {
  const { status, body } = await send(id, { csv, apply: true, ...more });
  expect(status).toBe(200);
  return body;
}
const rowsOf = (id: string) =>
  asOwner(server, async (sql) => {
    const rows = await sql`select b.username, b.display_name, b.emails, b.phones, b.title, b.external_id, b.id::text,
      (select count(*)::int from accounts a where a.object_id = b.id::text and a.display_name = b.display_name) as mirrored
      from builtin_accounts b where b.directory_id = ${id} order by b.position`;
    return rows.map((row) => ({ ...row }));
  });
const counts = ({ created, updated, unchanged, refused }: CsvImportAnswer) => ({
  created,
  updated,
  unchanged,
  refused,
});

describe('an import', () => {
  test('says what it would do, does exactly that, and does it once', async () => {
    const id = await directory();
    const csv = 'Username,Name,Email,Phone,Job title\nada,Ada,ada@x.fr,+33 1,Countess\nbob,Bob,nope,,\n';
    const seen = await send(id, { csv, apply: false });
    expect(await rowsOf(id)).toEqual([]);
    const done = await take(id, csv);
    expect(done).toEqual({ ...seen.body, applied: true });
    expect(counts(done)).toEqual({ created: 1, updated: 0, unchanged: 0, refused: 1 });
    expect(done.errors).toEqual([{ line: 3, column: 'Email', code: 'not_an_address', values: {} }]);
    const [ada] = await rowsOf(id);
    expect(ada).toMatchObject({ username: 'ada', display_name: 'Ada', title: 'Countess', mirrored: 1 });
    expect(counts(await take(id, csv))).toEqual({ created: 0, updated: 0, unchanged: 1, refused: 1 });
  });

  test('changes what a line says, field by field, and nothing by a blank', async () => {
    const id = await directory();
    await take(id, 'Username,Name,Email,Phone,Mobile\nada,Ada,ada@x.fr,+33 1,+33 6\nbob,Bob,,,');
    const csv = 'Username,Name,Email,Phone,Mobile\nADA,Ada King,king@x.fr,,+33 7\nbob,,,,';
    const seen = (await send(id, { csv, apply: false })).body;
    expect(counts(seen)).toEqual({ created: 0, updated: 1, unchanged: 1, refused: 0 });
    expect(seen.fields).toEqual({ displayName: 1, email: 1, mobile: 1 });
    expect(seen.changes).toEqual([
      {
        line: 2,
        username: 'ada',
        fields: [
          { field: 'displayName', from: 'Ada', to: 'Ada King' },
          { field: 'email', from: 'ada@x.fr', to: 'king@x.fr' },
          { field: 'mobile', from: '+33 6', to: '+33 7' },
        ],
      },
    ]);
    await take(id, csv);
    const [ada, bob] = await rowsOf(id);
    expect(ada).toMatchObject({
      ...{ username: 'ada', display_name: 'Ada King', emails: ['king@x.fr', 'ada@x.fr'], mirrored: 1 },
      phones: [
        { kind: 'work', value: '+33 1' },
        { kind: 'mobile', value: '+33 7' },
      ],
    });
    expect(bob).toMatchObject({ username: 'bob', display_name: 'Bob' });
  });

  test.each([
    ['externalId', 'Login,Employee ID,Email\nada.king,7,ada.king@x.fr', 'ada.king'],
    ['email', 'Login,Email\nada.king,ADA@x.fr', 'ada.king'],
    ['email', 'Email,Name\nalias@x.fr,Ada King', 'ada'],
  ])('recognises accounts by %s', async (key, csv, username) => {
    const id = await directory();
    await take(id, 'Login,Employee ID,Email\nada,7,alias@x.fr');
    await take(id, 'Login,Email\nada,ada@x.fr');
    const [before] = await rowsOf(id);
    expect(counts(await take(id, csv, { key }))).toEqual({ created: 0, updated: 1, unchanged: 0, refused: 0 });
    const after = await rowsOf(id);
    expect(after.map(({ id: row, username: name }) => [row, name])).toEqual([[before!.id, username]]);
  });

  test('refuses a line that may mean two accounts, or would take another’s name or id', async () => {
    const id = await directory();
    await take(id, 'Login,Email,Employee ID\nada,team@x.fr,1\nbob,team@x.fr,2\ncy,cy@x.fr,3');
    const csv = 'Login,Email,Employee ID\n,team@x.fr,\nada,cy@x.fr,\n,new@x.fr,\ndee,dee@x.fr,2';
    const { errors, ...answer } = await take(id, csv, { key: 'email' });
    expect(counts({ ...answer, errors })).toEqual({ created: 1, updated: 0, unchanged: 0, refused: 3 });
    expect(errors.map(({ line, column, code }) => [line, column, code])).toEqual([
      [2, 'Email', 'ambiguous'],
      [3, 'Login', 'username_taken'],
      [5, 'Employee ID', 'external_id_taken'],
    ]);
  });

  test('leaves accounts alone that another system sends, and says so', async () => {
    const scim = await openScim(server, server.admin);
    await scim.send('POST', '/Users', { userName: 'ada', displayName: 'Ada' });
    const { errors } = await take(scim.directoryId, 'Login,Name\nada,Another\nbob,Bob');
    expect(errors).toEqual([{ line: 2, column: 'Login', code: 'sent_by_another', values: {} }]);
    expect((await scim.send('GET', '/Users?filter=userName%20eq%20%22ada%22')).body.Resources[0].displayName).toBe(
      'Ada',
    );
  });

  test('is all or nothing', async () => {
    const id = await directory();
    await asOwner(
      server,
      (sql) => sql`create or replace function trip() returns trigger language plpgsql as
      $$ begin if new.username = 'trip' then raise exception 'tripped'; end if; return new; end $$`,
    );
    await asOwner(
      server,
      (sql) => sql`create trigger trip before insert on accounts for each row execute function trip()`,
    );
    const many = Array.from({ length: 2_500 }, (_, index) => `p${index}`).join('\n');
    expect((await send(id, { csv: `Login\n${many}\ntrip`, apply: true })).status).toBe(500);
    await asOwner(server, (sql) => sql`drop trigger trip on accounts`);
    expect(await rowsOf(id)).toEqual([]);
    const audited = await asOwner(server, (sql) => {
      return sql`select 1 from audit_log where subject = ${id} and action = 'account.imported'`;
    });
    expect(audited).toHaveLength(0);
  });

  test('of the same file twice at once makes each account once', async () => {
    const id = await directory();
    const csv = `Login\n${Array.from({ length: 300 }, (_, index) => `p${index}`).join('\n')}`;
    const answers = await Promise.all([take(id, csv), take(id, csv), take(id, csv)]);
    expect(answers.map(({ created }) => created).toSorted((a, b) => a - b)).toEqual([0, 0, 300]);
    expect(await rowsOf(id)).toHaveLength(300);
  });

  test.each([
    ['an unknown field', { csv: 'A\nb', columns: { shoes: 'A' }, apply: false }],
    ['an unknown key', { csv: 'A\nb', key: 'shoes', apply: false }],
    ['a NUL', { csv: 'Login\na\0b', apply: false }],
    ['no file', { csv: '', apply: false }],
  ])('is refused for %s', async (_name, body) => {
    expect((await send(await directory(), body)).body.error.code).toBe('invalid_request');
  });

  test('is offered for directories that we keep, and other routes take no such body', async () => {
    expect((await send(randomUUID(), { csv: 'A\nb', apply: false })).status).toBe(404);
    const large = await server.admin.call('POST', '/v1/connections/check', { name: 'x'.repeat(2_000_000) });
    expect(large.body.error.message).toContain('too large');
  });
});

test('an export comes back as it was, and holds nothing that a spreadsheet would run', async () => {
  const [from, to] = [await directory(), await directory()];
  const cells = ['=cmd|calc', '+33 1 23', '-1', '@SUM(A1)', "O'Hara", 'a "quoted", name', 'Zoë 中'];
  const lines = cells.map((cell, index) => `p${index},"${cell.replaceAll('"', '""')}",p${index}@x.fr,+33 ${index}`);
  await take(from, `Login,Name,Email,Phone\n${lines.join('\n')}`);
  const { body } = await server.admin.call<{ name: string; csv: string }>('GET', `/v1/directories/${from}/export`);
  expect(body.name).toBe('Mill Lane');
  expect(body.csv).not.toMatch(/(^|,)"?[=+@-]/m);
  expect((await take(to, body.csv)).errors).toEqual([]);
  const shown = async (id: string) => (await rowsOf(id)).map(({ id: _, ...row }) => row);
  expect(await shown(to)).toEqual(await shown(from));
});
