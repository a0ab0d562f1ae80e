import type { TLSSocket } from 'node:tls';
import { AppError } from '@counterpart/shared/errors.ts';
import { Attribute, Change, Client, type Control, type Entry, type Filter } from 'ldapts';
import type { z } from 'zod';
import type { Http } from '../../http.ts';
import { BINARY, readEntry } from './api.ts';
import { dial, type Trust } from './dial.ts';
import { explain, type Purpose } from './explain.ts';

/** The part of ldapts that we use; a stand-in takes its place in tests. */
export type Ldap = Pick<Client, 'bind' | 'search' | 'searchPaginated' | 'add' | 'modify' | 'unbind' | 'isConnected'>;

export type Values = Record<string, (string | Buffer)[]>;

interface Find<T> {
  base: string;
  scope: 'base' | 'sub';
  filter?: Filter;
  attributes: readonly string[];
  answer: z.ZodType<T> & { shape: object };
  controls?: readonly Control[];
  purpose: Purpose;
  /** No more than these are of use; the others are left out without a word. */
  sizeLimit?: number;
  /** A technician waits for it. */
  urgent?: boolean;
}

/** One signed-in connection to one controller, the same object for as long as it is open. */
export interface Session {
  /** At most what the controller gives at once. Throws `provider_rejected` where the base does not exist. */
  find<T>(find: Find<T>): Promise<T[]>;
  /** Every entry to the last one, `size` a page. */
  pages<T>(find: Find<T>, size: number): AsyncIterable<T[]>;
  add(dn: string, values: Values, purpose: Purpose): Promise<void>;
  /** Puts these values in place of those that are there; an empty list takes the attribute away. */
  replace(dn: string, values: Values, purpose: Purpose): Promise<void>;
}

export interface LdapClient {
  /** A session that is kept for the work, and open a few seconds longer for the next. */
  use<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** The same for a list that is read while the caller does other things. */
  stream<T>(work: (session: Session) => AsyncIterable<T>): AsyncIterable<T>;
  /** Reaches each server without signing in; answers those that failed and why. */
  reach(): Promise<{ server: string; fault: AppError }[]>;
}

export interface LdapConfig {
  /** Tried in this order, each time anew: the first that answers is the one. */
  servers: string[];
  trust: Trust;
  bindName: string;
  password: string;
  timeoutMs?: number;
  /** Injected in tests. */
  open?: (server: string) => Promise<Ldap>;
}

interface Opened {
  ldap: Ldap;
  session: Session;
}

const IDLE_MS = 5_000;
/** The longest that the controller itself may take for one answer; ours is a little longer, so that its word arrives. */
const SECONDS = 20;

