import type { LookupAnswer, LookupQuery, Session } from '@counterpart/shared/api.ts';
import type { PageRef } from '@counterpart/shared/page.ts';
import { describe, expect, it } from 'vitest';
import { createFeeds, type Memory } from '../../../extension/background/feed.ts';
import { CallFault } from '../../../extension/fault.ts';
import type { PanelFeed } from '../../../extension/messages.ts';

const HOST = 'acme.halopsa.com';
const TAB = 7;
const ID = '00000000-0000-4000-8000-000000000001';
const SESSION: Session = {
  id: ID,
  workspace: { id: ID, name: 'North IT' },
  technician: { id: ID, name: 'Ada', role: 'technician' },
  device: 'laptop',
  createdAt: '2026-01-01T00:00:00Z',
  expiresAt: '2026-02-01T00:00:00Z',
};
const ticket = (id: string): PageRef => ({ psa: 'halopsa', host: HOST, kind: 'ticket', id, number: null });
const shown = (id: string | null) => ({ host: HOST, page: id === null ? null : ticket(id), hints: {} });
const keyFor = (id: string) => `halopsa|${HOST}|ticket|${id}`;
const answerFor = (id: string): LookupAnswer => ({
  state: 'not_verified',
  freshness: { asOf: '2026-01-01T00:00:00Z', source: 'psa', fault: null, retryAfterSeconds: null },
  reason: 'record_missing',
  differences: [{ field: 'number', page: id, psa: '' }],
});

function storage(): Memory & { data: Map<string, unknown> } {
  const data = new Map<string, unknown>();
  return {
    data,
    get: async (key) => structuredClone(data.get(key)),
    set: async (key, value) => void data.set(key, structuredClone(value)),
    remove: async (key) => void data.delete(key),
  };
}

function world(memory = storage()) {
  const asked: { query: LookupQuery; signal: AbortSignal; answer(): void; fail(error: unknown): void }[] = [];
  let session: Session | null = SESSION;
  let access: PanelFeed['access'] = 'granted';
  const feeds = createFeeds({
    memory,
    lookup: (query, signal) =>
      new Promise((resolve, reject) =>
        asked.push({ query, signal, answer: () => resolve(answerFor(query.page.id!)), fail: reject }),
      ),
    session: async () => session,
    access: async () => access,
    onFault: async () => {},
  });
  const got: PanelFeed[] = [];
  return {
    feeds,
    asked,
    got,
    memory,
    open: (tabId = TAB) => feeds.attach(tabId, (feed) => got.push(feed)),
    last: () => got.at(-1)!,
    leave: () => {
      session = null;
    },
    takeBack: () => {
      access = 'missing';
    },
  };
}
const rest = () => new Promise((done) => setTimeout(done, 5));

