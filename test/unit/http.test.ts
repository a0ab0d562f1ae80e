import { createBudget, createHttp, type HttpOptions, type HttpRequest, retryAfter } from '@counterpart/server/http.ts';
import type { AppError } from '@counterpart/shared/errors.ts';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';

const URL_ = 'https://provider.example/things';
let clock = 0;
const now = () => clock;
const sleep = async (ms: number) => {
  clock += ms;
};
beforeEach(() => {
  clock = 1_000_000;
});

/** An Http over answers given in order, and what was sent for them. */
function over(answers: (() => Response | Promise<Response>)[], options: Partial<HttpOptions> = {}) {
  const sent: { at: number; url: string; init: RequestInit }[] = [];
  const fetch = (async (url, init) => {
    sent.push({ at: now(), url: String(url), init: init! });
    const answer = answers[sent.length - 1];
    if (!answer) throw new Error('one request too many');
    return answer();
  }) as typeof globalThis.fetch;
  const budget = createBudget({ limit: 1_000, windowMs: 60_000, now, sleep });
  return { http: createHttp({ fetch, budget, sleep, ...options }), sent };
}
const say = (status: number, body = '{}', headers: Record<string, string> = {}) => {
  return () => new Response(body, { status, headers });
};
const get = (more: Partial<HttpRequest<unknown>> = {}): HttpRequest<unknown> => ({ method: 'GET', url: URL_, ...more });

describe('one answer', () => {
  test.each<[number, string]>([
    [302, 'provider_rejected'],
    [400, 'provider_rejected'],
    [401, 'provider_auth'],
    [403, 'provider_forbidden'],
    [404, 'provider_not_found'],
    [409, 'provider_rejected'],
    [429, 'provider_rate_limited'],
    [500, 'provider_unavailable'],
    [503, 'provider_unavailable'],
    [504, 'provider_timeout'],
  ])('status %i is %s, without its body', async (status, code) => {
    const { http } = over([say(status, 'stack trace with a secret')], { retries: 0 });
    const error = await http.request(get()).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, extra: { detail: { status: String(status) } } });
    expect(JSON.stringify([(error as AppError).message, (error as AppError).extra])).not.toContain('secret');
  });

  test('a redirect is not followed, so no token goes to another host', async () => {
    const { http, sent } = over([say(302, '', { location: 'https://elsewhere.example' })]);
    await expect(http.request(get())).rejects.toMatchObject({ code: 'provider_rejected' });
    expect(sent).toMatchObject([{ init: { redirect: 'manual' } }]);
  });

  test('a status that means "not there" is null', async () => {
    const { http } = over([say(404)]);
    expect(await http.request(get({ answer: z.unknown(), nullOn: [404] }))).toBeNull();
  });

  test.each<[string, string]>([
    ['not JSON', '<html>'],
    ['another shape', '{"id":"x"}'],
    ['nothing', ''],
  ])('%s is provider_invalid', async (_, body) => {
    const { http } = over([say(200, body)]);
    const request = get({ answer: z.object({ id: z.number() }) });
    await expect(http.request(request)).rejects.toMatchObject({ code: 'provider_invalid' });
  });

  test('a body that is too long is not read to its end', async () => {
    let pulled = 0;
    const endless = new ReadableStream({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(1_000));
      },
    });
    const { http } = over([() => new Response(endless)], { maxBytes: 5_000 });
    await expect(http.request(get())).rejects.toMatchObject({ code: 'provider_invalid' });
    expect(pulled).toBeLessThan(10);
  });

  test('what the provider explains is said', async () => {
    const { http } = over([say(400, 'because')]);
    const explain = (status: number, body: string) => ({
      code: 'provider_forbidden' as const,
      message: `${status} ${body}`,
      detail: { right: 'read' },
      fields: [{ path: 'a', message: 'b' }],
    });
    await expect(http.request(get({ explain }))).rejects.toMatchObject({
      code: 'provider_forbidden',
      message: '400 because',
      extra: { detail: { right: 'read', status: '400' }, fields: [{ path: 'a', message: 'b' }] },
    });
  });

  test.each<[string, unknown, string, string]>([
    ['JSON', { a: 1 }, '{"a":1}', 'application/json'],
    ['a form', new URLSearchParams({ a: '1 2' }), 'a=1+2', 'application/x-www-form-urlencoded'],
  ])('a body goes out as %s', async (_, body, text, type) => {
    const { http, sent } = over([say(200)]);
    await http.request({ method: 'POST', url: URL_, body });
    expect(sent[0]!.init).toMatchObject({ body: text, headers: { 'content-type': type } });
  });
});

