import { serve } from '@hono/node-server';
import { type AutotaskSimulator, type AutotaskSimulatorOptions, createAutotaskSimulator } from './index.ts';

export interface ServedAutotaskSimulator extends AutotaskSimulator {
  url: string;
  /** Ends what is open; may be called twice. */
  close(): Promise<void>;
}

/** Listens on loopback; `port` 0 takes a free one. */
export async function serveAutotaskSimulator({
  port = 0,
  ...options
}: AutotaskSimulatorOptions & { port?: number }): Promise<ServedAutotaskSimulator> {
  const simulator = createAutotaskSimulator(options);
  return new Promise((ready, fail) => {
    const server = serve({ fetch: simulator.fetch, hostname: '127.0.0.1', port }, (info) => {
      ready({ ...simulator, url: `http://127.0.0.1:${info.port}`, close });
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
