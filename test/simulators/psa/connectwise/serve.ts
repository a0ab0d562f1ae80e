import { createServer } from 'node:https';
import { serve } from '@hono/node-server';
import type { Certificate } from '../../../helpers/certificate.ts';
import { type ConnectWiseSimulator, type ConnectWiseSimulatorOptions, createConnectWiseSimulator } from './index.ts';

export interface ServedConnectWiseSimulator extends ConnectWiseSimulator {
  url: string;
  /** Ends what is open; may be called twice. */
  close(): Promise<void>;
}

/** Listens on loopback; `port` 0 takes a free one. With a certificate it speaks TLS, for clients that know nothing else. */
export async function serveConnectWiseSimulator({
  port = 0,
  certificate,
  ...options
}: ConnectWiseSimulatorOptions & { port?: number; certificate?: Certificate }): Promise<ServedConnectWiseSimulator> {
  const simulator = createConnectWiseSimulator(options);
  const secure = certificate ? { createServer, serverOptions: certificate } : {};
  return new Promise((ready, fail) => {
    const server = serve({ fetch: simulator.fetch, hostname: '127.0.0.1', port, ...secure }, (info) => {
      const url = certificate ? `https://localhost:${info.port}` : `http://127.0.0.1:${info.port}`;
      ready({ ...simulator, url, close });
    });
    server.once('error', fail);
    function close(): Promise<void> {
      if (!server.listening) return Promise.resolve();
      return new Promise((done, broken) => {
        server.close((error) => (error ? broken(error) : done()));
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
    }
  });
}
