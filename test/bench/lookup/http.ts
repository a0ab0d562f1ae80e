import { Agent, request } from 'node:http';

export interface Load {
  method: 'GET' | 'POST';
  path: string;
  body?: unknown;
}

export interface Client {
  /** Sends the requests in order, `concurrency` at a time; ms from the first byte written to the last byte read. Throws on any status but 200. */
  drive(loads: readonly Load[], concurrency: number, onBody?: (body: string, at: number) => void): Promise<number[]>;
  close(): void;
}

/** A client with connections kept open, as a browser has them. */
export function createClient(url: string, token: string): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const { hostname, port } = new URL(url);
  const send = ({ method, path, body }: Load) =>
    new Promise<{ ms: number; text: string }>((resolve, reject) => {
      const payload = body === undefined ? null : Buffer.from(JSON.stringify(body));
      const headers = {
        authorization: `Bearer ${token}`,
        ...(payload ? { 'content-type': 'application/json', 'content-length': payload.length } : {}),
      };
      const started = performance.now();
      const outgoing = request({ agent, hostname, port, method, path, headers }, (incoming) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const ms = performance.now() - started;
          const text = Buffer.concat(parts).toString('utf8');
          if (incoming.statusCode === 200) resolve({ ms, text });
          else reject(new Error(`${method} ${path} answered ${incoming.statusCode}: ${text.slice(0, 300)}`));
        });
      });
      outgoing.on('error', reject);
      outgoing.end(payload ?? undefined);
    });
  return {
    async drive(loads, concurrency, onBody) {
      const samples: number[] = new Array(loads.length);
      let next = 0;
      const worker = async () => {
        for (let at = next++; at < loads.length; at = next++) {
          const { ms, text } = await send(loads[at]!);
          samples[at] = ms;
          onBody?.(text, at);
        }
      };
      await Promise.all(Array.from({ length: concurrency }, worker));
      return samples;
    },
    close: () => agent.destroy(),
  };
}
