import { explainGraph, explainToken } from '@counterpart/server/identity/entra/explain.ts';
import { describe, expect, test } from 'vitest';

const token = (number: number, more: object = {}) =>
  JSON.stringify({
    error: 'invalid_client',
    error_description: `AADSTS${number}: Words.`,
    error_codes: [number],
    ...more,
  });
const graph = (code: string, message = '', details?: object[]) =>
  JSON.stringify({ error: { code, message, details, innerError: { 'request-id': 'r-1', date: '2026-01-01' } } });

describe('a refused sign-in', () => {
  test.each([
    [65001, 400, 'consent'],
    [650052, 400, 'consent'],
    [700016, 400, 'consent'],
    [7000229, 401, 'consent'],
    [7000112, 401, 'disabled'],
    [7000215, 401, 'secret'],
    [7000222, 401, 'secret_expired'],
    [700027, 401, 'certificate'],
    [700024, 401, 'clock'],
    [53003, 400, 'conditional_access'],
    [90002, 400, 'tenant'],
    [5000224, 400, 'tenant'],
    [50177, 400, 'partner_access'],
  ])('AADSTS%i says what to do', (number, status, fix) => {
    const said = explainToken('t')(status, token(number));
    expect(said).toMatchObject({ code: 'provider_auth', detail: { fix, aadsts: String(number), tenant: 't' } });
    // The number stands in the words too, and some answers have it there alone.
    expect(explainToken('t')(status, token(number, { error_codes: undefined }))).toEqual(said);
  });

  test.each<[string, number, string, string | undefined]>([
    ['an error of its own', 400, token(90033), 'provider_unavailable'],
    ['an outage in OAuth words', 400, JSON.stringify({ error: 'temporarily_unavailable' }), 'provider_unavailable'],
    ['a fault with a number nobody knows', 503, token(123456), undefined],
    ['too many requests', 429, token(7000222), undefined],
    ['a page of a proxy', 502, '<html>', undefined],
    ['a refusal that nobody knows', 400, token(123456), 'provider_auth'],
  ])('%s is told apart', (_name, status, body, code) => {
    const said = explainToken('t')(status, body);
    expect(said?.code).toBe(code);
    expect(said?.detail?.fix).toBeUndefined();
  });
});

describe('a refusal of Graph', () => {
  const cases: [string, number, string, object | null][] = [
    [
      'a token of an application that is gone',
      401,
      graph('Authorization_IdentityNotFound'),
      { code: 'provider_auth', detail: { fix: 'consent' } },
    ],
    [
      'a missing permission',
      403,
      graph('Authorization_RequestDenied'),
      { detail: { right: 'User.Read.All', graphRequestId: 'r-1' } },
    ],
    ['an expired mark', 410, graph('resyncRequired'), { code: 'provider_cursor_expired' }],
    ['an expired mark without words', 410, '', { code: 'provider_cursor_expired' }],
    ['an unknown mark', 400, graph('syncStateNotFound'), { code: 'provider_cursor_expired' }],
    [
      'a taken name',
      400,
      graph('Request_BadRequest', 'x', [{ code: 'ObjectConflict', target: 'userPrincipalName' }]),
      { code: 'username_taken' },
    ],
    [
      'a taken name in words alone',
      400,
      graph('Request_BadRequest', 'Another object with the same value for property userPrincipalName already exists.'),
      { code: 'username_taken' },
    ],
    [
      'a taken address',
      400,
      graph('Request_BadRequest', 'x', [{ code: 'ObjectConflict', target: 'proxyAddresses' }]),
      { code: 'provider_rejected', fields: [{ path: 'email' }] },
    ],
    [
      'a wrong value',
      400,
      graph('Request_BadRequest', "Invalid value specified for property 'mobilePhone' of resource 'User'."),
      { fields: [{ path: 'phones' }] },
    ],
    ['no JSON', 500, '<html>', null],
  ];
  test.each(cases)('%s', (_name, status, body, expected) => {
    const said = explainGraph('t', 'User.Read.All')(status, body);
    if (expected === null) expect(said).toBeNull();
    else expect(said).toMatchObject(expected);
  });

  test('repeats nothing of what Microsoft says about people', () => {
    const body = graph(
      'Request_BadRequest',
      "Invalid value specified for property 'mail' of resource 'User': ada@acme.test",
    );
    expect(JSON.stringify(explainGraph('t', 'User.Read.All')(400, body))).not.toContain('ada@');
  });
});
