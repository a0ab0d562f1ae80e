import { setTimeout as sleep } from 'node:timers/promises';
import { createConnectors } from '@counterpart/server/connections/connectors.ts';
import { createEgress } from '@counterpart/server/egress.ts';
import type { Connection, ConnectionCheck, SyncState } from '@counterpart/shared/api.ts';
import type { ErrorCode } from '@counterpart/shared/errors.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Connected, connectNorthwind } from '../helpers/northwind.ts';
import { startTestServer, type TestServer } from '../helpers/server.ts';
import { asOwner } from '../helpers/workspace.ts';
import type { HaloControl } from '../simulators/psa/halopsa/index.ts';
import { type RunningDirectory, startWorld, type World } from '../simulators/serve.ts';

let world: World;
let server: TestServer;
let northwind: Connected;
let halo: HaloControl;
let scim: RunningDirectory;
let scimConnection: Connection;
let egress: typeof globalThis.fetch;
const AWAY = 'http://127.0.0.1:9'; // nothing listens on the discard port
let haloIsDown = false;

beforeAll(async () => {
  world = await startWorld();
  server = await startTestServer();
  northwind = await connectNorthwind(server.admin, world);
  halo = world.halo.simulator.control;
  scim = world.scim.find(({ directory }) => directory.key === 'harbour-finch')!;
  const { body } = await server.admin.call('GET', '/v1/connections');
  scimConnection = body.items.find(({ address }: Connection) => address === scim.url);
  egress = createEgress({ privateNetworks: ['127.0.0.0/8'], allowHttp: true });
  useConnectors();
});
afterEach(() => {
  Object.assign(halo, { latencyMs: 0, failNext: null, throttle: null, cutShort: null, garble: 0, scopes: ['all'] });
  for (const fault of Object.keys(scim.server.faults))
    delete scim.server.faults[fault as keyof typeof scim.server.faults];
  haloIsDown = false;
  useConnectors(); // a fresh budget: one that was told to pause would make the next test wait
});
afterAll(async () => {
  await server?.close();
  await world?.close();
});

/** The real connectors, but impatient, and led to a closed port while the PSA is down. */
function useConnectors() {
  const fetch: typeof globalThis.fetch = (input, init) => {
    const url = String(input);
    return egress(haloIsDown ? url.replace(world.halo.apiUrl, AWAY) : url, init);
  };
  const { db, vault } = server.services;
  server.services.connectors = createConnectors({ db, vault, fetch, timeoutMs: 400 });
}

const draft = (settings: object, secrets: object = {}) => ({
  provider: 'halopsa',
  name: 'HaloPSA',
  settings: {
    address: world.halo.apiUrl,
    clientId: world.halo.clientId,
    tenant: world.halo.tenant,
    hosts: [],
    ...settings,
  },
  secrets: { clientSecret: world.halo.clientSecret, ...secrets },
});
const check = async (body: object) => {
  const answer = await server.admin.call<ConnectionCheck>('POST', '/v1/connections/check', body);
  expect(answer.status).toBe(200);
  return answer.body;
};
const read = async (connectionId: string): Promise<SyncState> => {
  const before = (await server.admin.call('GET', `/v1/connections/${connectionId}/sync`)).body.finishedAt;
  await server.admin.call('POST', `/v1/connections/${connectionId}/sync`);
  for (let waited = 0; waited < 18_000; waited += 50) {
    const { body } = await server.admin.call('GET', `/v1/connections/${connectionId}/sync`);
    if (body.finishedAt && body.finishedAt !== before) return body;
    await sleep(50);
  }
  throw new Error('the read did not end');
};
const alive = () =>
  asOwner(server, async (sql) => {
    const [row] = await sql`select (select count(*)::int from contacts where gone_at is null) as contacts,
      (select count(*)::int from companies where gone_at is null) as companies,
      (select count(*)::int from accounts where gone_at is null) as accounts`;
    return { ...row };
  });

describe('testing a connection', () => {
  test('that works', async () => {
    expect(await check(draft({}))).toMatchObject({ ok: true, version: expect.any(String) });
  });

  test.each<[string, object, object, ErrorCode]>([
    ['wrong secret', {}, { clientSecret: 'wrong' }, 'provider_auth'],
    ['unknown client id', { clientId: 'nobody' }, {}, 'provider_auth'],
    ['unknown tenant', { tenant: 'elsewhere' }, {}, 'provider_auth'],
    ['nothing listens', { address: AWAY }, {}, 'provider_unavailable'],
    ['a private address', { address: 'http://10.0.0.1' }, {}, 'address_refused'],
  ])('%s', async (_, settings, secrets, code) => {
    const { ok, steps } = await check(draft(settings, secrets));
    expect(ok).toBe(false);
    expect(steps.find(({ state }) => state === 'failed')?.code).toBe(code);
    expect(JSON.stringify(steps)).not.toContain('wrong');
  });

  test('a missing right is named', async () => {
    halo.scopes = ['read:tickets'];
    const { ok, steps } = await check(draft({}));
    expect(ok).toBe(false);
    expect(steps.find(({ capability }) => capability === 'read_contacts')).toMatchObject({
      state: 'missing',
      right: 'read:customers',
    });
    expect(steps.find(({ capability }) => capability === 'write_notes')).toMatchObject({
      state: 'missing',
      right: 'edit:tickets',
    });
  });

  test('SCIM: wrong token, garbage', async () => {
    const scimDraft = (token: string) => ({
      provider: 'scim',
      name: 'x',
      settings: { address: scim.url, domains: [], country: null },
      secrets: { token },
    });
    expect((await check(scimDraft('wrong'))).steps).toContainEqual({
      capability: 'sign_in',
      state: 'failed',
      code: 'provider_auth',
    });
    scim.server.faults.garbage = '<html>';
    expect((await check(scimDraft(scim.token))).steps).toContainEqual(
      expect.objectContaining({ capability: 'read_accounts', code: 'provider_invalid' }),
    );
  });
});