describe('again', () => {
  const broken = () => Promise.reject(new TypeError('fetch failed'));

  test.each<[string, () => Response | Promise<Response>]>([
    ['a broken connection', broken],
    ['503', say(503)],
    ['504', say(504)],
    ['429', say(429, '', { 'retry-after': '1' })],
  ])('a read is repeated after %s', async (_, trouble) => {
    const { http, sent } = over([trouble, trouble, say(200)]);
    await http.request(get());
    expect(sent).toHaveLength(3);
  });

  test('a read gives up in the end', async () => {
    const { http, sent } = over([broken, broken, broken]);
    await expect(http.request(get())).rejects.toMatchObject({ code: 'provider_unavailable' });
    expect(sent).toHaveLength(3);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)('a lost %s is not a failed one', async (method) => {
    const { http, sent } = over([broken]);
    await expect(http.request(get({ method }))).rejects.toMatchObject({ code: 'provider_unavailable' });
    expect(sent).toHaveLength(1);
  });

  test('nor is what was refused repeated', async () => {
    const { http, sent } = over([say(400)]);
    await expect(http.request(get())).rejects.toMatchObject({ code: 'provider_rejected' });
    expect(sent).toHaveLength(1);
  });

  test('nothing goes out before Retry-After is over, and no second request of anybody else', async () => {
    const { http, sent } = over([say(429, '', { 'retry-after': '7' }), say(200), say(200)]);
    const start = now();
    await http.request(get());
    await http.request(get());
    expect(sent.map(({ at }) => at - start)).toEqual([0, 7_000, 7_000]);
  });

  test.each([-86_400_000, 0, 86_400_000])(
    'a date is read by the clock of whoever wrote it: %i ms off',
    async (skew) => {
      const at = (ms: number) => new Date(Date.now() + skew + ms).toUTCString();
      const limited = say(429, '', { date: at(0), 'retry-after': at(30_000) });
      const { http, sent } = over([limited, say(200)]);
      const start = now();
      await http.request(get());
      expect(sent.map((one) => one.at - start)).toEqual([0, 30_000]);
    },
  );

  test('somebody who waits is told instead', async () => {
    const { http, sent } = over([say(429, '', { 'retry-after': '7' })]);
    const limited = { code: 'provider_rate_limited', extra: { retryAfterSeconds: 7 } };
    await expect(http.request(get({ urgent: true }))).rejects.toMatchObject(limited);
    await expect(http.request(get({ urgent: true }))).rejects.toMatchObject(limited);
    expect(sent).toHaveLength(1);
  });
});

describe('the budget', () => {
  test('never lets more than the limit into any window', async () => {
    const arbitrary = fc.array(fc.tuple(fc.nat(400), fc.boolean()), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), arbitrary, async (limit, calls) => {
        const windowMs = 1_000;
        const budget = createBudget({ limit, windowMs, now, sleep });
        const sent: number[] = [];
        for (const [pause, urgent] of calls) {
          clock += pause;
          await budget.take(urgent);
          sent.push(now());
        }
        for (const at of sent)
          expect(sent.filter((other) => other > at - windowMs && other <= at).length).toBeLessThanOrEqual(limit);
      }),
    );
  });

  test('keeps the last fifth for people who wait', async () => {
    const budget = createBudget({ limit: 10, windowMs: 300_000, now, sleep });
    for (let sent = 0; sent < 8; sent++) await budget.take(false);
    await expect(budget.take(false)).rejects.toMatchObject({ code: 'provider_rate_limited' });
    await budget.take(true);
    await budget.take(true);
    const full = { code: 'provider_rate_limited', extra: { retryAfterSeconds: 300 } };
    await expect(budget.take(true)).rejects.toMatchObject(full);
  });
});

describe('Retry-After', () => {
  test.each<[string | null, number | null]>([
    [null, null],
    ['', null],
    ['120', 120],
    [' 3 ', 3],
    ['Thu, 01 Jan 1970 00:16:50 GMT', 10],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['soon', null],
  ])('%j is %j seconds', (header, seconds) => {
    expect(retryAfter(header, 1_000_000)).toBe(seconds);
  });

  test('is never negative, whatever is sent', () => {
    fc.assert(
      fc.property(fc.string(), fc.date({ noInvalidDate: true }), (text, date) => {
        for (const header of [text, date.toUTCString()]) expect(retryAfter(header) ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('a person who waits', () => {
  const never = (init: RequestInit) =>
    new Promise<Response>((_, reject) => {
      init.signal?.addEventListener('abort', () => reject(init.signal?.reason));
    });
  test('is told after five seconds at most, and not made to wait for a second try', async () => {
    const limits: number[] = [];
    const timeout = AbortSignal.timeout;
    AbortSignal.timeout = (ms) => {
      limits.push(ms);
      return timeout.call(AbortSignal, 5);
    };
    try {
      const fetch = ((_url, init) => never(init!)) as typeof globalThis.fetch;
      const budget = createBudget({ limit: 10, windowMs: 1000, now, sleep });
      const http = createHttp({ fetch, budget, sleep });
      await expect(http.request(get({ urgent: true }))).rejects.toMatchObject({ code: 'provider_timeout' });
      expect(limits).toEqual([5_000]);
      await expect(http.request(get())).rejects.toMatchObject({ code: 'provider_timeout' });
      expect(limits).toEqual([5_000, 20_000, 20_000, 20_000]);
    } finally {
      AbortSignal.timeout = timeout;
    }
  });
});
