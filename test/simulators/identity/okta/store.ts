import { type Fields, invalid, Refusal, refuse } from './answers.ts';

export type Status =
  | 'STAGED'
  | 'PROVISIONED'
  | 'ACTIVE'
  | 'RECOVERY'
  | 'LOCKED_OUT'
  | 'PASSWORD_EXPIRED'
  | 'SUSPENDED'
  | 'DEPROVISIONED';

export interface OktaRecord {
  id: string;
  status: Status;
  created: string;
  activated: string | null;
  statusChanged: string | null;
  lastLogin: string | null;
  lastUpdated: string;
  passwordChanged: string | null;
  profile: Fields & { login: string };
  credentials: { provider: { type: string; name: string } };
}
export type OktaSeed = Partial<Omit<OktaRecord, 'profile'>> & { profile: OktaRecord['profile'] };

/** What may become of what, by an administrator: https://developer.okta.com/docs/concepts/user-lifecycle/ */
const MOVES: Record<string, { from: Status[]; to: Status; refusal: string }> = {
  suspend: { from: ['ACTIVE'], to: 'SUSPENDED', refusal: 'Cannot suspend a user that is not active' },
  unsuspend: { from: ['SUSPENDED'], to: 'ACTIVE', refusal: 'Cannot unsuspend a user that is not suspended' },
  activate: { from: ['STAGED', 'DEPROVISIONED'], to: 'ACTIVE', refusal: 'Activation failed' },
  unlock: { from: ['LOCKED_OUT'], to: 'ACTIVE', refusal: 'The user is not locked out' },
  deactivate: {
    from: ['STAGED', 'PROVISIONED', 'ACTIVE', 'RECOVERY', 'LOCKED_OUT', 'PASSWORD_EXPIRED', 'SUSPENDED'],
    to: 'DEPROVISIONED',
    refusal: 'The user is deactivated already',
  },
};

export interface OktaStore {
  users: Map<string, OktaRecord>;
  find(key: string): OktaRecord | undefined;
  put(seed: OktaSeed): OktaRecord;
  /** Null takes a value away. */
  change(id: string, profile: Fields): OktaRecord;
  move(id: string, act: string): OktaRecord;
  /** For good; only what was deactivated before. */
  purge(id: string): void;
  /** Okta's time in ms: ours, plus what a test adds; two changes never have the same. */
  clock: { aheadMs: number; now(): number };
}

export function createOktaStore(seeds: OktaSeed[]): OktaStore {
  const users = new Map<string, OktaRecord>();
  let last = 0;
  const clock = { aheadMs: 0, now: () => Date.now() + clock.aheadMs };
  const tick = () => {
    last = Math.max(last + 1, clock.now());
    return new Date(last).toISOString();
  };
  const store: OktaStore = {
    users,
    clock,
    find(key) {
      const wanted = key.toLowerCase();
      const logins = [...users.values()].filter((user) => user.profile.login.toLowerCase() === wanted);
      const short = [...users.values()].filter((user) => user.profile.login.toLowerCase().split('@')[0] === wanted);
      return users.get(key) ?? logins[0] ?? (short.length === 1 ? short[0] : undefined);
    },
    put(seed) {
      const now = tick();
      const id = seed.id ?? `00umade${users.size.toString(36).padStart(13, '0')}`;
      const record: OktaRecord = {
        ...{ id, status: 'ACTIVE', created: now, activated: now, statusChanged: now, lastLogin: null },
        ...{ lastUpdated: now, passwordChanged: null },
        credentials: { provider: { type: 'OKTA', name: 'OKTA' } },
        ...seed,
      };
      users.set(id, record);
      return record;
    },
    change(id, profile) {
      const before = users.get(id)!;
      const merged = { ...before.profile, ...profile };
      const kept = Object.entries(merged).filter(([, value]) => value !== null);
      const record = { ...before, profile: Object.fromEntries(kept) as OktaRecord['profile'], lastUpdated: tick() };
      users.set(id, record);
      return record;
    },
    move(id, act) {
      const before = users.get(id)!;
      const move = MOVES[act]!;
      if (!move.from.includes(before.status)) throw new Refusal(refuse(400, 'E0000001', move.refusal));
      const now = tick();
      const record = { ...before, status: move.to, statusChanged: now, lastUpdated: now };
      users.set(id, record);
      return record;
    },
    purge(id) {
      if (users.get(id)?.status !== 'DEPROVISIONED') throw new Refusal(refuse(403, 'E0000038', 'Not in this status.'));
      users.delete(id);
    },
  };
  for (const seed of seeds) store.put(seed);
  return store;
}

const PROPERTIES = [
  ...['login', 'email', 'secondEmail', 'firstName', 'lastName', 'middleName', 'displayName', 'nickName', 'title'],
  ...['profileUrl', 'primaryPhone', 'mobilePhone', 'department', 'division', 'organization', 'employeeNumber', 'city'],
];
const REQUIRED = ['login', 'email', 'firstName', 'lastName'];

/** Throws what Okta says of a profile that it does not take. `id`: whose it is, null for a new one. */
export function checkProfile(store: OktaStore, profile: Fields, id: string | null): void {
  const causes: string[] = [];
  for (const name of Object.keys(profile)) {
    if (!PROPERTIES.includes(name)) causes.push(`${name}: Property name '${name}' is not declared`);
  }
  for (const name of REQUIRED) {
    const value = name in profile || id === null ? profile[name] : 'kept';
    if (value === undefined || value === null || value === '') causes.push(`${name}: The field cannot be left blank`);
  }
  for (const name of ['login', 'email', 'secondEmail']) {
    const value = profile[name];
    if (typeof value === 'string' && !/^[^\s@]+@[^\s@]+$/.test(value)) causes.push(`${name}: Invalid format`);
    if (typeof value === 'string' && value.length > 100) causes.push(`${name}: The field is too long`);
  }
  for (const name of ['firstName', 'lastName']) {
    if (String(profile[name] ?? '').length > 50) causes.push(`${name}: The field is too long`);
  }
  const login = String(profile.login ?? '').toLowerCase();
  const taken = [...store.users.values()].some((user) => user.id !== id && user.profile.login.toLowerCase() === login);
  if (taken) causes.push('login: An object with this field already exists in the current organization');
  if (causes.length > 0) throw invalid(...causes);
}
