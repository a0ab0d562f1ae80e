import { generateKeyPairSync } from 'node:crypto';
import { explainToken } from '@counterpart/server/identity/google/explain.ts';
import type { CheckStep } from '@counterpart/shared/api.ts';
import { describe, expect, test } from 'vitest';
import {
  CONSENT,
  CUSTOMER,
  DELEGATION,
  googleConnection,
  keyFile,
  startGoogle,
} from '../simulators/identity/google/harness.ts';
import { ALL_SCOPES, type GoogleSimulator } from '../simulators/identity/google/index.ts';

const user = { id: '1', primaryEmail: 'ada@acme.test', name: { givenName: 'Ada', familyName: 'Byron' } };
const tokens = (google: GoogleSimulator) => google.requests.filter(({ url }) => url.includes('oauth2'));
const claimsOf = (body: unknown) => {
  const assertion = new URLSearchParams(String(body)).get('assertion')!;
  return JSON.parse(Buffer.from(assertion.split('.')[1]!, 'base64url').toString());
};

describe('signing in', () => {
  test('by a service account acts as the administrator, once for all requests', async () => {
    const { google, identity } = startGoogle([user]);
    await Promise.all([
      identity.directories(),
      identity.account(CUSTOMER, '1'),
      identity.findByEmail(CUSTOMER, 'x@y.z'),
    ]);
    expect(tokens(google)).toHaveLength(1);
    expect(claimsOf(tokens(google)[0]!.body)).toMatchObject({
      sub: 'admin@acme.test',
      aud: 'https://oauth2.googleapis.com/token',
    });
  });

  test('by the consent of an administrator', async () => {
    const { google } = startGoogle([user]);
    expect(await googleConnection(google, CONSENT).account(CUSTOMER, '1')).toMatchObject({ username: 'ada@acme.test' });
    expect(new URLSearchParams(String(tokens(google)[0]!.body)).get('grant_type')).toBe('refresh_token');
  });

  test('sends the key nowhere, whatever address the file names', async () => {
    const { google } = startGoogle([user]);
    const secrets = { serviceAccountKey: keyFile({ token_uri: 'https://evil.example/token' }) };
    await googleConnection(google, { ...DELEGATION, secrets }).account(CUSTOMER, '1');
    expect(google.requests.every(({ url }) => /^https:\/\/(admin|oauth2)\.googleapis\.com\//.test(url))).toBe(true);
    expect(JSON.stringify(google.requests)).not.toContain('PRIVATE KEY');
  });

  test('asks for reading alone where writing was not delegated', async () => {
    const { google, identity } = startGoogle([user]);
    google.grants.scopes = ALL_SCOPES.filter((scope) => !scope.endsWith('.user'));
    expect(await identity.account(CUSTOMER, '1')).toMatchObject({ username: 'ada@acme.test' });
    await expect(identity.setEnabled!(CUSTOMER, '1', false)).rejects.toMatchObject({
      code: 'provider_forbidden',
      extra: { detail: { right: 'https://www.googleapis.com/auth/admin.directory.user' } },
    });
  });

  const ecKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  test.each<[string, { settings: object; secrets: Record<string, string> }]>([
    ['no JSON', { ...DELEGATION, secrets: { serviceAccountKey: 'BEGIN PRIVATE KEY' } }],
    ['an OAuth client’s file', { ...DELEGATION, secrets: { serviceAccountKey: '{"installed":{}}' } }],
    ['no key in it', { ...DELEGATION, secrets: { serviceAccountKey: keyFile({ private_key: 'secret-of-mine' }) } }],
    ['a key of another kind', { ...DELEGATION, secrets: { serviceAccountKey: keyFile({ private_key: ecKey }) } }],
    ['the secrets of the other way', { settings: DELEGATION.settings, secrets: CONSENT.secrets }],
    ['the secrets of the one way', { settings: CONSENT.settings, secrets: DELEGATION.secrets }],
  ])('with %s is refused at once, and the key is not repeated', (_, connection) => {
    const { google } = startGoogle([user]);
    let thrown: unknown;
    try {
      googleConnection(google, connection);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'invalid_request' });
    expect(`${thrown}${JSON.stringify(thrown)}`).not.toMatch(/secret-of-mine|BEGIN/);
  });
});

describe('a refusal', () => {
  test.each<[number, string, string, string, string | undefined]>([
    [401, 'unauthorized_client', 'Client is unauthorized', 'provider_auth', 'google_delegation'],
    [400, 'access_denied', 'Requested client not authorized.', 'provider_auth', 'google_delegation'],
    [400, 'invalid_grant', 'Invalid email or User ID', 'provider_auth', 'google_admin'],
    [400, 'invalid_grant', 'Account has been deleted', 'provider_auth', 'google_admin'],
    [400, 'invalid_grant', 'Invalid JWT Signature.', 'provider_auth', 'google_key'],
    [400, 'invalid_grant', 'Invalid grant: account not found', 'provider_auth', 'google_key'],
    [
      400,
      'invalid_grant',
      'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.',
      'provider_auth',
      'clock',
    ],
    [400, 'invalid_grant', 'Token has been expired or revoked.', 'provider_auth', 'google_revoked'],
    [400, 'invalid_grant', '', 'provider_auth', 'google_revoked'],
    [401, 'invalid_client', 'The OAuth client was not found.', 'provider_auth', 'google_client'],
    [401, 'deleted_client', 'The OAuth client was deleted.', 'provider_auth', 'google_client'],
    [400, 'invalid_scope', 'Bad scope', 'provider_auth', undefined],
    [400, 'internal_failure', '', 'provider_unavailable', undefined],
    [503, 'temporarily_unavailable', '', 'provider_unavailable', undefined],
    [403, 'rate_limit_exceeded', '', 'provider_rate_limited', undefined],
  ])('%i %s "%s" is %s %s', (status, error, error_description, code, fix) => {
    const said = explainToken(status, JSON.stringify({ error, error_description }))!;
    expect(said.code).toBe(code);
    expect(said.detail?.fix).toBe(fix);
  });

  test('that is a page of a proxy says nothing of the consent', () => {
    expect(explainToken(503, '<html>')).toBeNull();
    expect(explainToken(500, '{"error":"server"}')!.code).toBeUndefined();
  });

  test('of a withdrawn delegation is told apart from an outage', async () => {
    const { google, identity } = startGoogle([user]);
    google.grants.outage = true;
    await expect(identity.account(CUSTOMER, '1')).rejects.toMatchObject({ code: 'provider_unavailable' });
    google.grants.outage = false;
    google.grants.scopes = null;
    await expect(identity.account(CUSTOMER, '1')).rejects.toMatchObject({
      code: 'provider_auth',
      extra: { detail: { fix: 'google_delegation' } },
    });
    await expect(googleConnection(google, CONSENT).account(CUSTOMER, '1')).rejects.toMatchObject({
      code: 'provider_auth',
      extra: { detail: { fix: 'google_revoked' } },
    });
  });
});

describe('the test of a connection', () => {
  const scope = (name: string) => `https://www.googleapis.com/auth/admin.directory.${name}`;
  const without = (...names: string[]) => ALL_SCOPES.filter((one) => !names.some((name) => one === scope(name)));
  type Expected = Partial<Record<CheckStep['capability'], Partial<CheckStep>>>;
  const works = { state: 'works' } as const;
  const cases: [string, typeof DELEGATION | typeof CONSENT, (google: GoogleSimulator) => unknown, boolean, Expected][] =
    [
      ['of all', DELEGATION, () => {}, true, { read_accounts: works, write_accounts: { state: 'unknown' } }],
      ['by consent', CONSENT, () => {}, true, { read_accounts: works, write_accounts: { state: 'unknown' } }],
      [
        'without writing',
        DELEGATION,
        ({ grants }) => Object.assign(grants, { scopes: without('user') }),
        true,
        { read_accounts: works, write_accounts: { state: 'missing', right: scope('user') } },
      ],
      [
        'without the domains',
        DELEGATION,
        ({ grants }) => Object.assign(grants, { scopes: without('domain.readonly') }),
        false,
        { sign_in: works, read_accounts: { state: 'missing', right: scope('domain.readonly') } },
      ],
      [
        'without users and customer',
        DELEGATION,
        ({ grants }) => Object.assign(grants, { scopes: [scope('domain.readonly')] }),
        false,
        {
          sign_in: works,
          read_accounts: { state: 'missing', right: `${scope('user.readonly')}, ${scope('customer.readonly')}` },
        },
      ],
      [
        'without any delegation',
        DELEGATION,
        ({ grants }) => Object.assign(grants, { scopes: null }),
        false,
        { reach: works, sign_in: { state: 'failed', fix: 'google_delegation' }, read_accounts: { state: 'unknown' } },
      ],
      [
        'by a consent without the customer',
        CONSENT,
        ({ grants }) => Object.assign(grants, { scopes: without('customer.readonly') }),
        false,
        { read_accounts: { state: 'missing', right: scope('customer.readonly') } },
      ],
      [
        'by a withdrawn consent',
        CONSENT,
        ({ grants }) => Object.assign(grants, { scopes: null }),
        false,
        { sign_in: { state: 'failed', fix: 'google_revoked' } },
      ],
      [
        'with a deleted key',
        DELEGATION,
        ({ grants }) => Object.assign(grants, { keyDeleted: true }),
        false,
        { sign_in: { state: 'failed', fix: 'google_key' } },
      ],
      [
        'by an administrator without a role',
        DELEGATION,
        ({ faults }) => Object.assign(faults, { noRole: true }),
        false,
        { sign_in: works, read_accounts: { state: 'missing', right: scope('user.readonly') } },
      ],
      [
        'with the API switched off',
        DELEGATION,
        ({ faults }) => Object.assign(faults, { apiOff: true }),
        false,
        { sign_in: works, read_accounts: { state: 'failed', fix: 'google_api' } },
      ],
      [
        'in an outage',
        DELEGATION,
        ({ grants }) => Object.assign(grants, { outage: true }),
        false,
        { reach: { state: 'failed', code: 'provider_unavailable' }, sign_in: { state: 'unknown' } },
      ],
    ];
  test.each(cases)('%s', async (_name, connection, act, ok, expected) => {
    const { google } = startGoogle([user]);
    act(google);
    const check = await googleConnection(google, connection).check();
    expect(check.ok).toBe(ok);
    expect(Object.fromEntries(check.steps.map((step) => [step.capability, step]))).toMatchObject(expected);
    expect(google.requests.every(({ method, url }) => method === 'GET' || url.includes('oauth2'))).toBe(true);
  });
});
