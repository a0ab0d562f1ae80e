import { afterEach, describe, expect, it } from 'vitest';
import { injectMissing, type Scripting } from '../../../extension/background/inject.ts';
import { isRunning, markRunning } from '../../../extension/mount/running.ts';

const FILE = '/content-scripts/psa.js';

/** A tab with these documents; answers what was run where. */
function tab(documents: { frameId: number; result?: unknown }[]) {
  const ran: unknown[] = [];
  const scripting = {
    async executeScript(asked: object) {
      if ('func' in asked) return documents;
      ran.push(asked);
      return [];
    },
  } as Scripting;
  return { scripting, ran };
}

describe('a script put into an open tab', () => {
  it.each([
    ['runs where it is missing', [{ frameId: 0, result: false }], [0]],
    ['is not run twice', [{ frameId: 0, result: true }], []],
    [
      'runs in those frames alone that lack it',
      [{ frameId: 0, result: true }, { frameId: 4, result: false }, { frameId: 7 }],
      [4, 7],
    ],
    ['runs nowhere in a tab without documents', [], []],
  ])('%s', async (_, documents, frameIds) => {
    const { scripting, ran } = tab(documents);
    await injectMissing(scripting, { tabId: 12, allFrames: true }, FILE);
    expect(ran).toEqual(frameIds.length > 0 ? [{ target: { tabId: 12, frameIds }, files: [FILE] }] : []);
  });
});

describe('the mark of a running script', () => {
  const stop = new AbortController();
  afterEach(() => stop.abort());

  it('stands for its own file, until the script ends', () => {
    expect(isRunning(FILE)).toBe(false);
    markRunning(FILE, stop.signal);
    expect([isRunning(FILE), isRunning('/content-scripts/psa-frame.js')]).toEqual([true, false]);
    stop.abort();
    expect(isRunning(FILE)).toBe(false);
  });
});
