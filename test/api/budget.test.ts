import { PSA_IDS } from '@counterpart/shared/providers.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectStatus, untilRead } from '../helpers/northwind.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { contextOf } from '../helpers/workspace.ts';
import { PSA_HARNESSES, type RunningPsa } from '../simulators/psa/harness.ts';

// A connection has one budget: whoever opens a connector for it, and whenever, waits for what the PSA said to another.

describe.each(PSA_IDS)('%s', (psa) => {
  let running: RunningPsa;
  let server: TestServer;
  let ids: [workspaceId: string, connectionId: string];

  beforeAll(async () => {
    running = await PSA_HARNESSES[psa]();
    server = await startTestServer();
    const { settings, secrets } = running.stored;
    const draft = { provider: psa, name: 'Ours', settings, secrets };
    const made = await expectStatus<{ id: string }>(201, server.admin.call('POST', '/v1/connections', draft));
    await untilRead(server.admin, made.id);
    ids = [(await contextOf(server)).workspaceId, made.id];
  }, 60_000);
  afterAll(async () => {
    await server?.close();
    await running?.close();
  });

  test('what one connector was told holds for the next, also after the connection was opened anew', async () => {
    const { connectors } = server.services;
    const { contact } = running.known;
    const first = await connectors.psa(...ids);
    expect(await connectors.psa(...ids)).toBe(first);
    await first.contact(contact.id);
    running.weather.throttle(30, 1);
    const limited = { code: 'provider_rate_limited' };
    await expect(first.contact(contact.id)).rejects.toMatchObject(limited);
    const sent = running.requests().length;
    connectors.forget(...ids);
    const second = await connectors.psa(...ids);
    expect(second).not.toBe(first);
    await expect(second.contact(contact.id)).rejects.toMatchObject(limited);
    expect(running.requests()).toHaveLength(sent);
  });
});
