import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface ConnectProxy {
  port: number;
  close(): Promise<void>;
}

/**
 * What Chromium's resolver rules do, for a browser without them: leads https to the named hosts to ports of this
 * machine. Every other name is refused, so that nothing of a test leaves it.
 */
export async function startConnectProxy(hosts: Record<string, number>): Promise<ConnectProxy> {
  const open = new Set<Socket>();
  const hold = (socket: Socket, other: () => Socket | null) => {
    open.add(socket);
    socket.on('error', () => other()?.destroy());
    socket.on('close', () => {
      open.delete(socket);
      other()?.destroy();
    });
  };
  const server = createServer((_, response) => {
    response.writeHead(502).end();
  });
  server.on('connect', (request, near: Socket, head: Buffer) => {
    const [, host = ''] = /^(.+):443$/.exec(request.url ?? '') ?? [];
    const port = Object.hasOwn(hosts, host) ? hosts[host] : undefined;
    let far: Socket | null = null;
    hold(near, () => far);
    if (port === undefined) {
      near.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const there = connect(port, '127.0.0.1', () => {
      near.write('HTTP/1.1 200 OK\r\n\r\n');
      there.write(head);
      there.pipe(near).pipe(there);
    });
    far = there;
    hold(there, () => near);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}