const STORMS: [string, () => void, ErrorCode][] = [
  [
    'down',
    () => {
      haloIsDown = true;
    },
    'provider_unavailable',
  ],
  [
    'slow',
    () => {
      halo.latencyMs = 1_000;
    },
    'provider_timeout',
  ],
  [
    'throttling',
    () => {
      halo.throttle = { retryAfterSeconds: 42 };
    },
    'provider_rate_limited',
  ],
  [
    'broken',
    () => {
      halo.failNext = { count: 100, status: 500 };
    },
    'provider_unavailable',
  ],
  [
    'talking nonsense',
    () => {
      halo.garble = 100;
    },
    'provider_invalid',
  ],
  [
    'refusing',
    () => {
      halo.scopes = ['read:tickets'];
      halo.revokeTokens();
    },
    'provider_forbidden',
  ],
];

describe.each(STORMS)('HaloPSA %s', (_, storm, code) => {
  test('a record that was seen is shown with its age and the reason', async () => {
    const seenAt = (await northwind.lookup('contact', 1001, { refresh: true })).freshness.asOf;
    storm();
    const answer = await northwind.lookup('contact', 1001, { refresh: true });
    expect(answer.state).toBe('candidates');
    expect(answer.freshness).toEqual({
      asOf: seenAt,
      source: 'mirror',
      fault: code,
      retryAfterSeconds: code === 'provider_rate_limited' ? expect.any(Number) : null,
    });
  });

  test('a record that was never seen is an error that says whose fault it is', async () => {
    storm();
    const page = { psa: 'halopsa', host: world.halo.host, kind: 'contact', id: '999999', number: null };
    const answer = await server.admin.call('POST', '/v1/lookup', { page, hints: {}, refresh: false });
    expect([answer.status >= 500, answer.body.error.code]).toEqual([true, code]);
    if (code === 'provider_rate_limited') expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(30);
  });

  test('a read fails, says so, and removes nothing', async () => {
    const before = await alive();
    if (code === 'provider_rate_limited') return; // a read waits for its turn, up to two minutes
    storm();
    expect(await read(northwind.psa.id)).toMatchObject({ state: 'failed', error: code });
    expect(await alive()).toEqual(before);
  });
});

describe('what a read may remove', () => {
  test.each<[string, () => void]>([
    [
      'a list cut short',
      () => {
        halo.cutShort = { key: 'users', rows: 3 };
      },
    ],
    [
      'a list cut to nothing',
      () => {
        halo.cutShort = { key: 'clients', rows: 1_000 };
      },
    ],
  ])('%s: nothing', async (_, cut) => {
    const before = await alive();
    cut();
    expect(await read(northwind.psa.id)).toMatchObject({ state: 'failed', error: 'provider_incomplete' });
    expect(await alive()).toEqual(before);
  });

  test.each<[string, () => void, ErrorCode | null]>([
    [
      'garbage',
      () => {
        scim.server.faults.garbage = '{"Resources": 1';
      },
      'provider_invalid',
    ],
    [
      'another shape',
      () => {
        scim.server.faults.garbage = '{"hello":"world"}'; // a list that promises no number, as far as SCIM goes
      },
      null,
    ],
    [
      'a list that counts more than it gives',
      () => {
        scim.server.faults.miscount = 5;
      },
      'provider_incomplete',
    ],
    [
      'an empty list',
      () => {
        scim.server.faults.garbage =
          '{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"Resources":[]}';
      },
      'provider_incomplete',
    ],
    [
      'a closed door',
      () => {
        scim.server.faults.status = { code: 401 };
      },
      'provider_auth',
    ],
  ])('SCIM with %s: nothing', async (_, storm, error) => {
    const before = await alive();
    storm();
    expect(await read(scimConnection.id)).toMatchObject({ state: error ? 'failed' : 'done', error });
    expect(await alive()).toEqual(before);
  });

  test('one account that was deleted: that one, and its link stays', async () => {
    const before = await alive();
    const [first] = scim.server.users();
    scim.server.remove(first!.id);
    expect(await read(scimConnection.id)).toMatchObject({ state: 'done', error: null });
    expect(await alive()).toEqual({ ...before, accounts: (before.accounts as number) - 1 });
    scim.server.put(first!);
    expect(await read(scimConnection.id)).toMatchObject({ state: 'done' });
    expect(await alive()).toEqual(before);
  });

  test('more than a twentieth and more than 25 at once: nothing, until a person looked', async () => {
    const many = Array.from({ length: 60 }, (_, n) => scim.server.put({ userName: `many.${n}@harbourfinch.example` }));
    expect(await read(scimConnection.id)).toMatchObject({ state: 'done' });
    const before = await alive();
    for (const { id } of many.slice(0, 26)) scim.server.remove(id);
    expect(await read(scimConnection.id)).toMatchObject({ state: 'failed', error: 'provider_incomplete' });
    expect(await alive()).toEqual(before);
    scim.server.put(many[0]!);
    expect(await read(scimConnection.id)).toMatchObject({ state: 'done' });
    expect((await alive()).accounts).toBe((before.accounts as number) - 25);
  });
});
