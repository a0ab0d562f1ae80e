import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ContactCard, LookupAnswer, OutboxItem, RequesterFix, RequesterFixPlan } from '@counterpart/shared/api.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findAccount } from '../helpers/northwind.ts';
import type { ApiClient } from '../helpers/server.ts';
import { startWeather, type Weather } from '../helpers/weather.ts';
import { asOwner } from '../helpers/workspace.ts';

const TICKET = 5112;
const OWEN = '1013';
const GRACE = '1009';

let weather: Weather;
let second: ApiClient;
beforeAll(async () => {
  weather = await startWeather();
  second = await weather.server.signIn('technician');
});
afterEach(async () => {
  weather.clear();
  const store = weather.world.halo.simulator.store;
  for (const note of [...store.all('actions')]) if (note.hiddenfromuser) store.remove('actions', note.id);
  store.save('tickets', { id: TICKET, user_id: Number(OWEN), client_id: 12 });
  store.save('tickets', { id: 5902, user_id: -1, client_id: 1 });
  await asOwner(
    weather.server,
    (sql) => sql`update links set ended_at = now() where ended_at is null and linked_at > now() - interval '1 hour'
    and contact_id in (select id from contacts where record_id in (${GRACE}, ${OWEN}))`,
  );
  await asOwner(
    weather.server,
    (sql) => sql`update outbox set finished_at = now(), state = 'done' where finished_at is null`,
  );
  await weather.northwind.lookup('ticket', TICKET, { refresh: true });
});
afterAll(() => weather?.close());

const page = (id = TICKET) => ({
  psa: 'halopsa',
  host: weather.world.halo.host,
  kind: 'ticket',
  id: String(id),
  number: null,
});
type Doubted = Extract<LookupAnswer, { state: 'linked' | 'candidates' | 'nobody' | 'not_a_person' }>;
const look = async (id = TICKET, refresh = true) =>
  (await weather.northwind.lookup('ticket', id, { refresh })) as Doubted;
const suggested = async (id = TICKET): Promise<ContactCard> => (await look(id)).suggestedContacts[0]!;
const gracesAccount = async () => {
  const { company } = await look();
  return findAccount(weather.server.admin, company!.rowId, 'grace.lindqvist@harbourfinch.example');
};
const halo = () => ({
  contact: String(weather.world.halo.simulator.store.get('tickets', TICKET)?.user_id),
  notes: [...weather.world.halo.simulator.store.all('actions')]
    .filter((note) => note.ticket_id === TICKET)
    .map(({ note_html }) => String(note_html)),
});
const linkedTo = (contactId: string) =>
  asOwner(
    weather.server,
    (sql) => sql`select account_id from links where contact_id = ${contactId} and ended_at is null`,
  );

/** A request for all three steps, as the panel makes it of what the lookup showed. */
async function prepare(more: object = {}) {
  const contact = await suggested();
  const accountId = (await gracesAccount()).rowId;
  const on = { ticketContactId: OWEN, contactId: contact.rowId, contactVersion: contact.version };
  return { page: page(), ...on, setContact: true, accountId, note: 'Grace asked, not Owen.', ...more };
}
const send = (body: object, as: ApiClient = weather.server.admin, key: string = randomUUID()) =>
  as.call<RequesterFix>('POST', '/v1/requester-fixes', body, { 'idempotency-key': key });
const request = async (more: object = {}) => send(await prepare(more));
const undo = ({ decision }: RequesterFix) =>
  weather.server.admin.call('POST', `/v1/decisions/${decision.decisionId}/undo`);

async function outcome(id: string, seconds = 20): Promise<OutboxItem> {
  for (let waited = 0; waited < seconds * 1000; waited += 50) {
    const { body } = await weather.server.admin.call<OutboxItem>('GET', `/v1/outbox/${id}`);
    if (body.state === 'done' || body.state === 'failed') return body;
    await sleep(50);
  }
  throw new Error(`no outcome within ${seconds} s`);
}
const states = ({ steps }: OutboxItem) => Object.fromEntries(steps.map(({ step, state }) => [step, state]));

