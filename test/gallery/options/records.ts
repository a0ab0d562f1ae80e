import type {
  Connection,
  ConnectionCheck,
  ScimTokenAnswer,
  ScimTokens,
  Session,
  SyncState,
} from '@counterpart/shared/api.ts';
import type { CsvImportAnswer } from '@counterpart/shared/csv.ts';

/** The moment all states are drawn at. */
export const NOW = Date.now();
export const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();
export const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const DAY = 24 * 60;
const workspace = { id: id(1), name: 'Northwind IT' };
export const session = (role: Session['technician']['role'], name: string): Session => ({
  id: id(10),
  workspace,
  technician: { id: id(2), name, role },
  device: 'Chrome on Windows',
  createdAt: ago(12 * DAY),
  expiresAt: ago(-18 * DAY),
});
export const rowan = session('admin', 'Rowan Ellery');
export const sessions: Session[] = [
  rowan,
  { ...rowan, id: id(11), device: 'Firefox on macOS', createdAt: ago(40 * DAY), expiresAt: ago(-4 * DAY) },
  { ...rowan, id: id(12), device: 'Reception desk, Edge on Windows', createdAt: ago(2 * DAY) },
];

export const never: SyncState = { state: 'never', progress: {}, startedAt: null, finishedAt: null, error: null };
export const running: SyncState = {
  state: 'running',
  progress: {
    companies: { seen: 48, total: 48 },
    sites: { seen: 61, total: 61 },
    contacts: { seen: 1290, total: 2143 },
    tickets: { seen: 310, total: null },
  },
  startedAt: ago(1),
  finishedAt: null,
  error: null,
};
export const finished: SyncState = {
  state: 'done',
  progress: {
    companies: { seen: 48, total: 48 },
    sites: { seen: 61, total: 61 },
    contacts: { seen: 2143, total: 2143 },
    tickets: { seen: 512, total: 512 },
  },
  startedAt: ago(9),
  finishedAt: ago(7),
  error: null,
};
export const failed: SyncState = {
  ...running,
  state: 'failed',
  finishedAt: ago(2),
  error: 'provider_rate_limited',
};

