import type { Session } from '@counterpart/shared/api.ts';
import { describe, expect, it } from 'vitest';
import { createApi } from '../../../extension/background/api.ts';
import { createCalls } from '../../../extension/background/calls.ts';
import { createSessions } from '../../../extension/background/session.ts';
import type { Signed } from '../../../extension/background/token.ts';

const ID = '00000000-0000-4000-8000-000000000001';
const SERVER = 'http://127.0.0.1:8787';
const session: Session = {
  id: ID,
  workspace: { id: ID, name: 'North IT' },
  technician: { id: ID, name: 'Ada', role: 'lead' },
  device: 'laptop',
  createdAt: '2026-01-01T00:00:00Z',
  expiresAt: '2026-02-01T00:00:00Z',
};
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const ended = () => json({ error: { code: 'session_expired', message: 'm' } }, 401);

/** The background's own parts around a server that answers by path. */
function world(
  answers: Record<string, () => Response>,
  signed: Signed | null = { server: SERVER, token: 't', session },
) {
  const kept = { signed };
  const events: string[] = [];
  const sessions = createSessions(
    {
      get: async () => kept.signed,
      set: async (next) => {
        kept.signed = next;
      },
    },
    () => events.push('session'),
  );
  const fetch = async (url: string | URL | Request) => {
    const answer = answers[new URL(String(url)).pathname];
    if (!answer) throw new TypeError('Failed to fetch');
    return answer();
  };
  const call = createCalls(createApi({ fetch, access: sessions.access }), sessions, () => events.push('decision'));
  return { call, kept, events };
}

describe('the session', () => {
  it('pairing keeps the token and answers without it', async () => {
    const { call, kept, events } = world({ '/v1/pairing/claim': () => json({ token: 'new', session }, 201) }, null);
    const reply = await call('session.pair', { server: SERVER, code: 'ABCD-EFGH', device: 'laptop' });
    expect(reply).toEqual({ ok: true, value: session });
    expect(kept.signed).toEqual({ server: SERVER, token: 'new', session });
    expect(events).toEqual(['session']);
  });

  it('a wrong code keeps nothing', async () => {
    const wrong = () => json({ error: { code: 'pairing_code_wrong', message: 'm' } }, 401);
    const { call, kept } = world({ '/v1/pairing/claim': wrong }, null);
    const reply = await call('session.pair', { server: SERVER, code: 'ABCD-EFGH', device: 'laptop' });
    expect(reply).toMatchObject({ ok: false, fault: { code: 'pairing_code_wrong' } });
    expect(kept.signed).toBeNull();
  });

  it.each([
    ['the server knows it', { '/v1/session': () => json(session) }, { ok: true, value: session }, true],
    ['the server ended it', { '/v1/session': ended }, { ok: true, value: null }, false],
    ['the server is away', {}, { ok: false, fault: { code: 'server_unreachable' } }, true],
  ])('asked whether it holds: %s', async (_what, answers, expected, stays) => {
    const { call, kept } = world(answers as Record<string, () => Response>);
    expect(await call('session.get', null)).toMatchObject(expected);
    expect(kept.signed !== null).toBe(stays);
  });

  it('not paired: null, without asking anybody', async () => {
    const { call } = world({}, null);
    expect(await call('session.get', null)).toEqual({ ok: true, value: null });
  });

  it('signing out works with the server away', async () => {
    const { call, kept, events } = world({});
    expect(await call('session.signOut', null)).toEqual({ ok: true, value: null });
    expect(kept.signed).toBeNull();
    expect(events).toEqual(['session']);
  });

  it('any call that finds the session ended forgets it, once', async () => {
    const { call, kept, events } = world({ [`/v1/outbox/${ID}`]: ended });
    expect(await call('outbox.get', { id: ID })).toMatchObject({ ok: false, fault: { code: 'session_expired' } });
    await call('outbox.get', { id: ID });
    expect(kept.signed).toBeNull();
    expect(events).toEqual(['session']);
  });
});

describe('a decision', () => {
  const item = (state: string) => ({
    id: ID,
    state,
    attempts: 1,
    error: null,
    message: null,
    accountId: null,
    linkId: null,
    steps: [],
  });
  const link = { contactId: ID, contactVersion: 1, accountId: ID, replaces: null };
  const made = { decisionId: ID, undoUntil: '2026-01-01T00:00:00Z', contactVersion: 2 };
  it.each([
    ['a link', 'links.create', link, '/v1/links', made, ['decision']],
    ['an account that is there now', 'outbox.get', { id: ID }, `/v1/outbox/${ID}`, item('done'), ['decision']],
    ['an account under way', 'outbox.get', { id: ID }, `/v1/outbox/${ID}`, item('running'), []],
    ['a list', 'connections.list', null, '/v1/connections', { items: [] }, []],
  ] as const)('%s', async (_what, name, input, path, body, expected) => {
    const { call, events } = world({ [path]: () => json(body) });
    expect((await call(name, input)).ok).toBe(true);
    expect(events).toEqual(expected);
  });

  it('a refused link changes nothing', async () => {
    const { call, events } = world({
      '/v1/links': () => json({ error: { code: 'already_linked', message: 'm' } }, 409),
    });
    expect((await call('links.create', link)).ok).toBe(false);
    expect(events).toEqual([]);
  });
});
