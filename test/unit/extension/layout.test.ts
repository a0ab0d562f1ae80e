import { describe, expect, it } from 'vitest';
import { counted, createHealth } from '../../../extension/background/health.ts';
import { createScreenId } from '../../../extension/mount/screen-id.ts';
import { fieldsOf, isByAddressOnly } from '../../../extension/options/sites/layout.ts';
import { PAGES } from '../../../extension/pages/index.ts';
import type { Health } from '../../../extension/storage.ts';
import { memoryItem } from '../../gallery/options/fake.ts';

describe('counting', () => {
  it('adds up, each selector for itself', () => {
    const once = counted({}, 'halopsa', [
      { selectorId: 'number.heading', hit: true },
      { selectorId: 'email.details', hit: false },
    ]);
    const twice = counted(once, 'halopsa', [{ selectorId: 'number.heading', hit: false }]);
    expect(twice).toEqual({
      halopsa: { 'number.heading': { hits: 1, misses: 1 }, 'email.details': { hits: 0, misses: 1 } },
    });
  });

  it('forgets slowly: a layout that broke last month is seen to be broken', () => {
    let health: Health = {};
    const many = (hit: boolean, times: number) => {
      for (let n = 0; n < times; n++) health = counted(health, 'halopsa', [{ selectorId: 'number.heading', hit }]);
    };
    many(true, 5000);
    many(false, 5000);
    const { hits, misses } = health.halopsa!['number.heading']!;
    expect(hits + misses).toBeLessThan(600);
    expect(hits).toBe(0);
  });

  it('loses nothing when two tabs count at once', async () => {
    const item = memoryItem<Health>({});
    const count = createHealth(item);
    const message = {
      type: 'health' as const,
      psa: 'halopsa' as const,
      counts: [{ selectorId: 'number.heading', hit: true }],
    };
    await Promise.all([count(message), count(message), count(message)]);
    expect((await item.get()).halopsa).toEqual({ 'number.heading': { hits: 3, misses: 0 } });
  });
});

describe('a field', () => {
  const { selectors } = PAGES.connectwise;
  const state = (counts: Record<string, [hits: number, misses: number]>) => {
    const health = Object.fromEntries(Object.entries(counts).map(([id, [hits, misses]]) => [id, { hits, misses }]));
    return Object.fromEntries(fieldsOf(selectors, health).map((each) => [each.field, each.state]));
  };
  it('is found by any of its ways, and lost when none leads anywhere', () => {
    expect(
      state({ 'email.class': [0, 9], 'email.link': [1, 8], 'requester.class': [0, 9], 'ticket.banner': [0, 2] }),
    ).toEqual({
      ticket: 'idle',
      requester: 'lost',
      email: 'found',
    });
  });
  it('says that the address is all there is when all are lost', () => {
    const lost = Object.fromEntries(selectors.map(({ id }) => [id, { hits: 0, misses: 5 }]));
    expect(isByAddressOnly(fieldsOf(selectors, lost))).toBe(true);
    expect(isByAddressOnly(fieldsOf(selectors, { ...lost, 'email.link': { hits: 1, misses: 4 } }))).toBe(false);
    expect(isByAddressOnly(fieldsOf(selectors, {}))).toBe(false);
  });
  it.each(Object.entries(PAGES))('every selector of %s belongs to one', (_psa, adapter) => {
    const ways = fieldsOf(adapter.selectors).flatMap((field) => field.ways);
    expect(ways.map(({ id }) => id).sort()).toEqual(adapter.selectors.map(({ id }) => id).sort());
  });
});

describe('a screen that alone knows its record', () => {
  const BASE = { psa: 'connectwise', host: 'na.myconnectwise.net', kind: 'ticket', id: null, number: null } as const;
  /** What is told of looks at `[milliseconds, id]`: an id, `?` for a record nobody knows, `-` for nothing new. */
  const told = (previous: string | null, looks: [at: number, id: string | null][]) => {
    const take = createScreenId(BASE, previous, 0);
    return looks.map(([at, id]) => {
      const page = take(id, at);
      return page === undefined ? '-' : (page.id ?? '?');
    });
  };
  it.each<[what: string, previous: string | null, looks: [number, string | null][], expected: string[]]>([
    [
      'is told once',
      null,
      [
        [200, '7'],
        [400, '7'],
      ],
      ['7', '-'],
    ],
    [
      'follows the screen from record to record',
      null,
      [
        [200, '7'],
        [900, '8'],
      ],
      ['7', '8'],
    ],
    [
      'waits while nothing is there',
      null,
      [
        [200, null],
        [4900, null],
        [4950, '7'],
      ],
      ['-', '-', '7'],
    ],
    [
      'gives up, and comes back',
      null,
      [
        [4900, null],
        [5100, null],
        [5200, null],
        [9000, '7'],
      ],
      ['-', '?', '-', '7'],
    ],
    [
      'does not believe the record before at once',
      '7',
      [
        [200, '7'],
        [400, '8'],
      ],
      ['-', '8'],
    ],
    [
      'believes it when it stays',
      '7',
      [
        [200, '7'],
        [1600, '7'],
      ],
      ['-', '7'],
    ],
    [
      'believes it after another',
      '7',
      [
        [200, '8'],
        [400, '7'],
      ],
      ['8', '7'],
    ],
    [
      'outlives a redraw',
      null,
      [
        [200, '7'],
        [300, null],
        [900, '7'],
        [1000, null],
        [2400, '7'],
      ],
      ['7', '-', '-', '-', '-'],
    ],
    [
      'goes with its number',
      null,
      [
        [200, '7'],
        [1000, null],
        [2600, null],
      ],
      ['7', '-', '?'],
    ],
  ])('%s', (_what, previous, looks, expected) => expect(told(previous, looks)).toEqual(expected));
});