describe('the feed of a tab', () => {
  it('starts the lookup at the announcement, before any panel is there', async () => {
    const { feeds, asked, open, last } = world();
    await feeds.announce(TAB, shown('1'), true);
    expect(asked.map(({ query }) => query)).toEqual([{ page: ticket('1'), hints: {}, refresh: false }]);
    open();
    await rest();
    expect(last()).toMatchObject({ key: keyFor('1'), loading: true, answer: null, session: SESSION });
    asked[0]!.answer();
    await rest();
    expect(last()).toMatchObject({ key: keyFor('1'), loading: false, answer: answerFor('1') });
    expect(asked).toHaveLength(1);
  });

  it('an out-of-sight panel costs no lookup until it opens', async () => {
    const { feeds, asked, open } = world();
    await feeds.announce(TAB, shown('1'), false);
    expect(asked).toHaveLength(0);
    open();
    await rest();
    expect(asked).toHaveLength(1);
  });

  it('never shows an answer under another record', async () => {
    const { feeds, asked, got, open, last } = world();
    open();
    await feeds.announce(TAB, shown('1'), true);
    await feeds.announce(TAB, shown('2'), true);
    expect(asked[0]!.signal.aborted).toBe(true);
    asked[1]!.answer();
    await rest();
    asked[0]!.answer();
    await rest();
    expect(last()).toMatchObject({ key: keyFor('2'), loading: false, answer: answerFor('2') });
    for (const feed of got) if (feed.answer) expect(feed.answer).toEqual(answerFor(feed.page!.id!));
  });

  it('is empty at once where there is no record', async () => {
    const { feeds, asked, open, last } = world();
    open();
    await feeds.announce(TAB, shown('1'), true);
    asked[0]!.answer();
    await rest();
    await feeds.announce(TAB, shown(null), true);
    expect(last()).toMatchObject({ key: null, page: null, answer: null, loading: false });
  });

  it('shows a known person at once and asks again', async () => {
    const { feeds, asked, got, open, last } = world();
    open();
    await feeds.announce(TAB, shown('1'), true);
    asked[0]!.answer();
    await rest();
    await feeds.announce(TAB, shown('2'), true);
    got.length = 0;
    await feeds.announce(TAB, shown('1'), true);
    expect(got[0]).toMatchObject({ key: keyFor('1'), loading: true, answer: answerFor('1') });
    asked.at(-1)!.answer();
    await rest();
    expect(last()).toMatchObject({ loading: false, answer: answerFor('1') });
  });

  it('hints that come later ask again and keep what is shown', async () => {
    const { feeds, asked, open, last } = world();
    open();
    await feeds.announce(TAB, shown('1'), true);
    asked[0]!.answer();
    await rest();
    await feeds.announce(TAB, { ...shown('1'), hints: { number: '1' } }, true);
    expect(last()).toMatchObject({ loading: true, answer: answerFor('1') });
    expect(asked.at(-1)!.query.hints).toEqual({ number: '1' });
  });

  it('a fault is said beside what was known', async () => {
    const { feeds, asked, open, last } = world();
    open();
    await feeds.announce(TAB, shown('1'), true);
    asked[0]!.answer();
    await rest();
    await feeds.refresh(TAB, true);
    expect(asked[1]!.query.refresh).toBe(true);
    asked[1]!.fail(new CallFault({ code: 'rate_limited', message: 'm', retryAfterSeconds: 7 }));
    await rest();
    expect(last()).toMatchObject({ loading: false, answer: answerFor('1'), fault: { retryAfterSeconds: 7 } });
    await feeds.refresh(TAB, true);
    asked[2]!.answer();
    await rest();
    expect(last().fault).toBeNull();
  });

  it('an error of our own is a fault, not a silence', async () => {
    const { feeds, asked, open, last } = world();
    open();
    await feeds.announce(TAB, shown('1'), true);
    asked[0]!.fail(new CallFault({ code: 'server_unreachable', message: 'm' }));
    await rest();
    expect(last()).toMatchObject({ loading: false, fault: { code: 'server_unreachable' } });
  });

  it('after the service worker died, the panel has its record back without a lookup', async () => {
    const first = world();
    await first.feeds.announce(TAB, shown('1'), true);
    first.asked[0]!.answer();
    await rest();
    const second = world(first.memory);
    second.open();
    await rest();
    expect(second.last()).toMatchObject({ key: keyFor('1'), answer: answerFor('1'), loading: false });
    expect(second.asked).toHaveLength(0);
  });

  it('a lookup that died with the service worker is made again', async () => {
    const first = world();
    await first.feeds.announce(TAB, shown('1'), true);
    const second = world(first.memory);
    second.open();
    await rest();
    expect(second.asked).toHaveLength(1);
  });

  it('unreadable memory is no memory', async () => {
    const memory = storage();
    memory.data.set(`tab:${TAB}`, { page: 'x' });
    memory.data.set('answers', [{ key: keyFor('1'), answer: { state: 'linked' } }]);
    const { open, last } = world(memory);
    open();
    await rest();
    expect(last()).toMatchObject({ key: null, answer: null });
  });

  it('after a decision every open panel asks again and no old answer is kept', async () => {
    const { feeds, asked, memory, open } = world();
    open();
    await feeds.announce(TAB, shown('1'), true);
    await feeds.announce(8, shown('2'), true);
    for (const { answer } of asked) answer();
    await rest();
    await feeds.refreshAll(false);
    expect(asked.slice(2).map(({ query }) => query.page.id)).toEqual(['1']);
    expect(memory.data.has('answers')).toBe(false);
  });

  it('nobody’s person is shown to somebody who signed out', async () => {
    const { feeds, asked, open, last, leave } = world();
    open();
    await feeds.announce(TAB, shown('1'), true);
    asked[0]!.answer();
    await rest();
    leave();
    await feeds.refreshAll(true);
    await rest();
    expect(last()).toMatchObject({ session: null, answer: null, loading: false });
    expect(asked).toHaveLength(1);
  });

  it('a host that was taken back shows nothing and is not asked about', async () => {
    const { feeds, asked, open, last, takeBack } = world();
    open();
    await feeds.announce(TAB, shown('1'), true);
    asked[0]!.answer();
    await rest();
    takeBack();
    await feeds.refreshAll(false);
    await rest();
    expect(last()).toMatchObject({ access: 'missing', answer: null, loading: false });
    expect(asked).toHaveLength(1);
  });

  it('tells only the panels of its own tab, and none that left', async () => {
    const { feeds, got, open } = world();
    const leaveTab = open();
    await rest();
    got.length = 0;
    await feeds.announce(8, shown('2'), true);
    expect(got).toEqual([]);
    leaveTab();
    await feeds.announce(TAB, shown('1'), true);
    expect(got).toEqual([]);
  });

  it('a closed tab leaves nothing behind', async () => {
    const { feeds, asked, memory } = world();
    await feeds.announce(TAB, shown('1'), true);
    await feeds.close(TAB);
    expect(asked[0]!.signal.aborted).toBe(true);
    expect(memory.data.has(`tab:${TAB}`)).toBe(false);
  });
});
