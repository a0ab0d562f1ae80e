import { randomUUID } from 'node:crypto';
import type {
  AccountSearchAnswer,
  CompanyCard,
  ContactCard,
  OutboxItem,
  RequesterFix,
} from '@counterpart/shared/api.ts';
import { PSA_IDS } from '@counterpart/shared/providers.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectStatus, untilRead } from '../helpers/northwind.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { PSA_HARNESSES, type RunningPsa } from '../simulators/psa/harness.ts';

// The ticket's contact, the link and the note on every PSA of the registry, there and back.

interface Shown {
  state: string;
  company: CompanyCard;
  contact: ContactCard;
  links?: { account: { rowId: string } }[];
}

describe.each(PSA_IDS)('%s', (psa) => {
  let running: RunningPsa;
  let server: TestServer;
  let accountId: string;
  beforeAll(async () => {
    running = await PSA_HARNESSES[psa]();
    server = await startTestServer();
    const { settings, secrets } = running.stored;
    const draft = { provider: psa, name: 'Ours', settings, secrets };
    const made = await expectStatus<{ id: string }>(201, server.admin.call('POST', '/v1/connections', draft));
    await untilRead(server.admin, made.id);
    accountId = await linkDirectory();
  }, 60_000);
  afterAll(async () => {
    await server?.close();
    await running?.close();
  });

  const page = (kind: string, id: string) => ({ psa, host: new URL(running.url).host, kind, id, number: null });
  const look = async (kind: string, id: string) => {
    const body = { page: page(kind, id), hints: {}, refresh: true };
    return expectStatus<Shown>(200, server.admin.call('POST', '/v1/lookup', body));
  };
  /** Gives the company of the ticket a directory with one account; answers our row id of the account. */
  const linkDirectory = async () => {
    const draft = { provider: 'builtin', name: 'Directory', settings: { domains: [], country: null }, secrets: {} };
    const create = server.admin.call<{ directoryId: string }>('POST', '/v1/connections', draft);
    const { directoryId } = await expectStatus(201, create);
    const csv = 'username,display name,email\ncolleague@harbour.example,The Colleague,colleague@harbour.example\n';
    await expectStatus(200, server.admin.call('POST', `/v1/directories/${directoryId}/import`, { csv, apply: true }));
    const { company } = await look('company', running.known.companyId);
    const link = { companyId: company.rowId, directoryId };
    await expectStatus(201, server.admin.call('POST', '/v1/company-links', link));
    const search = server.admin.call<AccountSearchAnswer>('GET', `/v1/companies/${company.rowId}/accounts?q=colleague`);
    return (await expectStatus(200, search)).accounts[0]!.rowId;
  };
  const ended = async (id: string) => {
    const read = async () => (await server.admin.call<OutboxItem>('GET', `/v1/outbox/${id}`)).body;
    await expect.poll(async () => (await read()).state, { timeout: 15_000 }).toMatch(/^(done|failed)$/);
    return read();
  };
  const states = ({ steps }: OutboxItem) => Object.fromEntries(steps.map(({ step, state }) => [step, state]));

  test('makes a colleague the requester, links them, leaves a private note, and takes all three back', async () => {
    const { ticket, colleagueId } = running.known;
    const { contact } = await look('contact', colleagueId);
    await look('ticket', ticket.id);
    const body = {
      page: page('ticket', ticket.id),
      ticketContactId: ticket.contactId,
      ...{ contactId: contact.rowId, contactVersion: contact.version },
      ...{ setContact: true, accountId, note: 'The colleague <b>asked</b>.' },
    };
    const key = { 'idempotency-key': randomUUID() };
    const asked = await expectStatus<RequesterFix>(202, server.admin.call('POST', '/v1/requester-fixes', body, key));
    expect(states(await ended(asked.item.id))).toEqual({ link: 'done', contact: 'done', note: 'done' });
    const shown = await look('ticket', ticket.id);
    expect(shown).toMatchObject({ state: 'linked', contact: { id: colleagueId } });
    expect(shown.links?.map(({ account }) => account.rowId)).toEqual([accountId]);
    const { agent, user } = running.notes(ticket.id);
    expect(agent.join()).toContain('The colleague <b>asked</b>.');
    expect(user).toEqual([]);

    const undo = server.admin.call('POST', `/v1/decisions/${asked.decision.decisionId}/undo`);
    const { outboxId } = await expectStatus<{ outboxId: string }>(200, undo);
    expect(states(await ended(outboxId))).toEqual({ link: 'undone', contact: 'undone', note: 'undone' });
    expect((await look('ticket', ticket.id)).contact.id).toBe(ticket.contactId);
    expect((await look('contact', colleagueId)).state).not.toBe('linked');
    expect(running.notes(ticket.id).agent.join()).not.toContain('The colleague');
  });
});