/** LDAP over TLS to the domain controllers of one domain: order, budget, idle connections, paging, faults. */
export function createLdapClient(config: LdapConfig, { other }: Pick<Http, 'other'>): LdapClient {
  const timeoutMs = config.timeoutMs ?? (SECONDS + 2) * 1000;
  const connectMs = Math.min(timeoutMs, 5_000);
  const open = config.open ?? openSecurely;
  let shared: { opening: Promise<Opened> } | null = null;
  const sockets = new WeakMap<Ldap, TLSSocket>();
  let users = 0;
  let idle: NodeJS.Timeout | undefined;

  async function socketTo(server: string) {
    if (!other.guard) throw new AppError('address_refused', 'No address may be reached from here');
    return dial({ server, trust: config.trust, timeoutMs: connectMs, guard: other.guard });
  }

  async function openSecurely(server: string): Promise<Ldap> {
    const socket = await socketTo(server);
    let handed = false;
    const client = new Client({
      url: 'ldaps://controller', // of no consequence: the socket is open already
      timeout: timeoutMs,
      strictDN: false, // <GUID=…> is a name to AD
      createSecureConnection: (() => {
        // ldapts would connect anew by itself, and nobody would be signed in there.
        if (handed) throw new Error('The connection is closed');
        handed = true;
        return socket;
      }) as never,
    });
    sockets.set(client, socket);
    return client;
  }

  async function signIn(): Promise<Opened> {
    let fault: unknown;
    for (const server of config.servers) {
      let ldap: Ldap;
      try {
        await other.take(true);
        ldap = await open(server);
      } catch (error) {
        // What the first one says is told: the others are there for when it cannot be reached.
        fault ??= error;
        continue;
      }
      try {
        await ldap.bind(config.bindName, config.password);
        return { ldap, session: createSession(ldap, other) };
      } catch (error) {
        await close(ldap);
        const refused = explain(error, { right: 'bind', where: server });
        // Each controller would count the wrong password, and lock the account.
        if (refused.code === 'provider_auth') throw refused;
        fault ??= refused;
      }
    }
    throw explain(fault, { right: 'bind', where: config.servers.join(', ') });
  }

  async function current(): Promise<Opened> {
    for (;;) {
      const seen = shared;
      if (!seen) {
        const opening = signIn();
        const mine = { opening };
        shared = mine;
        opening.catch(() => {
          if (shared === mine) shared = null;
        });
        return opening;
      }
      const opened = await seen.opening;
      if (opened.ldap.isConnected) return opened;
      if (shared === seen) shared = null;
    }
  }

  async function take(): Promise<{ session: Session; release: () => void }> {
    clearTimeout(idle);
    users++;
    let done = false;
    const release = () => {
      if (done) return;
      done = true;
      if (--users > 0) return;
      // What nobody waits for keeps no process from ending.
      shared?.opening.then(({ ldap }) => users === 0 && sockets.get(ldap)?.unref()).catch(() => {});
      idle = setTimeout(() => {
        const last = shared;
        shared = null;
        last?.opening.then(({ ldap }) => close(ldap)).catch(() => {});
      }, IDLE_MS);
      idle.unref();
    };
    try {
      const { ldap, session } = await current();
      sockets.get(ldap)?.ref();
      return { session, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  return {
    async use(work) {
      const { session, release } = await take();
      try {
        return await work(session);
      } finally {
        release();
      }
    },
    async *stream(work) {
      const { session, release } = await take();
      try {
        yield* work(session);
      } finally {
        release();
      }
    },
    async reach() {
      const tried = await Promise.allSettled(
        config.servers.map(async (server) =>
          config.open ? close(await open(server)) : (await socketTo(server)).destroy(),
        ),
      );
      return tried.flatMap((one, at) =>
        one.status === 'fulfilled'
          ? []
          : [
              {
                server: config.servers[at]!,
                fault: explain(one.reason, { right: 'connect', where: config.servers[at]! }),
              },
            ],
      );
    },
  };
}

function createSession(ldap: Ldap, other: Http['other']): Session {
  async function ask<T>(purpose: Purpose, urgent: boolean, act: () => Promise<T>): Promise<T> {
    await other.take(urgent);
    try {
      return await act();
    } catch (error) {
      throw explain(error, purpose);
    }
  }
  const options = <T>({ scope, filter, attributes, sizeLimit }: Find<T>) => ({
    scope,
    attributes: [...attributes],
    timeLimit: SECONDS,
    explicitBufferAttributes: BINARY,
    ...(filter ? { filter } : {}),
    ...(sizeLimit ? { sizeLimit } : {}),
  });
  // References lead to other partitions and domains, where nobody asked us to look.
  const read = <T>({ answer }: Find<T>, { searchEntries }: { searchEntries: Entry[] }) =>
    searchEntries.map((entry) => readEntry(answer, entry));

  return {
    async find(find) {
      const { base, controls = [], purpose, urgent = false } = find;
      return read(find, await ask(purpose, urgent, () => ldap.search(base, options(find), [...controls])));
    },
    async *pages(find, pageSize) {
      const { base, purpose, urgent = false } = find;
      const pages = ldap.searchPaginated(base, { ...options(find), paged: { pageSize } })[Symbol.asyncIterator]();
      for (;;) {
        const { done, value } = await ask(purpose, urgent, () => pages.next());
        if (done) return;
        yield read(find, value);
      }
    },
    add: (dn, values, purpose) =>
      ask(purpose, true, () =>
        ldap.add(
          dn,
          Object.entries(values).map(([type, all]) => new Attribute({ type, values: all as string[] })),
        ),
      ),
    replace: (dn, values, purpose) =>
      ask(purpose, true, () =>
        ldap.modify(
          dn,
          Object.entries(values).map(
            ([type, all]) =>
              new Change({ operation: 'replace', modification: new Attribute({ type, values: all as string[] }) }),
          ),
        ),
      ),
  };
}

async function close(ldap: Ldap): Promise<void> {
  await ldap.unbind().catch(() => {}); // it is gone already
}