describe('the lookup says who really asks', () => {
  test.each<[number, string, string | null, string[]]>([
    [TICKET, 'sender_differs', 'grace.lindqvist@harbourfinch.example', [GRACE]],
    [5113, 'reply_to_differs', 'wen.li@harbourfinch-mail.example', []],
    [5107, 'general_user', null, []],
    [5110, 'shared_mailbox', 'reception@harbourfinch.example', []],
    [5901, 'unknown_sender', 'billing@totally-real.example', []],
    [5902, 'unknown_sender', 'ben.adeyemi@alderlegal.example', ['1112']],
  ])('ticket %i: %s', async (id, rule, ticketValue, people) => {
    const answer = await look(id);
    expect(answer.warnings).toMatchObject([{ rule, ticketValue }]);
    expect(answer.suggestedContacts.map((contact) => contact.id)).toEqual(people);
    expect(answer.warnings[0]!.contactIds).toEqual(answer.suggestedContacts.map(({ rowId }) => rowId));
    // From the mirror the same is said as from the PSA.
    expect((await look(id, false)).warnings).toEqual(answer.warnings);
  });

  test.each([5101, 5102, 5104, 5105, 5106])('ticket %i: nothing to warn of', async (id) => {
    expect(await look(id)).toMatchObject({ warnings: [], suggestedContacts: [] });
  });

  test('people in copy are suggested where there is a doubt', async () => {
    const { store } = weather.world.halo.simulator;
    store.save('tickets', { id: TICKET, emailcclist: 'aisha.malik@harbourfinch.example' });
    const { suggestedContacts } = await look();
    store.save('tickets', { id: TICKET, emailcclist: '' });
    expect(suggestedContacts.map(({ id }) => id)).toEqual([GRACE, '1019']);
  });
});

describe('the plan', () => {
  const plan = (body: object) => weather.server.admin.call<RequesterFixPlan>('POST', '/v1/requester-fixes/plan', body);

  test('shows all three from what is to what would be, and writes nothing', async () => {
    const contact = await suggested();
    const before = halo();
    const account = await gracesAccount();
    const { body } = await plan({ page: page(), contactId: contact.rowId, accountId: account.rowId, note: 'N' });
    expect(body).toMatchObject({
      contact: { from: { name: 'Owen Price' }, to: { name: 'Grace Lindqvist' }, problem: null },
      link: { from: [], to: { displayName: 'Grace Lindqvist' }, problem: null },
      note: { text: 'N', problem: null },
    });
    expect(body.link.candidates[0]!.account.rowId).toBe(account.rowId);
    expect(halo()).toEqual(before);
  });

  test.each<[string, number, string | null]>([
    ['the ticket’s own contact', 1013, 'already_so'],
    ['a service', 1017, 'not_a_person'],
    ['another customer’s person', 1112, 'other_company'],
    ['a colleague', 1019, null],
  ])('%s: %s', async (_, record, problem) => {
    const answer = await weather.northwind.lookup('contact', record);
    if (!('contact' in answer) || !answer.contact) throw new Error(answer.state);
    await look();
    const { body } = await plan({ page: page(), contactId: answer.contact.rowId, accountId: null, note: '' });
    expect(body.contact.problem).toBe(problem);
  });
});