export const halo: Connection = {
  id: id(20),
  side: 'psa',
  provider: 'halopsa',
  name: 'HaloPSA',
  address: 'https://northwind.halopsa.com',
  hosts: ['northwind.halopsa.com', 'support.northwind-it.example'],
  settings: {
    address: 'https://northwind.halopsa.com',
    clientId: '3f0c1a52-6d1b-4a43-9d57-0b6d2f8f1c11',
    tenant: 'northwind',
    hosts: ['support.northwind-it.example'],
  },
  secrets: [{ field: 'clientSecret', lastFour: 'x7Qd', fingerprint: '9f31·c04e' }],
  directoryId: null,
  sync: finished,
  changesReadAt: null,
  hook: null,
};
export const autotask: Connection = {
  id: id(23),
  side: 'psa',
  provider: 'autotask',
  name: 'Autotask',
  address: 'https://ww5.autotask.net',
  hosts: ['ww5.autotask.net'],
  settings: { username: 'k7qm4xtr9b@northwind-it.example', zoneUrl: null },
  secrets: [
    { field: 'secret', lastFour: 'p2Lw', fingerprint: '0b7d·e19a' },
    { field: 'integrationCode', lastFour: 'QX4T', fingerprint: 'c3f2·881e' },
  ],
  directoryId: null,
  sync: finished,
  changesReadAt: ago(3),
  hook: { path: `/v1/hooks/${id(1)}/${id(23)}`, heardAt: ago(2), refused: 3 },
};
export const connectwise: Connection = {
  id: id(24),
  side: 'psa',
  provider: 'connectwise',
  name: 'ConnectWise PSA',
  address: 'https://na.myconnectwise.net',
  hosts: ['na.myconnectwise.net', 'psa.northwind-it.example'],
  settings: {
    address: 'https://na.myconnectwise.net',
    company: 'northwind',
    publicKey: 'hJ8sWq2mTz',
    clientId: '5b0c9a7e-1c1d-4f0b-8f0a-2a6f1c7d9e10',
    customFields: { key: 'Counterpart key', entra: 'Entra object ID' },
    hosts: ['psa.northwind-it.example'],
  },
  secrets: [{ field: 'privateKey', lastFour: 'Zk0e', fingerprint: '72c1·4d5b' }],
  directoryId: null,
  sync: finished,
  changesReadAt: ago(3),
  hook: null,
};
export const scim: Connection = {
  id: id(21),
  side: 'identity',
  provider: 'scim',
  name: 'Harbour & Finch',
  address: 'https://id.harbourfinch.example/scim/v2',
  hosts: [],
  settings: { address: 'https://id.harbourfinch.example/scim/v2', domains: ['harbourfinch.example'], country: 'GB' },
  secrets: [{ field: 'token', lastFour: '0aPz', fingerprint: '51ae·77b2' }],
  directoryId: id(31),
  sync: { ...failed, progress: {}, error: 'provider_auth' },
  changesReadAt: null,
  hook: null,
};
export const entra: Connection = {
  id: id(25),
  side: 'identity',
  provider: 'entra',
  name: 'Microsoft Entra ID',
  address: null,
  hosts: [],
  settings: {
    clientId: '3f0c1a52-6d1b-4a43-9d57-0b6d2f8f1c11',
    cloud: 'global',
    tenants: [
      { id: '7c9f6679-7425-40de-944b-e07fc1f90ae7', name: 'Harbour & Finch' },
      { id: 'e4eaaaf2-d142-41e1-b3e4-080027620cdd', name: 'Atelier Lefèvre' },
    ],
  },
  changesReadAt: null,
  hook: null,
  secrets: [{ field: 'clientSecret', lastFour: 'k3~Q', fingerprint: '44d0·9b1c' }],
  directoryId: id(33),
  sync: { ...finished, progress: { accounts: { seen: 418, total: 418 } } },
};
export const google: Connection = {
  id: id(26),
  side: 'identity',
  provider: 'google',
  name: 'Quayside Pottery',
  address: null,
  hosts: [],
  settings: { signIn: 'delegation', admin: 'it.admin@quaysidepottery.example' },
  secrets: [{ field: 'serviceAccountKey', lastFour: '"}', fingerprint: 'a90f·17c3' }],
  directoryId: id(34),
  sync: { ...finished, progress: { accounts: { seen: 64, total: 64 } } },
  changesReadAt: null,
  hook: null,
};
export const okta: Connection = {
  id: id(27),
  side: 'identity',
  provider: 'okta',
  name: 'Brightwater Labs',
  address: 'https://brightwater.okta.com',
  hosts: [],
  settings: { address: 'https://brightwater.okta.com', domains: ['brightwaterlabs.example'], country: 'US' },
  secrets: [{ field: 'token', lastFour: 'h2Vx', fingerprint: '6be1·d24a' }],
  directoryId: id(35),
  sync: { ...failed, progress: {}, error: 'provider_auth' },
  changesReadAt: null,
  hook: null,
};
export const ad: Connection = {
  id: id(26),
  side: 'identity',
  provider: 'ad',
  name: 'Tilbury Freight',
  address: 'ldaps://dc1.tilburyfreight.example',
  hosts: [],
  settings: {
    servers: ['dc1.tilburyfreight.example', 'dc2.tilburyfreight.example'],
    trust: { by: 'fingerprint', fingerprints: ['7c9f6679742540de944be07fc1f90ae7'.repeat(2)] },
    bindName: 'svc-counterpart@tilburyfreight.example',
    base: 'OU=People,DC=tilburyfreight,DC=example',
    createIn: null,
    domains: ['tilburyfreight.example'],
    country: 'GB',
  },
  secrets: [{ field: 'password', lastFour: 'u8Rx', fingerprint: 'e07f·19c2' }],
  directoryId: id(34),
  sync: { ...finished, progress: { accounts: { seen: 131, total: 131 } } },
  changesReadAt: ago(4),
  hook: null,
};
export const builtin: Connection = {
  id: id(22),
  side: 'identity',
  provider: 'builtin',
  name: 'Mill Lane Dental',
  address: null,
  hosts: [],
  settings: { domains: ['milllane.example'], country: 'GB' },
  secrets: [],
  directoryId: id(32),
  sync: never,
  changesReadAt: null,
  hook: null,
};

