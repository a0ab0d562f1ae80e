import { z } from 'zod';
import { ErrorCode } from './errors.ts';
import { Account, AccountDraft } from './identity.ts';
import { DirectoryReason, Evidence, Verdict } from './link.ts';
import { Hints, PageRef } from './page.ts';
import { IdentityId, PsaId } from './providers.ts';
import { Company, Contact, Ticket } from './psa.ts';
import { FixStepName, RequesterWarning } from './requester.ts';

/** Ids of our own rows. */
export const Id = z.uuid();

// ── people and sign-in ──────────────────────────────────────────────────────────────────────────

export const ROLES = ['technician', 'lead', 'admin'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

export const PairingClaim = z.strictObject({
  code: z.string().trim().min(8).max(32),
  device: z.string().trim().min(1).max(120),
});
export const Session = z.object({
  id: Id,
  workspace: z.object({ id: Id, name: z.string() }),
  technician: z.object({ id: Id, name: z.string(), role: Role }),
  device: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
});
export type Session = z.infer<typeof Session>;
/** The token is said once, here, and stored hashed. */
export const PairingAnswer = z.object({ token: z.string(), session: Session });
export type PairingAnswer = z.infer<typeof PairingAnswer>;
export const NewPairing = z.strictObject({ name: z.string().trim().min(1).max(120), role: Role });
export const Pairing = z.object({ code: z.string(), expiresAt: z.string() });
export type Pairing = z.infer<typeof Pairing>;

// ── connections ─────────────────────────────────────────────────────────────────────────────────

const Secret = z.string().min(1).max(4096);
const HttpsUrl = z.url({ protocol: /^https?$/ }).max(500);
const Name = z.string().trim().min(1).max(200);
/** Hosts of the agent screens besides the address itself (a custom domain). */
const FurtherHosts = z.array(z.string().regex(/^[a-z0-9.-]+(:\d{1,5})?$/)).max(20);
const HaloSettings = z.strictObject({
  address: HttpsUrl,
  clientId: Name,
  tenant: z.string().trim().max(120).nullable(),
  hosts: FurtherHosts,
});
const AutotaskSettings = z.strictObject({
  /** Of the API user; looks like an e-mail address. */
  username: Name,
  /** A zone's API, asked which zone the user is in; null: the vendor's own, which knows every user. */
  zoneUrl: HttpsUrl.nullable(),
});
/** What a custom field of a contact may hold for us: the key of a creation, and ids in identity platforms. */
const FIELD_PURPOSES = ['key', 'external', 'entra', 'entraTenant', 'activeDirectory', 'google', 'okta'] as const;
const ConnectWiseSettings = z.strictObject({
  address: HttpsUrl,
  /** The name that people type at sign-in. */
  company: Name,
  publicKey: Name,
  /** Names the integration to the vendor. */
  clientId: Name,
  /** Captions of the contacts' custom fields that hold each; what has no field is not kept. */
  customFields: z.partialRecord(z.enum(FIELD_PURPOSES), z.string().trim().min(1).max(100)),
  hosts: FurtherHosts,
});
const BuiltinSettings = z.strictObject({
  domains: z.array(z.string().trim().toLowerCase()).max(50),
  country: z.string().length(2).nullable(),
});
const ScimSettings = z.strictObject({ address: HttpsUrl, ...BuiltinSettings.shape });
const Guid = z.guid().toLowerCase();
/** Microsoft's clouds: the public one and the national ones, each with hosts of its own. */
export const ENTRA_CLOUDS = ['global', 'usgov', 'usgovdod', 'china'] as const;
export const EntraCloud = z.enum(ENTRA_CLOUDS);
export type EntraCloud = z.infer<typeof EntraCloud>;
const EntraSettings = z.strictObject({
  /** The application's id, the same in every tenant. */
  clientId: Guid,
  cloud: EntraCloud,
  /** The customers' tenants, each a directory. */
  tenants: z
    .array(z.strictObject({ id: Guid, name: z.string().trim().min(1).max(120) }))
    .min(1)
    .max(500)
    .refine((tenants) => new Set(tenants.map(({ id }) => id)).size === tenants.length, 'a tenant is named twice'),
});
/** How we act for a customer of Google: as its administrator by a service account, or by what an administrator consented to. */
const GoogleSettings = z.discriminatedUnion('signIn', [
  z.strictObject({ signIn: z.literal('delegation'), admin: z.email().max(254) }),
  z.strictObject({ signIn: z.literal('consent'), clientId: Name }),
]);
const OktaSettings = z.strictObject({ address: HttpsUrl, ...BuiltinSettings.shape });
const Pem = z.string().trim().min(1).max(16_384);
const DistinguishedName = z
  .string()
  .trim()
  .max(1024)
  .regex(/^[a-z][a-z0-9-]*\s*=/i, 'must be a distinguished name such as OU=People,DC=acme,DC=com');
/** Host, and the port where it is not 636. Always over TLS, so nothing stands in front. */
const LdapsServer = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?$/, 'must be host or host:port, without ldaps://')
  .max(260);
