import { createConnectors } from '@counterpart/server/connections/connectors.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untilRead } from '../helpers/northwind.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { asOwner } from '../helpers/workspace.ts';
import { DELEGATION, keyFile, startGoogle, toGoogleSeed } from '../simulators/identity/google/harness.ts';
import { people } from '../simulators/identity/harness.ts';
import { startOkta, toOktaSeed } from '../simulators/identity/okta/harness.ts';
import { ORIGIN, TOKEN } from '../simulators/identity/okta/index.ts';

const google = startGoogle(people(40).map(toGoogleSeed));
const okta = startOkta(people(30).map(toOktaSeed));
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  const fetch: typeof globalThis.fetch = (input, init) =>
    (String(input).startsWith(ORIGIN) ? okta.okta : google.google).fetch(input, init);
  const { db, vault } = server.services;
  server.services.connectors = createConnectors({ db, vault, fetch });
});
afterAll(() => server?.close());

const DRAFTS = {
  google: { provider: 'google', name: 'Quayside Pottery', ...DELEGATION },
  okta: {
    provider: 'okta',
    name: 'Brightwater Labs',
    settings: { address: ORIGIN, domains: ['acme.test'], country: 'FR' },
    secrets: { token: TOKEN },
  },
};

describe.each([
  ['google', 40, 'C03az79cb'],
  ['okta', 30, 'okta'],
] as const)('%s', (provider, count, remoteId) => {
  const draft = DRAFTS[provider];

  test('is tested, connected and read, and keeps its secrets', async () => {
    const check = await server.admin.call('POST', '/v1/connections/check', draft);
    expect(check.body).toMatchObject({ ok: true });
    const { status, body } = await server.admin.call('POST', '/v1/connections', draft);
    expect(status).toBe(201);
    expect(body).toMatchObject({ provider, name: draft.name, settings: draft.settings });
    expect(JSON.stringify(body)).not.toMatch(/PRIVATE KEY|00right/);
    await untilRead(server.admin, body.id);
    const [kept] = await asOwner(
      server,
      (sql) => sql`select d.remote_id, count(*)::int as accounts from directories d
        join accounts a on a.directory_id = d.id where d.connection_id = ${body.id} group by d.remote_id`,
    );
    expect(kept).toMatchObject({ remote_id: remoteId, accounts: count });
  });
});

test.each([
  ['the key file of something else', { ...DRAFTS.google, secrets: { serviceAccountKey: '{"installed":{}}' } }],
  ['a key of another kind', { ...DRAFTS.google, secrets: { serviceAccountKey: keyFile({ private_key: 'mine' }) } }],
  ['a refresh token for a service account', { ...DRAFTS.google, secrets: { clientSecret: 'a', refreshToken: 'b' } }],
  ['an address of Okta that is none', { ...DRAFTS.okta, settings: { ...DRAFTS.okta.settings, address: 'acme' } }],
])('%s is refused', async (_name, draft) => {
  const { status, body } = await server.admin.call('POST', '/v1/connections', draft);
  expect(status).toBe(400);
  expect(JSON.stringify(body)).not.toContain('mine');
});