export const allWorks: ConnectionCheck = {
  ok: true,
  version: '2.214.1',
  steps: [
    { capability: 'reach', state: 'works' },
    { capability: 'sign_in', state: 'works' },
    { capability: 'read_companies', state: 'works' },
    { capability: 'read_sites', state: 'works' },
    { capability: 'read_contacts', state: 'works' },
    { capability: 'read_tickets', state: 'works' },
    { capability: 'write_contacts', state: 'unknown' },
    { capability: 'write_tickets', state: 'missing', code: 'provider_forbidden', right: 'edit:tickets' },
    { capability: 'write_notes', state: 'missing', code: 'provider_forbidden', right: 'edit:tickets' },
  ],
};
export const rightMissing: ConnectionCheck = {
  ok: false,
  version: '2.214.1',
  steps: allWorks.steps.map((step) =>
    step.capability === 'read_tickets'
      ? { capability: 'read_tickets', state: 'missing', code: 'provider_forbidden', right: 'read:tickets' }
      : step,
  ),
};
/** A PSA that says of every right whether it is there, and none is missing. */
export const everyRight: ConnectionCheck = {
  ok: true,
  version: '2025.1',
  steps: allWorks.steps.map(({ capability }) => ({ capability, state: 'works' })),
};
/** The one that is missing, as the PSA names it. */
export const rightMissingAs = (right: string): ConnectionCheck => ({
  ...everyRight,
  ok: false,
  steps: everyRight.steps.map((step) =>
    step.capability === 'read_tickets' ? { ...step, state: 'missing', code: 'provider_forbidden', right } : step,
  ),
});
/** Of several tenants one has not consented; and the application may not write. */
export const consentMissing: ConnectionCheck = {
  ok: true,
  version: null,
  steps: [
    { capability: 'reach', state: 'works' },
    { capability: 'sign_in', state: 'failed', code: 'provider_auth', fix: 'consent', where: 'Atelier Lefèvre' },
    { capability: 'read_accounts', state: 'works' },
    { capability: 'write_accounts', state: 'missing', code: 'provider_forbidden', right: 'User.ReadWrite.All' },
  ],
};
const PEOPLE = 'OU=People,DC=tilburyfreight,DC=example';
/** A service account that may read and correct, and neither create nor look into the deleted objects; one controller is down. */
export const adRightsMissing: ConnectionCheck = {
  ok: true,
  version: null,
  steps: [
    { capability: 'reach', state: 'failed', code: 'provider_unavailable', where: 'dc2.tilburyfreight.example' },
    { capability: 'sign_in', state: 'works' },
    { capability: 'read_accounts', state: 'works' },
    {
      capability: 'read_removed',
      state: 'missing',
      code: 'provider_forbidden',
      right: 'List contents, Read all properties',
      where: 'CN=Deleted Objects,DC=tilburyfreight,DC=example',
    },
    {
      capability: 'create_accounts',
      state: 'missing',
      code: 'provider_forbidden',
      right: 'Create User objects',
      where: PEOPLE,
    },
    { capability: 'update_accounts', state: 'works' },
    { capability: 'enable_accounts', state: 'works' },
  ],
};
/** Somebody else answers where the controller should be. */
export const adStranger: ConnectionCheck = {
  ok: false,
  version: null,
  steps: [
    {
      capability: 'reach',
      state: 'failed',
      code: 'provider_auth',
      fix: 'server_certificate',
      where: 'dc1.tilburyfreight.example, dc2.tilburyfreight.example',
    },
    ...(
      ['sign_in', 'read_accounts', 'read_removed', 'create_accounts', 'update_accounts', 'enable_accounts'] as const
    ).map((capability) => ({ capability, state: 'unknown' as const })),
  ],
};
/** The domains were not delegated, and the service account may only read. */
export const scopeMissing: ConnectionCheck = {
  ok: false,
  version: null,
  steps: [
    { capability: 'reach', state: 'works' },
    { capability: 'sign_in', state: 'works' },
    {
      ...{ capability: 'read_accounts', state: 'missing', code: 'provider_forbidden' },
      right: 'https://www.googleapis.com/auth/admin.directory.domain.readonly',
    },
    { capability: 'write_accounts', state: 'unknown' },
  ],
};
export const delegationMissing: ConnectionCheck = {
  ok: false,
  version: null,
  steps: [
    { capability: 'reach', state: 'works' },
    { capability: 'sign_in', state: 'failed', code: 'provider_auth', fix: 'google_delegation' },
    { capability: 'read_accounts', state: 'unknown' },
    { capability: 'write_accounts', state: 'unknown' },
  ],
};
export const tokenWrong: ConnectionCheck = {
  ...delegationMissing,
  steps: delegationMissing.steps.map(({ fix: _none, ...step }) => step),
};
export const secretWrong: ConnectionCheck = {
  ok: false,
  version: '2.214.1',
  steps: [
    { capability: 'reach', state: 'works' },
    { capability: 'sign_in', state: 'failed', code: 'provider_auth' },
    ...allWorks.steps.slice(2).map(({ capability }) => ({ capability, state: 'unknown' as const })),
  ],
};

