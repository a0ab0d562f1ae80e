import { createHash } from 'node:crypto';
import { generate } from 'selfsigned';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  APPLICATION,
  CLIENT_ID,
  entraConnection,
  OTHER_TENANT,
  TENANT,
  tenantOf,
} from '../simulators/identity/graph/harness.ts';
import { createGraphSimulator } from '../simulators/identity/graph/index.ts';

interface Pair {
  certificate: string;
  privateKey: string;
}
const DAY = 86_400_000;
const ID = '00000000-0000-4000-8000-000000000001';
const USERS = [{ id: ID, userPrincipalName: 'ada@acme.test', displayName: 'Ada' }];
let pair: Pair;
let other: Pair;
let expired: Pair;
let curve: Pair;
beforeAll(async () => {
  pair = await make();
  other = await make();
  expired = await make({ notBeforeDate: new Date(Date.now() - 9 * DAY), notAfterDate: new Date(Date.now() - DAY) });
  curve = await make({ keyType: 'ec' });
});

async function make(more: object = {}): Promise<Pair> {
  const { cert, private: privateKey } = await generate([{ name: 'commonName', value: 'Counterpart' }], {
    ...{ keyType: 'rsa', keySize: 2048, algorithm: 'sha256' },
    ...more,
  });
  return { certificate: cert, privateKey };
}

/** One tenant of ours, its colleague, and an application with both kinds of credential. */
function start() {
  const tenants = [
    tenantOf(USERS),
    tenantOf(USERS, { id: OTHER_TENANT, name: 'Other', domains: [{ name: 'other.test' }], country: null }),
  ];
  const graph = createGraphSimulator({ tenants, application: { ...APPLICATION, certificate: pair.certificate } });
  return { graph, identity: entraConnection(graph) };
}
const BOTH = [
  { id: TENANT, name: 'Acme' },
  { id: OTHER_TENANT, name: 'Other' },
];

describe('signing in', () => {
  test('by a certificate proves who we are without sending the key', async () => {
    const { graph } = start();
    const identity = entraConnection(graph, { secrets: { ...pair } });
    expect((await identity.account(TENANT, ID))?.username).toBe('ada@acme.test');
    const sent = graph.requests.map(({ body }) => String(body)).join();
    expect(sent).toContain('client_assertion');
    expect(sent).not.toContain('client_secret');
    const header = /client_assertion=([^.&]+)\./.exec(sent)![1]!;
    const der = Buffer.from(pair.certificate.replace(/-----[^-]+-----|\s/g, ''), 'base64');
    const thumbprint = createHash('sha256').update(der).digest('base64url');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({
      alg: 'PS256',
      typ: 'JWT',
      'x5t#S256': thumbprint,
    });
  });

  test('happens once for many requests at a time, and once for each tenant', async () => {
    const { graph } = start();
    const identity = entraConnection(graph, { tenants: BOTH });
    await Promise.all([1, 2, 3, 4].map(() => identity.account(TENANT, ID)));
    await identity.account(OTHER_TENANT, ID);
    const signIns = graph.requests.filter(({ url }) => url.includes('/oauth2/'));
    expect(signIns.map(({ url }) => url)).toEqual(
      [TENANT, OTHER_TENANT].map((id) => `https://login.microsoftonline.com/${id}/oauth2/v2.0/token`),
    );
  });

  const refusals: [
    string,
    (graph: ReturnType<typeof start>['graph']) => Parameters<typeof entraConnection>[1],
    object,
  ][] = [
    ['a wrong secret', () => ({ secrets: { clientSecret: 'wrong' } }), { fix: 'secret', aadsts: '7000215' }],
    [
      'an expired secret',
      (graph) => {
        graph.grants.secretExpired = true;
        return {};
      },
      { fix: 'secret_expired', aadsts: '7000222' },
    ],
    [
      'a certificate of another application',
      () => ({ secrets: { ...other } }),
      { fix: 'certificate', aadsts: '700027' },
    ],
    ['an expired certificate', () => ({ secrets: { ...expired } }), { fix: 'certificate_expired' }],
    [
      'a tenant that did not consent',
      (graph) => {
        graph.grants.consents.delete(TENANT);
        return {};
      },
      { fix: 'consent', aadsts: '7000229' },
    ],
  ];
  test.each(refusals)('says what to do about %s', async (_name, arrange, detail) => {
    const { graph } = start();
    const identity = entraConnection(graph, arrange(graph));
    await expect(identity.account(TENANT, ID)).rejects.toMatchObject({ code: 'provider_auth', extra: { detail } });
  });

  test('an expired certificate is not even shown', async () => {
    const { graph } = start();
    await expect(entraConnection(graph, { secrets: { ...expired } }).account(TENANT, ID)).rejects.toThrow('expired');
    expect(graph.requests).toEqual([]);
  });

  test('tells a withdrawn consent from an outage', async () => {
    const { graph, identity } = start();
    await identity.account(TENANT, ID);
    graph.grants.consents.delete(TENANT);
    await expect(identity.account(TENANT, ID)).rejects.toMatchObject({
      code: 'provider_auth',
      extra: { detail: { fix: 'consent' } },
    });
    const outage = start();
    outage.graph.grants.outage = true;
    await expect(outage.identity.account(TENANT, ID)).rejects.toMatchObject({ code: 'provider_unavailable' });
    outage.graph.faults.garbage = { status: 502, text: '<html>Bad gateway</html>' };
    await expect(outage.identity.account(TENANT, ID)).rejects.toMatchObject({ code: 'provider_unavailable' });
  });

  const unusable: [string, () => Record<string, string>, string][] = [
    ['no certificate', () => ({ ...pair, certificate: 'nonsense' }), 'secrets.certificate'],
    ['no key', () => ({ ...pair, privateKey: 'nonsense' }), 'secrets.privateKey'],
    ['the key of another certificate', () => ({ ...pair, privateKey: other.privateKey }), 'secrets.privateKey'],
    ['a key that Microsoft does not take', () => ({ ...curve }), 'secrets.privateKey'],
  ];
  test.each(unusable)('refuses %s, and quotes nothing of it', (_name, secrets, path) => {
    const { graph } = start();
    let thrown: unknown;
    try {
      entraConnection(graph, { secrets: secrets() });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'invalid_request', extra: { fields: [{ path }] }, cause: undefined });
  });
});

