import { createHash } from 'node:crypto';
import { AppError } from '@counterpart/shared/errors.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import type { ChangePage } from '../types.ts';
import { DeltaPage, GraphUser, SELECT, USER_FIELDS } from './api.ts';
import { type GraphClient, query } from './client.ts';
import { type Cloud, ownLink } from './clouds.ts';

interface From {
  client: GraphClient;
  cloud: Cloud;
  tenant: string;
  cursor: string | null;
  map: (user: GraphUser) => Account;
}

/**
 * What changed, by delta query. A first round may leave out what never had a value; a later one may leave out what did
 * not change, and nothing tells the two apart, so there every item that is not whole is read anew, twenty a request.
 * Items repeat and are replayed, which does no harm: each is the account as it is.
 * https://learn.microsoft.com/graph/delta-query-overview
 */
export async function* readChanges({ client, cloud, tenant, cursor, map }: From): AsyncIterable<ChangePage> {
  const path = cursor === null ? query('users/delta', { $select: SELECT }) : addressIn(cloud, tenant, cursor);
  const call = { tenant, path, right: 'User.Read.All', answer: DeltaPage } as const;
  let end: string | null = null;
  for await (const page of client.pages(call)) {
    // The last word on each counts, so that no account is both changed and removed in one page.
    const last = new Map(page.value.map((item) => [item.id, item]));
    const removed = [...last.values()].filter((item) => '@removed' in item).map(({ id }) => id);
    const users = [...last.values()].filter((item) => !('@removed' in item)) as GraphUser[];
    const partial = users.filter((user) => !user.userPrincipalName || (cursor !== null && !isWhole(user)));
    const read = await readUsers(client, tenant, partial);
    const whole = users.filter((user) => !partial.includes(user));
    const link = page['@odata.deltaLink'];
    end = link ? `${mark(tenant)} ${ownLink(cloud, link)}` : null;
    yield {
      changed: [...whole, ...read.filter((user) => user !== null)].map(map),
      removed: [...removed, ...partial.filter((_, index) => read[index] === null).map(({ id }) => id)],
      cursor: end,
    };
  }
  if (end === null) throw new AppError('provider_incomplete', 'Microsoft Graph ended without saying where to go on');
}

function readUsers(client: GraphClient, tenant: string, users: GraphUser[]): Promise<(GraphUser | null)[]> {
  const paths = users.map(({ id }) => query(`users/${encodeURIComponent(id)}`, { $select: SELECT }));
  return client.readMany({ tenant, right: 'User.Read.All', answer: GraphUser }, paths);
}

function isWhole(user: GraphUser): boolean {
  return USER_FIELDS.every((field) => user[field] !== undefined);
}

/**
 * Which tenant and which properties a cursor is of. Graph's link keeps both to itself, so a cursor of another tenant, or
 * one from before we asked for a further property, would quietly go on with the wrong ones.
 */
function mark(tenant: string): string {
  return createHash('sha256').update(`${tenant} ${SELECT}`).digest('hex').slice(0, 12);
}

/** Throws `provider_cursor_expired` for one that cannot be gone on with: reading everything anew is always right. */
function addressIn(cloud: Cloud, tenant: string, cursor: string): string {
  const [known, link = ''] = cursor.split(' ');
  const own =
    URL.canParse(link) && new URL(link).origin === cloud.graph && /\/users\/delta(\(\))?$/.test(new URL(link).pathname);
  if (known === mark(tenant) && own) return ownLink(cloud, link);
  throw new AppError('provider_cursor_expired', 'This is not where a reading of this tenant ended');
}
