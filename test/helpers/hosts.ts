import { createServer as createHttpsServer } from 'node:https';
import { serve } from '@hono/node-server';
import { selfSignedFor } from './certificate.ts';

export interface ServedHost {
  port: number;
  close(): Promise<void>;
}
type Fetch = (request: Request) => Response | Promise<Response>;

/** Serves an app by https on 127.0.0.1 under the given names; `port` 0 takes a free one. */
export async function serveHttps(fetch: Fetch, hosts: string[], port = 0): Promise<ServedHost> {
  const serverOptions = await selfSignedFor(hosts);
  return listening((ready) =>
    serve({ fetch, hostname: '127.0.0.1', port, createServer: createHttpsServer, serverOptions }, ready),
  );
}

/** The same by plain http, for what needs no name. */
export function serveHttp(fetch: Fetch, port = 0): Promise<ServedHost> {
  return listening((ready) => serve({ fetch, hostname: '127.0.0.1', port }, ready));
}

/**
 * The value of Chromium's `--host-resolver-rules` that leads the names to ports of this machine; `{ 'a.example': 8443 }`
 * stands for https, and `{ 'a.example:80': 8080 }` names the port to lead elsewhere. Other names stay as they are.
 */
export function resolverRules(hosts: Record<string, number>): string {
  return Object.entries(hosts)
    .map(([host, port]) => `MAP ${host.includes(':') ? host : `${host}:443`} 127.0.0.1:${port}`)
    .join(', ');
}

function listening(start: (ready: (info: { port: number }) => void) => ReturnType<typeof serve>): Promise<ServedHost> {
  return new Promise((done, failed) => {
    const server = start(({ port }) => done({ port, close }));
    server.once('error', failed);
    function close(): Promise<void> {
      // A browser keeps its connections open, and a server waits for them.
      if ('closeAllConnections' in server) server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    }
  });
}
