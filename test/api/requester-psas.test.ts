import { randomUUID } from 'node:crypto';
import type { ContactCard, OutboxItem, RequesterFix } from '@counterpart/shared/api.ts';
import { PSA_IDS } from '@counterpart/shared/providers.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectStatus, untilRead } from '../helpers/northwind.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { PSA_HARNESSES, type RunningPsa } from '../simulators/psa/harness.ts';

// The ticket's contact and the note on every PSA of the registry, there and back.

describe.each(PSA_IDS)('%s', (psa) => {
  let running: RunningPsa;
  let server: TestServer;
  beforeAll(async () => {
    running = await PSA_HARNESSES[psa]();
    server = await startTestServer();
    const { settings, secrets } = running.stored;
    const draft = { provider: psa, name: 'Ours', settings, secrets };
    const made = await expectStatus<{ id: string }>(201, server.admin.call('POST', '/v1/connections', draft));
    await untilRead(server.admin, made.id);
  }, 60_000);
  afterAll(async () => {
    await server?.close();
    await running?.close();
  });

  const page = (kind: string, id: string) => ({ psa, host: new URL(running.url).host, kind, id, number: null });
  const look = async (kind: string, id: string) => {
    const body = { page: page(kind, id), hints: {}, refresh: true };
    return expectStatus<{ contact: ContactCard }>(200, server.admin.call('POST', '/v1/lookup', body));
  };
  const ended = async (id: string) => {
    const read = async () => (await server.admin.call<OutboxItem>('GET', `/v1/outbox/${id}`)).body;
    await expect.poll(async () => (await read()).state, { timeout: 15_000 }).toMatch(/^(done|failed)$/);
    return read();
  };
  const states = ({ steps }: OutboxItem) => Object.fromEntries(steps.map(({ step, state }) => [step, state]));

  test('makes a colleague the requester with a private note, and takes both back', async () => {
    const { ticket, colleagueId } = running.known;
    const { contact } = await look('contact', colleagueId);
    await look('ticket', ticket.id);
    const body = {
      page: page('ticket', ticket.id),
      ticketContactId: ticket.contactId,
      ...{ contactId: contact.rowId, contactVersion: contact.version },
      ...{ setContact: true, accountId: null, note: 'The colleague <b>asked</b>.' },
    };
    const key = { 'idempotency-key': randomUUID() };
    const asked = await expectStatus<RequesterFix>(202, server.admin.call('POST', '/v1/requester-fixes', body, key));
    expect(states(await ended(asked.item.id))).toEqual({ contact: 'done', note: 'done' });
    expect((await look('ticket', ticket.id)).contact.id).toBe(colleagueId);
    const { agent, user } = running.notes(ticket.id);
    expect(agent.join()).toContain('The colleague <b>asked</b>.');
    expect(user).toEqual([]);

    const undo = server.admin.call('POST', `/v1/decisions/${asked.decision.decisionId}/undo`);
    const { outboxId } = await expectStatus<{ outboxId: string }>(200, undo);
    expect(states(await ended(outboxId))).toEqual({ contact: 'undone', note: 'undone' });
    expect((await look('ticket', ticket.id)).contact.id).toBe(ticket.contactId);
    expect(running.notes(ticket.id).agent.join()).not.toContain('The colleague');
  });
});
