import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/** Firefox's own remote protocol, which its WebDriver program speaks too: length-prefixed JSON over TCP. */
export interface Marionette {
  /** One command; throws with Firefox's error name and message. */
  send(command: string, parameters?: Record<string, unknown>): Promise<unknown>;
  hangUp(): void;
}

/** `[1, id, error, result]`: https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html */
const Answer = z.tuple([
  z.literal(1),
  z.number(),
  z.object({ error: z.string(), message: z.string() }).nullable(),
  z.unknown(),
]);
const Greeting = z.object({ marionetteProtocol: z.literal(3) });

/** Connects as soon as Firefox listens; throws when it does not within `timeout` ms. */
export async function connectMarionette(port: number, timeout = 60_000): Promise<Marionette> {
  const socket = await dial(port, Date.now() + timeout);
  const waiting = new Map<number, { done(value: unknown): void; failed(error: Error): void }>();
  let greeted = () => {};
  const greeting = new Promise<void>((done) => {
    greeted = done;
  });
  socket.on(
    'data',
    splitMessages((raw) => {
      if (Greeting.safeParse(raw).success) return greeted();
      const [, id, error, result] = Answer.parse(raw);
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error) asked?.failed(new Error(`${error.error}: ${error.message}`));
      else asked?.done(result);
    }),
  );
  socket.on('close', () => {
    for (const asked of waiting.values()) asked.failed(new Error('Firefox hung up'));
    waiting.clear();
  });
  await greeting;
  let last = 0;
  return {
    send(command, parameters = {}) {
      last += 1;
      const id = last;
      const text = JSON.stringify([0, id, command, parameters]);
      return new Promise((done, failed) => {
        waiting.set(id, { done, failed });
        socket.write(`${Buffer.byteLength(text)}:${text}`);
      });
    },
    hangUp: () => void socket.destroy(),
  };
}

async function dial(port: number, deadline: number): Promise<Socket> {
  for (;;) {
    try {
      return await new Promise<Socket>((done, failed) => {
        const socket = connect(port, '127.0.0.1', () => done(socket));
        socket.once('error', failed);
      });
    } catch (error) {
      if (Date.now() > deadline) throw new Error('Firefox does not listen', { cause: error });
      await sleep(100);
    }
  }
}

/** Cuts a stream of `<bytes>:<JSON>` into messages, wherever the chunks end. */
function splitMessages(hear: (message: unknown) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const colon = rest.indexOf(':');
      const end = colon + 1 + Number(rest.subarray(0, colon));
      if (colon < 0 || rest.length < end) return;
      const message: unknown = JSON.parse(rest.subarray(colon + 1, end).toString());
      rest = rest.subarray(end);
      hear(message);
    }
  };
}
