import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Wire {
  /** The database's address, through the counter. */
  url: string;
  /** What went over the wire since the last call. */
  take(): { roundTrips: number; statements: number };
  close(): Promise<void>;
}

/**
 * A relay between the server and PostgreSQL that counts. A statement is an Execute or a simple Query message; a round
 * trip is a burst of messages from the server that waits for an answer: what goes out together counts once.
 */
export async function countWire(databaseUrl: string): Promise<Wire> {
  const target = new URL(databaseUrl);
  let roundTrips = 0;
  let statements = 0;
  const sockets = new Set<Socket>();
  const relay = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    let waiting = false;
    let rest: Buffer = Buffer.alloc(0);
    let started = false;
    client.on('data', (chunk) => {
      upstream.write(chunk);
      if (!waiting) roundTrips += 1;
      waiting = true;
      rest = Buffer.concat([rest, chunk]);
      for (;;) {
        const at = started ? 1 : 0; // the first message of a connection has no type byte
        if (rest.length < at + 4) break;
        const length = rest.readUInt32BE(at) + at;
        if (rest.length < length) break;
        if (started && 'EQ'.includes(String.fromCharCode(rest[0]!))) statements += 1;
        started = true;
        rest = rest.subarray(length);
      }
    });
    upstream.on('data', (chunk) => {
      waiting = false;
      client.write(chunk);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.setNoDelay(true);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((ready) => relay.listen(0, '127.0.0.1', ready));
  const url = new URL(databaseUrl);
  url.port = String((relay.address() as AddressInfo).port);
  return {
    url: url.href,
    take() {
      const taken = { roundTrips, statements };
      roundTrips = 0;
      statements = 0;
      return taken;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((closed) => relay.close(() => closed()));
    },
  };
}