describe('making somebody the requester', () => {
  test('changes the contact, links and leaves a note; undo restores all three', async () => {
    const contact = await suggested();
    const { status, body } = await request();
    expect(status).toBe(202);
    const done = await outcome(body.item.id);
    expect([done.state, states(done)]).toEqual(['done', { link: 'done', contact: 'done', note: 'done' }]);
    expect(halo()).toMatchObject({ contact: GRACE, notes: [expect.stringContaining('Grace asked, not Owen.')] });
    expect(await look(TICKET, false)).toMatchObject({ state: 'linked', contact: { id: GRACE }, warnings: [] });

    const undone = await undo(body);
    expect(undone.status).toBe(200);
    const restored = await outcome(undone.body.outboxId);
    expect([restored.state, states(restored)]).toEqual(['done', { link: 'undone', contact: 'undone', note: 'undone' }]);
    expect(halo()).toEqual({ contact: OWEN, notes: [] });
    expect(await linkedTo(contact.rowId)).toEqual([]);
    expect(await look(TICKET, false)).toMatchObject({ contact: { id: OWEN }, warnings: [{ rule: 'sender_differs' }] });
    const told = (await weather.server.admin.call('GET', `/v1/outbox/${body.item.id}`)).body;
    expect(states(told)).toEqual({ link: 'undone', contact: 'undone', note: 'undone' });
    expect((await undo(body)).body.error.code).toBe('conflict');
    const log = await asOwner(
      weather.server,
      (sql) => sql`select action from audit_log where action like 'requester.%' order by at`,
    );
    expect(log.map(({ action }) => action)).toEqual(['requester.requested', 'requester.fixed', 'requester.restored']);
  });

  test('an unknown sender’s ticket goes to the person and back to where it was', async () => {
    const ben = await suggested(5902);
    const on = { contactId: ben.rowId, contactVersion: ben.version };
    const { body } = await request({ page: page(5902), ticketContactId: null, ...on, accountId: null, note: null });
    expect((await outcome(body.item.id)).state).toBe('done');
    const ticket = () => weather.world.halo.simulator.store.get('tickets', 5902)!;
    expect(ticket()).toMatchObject({ user_id: 1112, client_id: 14 });
    expect((await outcome((await undo(body)).body.outboxId)).state).toBe('done');
    expect(ticket()).toMatchObject({ user_id: -1, client_id: 1 });
  });

  test('a page that was open meanwhile shows the contact from before, there and back, and is no lie', async () => {
    const shows = async (requesterEmail: string) =>
      (await weather.northwind.lookup('ticket', TICKET, { hints: { requesterEmail }, refresh: true })).state;
    const [owen, grace] = ['owen.price@harbourfinch.example', 'grace.lindqvist@harbourfinch.example'];
    const { body } = await request();
    await outcome(body.item.id);
    expect([await shows(owen), await shows(grace)]).toEqual(['linked', 'linked']);
    expect(await shows('ceo@harbourfinch.example')).toBe('not_verified');
    await outcome((await undo(body)).body.outboxId);
    expect([await shows(owen), await shows(grace)]).toEqual(['candidates', 'candidates']);
    await asOwner(weather.server, (sql) => sql`update outbox set created_at = now() - interval '2 days'`);
    expect([await shows(owen), await shows(grace)]).toEqual(['candidates', 'not_verified']);
  });

  test('each step can be left out', async () => {
    const { body } = await request({ accountId: null, setContact: false });
    expect(states(await outcome(body.item.id))).toEqual({ note: 'done' });
    expect(halo()).toMatchObject({ contact: OWEN, notes: [expect.any(String)] });
    const none = await request({ accountId: null, setContact: false, note: null });
    expect(none).toMatchObject({ status: 400, body: { error: { code: 'invalid_request' } } });
  });

  test('twice under one key happens once', async () => {
    const key = randomUUID();
    const body = await prepare();
    const first = await send(body, weather.server.admin, key);
    await outcome(first.body.item.id);
    await asOwner(weather.server, (sql) => sql`delete from idempotency_keys`);
    const again = await send(body, weather.server.admin, key);
    expect(again.body).toMatchObject({ item: { id: first.body.item.id, state: 'done' } });
    expect(again.body.decision.decisionId).toBe(first.body.decision.decisionId);
    expect(halo().notes).toHaveLength(1);
    const bare = await weather.server.admin.call('POST', '/v1/requester-fixes', body);
    expect(bare.body.error).toMatchObject({ code: 'invalid_request', fields: [{ path: 'Idempotency-Key' }] });
  });

  test('is undone for a few seconds only', async () => {
    const { body } = await request({ accountId: null, note: null });
    await outcome(body.item.id);
    await asOwner(
      weather.server,
      (sql) =>
        sql`update decisions set created_at = now() - interval '11 seconds' where id = ${body.decision.decisionId}`,
    );
    expect((await undo(body)).body.error.code).toBe('undo_expired');
    expect(halo().contact).toBe(GRACE);
  });
});

