import type { ErrorCode } from '@counterpart/shared/errors.ts';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startWeather, type Weather } from '../helpers/weather.ts';

let weather: Weather;
beforeAll(async () => {
  weather = await startWeather();
});
afterEach(() => weather.clear());
afterAll(() => weather?.close());

describe('what a read may remove', () => {
  test.each<[string, () => void]>([
    [
      'a list cut short',
      () => {
        weather.halo.cutShort = { key: 'users', rows: 3 };
      },
    ],
    [
      'a list cut to nothing',
      () => {
        weather.halo.cutShort = { key: 'clients', rows: 1_000 };
      },
    ],
  ])('%s: nothing', async (_, cut) => {
    const before = await weather.alive();
    cut();
    expect(await weather.read(weather.northwind.psa.id)).toMatchObject({
      state: 'failed',
      error: 'provider_incomplete',
    });
    expect(await weather.alive()).toEqual(before);
  });

  test.each<[string, () => void, ErrorCode | null]>([
    [
      'garbage',
      () => {
        weather.scim.server.faults.garbage = '{"Resources": 1';
      },
      'provider_invalid',
    ],
    [
      'another shape',
      () => {
        weather.scim.server.faults.garbage = '{"hello":"world"}'; // a list that promises no number, as far as SCIM goes
      },
      null,
    ],
    [
      'a list that counts more than it gives',
      () => {
        weather.scim.server.faults.miscount = 5;
      },
      'provider_incomplete',
    ],
    [
      'an empty list',
      () => {
        weather.scim.server.faults.garbage =
          '{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"Resources":[]}';
      },
      'provider_incomplete',
    ],
    [
      'a closed door',
      () => {
        weather.scim.server.faults.status = { code: 401 };
      },
      'provider_auth',
    ],
  ])('SCIM with %s: nothing', async (_, storm, error) => {
    const before = await weather.alive();
    storm();
    expect(await weather.read(weather.scimConnection.id)).toMatchObject({ state: error ? 'failed' : 'done', error });
    expect(await weather.alive()).toEqual(before);
  });

  test('one account that was deleted: that one, and its link stays', async () => {
    const before = await weather.alive();
    const [first] = weather.scim.server.users();
    weather.scim.server.remove(first!.id);
    expect(await weather.read(weather.scimConnection.id)).toMatchObject({ state: 'done', error: null });
    expect(await weather.alive()).toEqual({ ...before, accounts: before.accounts - 1 });
    weather.scim.server.put(first!);
    expect(await weather.read(weather.scimConnection.id)).toMatchObject({ state: 'done' });
    expect(await weather.alive()).toEqual(before);
  });

  test('more than a twentieth and more than 25 at once: nothing, until a person looked', async () => {
    const many = Array.from({ length: 60 }, (_, n) =>
      weather.scim.server.put({ userName: `many.${n}@harbourfinch.example` }),
    );
    expect(await weather.read(weather.scimConnection.id)).toMatchObject({ state: 'done' });
    const before = await weather.alive();
    for (const { id } of many.slice(0, 26)) weather.scim.server.remove(id);
    expect(await weather.read(weather.scimConnection.id)).toMatchObject({
      state: 'failed',
      error: 'provider_incomplete',
    });
    expect(await weather.alive()).toEqual(before);
    weather.scim.server.put(many[0]!);
    expect(await weather.read(weather.scimConnection.id)).toMatchObject({ state: 'done' });
    expect((await weather.alive()).accounts).toBe(before.accounts - 25);
  });
});
