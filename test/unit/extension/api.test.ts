import { describe, expect, it } from 'vitest';
import { createApi, endpoint, type RemoteCall } from '../../../extension/background/api.ts';
import { CallFault } from '../../../extension/fault.ts';

const ID = '00000000-0000-4000-8000-000000000001';
const OTHER = '00000000-0000-4000-8000-000000000002';
const SERVER = 'http://127.0.0.1:8787';

interface Sent {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: unknown;
}

/** A server that answers each request with the next of the answers, and keeps what it was asked. */
function answering(...answers: (Response | Error)[]) {
  const sent: Sent[] = [];
  const fetch = async (url: string | URL | Request, init?: RequestInit) => {
    const body = init?.body ? JSON.parse(String(init.body)) : undefined;
    sent.push({ method: init!.method!, url: String(url), headers: init!.headers as Record<string, string>, body });
    const answer = answers[Math.min(sent.length, answers.length) - 1]!;
    if (answer instanceof Error) throw answer;
    return answer.clone();
  };
  const api = createApi({ fetch, access: async () => ({ server: SERVER, token: 'secret' }), timeoutMs: 50 });
  return { api, sent };
}
const json = (body: unknown, status = 200, headers = {}) => new Response(JSON.stringify(body), { status, headers });
const nothing = () => new Response(null, { status: 204 });
const broken = () => new TypeError('Failed to fetch');

async function faultOf(work: Promise<unknown>) {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CallFault)) throw new Error(`expected a CallFault, got ${String(error)}`);
  return error.fault;
}

const decision = { decisionId: ID, undoUntil: '2026-01-01T00:00:00Z', contactVersion: 2 };
const draft = { kind: 'x' };
const renewal = {
  provider: 'scim',
  name: 'A directory',
  settings: { address: 'https://id.example.com/scim/v2', domains: [], country: null },
  secrets: { token: 'not-a-real-token' },
};
const renewed = {
  ...{ id: ID, side: 'identity', provider: 'scim', name: renewal.name, settings: renewal.settings, hosts: [] },
  ...{ address: renewal.settings.address, secrets: [], directoryId: OTHER },
  sync: { state: 'running', progress: {}, startedAt: null, finishedAt: null, error: null },
  changesReadAt: null,
  hook: null,
};

describe('what is sent', () => {
  const link = { contactId: ID, contactVersion: 1, accountId: OTHER, replaces: null };
  const cases: [RemoteCall, unknown, Response, string, unknown][] = [
    ['session.list', null, json({ items: [] }), 'GET /sessions', undefined],
    ['session.revoke', { id: ID }, nothing(), `DELETE /sessions/${ID}`, undefined],
    ['connections.list', null, json({ items: [] }), 'GET /connections', undefined],
    ['connections.update', { id: ID, draft: renewal }, json(renewed), `POST /connections/${ID}`, renewal],
    ['connections.remove', { id: ID }, nothing(), `DELETE /connections/${ID}`, undefined],
    ['links.create', link, json(decision, 201), 'POST /links', link],
    [
      'links.remove',
      { id: ID, body: { contactVersion: 3 } },
      json(decision),
      `POST /links/${ID}/unlink`,
      { contactVersion: 3 },
    ],
    [
      'contacts.ignore',
      { contactId: ID, contactVersion: 3 },
      json(decision),
      `POST /contacts/${ID}/ignore`,
      { contactId: ID, contactVersion: 3 },
    ],
    ['decisions.undo', { id: ID }, json(decision), `POST /decisions/${ID}/undo`, undefined],
    ['companyLinks.remove', { id: ID }, nothing(), `DELETE /company-links/${ID}`, undefined],
    [
      'accounts.search',
      { companyId: ID, q: 'a&b=ü /?' },
      json({ accounts: [], more: false }),
      `GET /companies/${ID}/accounts?q=a%26b%3D%C3%BC%20%2F%3F`,
      undefined,
    ],
  ];
  it.each(cases)('%s', async (name, input, answer, line, body) => {
    const { api, sent } = answering(answer);
    await api.call(name, input as never);
    expect(sent).toHaveLength(1);
    expect(`${sent[0]!.method} ${sent[0]!.url.replace(`${SERVER}/v1`, '')}`).toBe(line);
    expect(sent[0]!.body).toEqual(body);
    expect(sent[0]!.headers.authorization).toBe('Bearer secret');
  });

  it('an account carries the caller’s key in the header and not in the body', async () => {
    const item = {
      id: ID,
      state: 'pending',
      attempts: 0,
      error: null,
      message: null,
      accountId: null,
      linkId: null,
      steps: [],
    };
    const { api, sent } = answering(json(item, 202));
    const account = { contactId: ID, contactVersion: 1, directoryId: OTHER, draft };
    await api.call('accounts.create', { ...account, idempotencyKey: 'k'.repeat(20) } as never);
    expect(sent[0]!.headers['idempotency-key']).toBe('k'.repeat(20));
    expect(sent[0]!.body).toEqual(account);
  });

  it('pairing sends no token', async () => {
    const { api, sent } = answering(json({ nothing: true }));
    await faultOf(api.claim('https://cp.example.com/base/', { code: 'ABCDEFGH', device: 'd' }));
    expect(sent[0]).toMatchObject({ url: 'https://cp.example.com/base/v1/pairing/claim' });
    expect(sent[0]!.headers).not.toHaveProperty('authorization');
  });
});

