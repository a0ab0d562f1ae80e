import { AppError, ErrorBody } from '@counterpart/shared/errors.ts';
import type { Context, MiddlewareHandler } from 'hono';
import { describeRoute, resolver, validator } from 'hono-openapi';
import { z } from 'zod';
import { allows, type Permission } from '../auth/roles.ts';
import { findSession } from '../auth/sessions.ts';
import type { AppEnv, Ctx } from '../context.ts';

/** What the route answers, for the OpenAPI description. */
export function says(status: 200 | 201 | 202 | 204, answer: z.ZodType | null, summary: string): MiddlewareHandler {
  const content = answer ? { content: { 'application/json': { schema: resolver(answer) } } } : {};
  return describeRoute({
    summary,
    security: [{ bearer: [] }],
    responses: {
      [status]: { description: summary, ...content },
      default: { description: 'An error', content: { 'application/json': { schema: resolver(ErrorBody) } } },
    },
  });
}

/** Signs the caller in by bearer token and asks for the permission. Sets `ctx`, which every verb takes. */
export function needs(permission: Permission): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const services = c.get('services');
    const token = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1];
    if (!token) throw new AppError('not_signed_in', 'Send the session token as a bearer token');
    const { workspaceId, technician, session } = await findSession(services, token);
    const log = c.get('log').child({ workspaceId, technicianId: technician.id });
    c.set('log', log);
    c.set('session', session);
    c.set('ctx', { ...services, log, workspaceId, technician, requestId: c.get('requestId') });
    if (!allows(technician.role, permission)) {
      throw new AppError('forbidden', `Your role may not do this`, { detail: { permission } });
    }
    await next();
  };
}

/** The JSON body, checked; each wrong field is named. */
export const body = <T extends z.ZodType>(schema: T) => validator('json', schema, refuse);
export const query = <T extends z.ZodType>(schema: T) => validator('query', schema, refuse);

const OneId = z.object({ id: z.uuid() });
/** `:id` of the path. Anything but a UUID is nobody's id. */
export const id = validator('param', OneId, (result) => {
  if (!result.success) throw new AppError('not_found', 'No such id');
});

function refuse(result: {
  success: boolean;
  data?: unknown;
  error?: readonly { message: string; path?: readonly unknown[] }[];
}) {
  if (result.success) {
    // PostgreSQL keeps no NUL, and nobody types one.
    if (holdsNul(result.data)) throw new AppError('invalid_request', 'The request holds a character that is none');
    return;
  }
  const fields = (result.error ?? []).slice(0, 20).map(({ message, path }) => ({
    path: (path ?? [])
      .map((part) => (typeof part === 'object' && part !== null && 'key' in part ? String(part.key) : String(part)))
      .join('.'),
    message,
  }));
  throw new AppError(
    'invalid_request',
    `The request is not right: ${fields.map(({ path }) => path || 'body').join(', ')}`,
    { fields },
  );
}

function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsNul);
}

/** A list of things, as every list route answers. */
export const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

export type AppContext = Context<AppEnv>;
export const ctxOf = (c: AppContext): Ctx => c.get('ctx');
