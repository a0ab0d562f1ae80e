import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { putUser, type ScimSeed, type ScimStore } from './store.ts';

/**
 * SIMULATED: the listing of a SCIM service that knows cursors only (RFC 9865), which scimmy lacks.
 * Lists users and describes itself, nothing else.
 */
export async function startCursorServer({
  users,
  token,
  pageSize,
  counts = true,
}: {
  users: ScimSeed[];
  token: string;
  pageSize: number;
  /** Whether `totalResults` is said; RFC 9865 lets it be left out. */
  counts?: boolean;
}) {
  const store: ScimStore = new Map();
  for (const user of users) putUser(store, user);
  /** `expireNext`: the next cursor but the first is refused, once. `loop`: the second page points to itself. */
  const faults = { expireNext: false, loop: false, drop: 0 };
  const cursors: string[] = [];

  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/scim+json' }).end(JSON.stringify(body));
    };
    const refuse = (status: number, scimType?: string) =>
      answer(status, { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), scimType });
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (request.headers.authorization !== `Bearer ${token}`) return refuse(401);
    if (url.pathname.endsWith('/ServiceProviderConfig')) {
      return answer(200, { patch: { supported: true }, pagination: { cursor: true, index: false } });
    }
    const cursor = url.searchParams.get('cursor');
    if (cursor === null || url.searchParams.has('startIndex')) return refuse(400, 'invalidValue');
    cursors.push(cursor);
    if (cursor !== '' && faults.expireNext) {
      faults.expireNext = false;
      return refuse(400, 'expiredCursor');
    }
    const all = [...store.values()];
    const start = cursor === '' ? 0 : Number(cursor.replace('after-', ''));
    const end = start + Math.min(pageSize, Number(url.searchParams.get('count') ?? pageSize));
    const nextCursor = faults.loop && start > 0 ? cursor : end < all.length ? `after-${end}` : undefined;
    answer(200, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      ...(counts ? { totalResults: all.length } : {}),
      Resources: all.slice(start, end - (start > 0 ? faults.drop : 0)),
      ...(nextCursor ? { nextCursor } : {}),
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`,
    faults,
    /** Every cursor that was asked for. */
    cursors,
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
