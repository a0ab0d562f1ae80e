import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { and, count, eq, inArray } from 'drizzle-orm';
import { type AuditAction, audit } from '../audit.ts';
import { type BuiltinRow, here, lockDirectory, removeRows, saveRows, toBuiltinAccount } from '../builtin/rows.ts';
import { findRows, UUID } from '../builtin/store.ts';
import type { Services } from '../context.ts';
import type { Tx } from '../db/client.ts';
import { accounts, builtinAccounts } from '../db/schema/index.ts';
import { saveAccounts } from '../sync/mirror.ts';
import { toColumns, toResource, versionOf } from './account.ts';
import { scimFault } from './fault.ts';
import { patchResource } from './patch.ts';
import { type Resource, readResource } from './resource.ts';
import type { ScimCaller } from './tokens.ts';

/** A request of another system: who sends it, and what it is called in our log. */
export interface ScimRequest extends ScimCaller {
  services: Services;
  requestId: string;
}

export async function countUsers(tx: Tx, place: ScimCaller): Promise<number> {
  const [row] = await tx.select({ n: count() }).from(builtinAccounts).where(here(builtinAccounts, place));
  return row?.n ?? 0;
}

export async function readUser(request: ScimRequest, id: string): Promise<BuiltinRow> {
  return request.services.db.inWorkspace(request.workspaceId, (tx) => load(tx, request, id));
}

/** Throws `uniqueness` where the directory has the username or the external id. */
export async function createUser(request: ScimRequest, body: unknown): Promise<BuiltinRow> {
  const sent = readResource(body);
  return change(request, async (tx, at) => {
    const row = { ...toColumns(sent), id: randomUUID(), synced: true, sent, createdAt: at };
    return save(tx, request, row, at, 'account.received');
  });
}

/** PUT: the user is what was sent, and nothing else. */
export const replaceUser = (request: ScimRequest, id: string, body: unknown, ifMatch: string | undefined) =>
  changeUser(request, id, ifMatch, () => readResource(body));

export const patchUser = (request: ScimRequest, id: string, body: unknown, ifMatch: string | undefined) =>
  changeUser(request, id, ifMatch, (before) => patchResource(before, body));

/** The account is gone from the directory; the mirror keeps that it was there, and links say so. */
export async function removeUser(request: ScimRequest, id: string, ifMatch: string | undefined): Promise<void> {
  const { workspaceId, directoryId } = request;
  await change(request, async (tx, at) => {
    refuseStale(await load(tx, request, id), ifMatch);
    await removeRows(tx, { workspaceId, directoryId }, [id], at);
    await tx
      .update(accounts)
      .set({ goneAt: at })
      .where(
        and(
          eq(accounts.workspaceId, workspaceId),
          eq(accounts.directoryId, directoryId),
          inArray(accounts.objectId, [id]),
        ),
      );
    await note(tx, request, 'account.removed', id);
  });
}

async function changeUser(
  request: ScimRequest,
  id: string,
  ifMatch: string | undefined,
  make: (before: Resource) => Resource,
): Promise<BuiltinRow> {
  return change(request, async (tx, at) => {
    const before = await load(tx, request, id);
    refuseStale(before, ifMatch);
    const sent = make(toResource(before));
    // What changes nothing is no change: section 3.5.2 lets the time of the last one stand.
    if (before.synced && isDeepStrictEqual(sent, toResource(before))) return before;
    return save(tx, request, { ...before, ...toColumns(sent), synced: true, sent }, at, 'account.changed');
  });
}

/** One change of the directory after the other, so that what was read is still so when it is written. */
function change<T>(request: ScimRequest, work: (tx: Tx, at: Date) => Promise<T>): Promise<T> {
  const { services, workspaceId, directoryId } = request;
  return services.db.inWorkspace(workspaceId, async (tx) => {
    await lockDirectory(tx, { workspaceId, directoryId });
    return work(tx, services.now());
  });
}

async function save(
  tx: Tx,
  request: ScimRequest,
  row: Parameters<typeof saveRows>[2][number],
  at: Date,
  action: AuditAction,
): Promise<BuiltinRow> {
  const { workspaceId, directoryId, country } = request;
  const [saved] = await saveRows(tx, { workspaceId, directoryId }, [row], at);
  await saveAccounts(tx, { workspaceId, directoryId, country }, [toBuiltinAccount(saved!)], at);
  await note(tx, request, action, saved!.id);
  return saved!;
}

function note(tx: Tx, request: ScimRequest, action: AuditAction, id: string): Promise<void> {
  const { workspaceId, requestId, directoryId, tokenId } = request;
  return audit(tx, { workspaceId, requestId, technician: null }, action, id, { directoryId, tokenId });
}

async function load(tx: Tx, place: ScimCaller, id: string): Promise<BuiltinRow> {
  const [row] = UUID.test(id) ? await findRows(tx, place, eq(builtinAccounts.id, id)) : [];
  if (!row) throw scimFault(404, null, 'There is no such user');
  return row;
}

/** RFC 7644 section 3.14. */
function refuseStale(row: BuiltinRow, ifMatch: string | undefined): void {
  if (!ifMatch || ifMatch.trim() === '*') return;
  const versions = ifMatch.split(',').map((one) => one.trim());
  if (!versions.includes(versionOf(row))) throw scimFault(412, null, 'The user was changed since it was read');
}
