import { describe, expect, it } from 'vitest';
import type { Shown } from '../../../extension/background/feed.ts';
import { createFrames, currentOf, type Entry, place } from '../../../extension/background/frames.ts';

const HOST = 'ww5.autotask.net';
const shown = (id: string | null, host = HOST): Shown => ({
  host,
  page: id === null ? null : { psa: 'autotask', host, kind: 'ticket', id, number: null },
  hints: {},
});
const said = (frameId: number, id: string | null, host?: string): Entry => ({ frameId, shown: shown(id, host) });

/** What a tab shows after its documents have said this, one after the other; `!`: the first word of a document. */
type Saying = [frameId: number, id: string | null, first?: '!'];
function after(...sayings: Saying[]): string | null {
  const entries = sayings.reduce<Entry[]>(
    (all, [frameId, id, first]) => place(all, said(frameId, id), first === '!'),
    [],
  );
  return currentOf(entries)?.shown.page?.id ?? null;
}

describe('what a tab shows', () => {
  it.each<[what: string, sayings: Saying[], id: string | null]>([
    ['nothing yet', [], null],
    ['its own record', [[0, '1', '!']], '1'],
    ['no record', [[0, null, '!']], null],
    [
      'the record of a frame',
      [
        [0, null, '!'],
        [3, '2', '!'],
      ],
      '2',
    ],
    [
      'the newest of two',
      [
        [0, '1', '!'],
        [3, '2', '!'],
      ],
      '2',
    ],
    [
      'the newest, whichever it is',
      [
        [3, '2', '!'],
        [0, '1'],
      ],
      '1',
    ],
    [
      'the next page of the frame',
      [
        [0, '1', '!'],
        [3, '2', '!'],
        [3, null],
        [3, '4', '!'],
      ],
      '4',
    ],
    [
      'the shell’s again when the frame has none',
      [
        [0, '1', '!'],
        [3, '2', '!'],
        [3, null],
      ],
      '1',
    ],
    [
      'the frame below when the one above goes',
      [
        [3, '2', '!'],
        [5, '9', '!'],
        [5, null],
      ],
      '2',
    ],
    [
      'a frame without a record changes nothing',
      [
        [3, '2', '!'],
        [5, null, '!'],
      ],
      '2',
    ],
    [
      'what is read later brings nothing to the front',
      [
        [3, '2', '!'],
        [5, '9', '!'],
        [3, '2'],
      ],
      '9',
    ],
    [
      'a new page of the tab ends its frames',
      [
        [3, '2', '!'],
        [0, null, '!'],
      ],
      null,
    ],
    [
      'a new page of a frame ends only itself',
      [
        [3, '2', '!'],
        [5, '9', '!'],
        [5, null, '!'],
      ],
      '2',
    ],
  ])('%s', (_what, sayings, id) => expect(after(...sayings)).toBe(id));

  it('never what another host said', () => {
    const entries = place([said(3, '2', 'ww6.autotask.net')], said(0, null), false);
    expect(entries).toEqual([said(0, null)]);
  });

  it('holds a few frames, however many a page makes', () => {
    let entries: Entry[] = [];
    for (let frameId = 1; frameId < 1000; frameId++) entries = place(entries, said(frameId, String(frameId)), true);
    expect(entries.length).toBeLessThan(10);
    expect(currentOf(entries)?.frameId).toBe(999);
  });
});

function memory() {
  const kept = new Map<string, unknown>();
  return {
    kept,
    get: async (key: string) => structuredClone(kept.get(key)),
    set: async (key: string, value: unknown) => void kept.set(key, structuredClone(value)),
    remove: async (key: string) => void kept.delete(key),
  };
}

describe('the frames of a tab', () => {
  it('are news only where they change what is shown', async () => {
    const frames = createFrames(memory());
    const report = async (frameId: number, id: string | null, first = false) => {
      const { shown: now, isNews } = await frames.report(7, said(frameId, id), first);
      return [now.page?.id ?? null, isNews];
    };
    expect(await report(0, null, true)).toEqual([null, true]);
    expect(await report(3, '2', true)).toEqual(['2', true]);
    expect(await report(5, null, true)).toEqual(['2', false]);
    expect(await report(0, null)).toEqual(['2', false]);
    expect(await report(3, '2')).toEqual(['2', true]);
    expect(await report(3, null)).toEqual([null, true]);
  });

  it('outlive the service worker, and not their tab', async () => {
    const store = memory();
    await createFrames(store).report(7, said(3, '2'), true);
    const next = createFrames(store);
    expect((await next.report(7, said(5, null), true)).shown.page?.id).toBe('2');
    expect((await next.report(8, said(5, null), true)).shown.page).toBeNull();
    await next.close(7);
    expect(store.kept.has('frames:7')).toBe(false);
  });

  it('keep the order in which they spoke', async () => {
    const frames = createFrames(memory());
    await Promise.all([frames.report(7, said(3, '2'), true), frames.report(7, said(5, '9'), true)]);
    expect((await frames.report(7, said(6, null), true)).shown.page?.id).toBe('9');
  });
});
