import {
  AccountPlan,
  AccountPlanQuery,
  AccountSearchAnswer,
  CompanyLink,
  Connection,
  ConnectionCheck,
  ConnectionDraft,
  DecisionAnswer,
  Id,
  Ignoring,
  LookupAnswer,
  NewAccount,
  NewCompanyLink,
  NewHook,
  NewLink,
  NewPairing,
  NewRequesterFix,
  NewScimToken,
  OutboxItem,
  Pairing,
  PairingClaim,
  Rejection,
  RequesterFix,
  RequesterFixPlan,
  RequesterFixQuery,
  ScimTokenAnswer,
  ScimTokens,
  Session,
  SyncState,
  Unlinking,
} from '@counterpart/shared/api.ts';
import { CsvExport, CsvImport, CsvImportAnswer } from '@counterpart/shared/csv.ts';
import { ErrorBody, type ErrorCode } from '@counterpart/shared/errors.ts';
import { Hints, PageRef } from '@counterpart/shared/page.ts';
import { PsaId } from '@counterpart/shared/providers.ts';
import { z } from 'zod';

/**
 * All that a content script may say. The page around it is written by strangers, so the shape is strict
 * and holds a pointer and hints, never an instruction.
 */
export const PageMessage = z.strictObject({
  type: z.literal('page'),
  /** Null: this page is no ticket, contact or company; the panel goes away. */
  page: PageRef.nullable(),
  hints: Hints,
  /** The first word of a document: what another document said in its place is over. */
  first: z.literal(true).optional(),
  /** The screen was looked at and nothing on it was recognised: the address alone says which record this is. */
  unread: z.literal(true).optional(),
});
export type PageMessage = z.infer<typeof PageMessage>;

/** Asks which PSA this tab's host is: on a custom domain the address alone does not say. Answered with a PsaId or null. */
export const HostMessage = z.strictObject({ type: z.literal('host') });
export type HostMessage = z.infer<typeof HostMessage>;

/** Which selectors found something on a ticket's screen: names and yes or no, never what they found. */
export const HealthMessage = z.strictObject({
  type: z.literal('health'),
  psa: PsaId,
  counts: z
    .array(z.strictObject({ selectorId: z.string().max(40), hit: z.boolean() }))
    .min(1)
    .max(40),
});
export type HealthMessage = z.infer<typeof HealthMessage>;

/** What the background tells the content script: how large the panel's frame is. No text, no person. */
export const DockMessage = z.strictObject({
  type: z.literal('dock'),
  state: z.enum(['open', 'badge', 'hidden']),
  width: z.number().int().min(40).max(560),
});
export type DockMessage = z.infer<typeof DockMessage>;

const Nothing = z.null();
const withId = <T extends z.ZodRawShape>(shape: T) => z.strictObject({ id: Id, ...shape });

/** Everything an extension page may ask of the background: input and answer by name. Only our own origin may ask. */
export const CALLS = {
  'session.get': { input: Nothing, answer: Session.nullable() },
  'session.pair': { input: PairingClaim.extend({ server: z.url() }), answer: Session },
  'session.signOut': { input: Nothing, answer: Nothing },
  'session.list': { input: Nothing, answer: z.array(Session) },
  'session.revoke': { input: withId({}), answer: Nothing },
  'pairing.create': { input: NewPairing, answer: Pairing },
  'connections.list': { input: Nothing, answer: z.array(Connection) },
  'connections.check': { input: ConnectionDraft, answer: ConnectionCheck },
  'connections.create': { input: ConnectionDraft, answer: Connection },
  'connections.update': { input: withId({ draft: ConnectionDraft }), answer: Connection },
  'connections.recheck': { input: withId({}), answer: ConnectionCheck },
  'connections.remove': { input: withId({}), answer: Nothing },
  'connections.sync': { input: withId({}), answer: SyncState },
  'connections.hook': { input: withId(NewHook.shape), answer: Connection },
  'connections.unhook': { input: withId({}), answer: Nothing },
  'connections.syncState': { input: withId({}), answer: SyncState },
  'directories.import': { input: withId({ import: CsvImport }), answer: CsvImportAnswer },
  'directories.export': { input: withId({}), answer: CsvExport },
  'scimTokens.list': { input: withId({}), answer: ScimTokens },
  'scimTokens.create': { input: withId(NewScimToken.shape), answer: ScimTokenAnswer },
  'scimTokens.revoke': { input: withId({}), answer: Nothing },
  'links.create': { input: NewLink, answer: DecisionAnswer },
  'links.remove': { input: withId({ body: Unlinking }), answer: DecisionAnswer },
  'links.reject': { input: Rejection, answer: DecisionAnswer },
  'contacts.ignore': { input: Ignoring, answer: DecisionAnswer },
  'decisions.undo': { input: withId({}), answer: DecisionAnswer },
  'companyLinks.create': { input: NewCompanyLink, answer: CompanyLink },
  'companyLinks.remove': { input: withId({}), answer: Nothing },
  'accounts.search': { input: z.strictObject({ companyId: Id, q: z.string() }), answer: AccountSearchAnswer },
  'accounts.plan': { input: AccountPlanQuery, answer: AccountPlan },
  'accounts.create': { input: NewAccount.extend({ idempotencyKey: z.string().min(16).max(100) }), answer: OutboxItem },
  'requester.plan': { input: RequesterFixQuery, answer: RequesterFixPlan },
  'requester.fix': {
    input: NewRequesterFix.safeExtend({ idempotencyKey: z.string().min(16).max(100) }),
    answer: RequesterFix,
  },
  'outbox.get': { input: withId({}), answer: OutboxItem },
} as const;
export type CallName = keyof typeof CALLS;
export type CallInput<N extends CallName> = z.input<(typeof CALLS)[N]['input']>;
export type CallAnswer<N extends CallName> = z.infer<(typeof CALLS)[N]['answer']>;

