import type { ConnectionCheck } from '@counterpart/shared/api.ts';
import type { ErrorCode } from '@counterpart/shared/errors.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { AWAY, startWeather, type Weather } from '../helpers/weather.ts';

let weather: Weather;
beforeAll(async () => {
  weather = await startWeather();
});
afterEach(() => weather.clear());
afterAll(() => weather?.close());

const draft = (settings: object, secrets: object = {}) => ({
  provider: 'halopsa',
  name: 'HaloPSA',
  settings: {
    address: weather.world.halo.apiUrl,
    clientId: weather.world.halo.clientId,
    tenant: weather.world.halo.tenant,
    hosts: [],
    ...settings,
  },
  secrets: { clientSecret: weather.world.halo.clientSecret, ...secrets },
});
const check = async (body: object) => {
  const answer = await weather.server.admin.call<ConnectionCheck>('POST', '/v1/connections/check', body);
  expect(answer.status).toBe(200);
  return answer.body;
};
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
    weather.halo.scopes = ['read:tickets'];
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
      settings: { address: weather.scim.url, domains: [], country: null },
      secrets: { token },
    });
    expect((await check(scimDraft('wrong'))).steps).toContainEqual({
      capability: 'sign_in',
      state: 'failed',
      code: 'provider_auth',
    });
    weather.scim.server.faults.garbage = '<html>';
    expect((await check(scimDraft(weather.scim.token))).steps).toContainEqual(
      expect.objectContaining({ capability: 'read_accounts', code: 'provider_invalid' }),
    );
  });
});

const STORMS: [string, () => void, ErrorCode][] = [
  [
    'down',
    () => {
      weather.takeHaloDown();
    },
    'provider_unavailable',
  ],
  [
    'slow',
    () => {
      weather.halo.latencyMs = 1_000;
    },
    'provider_timeout',
  ],
  [
    'throttling',
    () => {
      weather.halo.throttle = { retryAfterSeconds: 42 };
    },
    'provider_rate_limited',
  ],
  [
    'broken',
    () => {
      weather.halo.failNext = { count: 100, status: 500 };
    },
    'provider_unavailable',
  ],
  [
    'talking nonsense',
    () => {
      weather.halo.garble = 100;
    },
    'provider_invalid',
  ],
  [
    'refusing',
    () => {
      weather.halo.scopes = ['read:tickets'];
      weather.halo.revokeTokens();
    },
    'provider_forbidden',
  ],
];

describe.each(STORMS)('HaloPSA %s', (_, storm, code) => {
  test('a record that was seen is shown with its age and the reason', async () => {
    const seenAt = (await weather.northwind.lookup('contact', 1001, { refresh: true })).freshness.asOf;
    storm();
    const answer = await weather.northwind.lookup('contact', 1001, { refresh: true });
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
    const page = { psa: 'halopsa', host: weather.world.halo.host, kind: 'contact', id: '999999', number: null };
    const answer = await weather.server.admin.call('POST', '/v1/lookup', { page, hints: {}, refresh: false });
    expect([answer.status >= 500, answer.body.error.code]).toEqual([true, code]);
    if (code === 'provider_rate_limited') expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(30);
  });

  test('a read fails, says so, and removes nothing', async () => {
    const before = await weather.alive();
    if (code === 'provider_rate_limited') return; // a read waits for its turn, up to two minutes
    storm();
    expect(await weather.read(weather.northwind.psa.id)).toMatchObject({ state: 'failed', error: code });
    expect(await weather.alive()).toEqual(before);
  });
});
