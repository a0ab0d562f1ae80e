import type { Connection, ConnectionCheck } from '@counterpart/shared/api.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Administrator, openAdmin, PEOPLE, seed } from '../helpers/active-directory.ts';
import { untilRead } from '../helpers/northwind.ts';
import { ADMIN, type DomainController, startDomainController, withoutSamba } from '../helpers/samba.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { people } from '../simulators/identity/harness.ts';

const why = withoutSamba();

describe.skipIf(why)(`a domain in the server${why ? ` (${why})` : ''}`, () => {
  let controller: DomainController;
  let admin: Administrator;
  let server: TestServer;
  beforeAll(async () => {
    controller = await startDomainController();
    admin = await openAdmin(controller);
    await seed(admin, people(25));
    server = await startTestServer();
  });
  afterAll(async () => {
    await Promise.all([server.close(), admin.close()]);
    await controller.stop();
  });

  const draft = (settings: object = {}) => ({
    provider: 'ad',
    name: 'Acme',
    settings: {
      servers: [controller.ip],
      trust: { by: 'ca', ca: controller.certificate },
      bindName: ADMIN.bindName,
      ...{ base: PEOPLE, createIn: null, domains: [], country: 'FR' },
      ...settings,
    },
    secrets: { password: ADMIN.password },
  });

  test('is tried, connected and mirrored, and its password is said to nobody', async () => {
    const { admin: lead } = server;
    const { body: check } = await lead.call<ConnectionCheck>('POST', '/v1/connections/check', draft());
    expect(check.ok).toBe(true);
    expect(check.steps.every(({ state }) => state === 'works')).toBe(true);
    const { status, body: made } = await lead.call<Connection>('POST', '/v1/connections', draft());
    expect(status).toBe(201);
    await untilRead(lead, made.id);
    const { body: list } = await lead.call<{ items: Connection[] }>('GET', '/v1/connections');
    expect(list.items[0]).toMatchObject({
      ...{ provider: 'ad', address: `ldaps://${controller.ip}` },
      sync: { state: 'done', progress: { accounts: { seen: 25, total: 25 } } },
    });
    const said = [JSON.stringify([check, made, list]), ...server.logged].join('\n');
    expect(said).not.toContain(ADMIN.password);
  });

  test.each([
    ['an address in clear text', { servers: ['ldap://dc1.acme.test'] }],
    ['a fingerprint that is none', { trust: { by: 'fingerprint', fingerprints: ['ab:cd'] } }],
    ['no proof of who answers', { trust: { by: 'none' } }],
    ['a place that is none', { base: 'acme.test/People' }],
  ])('is refused with %s', async (_what, settings) => {
    const { status } = await server.admin.call('POST', '/v1/connections', draft(settings));
    expect(status).toBe(400);
  });
});
