import { createHash } from 'node:crypto';
import { AppError } from '@counterpart/shared/errors.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import type { z } from 'zod';
import type { ChangePage } from '../types.ts';
import { AdUser, Changed, USER_ATTRIBUTES } from './api.ts';
import type { Session } from './client.ts';
import { dirSync } from './dirsync.ts';
import { type Domain, isWithin, readInvocation } from './domain.ts';
import { byGuids, USERS_OR_TOMBSTONES } from './filter.ts';
import { writeGuid } from './guid.ts';
import { toAccount } from './map.ts';
import { RIGHTS } from './rights.ts';

/** Named objects a request; the controller's limit for a request is some thousand terms. */
const BATCH = 100;

/**
 * What is told of, by name: the attributes we use that are replicated, the lock (its state is computed, so its change is
 * not told), and what a rename, a move and a deletion touch.
 */
const COMPUTED = ['msDS-User-Account-Control-Computed', 'objectClass', 'whenCreated'];
const TOLD = [...USER_ATTRIBUTES.filter((name) => !COMPUTED.includes(name)), 'lockoutTime', 'name', 'isDeleted'];

interface From {
  session: Session;
  domain: Domain;
  cursor: string | null;
  /** Every account, page by page. */
  everything: () => AsyncIterable<{ items: Account[] }>;
}

/**
 * What changed since the cursor. DirSync tells reliably only which objects; each is then read as it is.
 *
 * A controller shows tombstones to those alone who may read the container of deleted objects; without that right a
 * deletion is noticed by the next full read. So is a container that was moved with all that is in it.
 */
export async function* readChanges({ session, domain, cursor, everything }: From): AsyncIterable<ChangePage> {
  const run = `${await readInvocation(session, domain)} ${domain.controller} ${mark(domain)}`;
  let cookie = cursor === null ? Buffer.alloc(0) : cookieIn(cursor, run);
  if (cursor === null) {
    // The place first, then everything: what changes in between is told once more by the next round.
    for await (const page of ask(session, domain, cookie, ['objectGUID'])) cookie = page.cookie;
    for await (const { items } of everything()) yield { changed: items, removed: [], cursor: null };
  } else {
    for await (const page of ask(session, domain, cookie, TOLD)) {
      cookie = page.cookie;
      for (let from = 0; from < page.told.length; from += BATCH) {
        yield await readTold(session, domain, page.told.slice(from, from + BATCH));
      }
    }
  }
  yield { changed: [], removed: [], cursor: `${run} ${cookie.toString('base64')}` };
}

type Told = z.infer<typeof Changed>;

async function* ask(session: Session, domain: Domain, cookie: Buffer, attributes: string[]) {
  for (let more = true; more; ) {
    const sync = dirSync(cookie);
    const base = domain.dn; // of a part of the domain no controller tells
    const purpose = { right: RIGHTS.read, where: base };
    const find = { base, scope: 'sub', filter: USERS_OR_TOMBSTONES, attributes, answer: Changed, purpose } as const;
    let told: Told[];
    try {
      told = await session.find({ ...find, controls: [sync.control] });
    } catch (error) {
      throw cookie.length > 0 && isRefusal(error) ? expired(error) : error;
    }
    const answer = sync.answer();
    if (answer.cookie.length === 0)
      throw new AppError('provider_incomplete', 'The controller did not say where to go on');
    cookie = answer.cookie;
    more = answer.more;
    yield { told, cookie };
  }
}

async function readTold(session: Session, domain: Domain, told: Told[]): Promise<ChangePage> {
  const isGone = ({ isDeleted, dn }: Told) => isDeleted || !isWithin(dn, domain.base);
  const there = told.filter((one) => !isGone(one)).map(({ objectGUID }) => objectGUID);
  const removed = told.filter(isGone).map(({ objectGUID }) => objectGUID);
  if (there.length === 0) return { changed: [], removed, cursor: null };
  const users = await session.find({
    base: domain.base,
    scope: 'sub',
    filter: byGuids(there.map((id) => writeGuid(id)!)),
    attributes: USER_ATTRIBUTES,
    answer: AdUser,
    purpose: { right: RIGHTS.read, where: domain.base },
  });
  // Whoever is not found was deleted just now, which the next round tells, or may no longer be read, which says nothing.
  return { changed: users.map((user) => toAccount(user, domain.name)), removed, cursor: null };
}

/** Which domain, part of it and attributes a cursor is of: one from before any of them changed would miss what it left out. */
function mark({ id, base }: Domain): string {
  return createHash('sha256')
    .update([id, base.toLowerCase(), ...TOLD].join(' '))
    .digest('hex')
    .slice(0, 12);
}

/**
 * A cookie is worth something to the run of the controller that gave it: another controller counts otherwise, and one
 * that was restored from a backup would answer, and leave out what was lost.
 */
function cookieIn(cursor: string, run: string): Buffer {
  const cookie = cursor.startsWith(`${run} `) ? cursor.slice(run.length + 1) : '';
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(cookie)) throw expired();
  return Buffer.from(cookie, 'base64');
}

const expired = (cause?: unknown) =>
  new AppError('provider_cursor_expired', 'This is not where a reading of this domain ended', { cause });

/** Reading everything anew is always right; not where the controller is busy or the right is missing, which will pass or not. */
function isRefusal(error: unknown): boolean {
  return error instanceof AppError && error.code === 'provider_rejected';
}
