import { randomUUID } from 'node:crypto';
import { badRequest, type Fields } from './answers.ts';

export type GraphRecord = Fields & { id: string; userPrincipalName: string };

export interface TenantSeed {
  id: string;
  name: string;
  country: string | null;
  domains: { name: string; verified?: boolean; federated?: boolean }[];
  /** Copied from an Active Directory. */
  synced?: boolean;
  users: (Fields & { userPrincipalName: string })[];
  /** Ids of those that hold a directory role. */
  admins?: string[];
}

/** What happened to an account, in order: `fields` changed, or it went away or came back. */
export type Change = { seq: number; id: string; fields: string[] | 'all' | 'removed' | 'purged' };

export interface TenantStore {
  seed: TenantSeed;
  users: Map<string, GraphRecord>;
  /** Deleted within thirty days: restorable, and found by no read. */
  bin: Map<string, GraphRecord>;
  /** Each as it was before its last change: what a copy that runs late still tells. */
  before: Map<string, GraphRecord>;
  log: Change[];
  put(user: Fields & { userPrincipalName: string }): GraphRecord;
  /** Changes behind the API's back. */
  change(id: string, fields: Fields): void;
  remove(id: string): void;
  restore(id: string): void;
  purge(id: string): void;
}

export function createTenantStore(seed: TenantSeed): TenantStore {
  const users = new Map<string, GraphRecord>();
  const bin = new Map<string, GraphRecord>();
  const before = new Map<string, GraphRecord>();
  const log: Change[] = [];
  const note = (id: string, fields: Change['fields']) => log.push({ seq: log.length + 1, id, fields });
  const store: TenantStore = {
    seed,
    users,
    bin,
    before,
    log,
    put(user) {
      const record = { ...EMPTY, createdDateTime: nowInSeconds(), ...user, id: (user.id as string) ?? randomUUID() };
      users.set(record.id, record);
      note(record.id, 'all');
      return record;
    },
    change(id, fields) {
      before.set(id, users.get(id)!);
      users.set(id, { ...users.get(id)!, ...fields });
      note(id, Object.keys(fields));
    },
    remove(id) {
      bin.set(id, { ...users.get(id)!, deletedDateTime: nowInSeconds() });
      users.delete(id);
      note(id, 'removed');
    },
    restore(id) {
      users.set(id, { ...bin.get(id)!, deletedDateTime: null });
      bin.delete(id);
      note(id, 'all');
    },
    purge(id) {
      bin.delete(id);
      note(id, 'purged');
    },
  };
  for (const user of seed.users) store.put(user);
  return store;
}

/** Throws where a name or an address is another object's: they are unique in a tenant, in any case. */
export function refuseDuplicates(store: TenantStore, user: Fields): void {
  const others = [...store.users.values()].filter(({ id }) => id !== user.id);
  const conflict = (property: string) => {
    const message = `Another object with the same value for property ${property} already exists.`;
    return badRequest(message, [{ code: 'ObjectConflict', message, target: property }]);
  };
  const name = fold(user.userPrincipalName);
  if (others.some((other) => fold(other.userPrincipalName) === name)) throw conflict('userPrincipalName');
  const taken = new Set(others.flatMap((other) => list(other.proxyAddresses).map(fold)));
  if (list(user.proxyAddresses).some((address) => taken.has(fold(address)))) throw conflict('proxyAddresses');
}

/** Setting the mail makes it the primary of the proxy addresses; the former primary stays as an alias. */
export function withMail(user: Fields): Fields {
  if (typeof user.mail !== 'string') return user;
  const rest = list(user.proxyAddresses)
    .filter((entry) => fold(entry) !== `smtp:${fold(user.mail)}`)
    .map((entry) => entry.replace(/^SMTP:/, 'smtp:'));
  return { ...user, proxyAddresses: [`SMTP:${user.mail}`, ...rest] };
}

/** Every property of a user that is there without a value. */
const EMPTY: Fields = {
  deletedDateTime: null,
  displayName: null,
  givenName: null,
  surname: null,
  mail: null,
  mailNickname: null,
  otherMails: [],
  proxyAddresses: [],
  businessPhones: [],
  mobilePhone: null,
  faxNumber: null,
  jobTitle: null,
  department: null,
  companyName: null,
  officeLocation: null,
  employeeId: null,
  usageLocation: null,
  preferredLanguage: null,
  accountEnabled: true,
  userType: 'Member',
  isResourceAccount: null,
  assignedLicenses: [],
  onPremisesSyncEnabled: null,
  onPremisesImmutableId: null,
  onPremisesSamAccountName: null,
  onPremisesExtensionAttributes: Object.fromEntries(
    Array.from({ length: 15 }, (_, index) => [`extensionAttribute${index + 1}`, null]),
  ),
  externalUserState: null,
  identities: [],
};
export const PROPERTIES = ['id', 'userPrincipalName', 'createdDateTime', ...Object.keys(EMPTY)];

export function list(value: unknown): string[] {
  return Array.isArray(value) ? (value as string[]) : [];
}

export function fold(value: unknown): string {
  return String(value ?? '').toLowerCase();
}

function nowInSeconds(): string {
  return `${new Date().toISOString().slice(0, 19)}Z`;
}
