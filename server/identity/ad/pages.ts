import { AppError } from '@counterpart/shared/errors.ts';
import { z } from 'zod';
import { AdUser, Guid, USER_ATTRIBUTES } from './api.ts';
import type { Session } from './client.ts';
import type { Domain } from './domain.ts';
import { USERS } from './filter.ts';
import { RIGHTS } from './rights.ts';

/** Half of what a controller of Windows gives at once (MaxPageSize). */
const PAGE = 500;

/** Every account of the base, each once. Throws `provider_incomplete` where it cannot be sure that these are all. */
export async function* readEveryone(session: Session, { base }: Domain) {
  const purpose = { right: RIGHTS.read, where: base };
  const find = { base, scope: 'sub', filter: USERS, purpose } as const;
  const ids = new Set<string>();
  const pages = session.pages({ ...find, attributes: USER_ATTRIBUTES, answer: AdUser }, PAGE)[Symbol.asyncIterator]();
  let last = 0;
  for (let next = await pages.next(); !next.done; ) {
    const users = next.value.filter(({ objectGUID: id }) => !ids.has(id) && ids.add(id));
    if (next.value.length > 0 && users.length === 0) {
      throw new AppError('provider_incomplete', 'The pages of the domain controller go in a circle');
    }
    last = next.value.length;
    next = await pages.next();
    if (next.done) await refuseUnsure();
    yield { users, seen: ids.size, total: next.done ? ids.size : null };
  }

  async function refuseUnsure(): Promise<void> {
    // To an account that lost its right to read, a controller shows an empty domain.
    if (ids.size === 0) throw new AppError('provider_incomplete', 'Active Directory shows no accounts at all');
    if (last > 0) return;
    // An empty page ends a list of just so many, and also one where the controller ran out of time. Counted in other
    // steps the end of the list falls elsewhere.
    const answer = z.object({ objectGUID: Guid });
    for await (const page of session.pages({ ...find, attributes: ['objectGUID'], answer }, PAGE - 1)) {
      last = page.length;
      if (page.some(({ objectGUID }) => !ids.has(objectGUID))) last = 0;
      if (last === 0) throw new AppError('provider_incomplete', 'The domain controller left out a part of its list');
    }
  }
}
