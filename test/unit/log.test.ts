import { Writable } from 'node:stream';
import { createLog } from '@counterpart/server/log.ts';
import { AppError } from '@counterpart/shared/errors.ts';
import { expect, test } from 'vitest';

function logged(write: (log: ReturnType<typeof createLog>) => void, level = 'info') {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
  write(createLog(level, sink));
  return lines;
}

test('a line is JSON with its level, time and words, and nothing of this machine', () => {
  const [line] = logged((log) => log.child({ requestId: 'r1' }).info({ ms: 3 }, 'request'));
  const { time, ...rest } = JSON.parse(line!);
  expect(rest).toEqual({ level: 30, requestId: 'r1', ms: 3, msg: 'request' });
  expect(time).toBeTypeOf('number');
});

test.each(['authorization', 'token', 'secret', 'password', 'clientSecret'])(
  '%s is hidden, should anybody log it',
  (name) => {
    const [line] = logged((log) => log.info({ headers: { [name]: 'canary' } }, 'x'));
    expect(line).not.toContain('canary');
    expect(line).toContain('[hidden]');
  },
);

test('of an error that is not ours: type, code and place, never its words or values', () => {
  const error = Object.assign(new TypeError('duplicate key (canary@example.com)'), {
    code: '23505',
    detail: 'canary',
    query: 'select canary',
    parameters: ['canary'],
    cause: Object.assign(new Error('canary'), { code: 'canary, a sentence' }),
  });
  const [line] = logged((log) => log.error({ err: error }, 'request failed'));
  expect(line).not.toContain('canary');
  expect(JSON.parse(line!).err).toMatchObject({
    type: 'TypeError',
    code: '23505',
    at: expect.any(Array),
    cause: { type: 'Error' },
  });
});

test('of our own error: its words too', () => {
  const [line] = logged((log) => log.warn({ err: new AppError('conflict', 'Somebody was quicker') }, 'x'));
  expect(JSON.parse(line!).err).toMatchObject({ code: 'conflict', message: 'Somebody was quicker' });
});

test('what is no error at all says only what kind of thing it is', () => {
  const [line] = logged((log) => log.error({ err: 'canary' }, 'x'));
  expect(JSON.parse(line!).err).toEqual({ type: 'string' });
});

test('below the level nothing is written', () => {
  expect(logged((log) => log.info('x'), 'warn')).toEqual([]);
});
