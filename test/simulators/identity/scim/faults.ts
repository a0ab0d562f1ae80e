import type { RequestHandler } from 'express';

/** How the service misbehaves. All are off at first and can be changed while it runs. */
export interface ScimFaults {
  /** The most rows of a page, whatever was asked for. */
  clamp?: number;
  /** `startIndex` and `count` are not heeded: always the first twenty. */
  ignorePaging?: boolean;
  /** `startIndex` is not heeded, `count` is. */
  ignoreStartIndex?: boolean;
  /** Each page but the first begins this many rows too early. */
  overlap?: number;
  /** Lists come in another order each time, as from a server that keeps none. */
  shuffle?: boolean;
  /** Added to `totalResults`. */
  miscount?: number;
  /** Usernames and addresses are found in any case, as RFC 7643 asks and scimmy does not do. */
  foldsCase?: boolean;
  /** Filters are refused, or let by as if they were not there. */
  filters?: 'refused' | 'ignored';
  /** Answers this text, with status 200. */
  garbage?: string;
  /** Answers this status, so many times (default: always). */
  status?: { code: number; times?: number; retryAfter?: number };
  /** Waits before each answer. */
  slowMs?: number;
  /** The next create is made, its answer never comes. */
  loseNextCreate?: boolean;
  /** PATCH operations with a path are refused. */
  pathlessPatch?: boolean;
  /** PATCH answers well and changes nothing. */
  ignorePatch?: boolean;
}

interface ScimErrorBody {
  schemas: string[];
  status: string;
  scimType?: string;
  detail: string;
}

function scimError(status: number, scimType?: string): ScimErrorBody {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    ...(scimType ? { scimType } : {}),
    detail: 'Told to fail',
  };
}

/** Faults that answer instead of the service, or change what it is asked or says. Runs before the service. */
export function faultHandler(faults: ScimFaults): RequestHandler {
  return async (request, response, next) => {
    if (faults.slowMs) await new Promise((done) => setTimeout(done, faults.slowMs));
    if (faults.status && (faults.status.times ?? 1) > 0) {
      const { code, times, retryAfter } = faults.status;
      if (times !== undefined) faults.status.times = times - 1;
      if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
      response
        .status(code)
        .type('application/scim+json')
        .send(JSON.stringify(scimError(code)));
      return;
    }
    if (faults.garbage !== undefined) {
      response.type('application/scim+json').send(faults.garbage);
      return;
    }
    if (request.method === 'GET') changeQuery(request.query as Record<string, string | undefined>, faults);
    if (faults.filters === 'refused' && request.query.filter) {
      response
        .status(400)
        .type('application/scim+json')
        .send(JSON.stringify(scimError(400, 'invalidFilter')));
      return;
    }
    if (request.method === 'PATCH') {
      const operations = (request.body as { Operations?: { path?: string }[] } | undefined)?.Operations ?? [];
      if (faults.pathlessPatch && operations.some((operation) => operation.path !== undefined)) {
        response
          .status(400)
          .type('application/scim+json')
          .send(JSON.stringify(scimError(400, 'invalidPath')));
        return;
      }
      if (faults.ignorePatch) {
        response.status(204).end();
        return;
      }
    }
    const lose = faults.loseNextCreate && request.method === 'POST';
    if (lose) faults.loseNextCreate = false;
    const send = response.send.bind(response);
    response.send = (body: unknown) => {
      if (lose) {
        request.socket.destroy();
        return response;
      }
      if (faults.miscount && isList(body)) body.totalResults = Math.max(0, body.totalResults + faults.miscount);
      return send(body);
    };
    next();
  };
}

function changeQuery(query: Record<string, string | undefined>, faults: ScimFaults): void {
  if (faults.filters === 'ignored') delete query.filter;
  if (faults.foldsCase) {
    query.filter = query.filter?.replace(
      /((?:userName|emails\.value) eq )("[^"]*")/g,
      (_, name, value) => name + value.toLowerCase(),
    );
    if (query.filter === undefined) delete query.filter;
  }
  if (faults.ignorePaging) {
    delete query.startIndex;
    delete query.count;
  }
  if (faults.ignoreStartIndex) query.startIndex = '1';
  const start = Number(query.startIndex ?? 1);
  if (faults.overlap && start > 1) query.startIndex = String(Math.max(1, start - faults.overlap));
  if (faults.clamp !== undefined) query.count = String(Math.min(Number(query.count ?? faults.clamp), faults.clamp));
}

function isList(body: unknown): body is { totalResults: number } {
  return typeof body === 'object' && body !== null && 'totalResults' in body;
}