describe('a connection that breaks', () => {
  const link = { contactId: ID, contactVersion: 1, accountId: OTHER, replaces: null };

  it('is tried once more, under the same key', async () => {
    const { api, sent } = answering(broken(), json(decision, 201));
    expect(await api.call('links.create', link)).toEqual(decision);
    expect(sent).toHaveLength(2);
    expect(sent[0]!.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
    expect(sent[1]!.headers['idempotency-key']).toBe(sent[0]!.headers['idempotency-key']);
  });

  it.each([
    ['a write without a key', 'decisions.undo', { id: ID }, 1],
    ['a read', 'outbox.get', { id: ID }, 2],
  ] as const)('%s reaches the server at most so often', async (_what, name, input, times) => {
    const { api, sent } = answering(broken());
    expect((await faultOf(api.call(name, input))).code).toBe('server_unreachable');
    expect(sent).toHaveLength(times);
  });

  it('is not tried again by pairing: the code works once', async () => {
    const { api, sent } = answering(broken());
    await faultOf(api.claim(SERVER, { code: 'ABCDEFGH', device: 'd' }));
    expect(sent).toHaveLength(1);
  });

  it('a server that never answers', async () => {
    const fetch = (_url: unknown, init?: RequestInit) =>
      new Promise<Response>((_, reject) =>
        init!.signal!.addEventListener('abort', () => reject(init!.signal!.reason as Error)),
      );
    const api = createApi({ fetch, access: async () => ({ server: SERVER, token: 't' }), timeoutMs: 20 });
    expect((await faultOf(api.session())).code).toBe('server_unreachable');
  });

  it('a caller who went away gets no fault but the end of the wait', async () => {
    const { api } = answering(broken());
    const gone = AbortSignal.abort(new Error('another record'));
    await expect(api.call('outbox.get', { id: ID }, gone)).rejects.toThrow('another record');
  });
});

describe('what comes back', () => {
  const body = { error: { code: 'conflict', message: 'changed meanwhile', requestId: 'r1' } };
  const cases: [string, Response, object][] = [
    ['our own error', json(body, 409), { code: 'conflict', message: 'changed meanwhile', requestId: 'r1' }],
    [
      'a wait in the header',
      json({ error: { code: 'rate_limited', message: 'm' } }, 429, { 'retry-after': '7' }),
      { code: 'rate_limited', retryAfterSeconds: 7 },
    ],
    [
      'a wait in the body, which is nearer to the cause',
      json({ error: { code: 'rate_limited', message: 'm', retryAfterSeconds: 3 } }, 429, { 'retry-after': '7' }),
      { retryAfterSeconds: 3 },
    ],
    ['a proxy’s page', new Response('<html>Bad gateway', { status: 502 }), { code: 'server_unreachable' }],
    ['an unknown error code', json({ error: { code: 'new_one', message: 'm' } }, 400), { code: 'answer_unreadable' }],
    ['a page instead of JSON', new Response('<html>'), { code: 'answer_unreadable' }],
    ['another shape', json({ id: 1 }), { code: 'answer_unreadable' }],
    ['nothing', new Response(''), { code: 'answer_unreadable' }],
  ];
  it.each(cases)('%s', async (_what, response, expected) => {
    const { api } = answering(response);
    expect(await faultOf(api.call('outbox.get', { id: ID }))).toMatchObject(expected);
  });

  it('no token, no request', async () => {
    const fetch = () => Promise.reject(new Error('must not be called'));
    const api = createApi({ fetch, access: async () => null });
    expect((await faultOf(api.session())).code).toBe('not_signed_in');
  });
});

describe('the server’s address', () => {
  it.each([
    ['http://127.0.0.1:8787', 'http://127.0.0.1:8787/v1/x'],
    ['http://localhost:8787/', 'http://localhost:8787/v1/x'],
    ['https://cp.example.com/base/?a=1#b', 'https://cp.example.com/base/v1/x'],
  ])('%s', (server, url) => expect(endpoint(server, '/x')).toBe(url));

  it.each([
    'http://cp.example.com',
    'http://127.0.0.1.evil.example',
    'https://me:secret@cp.example.com',
    'ftp://cp.example.com',
    'cp.example.com',
    '',
  ])('%s is refused', (server) => {
    expect(() => endpoint(server, '/x')).toThrow(CallFault);
  });
});
