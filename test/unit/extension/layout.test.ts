import { PSA_IDS, type PsaId } from '@counterpart/shared/providers.ts';
import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { counted, createHealth } from '../../../extension/background/health.ts';
import { HealthMessage } from '../../../extension/messages.ts';
import { createScreenId } from '../../../extension/mount/screen-id.ts';
import { fieldsOf, overallOf } from '../../../extension/options/sites/layout.ts';
import { knowsSelector, PAGES, readDocument, readHints } from '../../../extension/pages/index.ts';
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

/** A ticket's screen of each PSA (simulated), with a stranger's words wherever words are read. */
const SCREENS: Record<PsaId, (words: string) => string> = {
  halopsa: (words) => `<h1 class="profile-full-name">${words}</h1>
    <div class="details-form"><div class="details-group"><label>E-mail</label><div>${words}</div></div></div>`,
  autotask: (words) => `<div class="TitleBarItem Title"><div class="SecondaryText">${words}</div></div>
    <div class="ReadOnlyData"><div class="ReadOnlyLabelContainer"><div class="PrimaryText">Contact</div></div>
    <div class="ReadOnlyValueContainer"><div class="Value">${words}</div></div></div>`,
  connectwise: (words) => `<div class="detailLabel">Service Ticket #53203 - ${words}</div>
    <input class="cw_contact" value="${words}"><input class="cw_emailAddress" value="${words}">`,
};

describe.each(PSA_IDS)('what is kept of a screen of %s', (psa) => {
  const page = {
    psa,
    host: 'a.example',
    kind: 'ticket',
    id: psa === 'connectwise' ? null : '7',
    number: null,
  } as const;
  const keptOf = async (body: string) => {
    const { document } = parseHTML(`<html><head><title>t</title></head><body>${body}</body></html>`);
    const counts = new Map<string, boolean>();
    const note = (id: string, hit: boolean) => counts.set(id, hit);
    readDocument(document as unknown as Document, page, note);
    readHints(page, document as unknown as Document, note);
    const message = HealthMessage.parse({
      type: 'health',
      psa,
      counts: [...counts].map(([selectorId, hit]) => ({ selectorId, hit })),
    });
    const item = memoryItem<Health>({});
    await createHealth(item)(message);
    return item.get();
  };

  it('is a number for each way that was tried, and nothing else, whatever the screen says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), async (text) => {
        const words = text.replace(/[<>&"]/g, '');
        const kept = await keptOf(SCREENS[psa](words));
        expect(Object.keys(kept)).toEqual([psa]);
        for (const [id, { hits, misses, ...more }] of Object.entries(kept[psa]!)) {
          expect(knowsSelector(psa, id), id).toBe(true);
          expect([hits + misses, more]).toEqual([1, {}]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('tells a screen that is read from one that is not', async () => {
    const sums = async (body: string) =>
      Object.values((await keptOf(body))[psa]!).reduce(
        (sum, { hits, misses }) => [sum[0]! + hits, sum[1]! + misses],
        [0, 0],
      );
    const [hits] = await sums(SCREENS[psa]('T20260101.0001'));
    expect(hits).toBeGreaterThan(0);
    expect(await sums('<p>T20260101.0001</p>')).toEqual([0, PAGES[psa].selectors.length]);
  });

  it('takes no message that carries more', () => {
    const count = { selectorId: PAGES[psa].selectors[0]!.id, hit: true };
    const parse = (message: object) =>
      HealthMessage.safeParse({ type: 'health', psa, counts: [count], ...message }).success;
    expect(parse({})).toBe(true);
    expect(parse({ counts: [{ ...count, value: 'Jonas Whitlock' }] })).toBe(false);
    expect(parse({ counts: [{ ...count, hit: 'Jonas Whitlock' }] })).toBe(false);
    expect(parse({ url: 'https://a.example/ticket?id=7' })).toBe(false);
    expect(knowsSelector(psa, 'Jonas Whitlock')).toBe(false);
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
      state({ 'email.class': [1, 9], 'email.link': [1, 8], 'requester.class': [0, 9], 'ticket.banner': [0, 2] }),
    ).toEqual({
      ticket: 'idle',
      requester: 'lost',
      email: 'found',
    });
  });
  it('is found another way when the one tried first has led nowhere', () => {
    expect(state({ 'requester.class': [0, 5], 'requester.cwid': [5, 0] }).requester).toBe('fallback');
    expect(state({ 'requester.class': [0, 4], 'requester.cwid': [4, 0] }).requester).toBe('found');
    expect(state({ 'requester.class': [1, 9], 'requester.cwid': [9, 0] }).requester).toBe('found');
  });
  it('a PSA is lost only with all of its fields: then the address is all there is', () => {
    const lost = Object.fromEntries(selectors.map(({ id }) => [id, { hits: 0, misses: 5 }]));
    const overall = (counts: Health[keyof Health]) => overallOf(fieldsOf(selectors, counts));
    expect(overall(lost)).toBe('lost');
    expect(overall({ ...lost, 'email.link': { hits: 1, misses: 4 } })).toBe('partly');
    expect(overall({ 'email.link': { hits: 1, misses: 4 } })).toBe('found');
    expect(overall({ 'email.link': { hits: 0, misses: 4 } })).toBe('idle');
    expect(overall({})).toBe('idle');
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
