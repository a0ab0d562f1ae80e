import type { Role } from '@counterpart/shared/api.ts';

/** Ids of one workspace's rows, one of each kind, for requests that name them. */
export interface Ids {
  session: string;
  connection: string;
  directory: string;
  company: string;
  companyLink: string;
  contact: string;
  contactVersion: number;
  account: string;
  link: string;
  decision: string;
  outbox: string;
  scimToken: string;
}

export interface Asked {
  path: string;
  body?: unknown;
}

export interface Row {
  /** The least role that may; null: the route is open to everybody. */
  from: Role | null;
  /** Who asks with their own ids, where that is not the least role. */
  as?: Role;
  /** The request with one's own ids. Absent where `foreign` has none either. */
  own: (ids: Ids) => Asked;
  /** The request with each id in turn taken from another workspace; each must answer 404. */
  foreign?: (mine: Ids, theirs: Ids) => Asked[];
}

const at = (path: string, body?: unknown): Asked => ({ path, body });
const page = (id: string) => ({ psa: 'halopsa', host: 'northwind.halopsa.com', kind: 'ticket', id, number: null });
const draft = {
  username: 'new.person@harbourfinch.example',
  displayName: 'New Person',
  givenName: 'New',
  familyName: 'Person',
  email: null,
  phones: [],
};
const builtin = { provider: 'builtin', name: 'A directory', settings: { domains: [], country: null }, secrets: {} };
const renewed = {
  provider: 'scim',
  name: 'A directory',
  settings: { address: 'http://127.0.0.1:9/scim', domains: [], country: null },
  secrets: { token: 'not-a-real-token' },
};
const csv = { csv: 'Username,Display name\nzoe,Zoe\n', apply: false };
const on = ({ contact, contactVersion }: Ids) => ({ contactId: contact, contactVersion });
const fixOf = ({ contact }: Ids) => ({ page: page('5101'), contactId: contact });
const fixWith = ({ contactVersion }: Ids) => ({ contactVersion, ticketContactId: '1001', setContact: false });
/** For a route whose only id stands in its path. */
const byPath = (path: (ids: Ids) => string, body?: (ids: Ids) => unknown): Pick<Row, 'own' | 'foreign'> => ({
  own: (ids) => at(path(ids), body?.(ids)),
  foreign: (mine, theirs) => [at(path(theirs), body?.(mine)), ...(body ? [at(path(theirs), body(theirs))] : [])],
});

/**
 * Every route of the API: who may call it, and every way to name another workspace's row in it. The order is that of
 * the requests with one's own ids, so what ends something comes after what needs it.
 */