describe('two technicians', () => {
  test('the same person at once: one of them is told', async () => {
    const body = await prepare();
    const answers = await Promise.all([weather.server.admin, second].map((as) => send(body, as)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409]);
    await outcome(answers.find(({ status }) => status === 202)!.body.item.id);
    expect(halo()).toMatchObject({ contact: GRACE, notes: [expect.any(String)] });
  });

  test('two different people: the second is told, while it runs and after', async () => {
    const other = (await weather.northwind.lookup('contact', 1019)) as Doubted;
    const grace = await prepare({ accountId: null });
    const aisha = { ...grace, contactId: other.contact!.rowId, contactVersion: other.contact!.version };
    weather.halo.latencyMs = 150;
    const first = await send(grace);
    expect((await send(aisha, second)).body).toMatchObject({ error: { code: 'conflict' } });
    weather.halo.latencyMs = 0;
    await outcome(first.body.item.id);
    expect((await send(aisha, second)).body).toMatchObject({ error: { code: 'conflict' } });
    expect(halo().contact).toBe(GRACE);
  });

  test('somebody changes the contact in the PSA itself: that stands, and the step says so', async () => {
    const body = await prepare({ accountId: null });
    weather.world.halo.simulator.store.save('tickets', { id: TICKET, user_id: 1001 });
    const failed = await outcome((await send(body)).body.item.id);
    const expected = ['failed', 'conflict', { contact: 'failed', note: 'skipped' }];
    expect([failed.state, failed.error, states(failed)]).toEqual(expected);
    expect(halo()).toEqual({ contact: '1001', notes: [] });
  });
});

describe('in bad weather', () => {
  const waiting = (id: string) =>
    expect
      .poll(async () => (await weather.server.admin.call('GET', `/v1/outbox/${id}`)).body, { timeout: 15_000 })
      .toMatchObject({ state: 'pending', error: 'provider_unavailable' });

  test('the PSA goes down: it waits, and is done when the PSA is back', async () => {
    const body = await prepare();
    weather.takeHaloDown();
    const { id } = (await send(body)).body.item;
    await waiting(id);
    expect(await linkedTo(body.contactId)).toHaveLength(1);
    weather.clear();
    expect(states(await outcome(id, 30))).toEqual({ link: 'done', contact: 'done', note: 'done' });
    expect(halo()).toMatchObject({ contact: GRACE, notes: [expect.any(String)] });
  }, 45_000);

  test('taken back while the PSA is down in the middle: nothing is left of it', async () => {
    const body = await prepare();
    const { store } = weather.world.halo.simulator;
    const save = store.save;
    store.save = (kind, fields) => {
      const row = save(kind, fields);
      if (kind === 'tickets') weather.takeHaloDown(); // right after the contact was changed
      return row;
    };
    const asked = await send(body);
    await waiting(asked.body.item.id);
    store.save = save;
    expect(halo()).toEqual({ contact: GRACE, notes: [] });
    const undone = await undo(asked.body);
    expect(undone.status).toBe(200);
    weather.clear();
    expect((await outcome(undone.body.outboxId, 30)).state).toBe('done');
    await sleep(2_500); // the first try's next turn would have come
    expect(halo()).toEqual({ contact: OWEN, notes: [] });
    expect(await linkedTo(body.contactId)).toEqual([]);
  }, 60_000);

  test('a note whose answer was lost is written once, and withdrawn where it is', async () => {
    const { store } = weather.world.halo.simulator;
    const save = store.save;
    let lost = false;
    store.save = (kind, fields) => {
      const row = save(kind, fields);
      if (kind === 'actions' && !lost) {
        lost = true;
        throw new Error('the answer is lost');
      }
      return row;
    };
    const { body } = await request({ accountId: null });
    const done = await outcome(body.item.id, 30);
    store.save = save;
    expect([done.state, done.attempts]).toEqual(['done', 2]);
    expect(halo().notes).toHaveLength(1);
  }, 45_000);

  test('the PSA refuses the change: the link stands, the note is left out, and undo takes the link back', async () => {
    const body = await prepare();
    weather.halo.scopes = ['read:customers', 'read:tickets'];
    weather.halo.revokeTokens();
    const { body: asked } = await send(body);
    const failed = await outcome(asked.item.id);
    expect([failed.state, states(failed)]).toEqual(['failed', { link: 'done', contact: 'failed', note: 'skipped' }]);
    expect(failed.steps.find(({ step }) => step === 'contact')?.error).toMatch(/^provider_/);
    expect(halo()).toEqual({ contact: OWEN, notes: [] });
    const undone = await undo(asked);
    expect(undone.status).toBe(200);
    expect(await linkedTo(body.contactId)).toEqual([]);
    expect((await outcome(undone.body.outboxId, 30)).state).toBe('done');
  }, 45_000);
});