const Fingerprint = z
  .string()
  .transform((text) => text.replace(/[\s:-]/g, '').toLowerCase())
  .pipe(z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 fingerprint: 64 hexadecimal digits'));
const AdSettings = z.strictObject({
  /** Domain controllers of one domain; the first that answers is used. */
  servers: z.array(LdapsServer).min(1).max(10),
  /** How it is known that a controller is one: never by its word alone. */
  trust: z.discriminatedUnion('by', [
    z.strictObject({ by: z.literal('fingerprint'), fingerprints: z.array(Fingerprint).min(1).max(20) }),
    z.strictObject({ by: z.literal('ca'), ca: Pem }),
    z.strictObject({ by: z.literal('system') }),
  ]),
  /** The service account: name@domain, DOMAIN\\name or a distinguished name. */
  bindName: Name,
  /** Where accounts are looked for; null: in the whole domain. */
  base: DistinguishedName.nullable(),
  /** Where new ones are made; null: in the base, or where the domain itself puts new users. */
  createIn: DistinguishedName.nullable(),
  ...BuiltinSettings.shape,
});
const ConnectionName = z.string().trim().min(1).max(120);

/** What each provider asks for. `secrets` go to the vault and never come back. */
export const ConnectionDraft = z.discriminatedUnion('provider', [
  z.strictObject({
    provider: z.literal('halopsa'),
    name: ConnectionName,
    settings: HaloSettings,
    secrets: z.strictObject({ clientSecret: Secret }),
  }),
  z.strictObject({
    provider: z.literal('autotask'),
    name: ConnectionName,
    settings: AutotaskSettings,
    secrets: z.strictObject({ secret: Secret, integrationCode: Secret }),
  }),
  z.strictObject({
    provider: z.literal('connectwise'),
    name: ConnectionName,
    settings: ConnectWiseSettings,
    secrets: z.strictObject({ privateKey: Secret }),
  }),
  z.strictObject({
    provider: z.literal('scim'),
    name: ConnectionName,
    settings: ScimSettings,
    secrets: z.strictObject({ token: Secret }),
  }),
  z.strictObject({
    provider: z.literal('entra'),
    name: ConnectionName,
    settings: EntraSettings,
    secrets: z.union([z.strictObject({ clientSecret: Secret }), z.strictObject({ certificate: Pem, privateKey: Pem })]),
  }),
  z.strictObject({
    provider: z.literal('ad'),
    name: ConnectionName,
    settings: AdSettings,
    secrets: z.strictObject({ password: Secret }),
  }),
  z.strictObject({
    provider: z.literal('google'),
    name: ConnectionName,
    settings: GoogleSettings,
    secrets: z.union([
      /** The file that Google makes for a service account, as it is: JSON with the private key in it. */
      z.strictObject({ serviceAccountKey: Pem }),
      z.strictObject({ clientSecret: Secret, refreshToken: Secret }),
    ]),
  }),
  z.strictObject({
    provider: z.literal('okta'),
    name: ConnectionName,
    settings: OktaSettings,
    secrets: z.strictObject({ token: Secret }),
  }),
  z.strictObject({
    provider: z.literal('builtin'),
    name: ConnectionName,
    settings: BuiltinSettings,
    secrets: z.strictObject({}),
  }),
]);
export type ConnectionDraft = z.infer<typeof ConnectionDraft>;

/** What somebody has to mend before it works. */
export const AuthFix = z.enum([
  'consent',
  'disabled',
  'secret',
  'secret_expired',
  'certificate',
  'certificate_expired',
  'clock',
  'conditional_access',
  'tenant',
  'partner_access',
  'password',
  'password_expired',
  'must_change',
  'locked',
  'account_disabled',
  'account_expired',
  'logon_hours',
  'server_certificate',
  'server_certificate_expired',
  'server_name',
  'base',
  'create_in',
  'google_delegation',
  'google_admin',
  'google_key',
  'google_revoked',
  'google_client',
  'google_api',
]);
export type AuthFix = z.infer<typeof AuthFix>;

/** What works and what does not, right by right, so that an admin knows what to grant where. */
export const CheckStep = z.object({
  capability: z.enum([
    'reach',
    'sign_in',
    'read_companies',
    'read_sites',
    'read_contacts',
    'read_tickets',
    'write_contacts',
    'write_tickets',
    'write_notes',
    'read_accounts',
    'read_removed',
    'write_accounts',
    'create_accounts',
    'update_accounts',
    'enable_accounts',
  ]),
  /** `unknown`: cannot be tried without writing. */
  state: z.enum(['works', 'missing', 'failed', 'unknown']),
  code: ErrorCode.optional(),
  /** The right to grant, in the vendor's own word (a scope, a role). */
  right: z.string().optional(),
  /** Which of several directories or servers it is about, or the place in the directory where a right is granted. */
  where: z.string().optional(),
  /** Where it failed for a reason that is known. */
  fix: AuthFix.optional(),
});
export type CheckStep = z.infer<typeof CheckStep>;
export const ConnectionCheck = z.object({ ok: z.boolean(), version: z.string().nullable(), steps: z.array(CheckStep) });
export type ConnectionCheck = z.infer<typeof ConnectionCheck>;

export const SyncState = z.object({
  state: z.enum(['never', 'running', 'done', 'failed']),
  /** Records seen so far and how many there should be, by kind. */
  progress: z.record(z.string(), z.object({ seen: z.number(), total: z.number().nullable() })),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  error: ErrorCode.nullable(),
});
export type SyncState = z.infer<typeof SyncState>;

export const Connection = z.object({
  id: Id,
  side: z.enum(['psa', 'identity']),
  provider: z.union([PsaId, IdentityId]),
  name: z.string(),
  address: z.string().nullable(),
  hosts: z.array(z.string()),
  /** As they were entered, for whoever renews the connection. */
  settings: z.union([
    HaloSettings,
    AutotaskSettings,
    ConnectWiseSettings,
    ScimSettings,
    EntraSettings,
    AdSettings,
    GoogleSettings,
    OktaSettings,
    BuiltinSettings,
  ]),
  /** Last four characters and a fingerprint of each secret: enough to tell two apart. */
  secrets: z.array(z.object({ field: z.string(), lastFour: z.string(), fingerprint: z.string() })),
  directoryId: Id.nullable(),
  sync: SyncState,
  /** When what changed was last read between two full reads; null before, and where the PSA does not tell. */
  changesReadAt: z.string().nullable(),
  /** Set up so that the PSA tells of changes by itself: when it last did, and how many messages were not rightly signed. */
  hook: z.object({ path: z.string(), heardAt: z.string().nullable(), refused: z.number().int() }).nullable(),
});
/** `server`: this server's address as the PSA reaches it, over https. */
export const NewHook = z.strictObject({ server: z.url({ protocol: /^https$/ }).max(300) });
export type Connection = z.infer<typeof Connection>;

// ── the panel's one read ────────────────────────────────────────────────────────────────────────

export const LookupQuery = z.strictObject({ page: PageRef, hints: Hints, refresh: z.boolean().default(false) });
export type LookupQuery = z.infer<typeof LookupQuery>;

/** A PSA record in our words with our row's id, and where a person can open it. */
export const ContactCard = Contact.extend({
  rowId: Id,
  url: z.string().nullable(),
  /** Grows with every decision on the contact; a write names the one it saw. */
  version: z.number().int(),
  missing: z.boolean(),
});
export type ContactCard = z.infer<typeof ContactCard>;
export const CompanyCard = Company.extend({ rowId: Id, url: z.string().nullable() });
export type CompanyCard = z.infer<typeof CompanyCard>;
export const TicketCard = Ticket.extend({ url: z.string().nullable() });
export type TicketCard = z.infer<typeof TicketCard>;

export const DirectoryCard = z.object({
  id: Id,
  name: z.string(),
  provider: IdentityId,
  domains: z.array(z.string()),
  canCreate: z.boolean(),
});
export type DirectoryCard = z.infer<typeof DirectoryCard>;
export const AccountCard = Account.extend({
  rowId: Id,
  directory: DirectoryCard.pick({ id: true, name: true, provider: true }),
  seenAt: z.string(),
  missing: z.boolean(),
});
export type AccountCard = z.infer<typeof AccountCard>;

export const LinkedAccount = z.object({
  linkId: Id,
  primary: z.boolean(),
  account: AccountCard,
  linkedBy: z.string(),
  linkedAt: z.string(),
  /** The evidence as it stood when the link was made. */
  evidence: z.array(Evidence),
});
export type LinkedAccount = z.infer<typeof LinkedAccount>;

export const Candidate = z.object({
  account: AccountCard,
  verdict: Verdict,
  probability: z.number().min(0).max(1),
  evidence: z.array(Evidence),
  /** Set when the account already belongs to another contact of the company. */
  linkedTo: z.string().nullable(),
});
export type Candidate = z.infer<typeof Candidate>;

export const DirectoryCandidate = z.object({
  directory: DirectoryCard,
  reasons: z.array(DirectoryReason),
  strength: z.enum(['strong', 'weak']),
});
export type DirectoryCandidate = z.infer<typeof DirectoryCandidate>;

/** How old what is shown is, and why it is not newer. */
export const Freshness = z.object({
  asOf: z.string(),
  source: z.enum(['psa', 'mirror']),
  fault: ErrorCode.nullable(),
  retryAfterSeconds: z.number().nullable(),
});
export type Freshness = z.infer<typeof Freshness>;

/** Who really asks: why the ticket's contact may be the wrong one, and who may be the right one, the likeliest first. */
const asked = { warnings: z.array(RequesterWarning), suggestedContacts: z.array(ContactCard) };
const found = { freshness: Freshness, ticket: TicketCard.nullable(), company: CompanyCard, ...asked };
export const LookupAnswer = z.discriminatedUnion('state', [
  z.object({
    state: z.literal('linked'),
    ...found,
    contact: ContactCard,
    links: z.array(LinkedAccount).min(1),
    directories: z.array(DirectoryCard),
  }),
  z.object({
    state: z.literal('candidates'),
    ...found,
    contact: ContactCard,
    verdict: Verdict,
    candidates: z.array(Candidate).min(1),
    directories: z.array(DirectoryCard),
  }),
  z.object({ state: z.literal('nobody'), ...found, contact: ContactCard, directories: z.array(DirectoryCard) }),
  z.object({
    state: z.literal('company_unlinked'),
    ...found,
    contact: ContactCard.nullable(),
    candidates: z.array(DirectoryCandidate),
    directories: z.array(DirectoryCard),
  }),
  z.object({
    state: z.literal('not_a_person'),
    freshness: Freshness,
    ticket: TicketCard.nullable(),
    company: CompanyCard.nullable(),
    ...asked,
    contact: ContactCard.nullable(),
    reason: z.enum(['general_user', 'service_contact', 'ignored', 'unknown_sender']),
    /** Contacts that carry the sender's address, when the ticket has none. */
    contacts: z.array(ContactCard),
    decisionId: Id.nullable(),
  }),
  z.object({
    state: z.literal('not_verified'),
    freshness: Freshness,
    reason: z.enum(['hints_differ', 'record_missing', 'contact_missing', 'host_unknown', 'host_shared', 'no_id']),
    /** What the page says against what the PSA says. */
    differences: z.array(
      z.object({ field: z.enum(['number', 'requesterEmail', 'requesterName']), page: z.string(), psa: z.string() }),
    ),
  }),
  z.object({
    state: z.literal('company'),
    freshness: Freshness,
    company: CompanyCard,
    directories: z.array(DirectoryCard.extend({ companyLinkId: Id })),
    candidates: z.array(DirectoryCandidate),
    coverage: z.object({
      contacts: z.number(),
      linked: z.number(),
      ignored: z.number(),
      accounts: z.number(),
      accountsLinked: z.number(),
    }),
  }),
]);
export type LookupAnswer = z.infer<typeof LookupAnswer>;

// ── verbs ───────────────────────────────────────────────────────────────────────────────────────

const onContact = { contactId: Id, contactVersion: z.number().int() };
/** `replaces`: the link that this one takes the place of ("change"). */
export const NewLink = z.strictObject({ ...onContact, accountId: Id, replaces: Id.nullable() });
export const Rejection = z.strictObject({ ...onContact, accountId: Id });
export const Ignoring = z.strictObject({ ...onContact });
export const Unlinking = z.strictObject({ contactVersion: z.number().int() });
/** Every verb answers with the decision it made, so that it can be undone, until when, and the contact's new version. */
export const DecisionAnswer = z.object({
  decisionId: Id,
  undoUntil: z.string(),
  contactVersion: z.number().int(),
  /** The write to another system that goes with it, where there is one. */
  outboxId: Id.optional(),
});
export type DecisionAnswer = z.infer<typeof DecisionAnswer>;

export const NewCompanyLink = z.strictObject({ companyId: Id, directoryId: Id });
export const CompanyLink = z.object({
  id: Id,
  companyId: Id,
  directoryId: Id,
  linkedBy: z.string(),
  linkedAt: z.string(),
});

export const AccountSearch = z.strictObject({ q: z.string().trim().max(100).default('') });
export const AccountSearchAnswer = z.object({
  accounts: z.array(AccountCard.extend({ linkedTo: z.string().nullable() })),
  more: z.boolean(),
});
export type AccountSearchAnswer = z.infer<typeof AccountSearchAnswer>;

/** What would be written where: one row a field, with its source and what is wrong with it. */
export const PlannedField = z.object({
  field: z.enum(['username', 'displayName', 'givenName', 'familyName', 'email', 'phone']),
  from: z.string().nullable(),
  to: z.string(),
  rule: z.enum(['copied', 'from_email', 'from_pattern', 'from_name', 'typed']),
  problem: z.enum(['missing', 'taken', 'foreign_domain', 'not_an_address']).nullable(),
});
export type PlannedField = z.infer<typeof PlannedField>;
export const AccountPlanQuery = z.strictObject({ contactId: Id, directoryId: Id });
export const AccountPlan = z.object({
  directory: DirectoryCard,
  draft: AccountDraft.extend({ email: z.string().nullable() }),
  fields: z.array(PlannedField),
  possible: z.boolean(),
});
export type AccountPlan = z.infer<typeof AccountPlan>;
export const NewAccount = z.strictObject({ ...onContact, directoryId: Id, draft: AccountDraft });

/** Makes a contact the requester of the page's ticket: preview. */
export const RequesterFixQuery = z.strictObject({
  page: PageRef,
  contactId: Id,
  accountId: Id.nullable(),
  note: z.string().max(10_000),
});
export type RequesterFixQuery = z.infer<typeof RequesterFixQuery>;

/** Why a step cannot be taken. */
export const FixProblem = z.enum([
  'not_supported',
  'already_so',
  'other_company',
  'not_a_person',
  'no_directory',
  'taken',
  'rejected',
  'missing',
]);
export type FixProblem = z.infer<typeof FixProblem>;

/** The three steps from what is to what would be; a step with a problem cannot be taken, the others can. */
export const RequesterFixPlan = z.object({
  ticket: TicketCard,
  contact: z.object({ from: ContactCard.nullable(), to: ContactCard, problem: FixProblem.nullable() }),
  link: z.object({
    /** The accounts that the new contact has already. */
    from: z.array(AccountCard),
    /** The account that was asked for. */
    to: AccountCard.nullable(),
    problem: FixProblem.nullable(),
    /** Whom the new contact may be, where it has no account yet. */
    verdict: Verdict,
    candidates: z.array(Candidate),
  }),
  note: z.object({ text: z.string(), problem: FixProblem.nullable() }),
});
export type RequesterFixPlan = z.infer<typeof RequesterFixPlan>;

/** `ticketContactId`: the PSA's id of the contact that the technician saw on the ticket. A step that is not wanted is null or false. */
export const NewRequesterFix = z
  .strictObject({
    page: PageRef,
    ticketContactId: z.string().max(40).nullable(),
    ...onContact,
    setContact: z.boolean(),
    accountId: Id.nullable(),
    note: z.string().trim().min(1).max(5_000).nullable(),
  })
  .refine(({ setContact, accountId, note }) => setContact || accountId !== null || note !== null, {
    message: 'choose at least one step',
    path: ['setContact'],
  });
export type NewRequesterFix = z.infer<typeof NewRequesterFix>;

/** `undone`: taken and taken back. `skipped`: not taken, since an earlier one failed or the whole was taken back. */
export const FixStep = z.object({
  step: FixStepName,
  state: z.enum(['pending', 'done', 'failed', 'skipped', 'undone']),
  error: ErrorCode.nullable(),
});
export type FixStep = z.infer<typeof FixStep>;

/** A write to another system: an intent first, then its outcome. */
export const OutboxItem = z.object({
  id: Id,
  state: z.enum(['pending', 'running', 'done', 'failed']),
  attempts: z.number().int(),
  error: ErrorCode.nullable(),
  message: z.string().nullable(),
  accountId: Id.nullable(),
  linkId: Id.nullable(),
  /** Of a write in several steps: how far each is. */
  steps: z.array(FixStep),
});
export type OutboxItem = z.infer<typeof OutboxItem>;

/** The intent and the decision that can be undone. */
export const RequesterFix = z.object({ item: OutboxItem, decision: DecisionAnswer });
export type RequesterFix = z.infer<typeof RequesterFix>;

/** What another system signs in with to send accounts to a built-in directory. */
export const NewScimToken = z.strictObject({ name: z.string().trim().min(1).max(120) });
export const ScimToken = z.object({
  id: Id,
  name: z.string(),
  lastFour: z.string(),
  createdAt: z.string(),
  usedAt: z.string().nullable(),
});
export type ScimToken = z.infer<typeof ScimToken>;
/** `path`: the directory's own address below this server's. */
export const ScimTokens = z.object({ path: z.string(), items: z.array(ScimToken) });
export type ScimTokens = z.infer<typeof ScimTokens>;
/** The token is said once, here, and stored hashed. */
export const ScimTokenAnswer = z.object({ token: z.string(), item: ScimToken });
export type ScimTokenAnswer = z.infer<typeof ScimTokenAnswer>;