describe('the test of a connection', () => {
  const steps = async (identity: ReturnType<typeof entraConnection>) => {
    const { ok, steps } = await identity.check();
    return { ok, ...Object.fromEntries(steps.map(({ capability, ...step }) => [capability, step])) };
  };

  test('names the tenant whose consent is missing, and lets the others work', async () => {
    const { graph } = start();
    graph.grants.consents.delete(OTHER_TENANT);
    const identity = entraConnection(graph, { tenants: BOTH });
    expect(await steps(identity)).toEqual({
      ok: true,
      reach: { state: 'works' },
      sign_in: { state: 'failed', code: 'provider_auth', fix: 'consent', where: 'Other' },
      read_accounts: { state: 'unknown' },
      write_accounts: { state: 'unknown' },
    });
    expect((await identity.directories()).map(({ id }) => id)).toEqual([TENANT]);
  });

  test.each<[string[], object]>([
    [
      ['User.Read.All', 'Organization.Read.All'],
      { write_accounts: { state: 'missing', code: 'provider_forbidden', right: 'User.ReadWrite.All' } },
    ],
    [
      ['User.ReadWrite.All'],
      { ok: false, read_accounts: { state: 'missing', code: 'provider_forbidden', right: 'Organization.Read.All' } },
    ],
    [[], { ok: false, read_accounts: { state: 'missing', code: 'provider_forbidden', right: 'User.Read.All' } }],
  ])('names the permission that %j lack', async (rights, expected) => {
    const { graph, identity } = start();
    graph.grants.consents.set(TENANT, rights);
    expect(await steps(identity)).toMatchObject(expected);
  });

  test('fails as a whole where nobody can sign in, and says when nobody was reached', async () => {
    const { graph } = start();
    const wrong = entraConnection(graph, { tenants: BOTH, secrets: { clientSecret: 'wrong' } });
    expect(await steps(wrong)).toMatchObject({ ok: false, sign_in: { fix: 'secret', where: 'Acme, Other' } });
    await expect(wrong.directories()).rejects.toMatchObject({ code: 'provider_auth' });
    graph.grants.outage = true;
    expect(await steps(entraConnection(graph))).toMatchObject({
      ok: false,
      reach: { state: 'failed', code: 'provider_unavailable' },
    });
  });
});

test('a connection talks to no host but the two of its cloud', async () => {
  const { graph, identity } = start();
  await identity.check();
  await identity.directories();
  for await (const _page of identity.accounts(TENANT));
  const hosts = new Set(graph.requests.map(({ url }) => new URL(url).host));
  expect([...hosts].sort()).toEqual(['graph.microsoft.com', 'login.microsoftonline.com']);
  expect(graph.requests.every(({ url, headers }) => url.includes(CLIENT_ID) === false && !('cookie' in headers))).toBe(
    true,
  );
});
