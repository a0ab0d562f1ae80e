import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LookupAnswer, OutboxItem } from '@counterpart/shared/api.ts';
import type { AccountDraft } from '@counterpart/shared/identity.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Connected, connectNorthwind, findAccount } from '../helpers/northwind.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { asOwner } from '../helpers/workspace.ts';
import { type RunningDirectory, startWorld, type World } from '../simulators/serve.ts';

let world: World;
let server: TestServer;
let northwind: Connected;
let scim: RunningDirectory;
beforeAll(async () => {
  world = await startWorld();
  server = await startTestServer();
  northwind = await connectNorthwind(server.admin, world);
  scim = world.scim.find(({ directory }) => directory.key === 'harbour-finch')!;
});
beforeEach(() => {
  for (const fault of Object.keys(scim.server.faults))
    delete scim.server.faults[fault as keyof typeof scim.server.faults];
});
afterAll(async () => {
  await server?.close();
  await world?.close();
});

type Nobody = Extract<LookupAnswer, { state: 'nobody' }>;
const callum = async () => (await northwind.lookup('contact', 1015)) as Nobody;
async function request(contactRecord: number, change: Partial<AccountDraft>, directory = 'harbour-finch') {
  const answer = await northwind.lookup('contact', contactRecord);
  if (!('contact' in answer) || !answer.contact) throw new Error(answer.state);
  const draft = {
    username: `${randomUUID()}@harbourfinch.example`,
    displayName: 'A',
    givenName: 'A',
    familyName: 'B',
    email: null,
    phones: [],
    ...change,
  };
  const on = { contactId: answer.contact.rowId, contactVersion: answer.contact.version };
  const body = { ...on, directoryId: northwind.directoryIds.get(directory)!, draft };
  return server.admin.call('POST', '/v1/accounts', body, { 'idempotency-key': randomUUID() });
}

async function outcome(id: string, seconds = 15): Promise<OutboxItem> {
  for (let waited = 0; waited < seconds * 1000; waited += 50) {
    const { body } = await server.admin.call<OutboxItem>('GET', `/v1/outbox/${id}`);
    if (body.state === 'done' || body.state === 'failed') return body;
    await sleep(50);
  }
  throw new Error(`no outcome within ${seconds} s`);
}

const made = (username: string) => scim.server.users().filter((user) => user.userName === username);
const unlink = async (contactRecord: number) => {
  const answer = await northwind.lookup('contact', contactRecord);
  if (answer.state !== 'linked') return;
  for (const { linkId } of answer.links) {
    await server.admin.call('POST', `/v1/links/${linkId}/unlink`, { contactVersion: answer.contact.version });
  }
};