export const CallMessage = z.strictObject({
  type: z.literal('call'),
  name: z.enum(Object.keys(CALLS) as [CallName, ...CallName[]]),
  input: z.unknown(),
});

/**
 * Drafts of the tab that a panel shows: all of them, or one to keep (null lets it go). Through the background, since
 * Firefox gives an extension's frame in a page neither the tab's number nor the session storage.
 */
export const DraftMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('drafts') }),
  z.strictObject({ type: z.literal('draft'), name: z.string().min(1).max(1000), value: z.unknown() }),
]);
export type DraftMessage = z.infer<typeof DraftMessage>;

/** Faults that happen before a server could answer. */
export const LOCAL_FAULTS = [
  'server_unreachable',
  'answer_unreadable',
  'extension_reloaded',
  'permission_denied',
] as const;
export type FaultCode = ErrorCode | (typeof LOCAL_FAULTS)[number];
export const Fault = ErrorBody.shape.error.omit({ code: true }).extend({
  code: z.union([ErrorBody.shape.error.shape.code, z.enum(LOCAL_FAULTS)]),
});
export type Fault = z.infer<typeof Fault>;
export const CallReply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), fault: Fault }),
]);

/** The name of a panel's port; a side panel is in no tab and names the window that it stands in. */
export const panelPort = (windowId: number | null) => (windowId === null ? 'panel' : `panel of window ${windowId}`);
export function windowOfPort(name: string): number | null {
  const id = /^panel of window (\d{1,10})$/.exec(name)?.[1];
  return id === undefined ? null : Number(id);
}

/**
 * What the background pushes to a panel over its port, whole, at each change: the record of the tab
 * and all that is known about it. The panel draws it and holds nothing of an earlier record.
 */
export const PanelFeed = z.object({
  /** `pageKey` of the record, null where there is none; answers of another key are stale. */
  key: z.string().nullable(),
  page: PageRef.nullable(),
  /** The tab's host, for "no access to this site yet". */
  host: z.string().nullable(),
  access: z.enum(['granted', 'missing', 'not_a_psa']),
  /** Nothing of the screen could be compared with what the PSA says: see `PageMessage.unread`. */
  unread: z.boolean().optional(),
  session: Session.nullable(),
  loading: z.boolean(),
  answer: LookupAnswer.nullable(),
  fault: Fault.nullable(),
});
export type PanelFeed = z.infer<typeof PanelFeed>;

/** What a panel may say on its port. */
export const PanelSays = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('refresh') }),
  z.strictObject({ type: z.literal('dock'), state: DockMessage.shape.state, width: DockMessage.shape.width }),
  /** The technician names the record, where the layout was not recognised. */
  z.strictObject({ type: z.literal('open'), page: PageRef }),
  /** The same record in a window of our own, where no page can lie over a button. */
  z.strictObject({ type: z.literal('window') }),
  /** Another page of ours in a tab; `host`: the domain it should allow. A frame in a page cannot open tabs in Firefox. */
  z.strictObject({ type: z.literal('page'), page: z.enum(['options', 'workbench']), host: z.string().nullable() }),
]);
export type PanelSays = z.infer<typeof PanelSays>;
