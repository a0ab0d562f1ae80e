import { createBudget, type Http } from '@counterpart/server/http.ts';
import type { Ldap } from '@counterpart/server/identity/ad/client.ts';
import { writeGuid } from '@counterpart/server/identity/ad/guid.ts';
import { createAd } from '@counterpart/server/identity/ad/index.ts';
import {
  AlreadyExistsError,
  BusyError,
  type Client,
  ConstraintViolationError,
  type Entry,
  InsufficientAccessError,
  InvalidCredentialsError,
  SizeLimitExceededError,
  UnwillingToPerformError,
} from 'ldapts';
import { describe, expect, test, vi } from 'vitest';

// What a controller of Windows answers where Samba answers otherwise, as its messages are written.

const DOMAIN = '0df2cd66-88f9-4f6a-9d55-5a0f7b1c2d3e';
const BASE = 'DC=acme,DC=test';
const guid = (at: number) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
const user = (at: number): Entry => ({
  dn: `CN=p${at},${BASE}`,
  objectGUID: writeGuid(guid(at))!,
  objectClass: ['top', 'person', 'user'],
  userPrincipalName: `p${at}@acme.test`,
  userAccountControl: '512',
});
const ROOT: Entry = {
  dn: '',
  defaultNamingContext: BASE,
  configurationNamingContext: `CN=Configuration,${BASE}`,
  dsServiceName: `CN=NTDS Settings,${BASE}`,
  dnsHostName: 'DC1.acme.test',
};

interface Windows {
  users?: Entry[];
  pages?: Entry[][][];
  bind?: () => Promise<void>;
  add?: () => Promise<void>;
  modify?: () => Promise<void>;
  search?: Client['search'];
}

/** A stand-in for one signed-in connection: answers what is recorded here, and keeps what it was asked. */
function windows({ users = [], pages = [[users]], ...acts }: Windows = {}) {
  const asked: { paged: unknown; sizeLimit: unknown; timeLimit: unknown }[] = [];
  const ldap = {
    isConnected: true,
    bind: vi.fn(acts.bind ?? (async () => {})),
    unbind: vi.fn(async () => {
      ldap.isConnected = false;
    }),
    add: vi.fn(acts.add ?? (async () => {})),
    modify: vi.fn(acts.modify ?? (async () => {})),
    search: vi.fn(
      acts.search ??
        (async (base: string, { scope, filter }: Parameters<Client['search']>[1] & object) => {
          const found =
            base === ''
              ? [ROOT]
              : base === BASE && scope === 'base'
                ? [{ dn: BASE, objectGUID: writeGuid(DOMAIN)! }]
                : scope === 'base'
                  ? [{ dn: base.replace(/^<.*>$/, `CN=Users,${BASE}`), uPNSuffixes: [] }]
                  : users.filter(
                      ({ objectGUID }) => !filter || JSON.stringify(filter).includes(JSON.stringify(objectGUID)),
                    );
          return {
            searchEntries: found as Entry[],
            searchReferences: [`ldap://forest.acme.test/CN=Configuration,${BASE}`],
          };
        }),
    ),
    async *searchPaginated(_base: string, options: Parameters<Client['searchPaginated']>[1]) {
      asked.push({ paged: options?.paged, sizeLimit: options?.sizeLimit, timeLimit: options?.timeLimit });
      for (const searchEntries of pages[asked.length - 1] ?? []) yield { searchEntries, searchReferences: [] };
    },
  };
  return { ldap: ldap as unknown as Ldap & typeof ldap, asked };
}

function connect(
  open: (server: string) => Promise<Ldap>,
  { servers = ['dc1'], other = FREE }: { servers?: string[]; other?: Http['other'] } = {},
) {
  const trust = { by: 'system' } as const;
  const rest = { bindName: 'svc@acme.test', password: 'secret', name: 'Ours', domains: [], country: null };
  return createAd({ servers, trust, base: null, createIn: null, ...rest, open }, { other });
}
const FREE: Http['other'] = { take: async () => {}, guard: null };
const to = ({ ldap }: { ldap: Ldap }) => connect(async () => ldap);
const draft = { username: 'zoe@acme.test', displayName: 'Zoë', givenName: '', familyName: '', email: null, phones: [] };

async function read(identity: ReturnType<typeof connect>) {
  const pages = [];
  for await (const page of identity.accounts(DOMAIN)) pages.push(page);
  return pages;
}

