import { randomUUID } from 'node:crypto';
import SCIMMY from 'scimmy';
import type { ScimFaults } from './faults.ts';

/** A user as SCIM writes it (RFC 7643 section 4.1). Only `userName` must be given. */
export interface ScimSeed {
  userName: string;
  id?: string;
  externalId?: string;
  displayName?: string;
  name?: { formatted?: string; givenName?: string; familyName?: string };
  title?: string;
  userType?: string;
  active?: boolean;
  emails?: { value: string; type?: string; primary?: boolean }[];
  phoneNumbers?: { value: string; type?: string }[];
  roles?: { value: string }[];
  createdAt?: string;
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'?: { department?: string; employeeNumber?: string };
}
export type ScimRecord = Omit<ScimSeed, 'createdAt'> & {
  id: string;
  meta: { resourceType: 'User'; created: string; lastModified: string };
};

/** The users of one service, in the order they came. */
export type ScimStore = Map<string, ScimRecord>;

/** What a request's handlers are given of its server. */
export interface ScimContext {
  store: ScimStore;
  faults: ScimFaults;
}

export function putUser(store: ScimStore, { createdAt, ...seed }: ScimSeed): ScimRecord {
  const id = seed.id ?? randomUUID();
  const now = new Date().toISOString();
  const created = store.get(id)?.meta.created ?? createdAt ?? now;
  const record = { ...seed, id, meta: { resourceType: 'User' as const, created, lastModified: now } };
  store.set(id, record);
  return record;
}

/**
 * SCIMMY keeps its resource handlers once for the process, so they are declared once and take the store of the server
 * that was asked from the request's context, which SCIMMY hands through. Several servers in one process then share
 * nothing but code; a process for each would cost 150 MB and a second apiece, and put the store out of a test's reach.
 */
let declared = false;
export function declareUsers(): void {
  if (declared) return;
  declared = true;
  SCIMMY.Resources.declare(SCIMMY.Resources.User)
    .extend(SCIMMY.Schemas.EnterpriseUser, false)
    .ingress((resource, instance, context) => {
      const { store } = context as ScimContext;
      const user = JSON.parse(JSON.stringify(instance)) as ScimSeed;
      if (resource.id !== undefined && !store.has(resource.id)) throw notFound();
      const taken = [...store.values()].some(
        (other) => other.id !== resource.id && other.userName.toLowerCase() === user.userName.toLowerCase(),
      );
      if (taken) throw new SCIMMY.Types.Error(409, 'uniqueness', 'userName is taken');
      return putUser(store, { ...user, id: resource.id }) as never;
    })
    .egress((resource, context) => {
      const { store, faults } = context as ScimContext;
      if (resource.id !== undefined) {
        const user = store.get(resource.id);
        if (!user) throw notFound();
        return user as never;
      }
      const all = faults.shuffle ? shuffled([...store.values()]) : [...store.values()];
      const asked = faults.foldsCase ? all.map(folded) : all;
      const ids = resource.filter && new Set((resource.filter.match(asked) as ScimRecord[]).map(({ id }) => id));
      const found = ids ? all.filter(({ id }) => ids.has(id)) : all;
      return onlyPage(resource, found) as never;
    })
    .degress((resource, context) => {
      if (!(context as ScimContext).store.delete(resource.id ?? '')) throw notFound();
    });
}

/**
 * The page that was asked for, so that SCIMMY need not dress up thousands of users to show a hundred. SCIMMY cuts at
 * `startIndex` itself when it is given that many rows, so it is spared the work only where it will not cut again.
 */
function onlyPage(resource: { constraints?: object }, found: ScimRecord[]): ScimRecord[] {
  const constraints = (resource.constraints ?? {}) as { startIndex?: number; count?: number; totalResults?: number };
  const { startIndex = 1, count = 20 } = constraints;
  const page = found.slice(startIndex - 1, startIndex - 1 + count);
  if (startIndex !== 1 && startIndex <= page.length) return found;
  resource.constraints = { ...constraints, totalResults: found.length } as object;
  return page;
}

let shuffles = 1;
/** Another order each time, the same ones in each run. */
function shuffled(users: ScimRecord[]): ScimRecord[] {
  let state = shuffles++;
  for (let last = users.length - 1; last > 0; last--) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const other = (state >>> 8) % (last + 1);
    [users[last], users[other]] = [users[other]!, users[last]!];
  }
  return users;
}

function folded(user: ScimRecord): ScimRecord {
  const emails = user.emails?.map((email) => ({ ...email, value: email.value.toLowerCase() }));
  return { ...user, userName: user.userName.toLowerCase(), ...(emails ? { emails } : {}) };
}

function notFound(): Error {
  return new SCIMMY.Types.Error(404, null as unknown as string, 'There is no such user');
}
