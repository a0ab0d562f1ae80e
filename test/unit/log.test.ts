import { spawn } from 'node:child_process';
import { once } from 'node:events';
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

test.each([
  [
    'asked to stop',
    "process.once('SIGTERM', () => process.exit(0)); process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000)",
    0,
  ],
  ['broken by an error of nobody', "setImmediate(() => { throw new Error('nobody') })", 1],
  ['at its end', '', 0],
])('no line is lost by a process that is %s', async (_, ending, code) => {
  const program = `import { createLog } from '@counterpart/server/log.ts';
    const log = createLog('info');
    for (let line = 0; line < 2500; line++) log.info({ line }, 'request');
    ${ending};`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  child.stdout.on('data', (part) => {
    said += part;
  });
  const [ended] = await once(child, 'close');
  expect(ended).toBe(code);
  const lines = said.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).line)).toEqual(Array.from({ length: 2500 }, (_, line) => line));
});