export const csv = [
  'Login;Vorname;Nachname;E-Mail;Telefon',
  'asha.menon;Asha;Menon;asha@milllane.example;020 7946 0011',
  '=cmd;Tom;Reilly;tom@milllane;020 7946 0012',
].join('\n');
export const looked: CsvImportAnswer = {
  columns: { username: 'Login', email: 'E-Mail' },
  headers: ['Login', 'Vorname', 'Nachname', 'E-Mail', 'Telefon'],
  key: 'username',
  created: 14,
  updated: 3,
  unchanged: 22,
  refused: 3,
  fields: { displayName: 2, email: 1, phone: 3 },
  changes: [
    {
      line: 5,
      username: 'r.okafor',
      fields: [
        { field: 'displayName', from: 'R. Okafor', to: 'Rosalind Okafor-Whitcombe' },
        { field: 'phone', from: '', to: '020 7946 0018' },
      ],
    },
    { line: 6, username: 't.reilly', fields: [{ field: 'phone', from: '020 7946 0012', to: '020 7946 0099' }] },
    {
      line: 8,
      username: 'zoe.angstrom',
      fields: [{ field: 'email', from: 'zoe@milllane.example', to: 'zoe.angstrom@milllane.example' }],
    },
  ],
  errors: [
    { line: 3, column: 'E-Mail', code: 'not_an_address', values: {} },
    { line: 9, column: 'Login', code: 'twice', values: { other: 4 } },
    { line: 17, column: null, code: 'too_many_cells', values: { cells: 6, headers: 5 } },
  ],
  applied: false,
};
const scimToken = (n: number, name: string, lastFour: string, usedAt: string | null) => ({
  ...{ id: id(n), name, lastFour, usedAt },
  createdAt: ago(60 * 24 * 12),
});
export const senders: ScimTokens = {
  path: `/scim/v2/${id(32)}`,
  items: [scimToken(71, 'Entra of Mill Lane Dental', 'x0Qe', ago(2)), scimToken(72, 'Okta, in trial', '9_fT', null)],
};
export const newSender: ScimTokenAnswer = {
  token: `cpscim_${'0123456789abcdef'.repeat(2)}_${'notARealTokenAtAll0'.repeat(3).slice(0, 43)}`,
  item: scimToken(73, 'Entra of Mill Lane Dental', 'lAll', null),
};