const BIND = '80090308: LdapErr: DSID-0C090439, comment: AcceptSecurityContext error, data';
test.each([
  ['525', 'password'],
  ['52e', 'password'],
  ['530', 'logon_hours'],
  ['531', 'logon_hours'],
  ['532', 'password_expired'],
  ['533', 'account_disabled'],
  ['701', 'account_expired'],
  ['773', 'must_change'],
  ['775', 'locked'],
  ['999', 'password'],
])('a sign-in that Windows refuses with %s is explained (%s)', async (code, fix) => {
  const { ldap } = windows({
    bind: async () => {
      throw new InvalidCredentialsError(`${BIND} ${code}, v4563`);
    },
  });
  const { steps } = await connect(async () => ldap).check();
  expect(steps[1]).toEqual({ capability: 'sign_in', state: 'failed', code: 'provider_auth', fix });
  expect(ldap.unbind).toHaveBeenCalled();
});

describe('what Windows says of a write', () => {
  const cases: [what: string, fault: Error, error: object][] = [
    [
      'a short name that is taken',
      new AlreadyExistsError('00000524: UpdErr: DSID-031A11E2, problem 6005 (ENTRY_EXISTS), data 0'),
      { code: 'username_taken' },
    ],
    [
      'a sign-in name of another domain of the forest',
      new ConstraintViolationError('000021C8: AtrErr: DSID-03200BBA, #1: 0: 000021C8'),
      { code: 'username_taken' },
    ],
    [
      'a password that the policy refuses',
      new UnwillingToPerformError('0000052D: SvcErr: DSID-031A12D2, problem 5003 (WILL_NOT_PERFORM), data 0'),
      { code: 'provider_rejected', message: expect.stringContaining('password policy') },
    ],
    [
      'no right',
      new InsufficientAccessError('00000005: SecErr: DSID-03152857, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0'),
      { code: 'provider_forbidden', extra: { detail: { right: 'Create User objects', where: `CN=Users,${BASE}` } } },
    ],
    [
      'a value out of range',
      new ConstraintViolationError(
        '00002082: AtrErr: DSID-03151F58, #1: 0: 00002082, problem 1005, data 0, Att c (title):len 400',
      ),
      { code: 'provider_rejected', extra: { fields: [{ path: 'title' }] } },
    ],
    ['that it is busy', new BusyError('00002024: SvcErr'), { code: 'provider_unavailable' }],
    [
      'nothing, for the connection broke',
      new Error('Connection closed before message response was received. Message type: AddRequest (0x68)'),
      { code: 'provider_unavailable' },
    ],
    ['nothing in time', new Error('AddRequest: Operation timed out'), { code: 'provider_timeout' }],
  ];
  test.each(cases)('%s', async (_what, fault, error) => {
    const platform = windows({
      add: async () => {
        throw fault;
      },
    });
    const made = to(platform).create!(DOMAIN, { draft, correlationKey: 'key' });
    await expect(made).rejects.toMatchObject(error);
    await expect(made).rejects.not.toMatchObject({ message: expect.stringContaining('DSID') });
  });

  test('a place that stays taken is not tried for ever', async () => {
    const platform = windows({
      add: async () => {
        throw new AlreadyExistsError('00002071: UpdErr: DSID-031A11E2, problem 6005 (ENTRY_EXISTS), data 0');
      },
    });
    await expect(to(platform).create!(DOMAIN, { draft, correlationKey: 'key' })).rejects.toMatchObject({
      code: 'conflict',
    });
    const names = (platform.ldap.add.mock.calls as unknown[][]).map(([dn]) => String(dn));
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeLessThan(8);
  });
});

