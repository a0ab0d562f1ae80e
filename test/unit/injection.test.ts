import { createBudget, createHttp } from '@counterpart/server/http.ts';
import { PSAS } from '@counterpart/server/psa/index.ts';
import type { Psa } from '@counterpart/server/psa/types.ts';
import type { PsaId } from '@counterpart/shared/providers.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseCondition } from '../simulators/psa/connectwise/grammar.ts';
import { PSA_HARNESSES, type RunningPsa } from '../simulators/psa/harness.ts';

interface Asked {
  url: URL;
  body: unknown;
}

/** Half of a surrogate pair is no character, and cannot be sent. */
const wellFormed = (text: string) => text.replace(/\p{Surrogate}/gu, '\uFFFD');

/** Signs that an address may have, and that mean something in one of the dialects or in a web address. */
const signs = fc.array(fc.constantFrom(..."'%*_&=#/?+-|`{}$!~^", 'or', '😀', '\u202E', '\ud800'), { maxLength: 6 });

/** What strangers type: any text, and the signs that end a literal in one of the dialects. */
const typed = fc.oneof(
  fc.tuple(signs, signs).map(([local, domain]) => `x${local.join('')}@y${domain.join('')}`),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        ...[
          '"',
          "'",
          '\\',
          '\\"',
          '"}],',
          '{"op":"exist","field":"id"}',
          ' or ',
          ' and ',
          'id > 0',
          '(',
          ')',
          '[',
          ']',
        ],
        ...[
          '%',
          '*',
          '_',
          '&',
          '=',
          '#',
          '?',
          '+',
          '/',
          '../',
          '\n',
          '\r\n',
          '\0',
          '--',
          '/*',
          ';',
          '\u202E',
          '😀',
          '\ud800',
        ],
        ...['ana@sousa.example', '@', 'x', '7', 'search_phonenumbers=true', '&count=1', 'null', 'True'],
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
);

/**
 * Per dialect: every literal of a question as the PSA reads it, and all of the question that is not one. A question that
 * was broken out of has another frame, or another literal than what was typed.
 */
const DIALECTS: Record<PsaId, (asked: Asked) => { literals: unknown[]; frame: string }> = {
  halopsa({ url }) {
    const names = [...url.searchParams.keys()].sort();
    return { literals: [url.searchParams.get('search')], frame: `${url.pathname}${url.hash} ${names.join()}` };
  },
  autotask({ url, body }) {
    const literals: unknown[] = [];
    const frame = JSON.stringify(body, (key, value: unknown) =>
      key === 'value' ? literals.push(value) && '?' : value,
    );
    return { literals: [...new Set(literals)], frame: `${url.pathname}${url.search}${url.hash} ${frame}` };
  },
  connectwise({ url }) {
    const literals: unknown[] = [];
    const inner = (value: unknown): unknown => {
      if (typeof value !== 'object' || value === null) return value;
      if (!('operator' in value))
        return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inner(one)]));
      const { value: literal, ...rest } = value as unknown as { value: { type: string; value: unknown } };
      literals.push(literal.value);
      return { ...rest, type: literal.type };
    };
    const parsed = ['conditions', 'childConditions', 'customFieldConditions'].map((name) => {
      const text = url.searchParams.get(name);
      return text === null ? null : inner(parseCondition(text));
    });
    const names = [...url.searchParams.keys()].filter((name) => name !== 'pageId').sort();
    return { literals, frame: `${url.pathname}${url.hash} ${names.join()} ${JSON.stringify(parsed)}` };
  },
};

/** A search box, and which literals its questions hold when a text is typed into it. */
interface Box {
  psa: PsaId;
  box: string;
  ask(psa: Psa, text: string): Promise<unknown>;
  literals(text: string): unknown[];
  /** So strict that hardly anything is asked for. */
  strict?: boolean;
}
const address = (text: string) => text.trim().toLowerCase();
const key = (psa: Psa, text: string) => psa.findContactByKey!(text);
const email = (psa: Psa, text: string) => psa.findContactsByEmail(text);
const BOXES: Box[] = [
  { psa: 'halopsa', box: 'e-mail', ask: email, literals: (text) => [wellFormed(address(text))] },
  { psa: 'autotask', box: 'e-mail', ask: email, literals: (text) => [address(text)] },
  { psa: 'autotask', box: 'key', ask: key, literals: (text) => [text.trim()] },
  {
    ...{ psa: 'autotask', box: 'ticket number', ask: (psa, text) => psa.ticketByNumber(text) },
    literals: (text) => [text.trim()],
  },
  {
    ...{ psa: 'autotask', box: 'mark of a note', ask: (psa, text) => psa.findPrivateNote!('53203', text) },
    literals: (text) => [53_203, text],
  },
  {
    ...{ psa: 'connectwise', box: 'e-mail', ask: email, strict: true },
    literals: (text) => [wellFormed(address(text)), 'Email'],
  },
  { psa: 'connectwise', box: 'key', ask: key, literals: (text) => ['Counterpart key', wellFormed(text)] },
];

describe.each(Object.keys(PSA_HARNESSES) as PsaId[])('what is typed into a search of %s', (id) => {
  let running: RunningPsa;
  const asked: Asked[] = [];
  let psa: Psa;
  beforeAll(async () => {
    running = await PSA_HARNESSES[id]();
    const recording = (async (input: string, init: RequestInit) => {
      const body: unknown = typeof init.body === 'string' && init.body.startsWith('{') ? JSON.parse(init.body) : null;
      asked.push({ url: new URL(input), body });
      return fetch(input, init);
    }) as typeof fetch;
    const budget = createBudget({ limit: 1_000_000, windowMs: 1_000 });
    psa = PSAS[id].create(running.stored, createHttp({ fetch: recording, budget, retries: 0 }));
    await psa.contact(running.known.contact.id);
  });
  afterAll(() => running.close());

  const boxes = BOXES.filter(({ psa: of }) => of === id);
  test.each(boxes)('$box: stays one literal of the same question', async ({ ask, literals, strict = false }) => {
    asked.length = 0;
    await ask(psa, 'harmless@somewhere.example');
    const frames = asked.map((one) => DIALECTS[id](one).frame);
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(typed, async (text) => {
        asked.length = 0;
        await ask(psa, text);
        // What cannot be an answer is not asked for at all.
        if (asked.length > 0) sent++;
        for (const one of asked) {
          const { literals: read, frame } = DIALECTS[id](one);
          expect(read).toEqual(literals(text));
          expect(frames).toContain(frame);
        }
      }),
      { numRuns: 150 },
    );
    expect(sent).toBeGreaterThan(strict ? 10 : 50);
  });

  test('finds who has exactly that, and nobody else', async () => {
    const { contact, ticket } = running.known;
    await fc.assert(
      fc.asyncProperty(typed, async (text) => {
        const wanted = text.trim().toLowerCase();
        for (const { emails } of await psa.findContactsByEmail(text)) {
          expect(emails.map((email) => email.toLowerCase())).toContain(wanted);
        }
        expect((await psa.findContactsByPhone(text)).map((found) => found.id)).toEqual([]);
        expect((await psa.findContactByKey?.(text)) ?? null).toBeNull();
        expect((await psa.ticketByNumber(text))?.id ?? null).toBeNull();
        expect((await psa.findPrivateNote?.(ticket.id, text)) ?? null).toBeNull();
      }),
      { numRuns: 100, examples: [[contact.emails[1]]] },
    );
  });
});
