import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

/** The line between the browser and the server: it keeps what the browser says, and can be cut. */
export interface Wire {
  url: string;
  /** Every byte that the browser sent, as text. */
  said(): string;
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Stands before a server of this machine, byte for byte. */
export async function layWire(target: string): Promise<Wire> {
  const { hostname, port } = new URL(target);
  const open = new Set<Socket>();
  const chunks: Buffer[] = [];
  let isCut = false;
  const line = createServer((near) => {
    if (isCut) return near.destroy();
    const far = connect(Number(port), hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
    }
    near.on('data', (chunk) => chunks.push(chunk));
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((listening) => line.listen(0, '127.0.0.1', listening));
  const hangUp = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(line.address() as AddressInfo).port}`,
    said: () => Buffer.concat(chunks).toString(),
    cut() {
      isCut = true;
      hangUp();
    },
    mend() {
      isCut = false;
    },
    close() {
      hangUp();
      return new Promise((closed) => line.close(() => closed()));
    },
  };
}