describe('a list', () => {
  const people = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => user(from + at));

  test('is asked for in pages that Windows gives, and without a limit that would cut it short', async () => {
    const platform = windows({ pages: [[people(0, 500), people(500, 700)]] });
    const pages = await read(to(platform));
    expect(pages.map(({ seen, total }) => [seen, total])).toEqual([
      [500, null],
      [700, 700],
    ]);
    const [{ paged, sizeLimit, timeLimit }] = platform.asked as [(typeof platform.asked)[0]];
    expect(paged).toEqual({ pageSize: 500 });
    expect(sizeLimit).toBeUndefined();
    expect(timeLimit).toBeGreaterThan(0);
  });
  test('of just so many ends with an empty page, and is counted again in other steps', async () => {
    const platform = windows({
      pages: [
        [people(0, 500), []],
        [people(0, 499), people(499, 500)],
      ],
    });
    expect((await read(to(platform))).at(-1)).toMatchObject({ seen: 500, total: 500 });
    expect(platform.asked[1]!.paged).toEqual({ pageSize: 499 });
  });
  const parts: [string, Windows['pages']][] = [
    ['with nobody in it', [[[]]]],
    [
      'that ended where the controller ran out of time',
      [
        [people(0, 500), []],
        [people(0, 499), people(499, 900)],
      ],
    ],
    [
      'that ended so twice',
      [
        [people(0, 500), []],
        [people(0, 499), []],
      ],
    ],
    ['that goes in a circle', [[people(0, 500), people(0, 500), people(500, 501)]]],
  ];
  test.each(parts)('%s is no list', async (_what, pages) => {
    await expect(read(to(windows({ pages })))).rejects.toMatchObject({ code: 'provider_incomplete' });
  });
  test('that the controller cuts off is no list', async () => {
    const platform = windows();
    platform.ldap.searchPaginated = async function* () {
      yield { searchEntries: people(0, 3), searchReferences: [] };
      throw new SizeLimitExceededError('00002023: SvcErr: DSID-031A120B, problem 5008 (SIZE_LIMIT)');
    };
    await expect(read(to(platform))).rejects.toMatchObject({ code: 'provider_incomplete' });
  });
});

describe('a connection', () => {
  const account = (identity: ReturnType<typeof connect>) => identity.account(DOMAIN, guid(1));

  test('is kept for the next request, and ended when nobody asks any more', async () => {
    vi.useFakeTimers();
    const { ldap } = windows({ users: [user(1)] });
    const open = vi.fn(async () => ldap);
    const identity = connect(open);
    await Promise.all([account(identity), account(identity)]);
    expect(await account(identity)).toMatchObject({ username: 'p1@acme.test' });
    expect(open).toHaveBeenCalledTimes(1);
    expect(ldap.unbind).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(ldap.unbind).toHaveBeenCalledTimes(1);
    vi.useRealTimers();
  });
  test('that broke is opened anew, signed in', async () => {
    const made = [windows({ users: [user(1)] }).ldap, windows({ users: [user(1)] }).ldap];
    let at = 0;
    const identity = connect(async () => made[at++]!);
    await account(identity);
    made[0]!.isConnected = false;
    expect(await account(identity)).toMatchObject({ username: 'p1@acme.test' });
    expect(made[1]!.bind).toHaveBeenCalledTimes(1);
  });
  test('goes to the next controller when the first is down or busy, not when it refuses the password', async () => {
    const busy = windows({
      bind: async () => {
        throw new BusyError('00002024');
      },
    });
    const wrong = windows({
      bind: async () => {
        throw new InvalidCredentialsError(`${BIND} 52e, v4563`);
      },
    });
    const good = windows({ users: [user(1)] });
    const order = (first: Ldap) =>
      connect(async (server) => (server === 'dc1' ? first : good.ldap), { servers: ['dc1', 'dc2'] });
    expect(await account(order(busy.ldap))).not.toBeNull();
    await expect(account(order(wrong.ldap))).rejects.toMatchObject({ code: 'provider_auth' });
    expect(good.ldap.bind).toHaveBeenCalledTimes(1);
  });
  test('asks for no more than its budget', async () => {
    const budget = createBudget({ limit: 3, windowMs: 60_000, sleep: async () => {}, maxWaitMs: 0 });
    const { ldap } = windows({ users: [user(1)] });
    const identity = connect(async () => ldap, { other: { take: budget.take, guard: null } });
    await expect(account(identity)).rejects.toMatchObject({ code: 'provider_rate_limited' });
    expect(ldap.search).toHaveBeenCalledTimes(2);
  });
  test('without rules on what may be reached is not opened', async () => {
    const trust = { by: 'system' } as const;
    const rest = {
      bindName: 'svc',
      password: 'p',
      name: 'Ours',
      domains: [],
      country: null,
      base: null,
      createIn: null,
    };
    const identity = createAd({ servers: ['dc1'], trust, ...rest }, { other: FREE });
    await expect(account(identity)).rejects.toMatchObject({ code: 'address_refused' });
  });
  test('to a server that is no controller is told from one', async () => {
    const other = windows({
      search: (async () => ({
        searchEntries: [{ dn: '', defaultNamingContext: BASE }],
        searchReferences: [],
      })) as never,
    });
    await expect(account(to(other))).rejects.toMatchObject({ code: 'provider_invalid' });
  });
});