describe('creating', () => {
  test('in SCIM: one account with our key, linked to the contact, and told by the outbox', async () => {
    const draft = { username: 'callum.reid@harbourfinch.example', displayName: 'Callum Reid' };
    const asked = await request(1015, draft);
    expect([asked.status, asked.body.state]).toEqual([202, 'pending']);
    const done = await outcome(asked.body.id);
    expect(done).toMatchObject({ state: 'done', error: null, attempts: 1 });
    expect(made(draft.username)).toMatchObject([{ externalId: done.id, displayName: 'Callum Reid', active: true }]);
    expect(await northwind.lookup('contact', 1015)).toMatchObject({
      state: 'linked',
      links: [{ linkId: done.linkId, account: { rowId: done.accountId, username: draft.username } }],
    });
    const log = await asOwner(server, (sql) => sql`select action from audit_log order by at desc limit 2`);
    expect(new Set(log.map(({ action }) => action))).toEqual(new Set(['account.created', 'contact.linked']));
    await unlink(1015);
  });

  test('in the built-in directory', async () => {
    const [customer] = world.story.customers.filter(
      ({ directory, directoryLinked }) => directory?.provider === 'builtin' && directoryLinked,
    );
    const nobody = customer!.people.find(
      ({ contact, accounts }) => contact?.kind === 'person' && accounts.length === 0,
    );
    const { key } = customer!.directory!;
    const username = `${randomUUID()}@ours.example`;
    const asked = await request(Number(nobody!.contact!.id), { username }, key);
    const done = await outcome(asked.body.id);
    expect(done).toMatchObject({ state: 'done', linkId: expect.any(String) });
    const rows = await asOwner(
      server,
      (sql) => sql`select external_id from builtin_accounts where username = ${username}`,
    );
    expect(rows).toMatchObject([{ external_id: done.id }]);
  });

  test.each([
    ['the sign-in name', { username: 'Priya.Raman@harbourfinch.example' }, 'draft.username'],
    ['the address', { email: 'sam.t@harbourfinch.example' }, 'draft.email'],
  ])('where %s is taken is refused, and says so', async (_, change, path) => {
    const before = scim.server.users().length;
    const answer = await request(1015, change);
    expect([answer.status, answer.body.error.code]).toEqual([422, 'username_taken']);
    expect(answer.body.error.fields.map((field: { path: string }) => field.path)).toEqual([path]);
    expect(scim.server.users()).toHaveLength(before);
  });

  test('where the mirror did not know that the name is taken fails for good, and says why', async () => {
    const username = `${randomUUID()}@harbourfinch.example`;
    scim.server.put({ userName: username });
    const asked = await request(1015, { username });
    expect(await outcome(asked.body.id)).toMatchObject({
      state: 'failed',
      error: 'username_taken',
      attempts: 1,
      linkId: null,
    });
  });

  test('needs an Idempotency-Key, and with the same one happens once', async () => {
    const { contact } = await callum();
    const on = {
      contactId: contact.rowId,
      contactVersion: contact.version,
      directoryId: northwind.directoryIds.get('harbour-finch')!,
    };
    const draft = {
      username: `${randomUUID()}@harbourfinch.example`,
      displayName: 'A',
      givenName: 'A',
      familyName: 'B',
      email: null,
      phones: [],
    };
    const bare = await server.admin.call('POST', '/v1/accounts', { ...on, draft });
    expect(bare.body.error).toMatchObject({ code: 'invalid_request', fields: [{ path: 'Idempotency-Key' }] });
    const headers = { 'idempotency-key': randomUUID() };
    const asked = await server.admin.call('POST', '/v1/accounts', { ...on, draft }, headers);
    await outcome(asked.body.id);
    // Even where the stored answer was lost, the intent's id comes from the key.
    await asOwner(server, (sql) => sql`delete from idempotency_keys`);
    const again = await server.admin.call('POST', '/v1/accounts', { ...on, draft }, headers);
    expect(again.body).toMatchObject({ id: asked.body.id, state: 'done' });
    expect(made(draft.username)).toHaveLength(1);
    await unlink(1015);
  });

  test('while the directory is down waits, and is done when it is back', async () => {
    scim.server.faults.status = { code: 503 };
    const username = `${randomUUID()}@harbourfinch.example`;
    const asked = await request(1015, { username });
    await expect
      .poll(async () => (await server.admin.call('GET', `/v1/outbox/${asked.body.id}`)).body, { timeout: 15_000 })
      .toMatchObject({
        state: 'pending',
        error: 'provider_unavailable',
        message: expect.any(String),
      });
    delete scim.server.faults.status;
    const done = await outcome(asked.body.id, 30);
    expect(done).toMatchObject({ state: 'done', error: null });
    expect(done.attempts).toBeGreaterThan(1);
    expect(made(username)).toHaveLength(1);
    await unlink(1015);
  }, 45_000);

  test('whose answer is lost on the way makes one account, found by its key', async () => {
    scim.server.faults.loseNextCreate = true;
    const username = `${randomUUID()}@harbourfinch.example`;
    const asked = await request(1015, { username });
    const done = await outcome(asked.body.id, 30);
    expect(done).toMatchObject({ state: 'done', attempts: 2 });
    expect(made(username)).toMatchObject([{ externalId: done.id }]);
    await unlink(1015);
  }, 45_000);

  test('whose answer is lost, and which somebody renames before the next try: still one account', async () => {
    scim.server.faults.loseNextCreate = true;
    const username = `${randomUUID()}@harbourfinch.example`;
    const asked = await request(1015, { username });
    await expect.poll(() => made(username), { timeout: 10_000, interval: 5 }).toHaveLength(1);
    scim.server.put({ ...made(username)[0]!, userName: `renamed.${username}` });
    expect(await outcome(asked.body.id, 30)).toMatchObject({ state: 'done', attempts: 2 });
    expect(scim.server.users().filter(({ externalId }) => externalId === asked.body.id)).toHaveLength(1);
    expect(made(username)).toEqual([]);
    await unlink(1015);
  }, 45_000);

  test('while somebody marks the contact as no person: the account stands, the link is left to a person', async () => {
    scim.server.faults.slowMs = 700;
    const username = `${randomUUID()}@harbourfinch.example`;
    const asked = await request(1015, { username });
    const { contact } = await callum();
    const on = { contactId: contact.rowId, contactVersion: contact.version };
    const ignored = await server.admin.call('POST', `/v1/contacts/${contact.rowId}/ignore`, on);
    expect(ignored.status).toBe(200);
    expect(await outcome(asked.body.id)).toMatchObject({ state: 'done', linkId: null, accountId: expect.any(String) });
    expect(made(username)).toHaveLength(1);
    await server.admin.call('POST', `/v1/decisions/${ignored.body.decisionId}/undo`);
  });

  test('is searchable at once', async () => {
    const { company } = await callum();
    const username = `${randomUUID()}@harbourfinch.example`;
    await outcome((await request(1015, { username })).body.id);
    expect(await findAccount(server.admin, company.rowId, username)).toMatchObject({ linkedTo: 'Callum Reid' });
  });
});