export const MATRIX: Record<string, Row> = {
  'POST /v1/pairing/claim': { from: null, own: () => at('/v1/pairing/claim', { code: '0000-0000-0000', device: 'x' }) },
  'GET /v1/session': { from: 'technician', own: () => at('/v1/session') },
  'GET /v1/sessions': { from: 'technician', own: () => at('/v1/sessions') },
  'POST /v1/pairings': { from: 'lead', own: () => at('/v1/pairings', { name: 'Somebody', role: 'technician' }) },
  'POST /v1/lookup': {
    from: 'technician',
    own: () => at('/v1/lookup', { page: page('5101'), hints: {}, refresh: false }),
  },
  'GET /v1/companies/{id}/accounts': {
    from: 'technician',
    ...byPath(({ company }) => `/v1/companies/${company}/accounts?q=a`),
  },
  'POST /v1/links/{id}/unlink': {
    from: 'technician',
    ...byPath(
      ({ link }) => `/v1/links/${link}/unlink`,
      ({ contactVersion }) => ({ contactVersion }),
    ),
  },
  'POST /v1/links': {
    from: 'technician',
    own: (ids) => at('/v1/links', { ...on(ids), accountId: ids.account, replaces: null }),
    foreign: (mine, theirs) => [
      at('/v1/links', { ...on(theirs), accountId: mine.account, replaces: null }),
      at('/v1/links', { ...on(mine), accountId: theirs.account, replaces: null }),
      at('/v1/links', { ...on(theirs), accountId: theirs.account, replaces: theirs.link }),
    ],
  },
  'POST /v1/decisions/{id}/undo': {
    from: 'technician',
    ...byPath(({ decision }) => `/v1/decisions/${decision}/undo`),
  },
  'POST /v1/rejections': {
    from: 'technician',
    own: (ids) => at('/v1/rejections', { ...on(ids), accountId: ids.account }),
    foreign: (mine, theirs) => [
      at('/v1/rejections', { ...on(theirs), accountId: mine.account }),
      at('/v1/rejections', { ...on(mine), accountId: theirs.account }),
    ],
  },
  'POST /v1/contacts/{id}/ignore': {
    from: 'technician',
    ...byPath(({ contact }) => `/v1/contacts/${contact}/ignore`, on),
  },
  'POST /v1/requester-fixes/plan': {
    from: 'technician',
    own: (ids) => at('/v1/requester-fixes/plan', { ...fixOf(ids), accountId: ids.account, note: '' }),
    foreign: (mine, theirs) => [
      at('/v1/requester-fixes/plan', { ...fixOf(theirs), accountId: null, note: '' }),
      at('/v1/requester-fixes/plan', { ...fixOf(mine), accountId: theirs.account, note: '' }),
    ],
  },
  'POST /v1/requester-fixes': {
    from: 'technician',
    own: (ids) => at('/v1/requester-fixes', { ...fixOf(ids), ...fixWith(ids), accountId: null, note: 'A note' }),
    foreign: (mine, theirs) => [
      at('/v1/requester-fixes', { ...fixOf(theirs), ...fixWith(theirs), accountId: null, note: 'A note' }),
      at('/v1/requester-fixes', { ...fixOf(mine), ...fixWith(mine), accountId: theirs.account, note: null }),
    ],
  },
  'POST /v1/accounts/plan': {
    from: 'technician',
    own: (ids) => at('/v1/accounts/plan', { contactId: ids.contact, directoryId: ids.directory }),
    foreign: (mine, theirs) => [
      at('/v1/accounts/plan', { contactId: theirs.contact, directoryId: mine.directory }),
      at('/v1/accounts/plan', { contactId: mine.contact, directoryId: theirs.directory }),
    ],
  },
  'POST /v1/accounts': {
    from: 'technician',
    own: (ids) => at('/v1/accounts', { ...on(ids), directoryId: ids.directory, draft }),
    foreign: (mine, theirs) => [
      at('/v1/accounts', { ...on(theirs), directoryId: mine.directory, draft }),
      at('/v1/accounts', { ...on(mine), directoryId: theirs.directory, draft }),
    ],
  },
  'GET /v1/outbox/{id}': { from: 'technician', ...byPath(({ outbox }) => `/v1/outbox/${outbox}`) },
  'POST /v1/company-links': {
    from: 'lead',
    own: (ids) => at('/v1/company-links', { companyId: ids.company, directoryId: ids.directory }),
    foreign: (mine, theirs) => [
      at('/v1/company-links', { companyId: theirs.company, directoryId: mine.directory }),
      at('/v1/company-links', { companyId: mine.company, directoryId: theirs.directory }),
    ],
  },
  'DELETE /v1/company-links/{id}': { from: 'lead', ...byPath(({ companyLink }) => `/v1/company-links/${companyLink}`) },
  'GET /v1/connections': { from: 'lead', own: () => at('/v1/connections') },
  'GET /v1/connections/{id}/sync': {
    from: 'lead',
    ...byPath(({ connection }) => `/v1/connections/${connection}/sync`),
  },
  'POST /v1/connections/check': { from: 'admin', own: () => at('/v1/connections/check', builtin) },
  'POST /v1/connections': { from: 'admin', own: () => at('/v1/connections', builtin) },
  'POST /v1/connections/{id}/check': {
    from: 'admin',
    ...byPath(({ connection }) => `/v1/connections/${connection}/check`),
  },
  'POST /v1/connections/{id}/sync': {
    from: 'admin',
    ...byPath(({ connection }) => `/v1/connections/${connection}/sync`),
  },
  'POST /v1/directories/{id}/import': {
    from: 'admin',
    ...byPath(
      ({ directory }) => `/v1/directories/${directory}/import`,
      () => csv,
    ),
  },
  'GET /v1/directories/{id}/export': {
    from: 'admin',
    ...byPath(({ directory }) => `/v1/directories/${directory}/export`),
  },
  'GET /v1/directories/{id}/scim-tokens': {
    from: 'admin',
    ...byPath(({ directory }) => `/v1/directories/${directory}/scim-tokens`),
  },
  'POST /v1/directories/{id}/scim-tokens': {
    from: 'admin',
    ...byPath(
      ({ directory }) => `/v1/directories/${directory}/scim-tokens`,
      () => ({ name: 'Okta' }),
    ),
  },
  'DELETE /v1/scim-tokens/{id}': { from: 'admin', ...byPath(({ scimToken }) => `/v1/scim-tokens/${scimToken}`) },
  'POST /v1/connections/{id}/hook': {
    from: 'admin',
    ...byPath(
      ({ connection }) => `/v1/connections/${connection}/hook`,
      () => ({ server: 'https://counterpart.example' }),
    ),
  },
  'DELETE /v1/connections/{id}/hook': {
    from: 'admin',
    ...byPath(({ connection }) => `/v1/connections/${connection}/hook`),
  },
  // Signed, not signed in: api/hooks.test.ts has what it refuses.
  'POST /v1/hooks/{workspace}/{connection}': {
    from: null,
    own: ({ connection }) => at(`/v1/hooks/${connection}/${connection}`, {}),
  },
  'POST /v1/connections/{id}': {
    from: 'admin',
    ...byPath(
      ({ connection }) => `/v1/connections/${connection}`,
      () => renewed,
    ),
  },
  'DELETE /v1/connections/{id}': { from: 'admin', ...byPath(({ connection }) => `/v1/connections/${connection}`) },
  'DELETE /v1/sessions/{id}': { from: 'technician', ...byPath(({ session }) => `/v1/sessions/${session}`) },
  'DELETE /v1/session': { from: 'technician', as: 'lead', own: () => at('/v1/session') },
};
