import { AppError } from '@counterpart/shared/errors.ts';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { AppEnv } from '../context.ts';
import { toAppError } from '../errors.ts';
import { project, toUser, versionOf } from '../scim/account.ts';
import { resourceTypes, schemas, serviceProviderConfig } from '../scim/discovery.ts';
import { scimFault, toScimError } from '../scim/fault.ts';
import { listUsers } from '../scim/list-users.ts';
import { findScimToken, scimPath } from '../scim/tokens.ts';
import { createUser, patchUser, readUser, removeUser, replaceUser, type ScimRequest } from '../scim/users.ts';
import { createLimit } from './limit.ts';

type ScimEnv = { Variables: AppEnv['Variables'] & { scim: ScimRequest; base: string } };
type ScimContext = Context<ScimEnv>;

/** A user with a hundred addresses is some ten thousand characters. */
const MAX_BODY = 256_000;
/** Microsoft asks for 25 a second of whoever takes its accounts in; a mass change may send as many for hours. */
const MOST_A_MINUTE = 3_000;
/** A sender whose token was revoked goes on for a while; a guesser is stopped. */
const MOST_REFUSED_A_MINUTE = 60;

/**
 * Built-in directories as SCIM 2.0 services (RFC 7643, RFC 7644), one address for each, so that Entra, Okta and others
 * can send their accounts. The token is the only credential. Not in our own description: SCIM describes itself.
 */
export function scimRoutes() {
  const sent = createLimit(MOST_A_MINUTE);
  const refused = createLimit(MOST_REFUSED_A_MINUTE);

  return new Hono<ScimEnv>()
    .basePath('/scim/v2/:directory')
    .onError((error, c) => {
      const known = toAppError(error);
      if (known.code === 'internal') c.get('log').error({ err: error }, 'SCIM request failed');
      else c.get('log').info({ code: known.code }, 'SCIM request refused');
      const { status, body } = toScimError(known);
      if (status === 401) c.header('www-authenticate', 'Bearer');
      if (known.extra.retryAfterSeconds !== undefined) c.header('retry-after', String(known.extra.retryAfterSeconds));
      return say(c, status, body);
    })
    .use('/*', async (c, next) => {
      c.header('cache-control', 'no-store');
      const directoryId = c.req.param('directory') ?? '';
      const services = c.get('services');
      const token = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
      const key = UUID.test(directoryId) ? directoryId.toLowerCase() : '';
      if (key === '' || token === '')
        throw new AppError('not_signed_in', 'Send the directory’s token as a bearer token');
      const caller = await findScimToken(services, key, token).catch((error: unknown) => {
        refused.count(key);
        throw error;
      });
      sent.count(key);
      c.set('scim', { ...caller, services, requestId: c.get('requestId') });
      c.set('base', `${new URL(c.req.url).origin}${scimPath(key)}`);
      await next();
    })
    .use(
      bodyLimit({
        maxSize: MAX_BODY,
        onError: (c) => {
          // The rest of it is still on its way, so nothing else can be said on this connection.
          c.header('connection', 'close');
          return Promise.reject(scimFault(413, null, 'The body is too large'));
        },
      }),
    )
    .get('/ServiceProviderConfig', (c) => say(c, 200, serviceProviderConfig(c.get('base'))))
    .get('/ResourceTypes', (c) => say(c, 200, listOf(resourceTypes(c.get('base')))))
    .get('/ResourceTypes/:id', (c) => say(c, 200, one(resourceTypes(c.get('base')), c.req.param('id'))))
    .get('/Schemas', (c) => say(c, 200, listOf(schemas(c.get('base')))))
    .get('/Schemas/:id', (c) => say(c, 200, one(schemas(c.get('base')), c.req.param('id'))))
    .get('/Users', async (c) => say(c, 200, await listUsers(c.get('scim'), c.req.query(), c.get('base'))))
    .post('/Users', async (c) => {
      const row = await createUser(c.get('scim'), await json(c));
      c.header('location', `${c.get('base')}/Users/${row.id}`);
      return sayUser(c, 201, row);
    })
    .get('/Users/:id', async (c) => {
      const row = await readUser(c.get('scim'), c.req.param('id'));
      const known = c.req.header('if-none-match')?.split(',') ?? [];
      if (known.some((one) => one.trim() === versionOf(row))) return c.body(null, 304);
      return sayUser(c, 200, row);
    })
    .put('/Users/:id', async (c) =>
      sayUser(c, 200, await replaceUser(c.get('scim'), c.req.param('id'), await json(c), c.req.header('if-match'))),
    )
    .patch('/Users/:id', async (c) =>
      sayUser(c, 200, await patchUser(c.get('scim'), c.req.param('id'), await json(c), c.req.header('if-match'))),
    )
    .delete('/Users/:id', async (c) => {
      await removeUser(c.get('scim'), c.req.param('id'), c.req.header('if-match'));
      return c.body(null, 204);
    })
    .all('/Groups/:rest{.*}?', () => {
      throw scimFault(501, null, 'Groups are not kept here: turn the mapping of groups off');
    })
    .all('/Bulk', () => {
      throw scimFault(501, null, 'Bulk is not offered: send one request for each user');
    })
    .all('/Me', () => {
      throw scimFault(501, null, 'A token is nobody’s own');
    })
    .all('/*', () => {
      throw scimFault(404, null, 'There is no such resource');
    });
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** RFC 7644 section 3.1: a media type of its own. */
function say(c: Context, status: number, body: unknown): Response {
  c.header('content-type', 'application/scim+json; charset=utf-8');
  return c.body(JSON.stringify(body), status as 200);
}

function sayUser(c: ScimContext, status: number, row: Parameters<typeof toUser>[0]): Response {
  c.header('etag', versionOf(row));
  const { attributes, excludedAttributes } = c.req.query();
  return say(c, status, project(toUser(row, c.get('base')), attributes, excludedAttributes));
}

async function json(c: ScimContext): Promise<unknown> {
  const text = await c.req.text();
  try {
    return JSON.parse(text);
  } catch {
    throw scimFault(400, 'invalidSyntax', 'The body is no JSON');
  }
}

function listOf(resources: unknown[]) {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: resources.length,
    itemsPerPage: resources.length,
    startIndex: 1,
    Resources: resources,
  };
}

function one<T extends { id: string }>(resources: T[], id: string): T {
  const found = resources.find((resource) => resource.id.toLowerCase() === id.toLowerCase());
  if (!found) throw scimFault(404, null, 'There is no such resource');
  return found;
}
