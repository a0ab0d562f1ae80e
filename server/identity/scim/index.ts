import { AppError, type ErrorCode } from '@counterpart/shared/errors.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import type { Http } from '../../http.ts';
import { hasAddress } from '../address.ts';
import type { Identity } from '../types.ts';
import { checkScim, configOrNull } from './check.ts';
import { createScimClient, type ScimClient } from './client.ts';
import { filter, type ScimFilter } from './filter.ts';
import { toAccount, toScimUser } from './map.ts';
import { readUsers } from './pages.ts';
import { isAsWanted, toChanges } from './write.ts';

export interface ScimConfig {
  address: string;
  token: string;
  name: string;
  domains: string[];
  country: string | null;
}

/** A SCIM service is one directory. The id is not its address, which an admin may correct without losing a link. */
export const SCIM_DIRECTORY = 'scim';

/** Connects a SCIM 2.0 service. Nothing is requested until a method is called. */
export function createScim(config: ScimConfig, http: Http): Identity {
  const client = createScimClient(config, http);
  const paging = once(async () => (await configOrNull(client))?.pagination?.cursor === true);
  const folding = once(() => foldsCase(client));

  /** The accounts a filter finds, or all of them where the service cannot filter; callers compare again. */
  async function search(query: ScimFilter): Promise<Account[]> {
    try {
      return await collect({ cursor: false, filter: query });
    } catch (error) {
      if (!(error instanceof AppError) || !CANNOT_FILTER.includes(error.code)) throw error;
      return collect({ cursor: await paging() });
    }
  }

  async function collect(how: { cursor: boolean; filter?: ScimFilter }): Promise<Account[]> {
    const found: Account[] = [];
    for await (const page of readUsers(client, { ...how, urgent: true })) found.push(...page.users.map(toAccount));
    return found;
  }

  async function account(directoryId: string, id: string): Promise<Account | null> {
    own(directoryId);
    const user = await client.user(id);
    return user && toAccount(user);
  }

  async function findByCorrelationKey(directoryId: string, key: string): Promise<Account | null> {
    own(directoryId);
    const found = (await search(filter`externalId eq ${key}`)).filter((account) => account.externalId === key);
    if (found.length > 1) throw new AppError('conflict', 'Several accounts carry the key of one create');
    return found[0] ?? null;
  }

  /** The answer to a PATCH may be empty or partial, and some services accept what they then ignore. */
  async function changed(directoryId: string, id: string, isMade: (account: Account) => boolean): Promise<Account> {
    const after = await account(directoryId, id);
    if (!after) throw gone();
    if (isMade(after)) return after;
    throw new AppError('provider_rejected', 'The directory accepted the change but did not make it');
  }

  return {
    check: () => checkScim(client),

    async directories() {
      return [{ id: SCIM_DIRECTORY, name: config.name, domains: config.domains, country: config.country }];
    },

    async *accounts(directoryId) {
      own(directoryId);
      for await (const { users, seen, total } of readUsers(client, { cursor: await paging() })) {
        yield { items: users.map(toAccount), seen, total };
      }
    },

    account,

    async findByEmail(directoryId, email) {
      own(directoryId);
      const address = email.trim();
      if (address === '') return [];
      const lower = address.toLowerCase();
      const query = filter`userName eq ${address} or userName eq ${lower} or emails.value eq ${address} or emails.value eq ${lower}`;
      // A service that tells cases apart hides accounts from the filter, so there only the whole list answers.
      const found = (await folding()) ? await search(query) : await collect({ cursor: await paging() });
      return found.filter((account) => hasAddress(account, address));
    },

    findByCorrelationKey,

    async create(directoryId, account) {
      own(directoryId);
      try {
        return toAccount(await client.create(toScimUser(account)));
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'username_taken') throw error;
        // The name may be taken by this very create, when its first answer was lost.
        const made = await findByCorrelationKey(directoryId, account.correlationKey);
        if (made) return made;
        throw error;
      }
    },

    async update(directoryId, id, wanted) {
      own(directoryId);
      const before = await client.user(id);
      if (!before) throw gone();
      const changes = toChanges(before, wanted);
      if (changes.length === 0) return toAccount(before);
      await client.change(id, changes);
      return changed(directoryId, id, (account) => isAsWanted(account, wanted));
    },

    async setEnabled(directoryId, id, enabled) {
      own(directoryId);
      await client.change(id, [{ at: ['active'], value: enabled }]);
      return changed(directoryId, id, (account) => account.enabled === enabled);
    },
  };
}

/** How services say that they do not understand a filter. */
const CANNOT_FILTER: ErrorCode[] = ['provider_rejected', 'provider_forbidden', 'not_supported', 'provider_not_found'];

function gone(): AppError {
  return new AppError('provider_not_found', 'The account is no longer in the directory');
}

function own(directoryId: string): void {
  if (directoryId !== SCIM_DIRECTORY) throw new AppError('not_found', 'This connection has no such directory');
}

/**
 * Whether the service finds addresses in another case than it stores them, as RFC 7643 asks of `userName` and not all
 * do: asks for an account it has, in the other case. Null while it has none to ask for; one without filters is believed,
 * since its refusal leads to the list anyway.
 */
async function foldsCase(client: ScimClient): Promise<boolean | null> {
  const sample = await client.list({ startIndex: 1, count: 10 }, undefined, true);
  const user = (sample.Resources ?? []).find(({ userName, emails }) =>
    /[a-z]/i.test(`${userName}${emails?.[0]?.value}`),
  );
  if (!user) return null;
  const email = user.emails?.find(({ value }) => value)?.value;
  const query = email
    ? filter`userName eq ${otherCase(user.userName)} and emails.value eq ${otherCase(email)}`
    : filter`userName eq ${otherCase(user.userName)}`;
  try {
    const answer = await client.list({ startIndex: 1, count: 10 }, query, true);
    return (answer.Resources ?? []).some((found) => found.id === user.id);
  } catch (error) {
    if (error instanceof AppError && CANNOT_FILTER.includes(error.code)) return true;
    throw error;
  }
}

function otherCase(text: string): string {
  const upper = text.toUpperCase();
  return upper === text ? text.toLowerCase() : upper;
}

/** Asked once, by the first who needs it; a failure or a null is asked again. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | null = null;
  return async () => {
    kept ??= ask();
    try {
      const answer = await kept;
      if (answer === null) kept = null;
      return answer;
    } catch (error) {
      kept = null;
      throw error;
    }
  };
}
