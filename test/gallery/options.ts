import type { OptionsClient } from '../../extension/options/client.ts';
import { PAGES } from '../../extension/pages/index.ts';
import type { Health } from '../../extension/storage.ts';
import { type Answers, fakeClient, never, refuse } from './options/fake.ts';
import type { Hands } from './options/hands.ts';
import * as records from './options/records.ts';

/** One state of the options page: where it is, what the world answers, and what a person did to get there. */
export interface OptionsState {
  name: string;
  hash: string;
  host?: string;
  client(settings: { language: 'en' | 'fr'; theme: 'light' | 'dark' }): OptionsClient;
  act?(hands: Hands): Promise<void>;
}

type More = Parameters<typeof fakeClient>[1];
const { halo, autotask, connectwise, scim, entra, ad, google, okta, builtin, rowan } = records;

const signedIn: Answers = {
  'session.get': () => rowan,
  'session.list': () => records.sessions,
  'connections.list': () => [halo, scim, builtin],
};
const otherPsas: Answers = { 'connections.list': () => [autotask, connectwise, scim] };
const otherDirectories: Answers = { 'connections.list': () => [halo, entra] };
const domains: Answers = { 'connections.list': () => [halo, ad] };
const googleAndOkta: Answers = { 'connections.list': () => [google, okta] };
const with_ = (answers: Answers, more: More = {}) => {
  return (settings: { language: 'en' | 'fr'; theme: 'light' | 'dark' }) =>
    fakeClient({ ...signedIn, ...answers }, { ...more, settings });
};
const signedOut: Answers = { 'session.get': () => null };

const APPLICATION = {
  clientId: '3f0c1a52-6d1b-4a43-9d57-0b6d2f8f1c11',
  clientSecret: 'not-a-real-secret',
  tenant: 'northwind',
};
async function toHaloTest(hands: Hands) {
  await hands.fill({ address: 'northwind.halopsa.com' });
  await hands.send();
  await hands.fill(APPLICATION);
  await hands.send();
  await hands.fill({ hosts: 'support.northwind-it.example' });
  await hands.send();
}
async function testHalo(hands: Hands) {
  await toHaloTest(hands);
  await hands.press('main .form .actions .button[data-tone="primary"]');
  await hands.find('.check');
}
const API_USER = {
  username: 'k7qm4xtr9b@northwind-it.example',
  secret: 'not-a-real-secret',
  integrationCode: 'not-a-real-code',
};
async function testAutotask(hands: Hands) {
  await hands.fill(API_USER);
  await hands.send();
  await hands.send();
  await hands.press('main .form .actions .button[data-tone="primary"]');
  await hands.find('.check');
}
const API_MEMBER = {
  publicKey: 'hJ8sWq2mTz',
  privateKey: 'not-a-real-key',
  clientId: '5b0c9a7e-1c1d-4f0b-8f0a-2a6f1c7d9e10',
};
async function toConnectWiseFields(hands: Hands) {
  await hands.fill({ address: 'na.myconnectwise.net', company: 'northwind' });
  await hands.send();
  await hands.fill(API_MEMBER);
  await hands.send();
}
async function testConnectWise(hands: Hands) {
  await toConnectWiseFields(hands);
  await hands.fill({ key: 'Counterpart key', entra: 'Entra object ID', hosts: 'psa.northwind-it.example' });
  await hands.send();
  await hands.press('main .form .actions .button[data-tone="primary"]');
  await hands.find('.check');
}
const REGISTERED = { clientId: '3f0c1a52-6d1b-4a43-9d57-0b6d2f8f1c11', clientSecret: 'not-a-real-secret' };
const TENANTS = [
  '7c9f6679-7425-40de-944b-e07fc1f90ae7 Harbour & Finch',
  'e4eaaaf2-d142-41e1-b3e4-080027620cdd Atelier Lefèvre',
].join('\n');
async function toEntraTenants(hands: Hands, tenants = TENANTS) {
  await hands.fill(REGISTERED);
  await hands.send();
  await hands.fill({ tenants });
}
async function testEntra(hands: Hands) {
  await toEntraTenants(hands);
  await hands.send();
  await hands.press('main .form .actions .button[data-tone="primary"]');
  await hands.find('.check');
}
const CONTROLLERS = {
  servers: 'dc1.tilburyfreight.example\ndc2.tilburyfreight.example',
  ca: '-----BEGIN CERTIFICATE-----\nMIIBnot+a+real+one\n-----END CERTIFICATE-----',
};
async function toAdPlaces(hands: Hands) {
  await hands.fill(CONTROLLERS);
  await hands.send();
  await hands.fill({ bindName: 'svc-counterpart@tilburyfreight.example', password: 'not-a-real-password' });
  await hands.send();
}
async function testAd(hands: Hands) {
  await toAdPlaces(hands);
  await hands.fill({ name: 'Tilbury Freight', base: 'OU=People,DC=tilburyfreight,DC=example' });
  await hands.send();
  await hands.press('main .form .actions .button[data-tone="primary"]');
  await hands.find('.check');
}
const KEY_FILE = JSON.stringify({
  type: 'service_account',
  client_email: 'counterpart@northwind-it.iam.gserviceaccount.com',
  private_key: 'not-a-real-key',
});
async function toGoogleKey(hands: Hands) {
  await hands.send();
  await hands.fill({ admin: 'it.admin@quaysidepottery.example' });
}
async function testGoogle(hands: Hands) {
  await toGoogleKey(hands);
  await hands.choose({ name: 'northwind-it-0f3a.json', text: KEY_FILE });
  await hands.find('main form p[role="status"]');
  await hands.send();
  await hands.press('main .form .actions .button[data-tone="primary"]');
  await hands.find('.check');
}
async function testOkta(hands: Hands) {
  await hands.fill({ address: 'brightwater-admin.okta.com/admin/dashboard', token: 'not-a-real-token' });
  await hands.send();
  await hands.fill({ name: 'Brightwater Labs', domains: 'brightwaterlabs.example', country: 'US' });
  await hands.send();
  await hands.press('main .form .actions .button[data-tone="primary"]');
  await hands.find('.check');
}
async function pair(hands: Hands) {
  await hands.fill({ server: 'https://counterpart.northwind-it.example', code: 'K7QM-4XTR-9B' });
  await hands.send();
  await hands.find('main .banner[data-tone="bad"]');
}
const pairRefused = (name: string, claim: () => never): OptionsState => ({
  name,
  hash: '#/pairing',
  client: with_({ ...signedOut, 'session.pair': claim }),
  act: pair,
});
const syncing = (name: string, sync: typeof records.running, connections = [{ ...halo, sync }]): OptionsState => ({
  name,
  hash: `#/connections/sync/${halo.id}/first`,
  client: with_({ 'connections.list': () => connections, 'connections.syncState': () => sync }),
});

/** Counts as a browser would have them; `[found, not found]`. */
const counted = (counts: Record<string, [hits: number, misses: number]>) =>
  Object.fromEntries(Object.entries(counts).map(([id, [hits, misses]]) => [id, { hits, misses }]));
const good = {
  halopsa: counted({ 'number.heading': [48, 1], 'email.details': [41, 8] }),
  autotask: counted({ 'number.title-bar': [112, 0], 'requester.read-only': [98, 14], 'requester.editor': [12, 2] }),
};
const lostAutotask = counted({
  'number.title-bar': [0, 37],
  'number.heading': [37, 0],
  'requester.read-only': [0, 37],
  'requester.editor': [0, 37],
});
const allLost = Object.fromEntries(PAGES.connectwise.selectors.map(({ id }) => [id, { hits: 0, misses: 23 }]));
const fewSeen = counted({ 'ticket.header': [2, 0], 'ticket.banner': [1, 1], 'email.class': [0, 2] });
const healthOf = (name: string, health: Health): OptionsState => ({
  name: `health-${name}`,
  hash: '#/sites',
  client: with_({}, { health }),
});
const healthStates: OptionsState[] = [
  healthOf('none', {}),
  healthOf('good', good),
  healthOf('few', { connectwise: fewSeen }),
  healthOf('one-broken', { autotask: lostAutotask }),
  healthOf('broken', { connectwise: allLost }),
  healthOf('many', { ...good, autotask: lostAutotask, connectwise: allLost }),
];

export const OPTIONS_STATES: readonly OptionsState[] = [
  { name: 'pairing-new', hash: '#/pairing', client: with_(signedOut) },
  {
    name: 'pairing-invalid',
    hash: '#/pairing',
    client: with_(signedOut),
    async act(hands) {
      await hands.fill({ server: 'ftp:/x', code: 'K7', device: '' });
      await hands.send();
    },
  },
  pairRefused('pairing-wrong', () => refuse('pairing_code_wrong')),
  {
    ...pairRefused('pairing-five-tries', () => refuse('pairing_code_wrong')),
    async act(hands) {
      for (let tries = 0; tries < 5; tries++) await pair(hands);
    },
  },
  pairRefused('pairing-expired', () => refuse('pairing_code_expired')),
  pairRefused('pairing-unreachable', () => refuse('server_unreachable')),
  pairRefused('pairing-too-many', () => refuse('rate_limited', { retryAfterSeconds: 42 })),
  {
    name: 'pairing-first-admin',
    hash: '#/pairing',
    client: with_({ 'connections.list': () => [halo], 'session.list': () => [rowan] }),
  },
  {
    name: 'pairing-revoke',
    hash: '#/pairing',
    client: with_({}),
    act: (hands) => hands.press('.rows .row:nth-child(2) .button'),
  },
  {
    name: 'pairing-colleague',
    hash: '#/pairing',
    client: with_({ 'pairing.create': () => ({ code: 'K7QM-4XTR-9B2D', expiresAt: records.ago(-9.5) }) }),
    async act(hands) {
      await hands.fill({ name: 'Mika Sorensen' });
      await hands.send();
      await hands.find('.code');
    },
  },
  { name: 'connections-unpaired', hash: '#/connections', client: with_(signedOut) },
  {
    name: 'connections-technician',
    hash: '#/connections',
    client: with_({ 'session.get': () => records.session('technician', 'Mika Sorensen') }),
  },
  { name: 'connections-none', hash: '#/connections', client: with_({ 'connections.list': () => [] }) },
  { name: 'connections-list', hash: '#/connections', client: with_({}) },
  {
    name: 'connections-retested',
    hash: '#/connections',
    client: with_({ 'connections.recheck': () => records.rightMissing }),
    async act(hands) {
      await hands.press('.side .card .actions .button:nth-child(2)');
      await hands.find('.check');
    },
  },
  {
    name: 'connections-disconnect',
    hash: '#/connections',
    client: with_({}),
    act: (hands) => hands.press('.side .card .button[data-tone="danger"]'),
  },
  {
    name: 'connections-down',
    hash: '#/connections',
    client: with_({ 'connections.list': () => refuse('server_unreachable') }),
  },
  { name: 'connections-loading', hash: '#/connections', client: with_({ 'connections.list': never }) },
  { name: 'connect-choose', hash: '#/connections/new', client: with_({}) },
  { name: 'halo-address', hash: '#/connections/new/halopsa', client: with_({}) },
  {
    name: 'halo-invalid',
    hash: '#/connections/new/halopsa',
    client: with_({}),
    async act(hands) {
      await hands.fill({ address: 'http://northwind.halopsa.com', name: ' ' });
      await hands.send();
    },
  },
  {
    name: 'halo-application',
    hash: '#/connections/new/halopsa',
    client: with_({}),
    async act(hands) {
      await hands.fill({ address: 'northwind.halopsa.com' });
      await hands.send();
    },
  },
  {
    name: 'halo-screens',
    hash: '#/connections/new/halopsa',
    client: with_({}),
    async act(hands) {
      await hands.fill({ address: 'northwind.halopsa.com' });
      await hands.send();
      await hands.fill(APPLICATION);
      await hands.send();
      await hands.fill({ hosts: 'support.northwind-it.example\nnot a host!' });
      await hands.send();
    },
  },
  { name: 'halo-untested', hash: '#/connections/new/halopsa', client: with_({}), act: toHaloTest },
  {
    name: 'halo-secret-wrong',
    hash: '#/connections/new/halopsa',
    client: with_({ 'connections.check': () => records.secretWrong }),
    act: testHalo,
  },
  {
    name: 'halo-right-missing',
    hash: '#/connections/new/halopsa',
    client: with_({ 'connections.check': () => records.rightMissing }),
    act: testHalo,
  },
  {
    name: 'halo-tested',
    hash: '#/connections/new/halopsa',
    client: with_({ 'connections.check': () => records.allWorks }),
    act: testHalo,
  },
  syncing('sync-running', records.running),
  syncing('sync-done', records.finished),
  syncing('sync-failed', records.failed),
  { name: 'halo-renew', hash: `#/connections/${halo.id}/renew`, client: with_({}) },
  {
    name: 'halo-renew-tested',
    hash: `#/connections/${halo.id}/renew`,
    client: with_({ 'connections.check': () => records.allWorks }),
    async act(hands) {
      await hands.fill({ clientSecret: 'not-a-real-secret' });
      await hands.send();
      await hands.send();
      await hands.press('main .form .actions .button[data-tone="primary"]');
      await hands.find('.check');
    },
  },
  { name: 'autotask-user', hash: '#/connections/new/autotask', client: with_({}) },
  {
    name: 'autotask-place-invalid',
    hash: '#/connections/new/autotask',
    client: with_({}),
    async act(hands) {
      await hands.fill(API_USER);
      await hands.send();
      await hands.fill({ zoneUrl: 'http://webservices5.autotask.net' });
      await hands.send();
    },
  },
  {
    name: 'autotask-right-missing',
    hash: '#/connections/new/autotask',
    client: with_({ 'connections.check': () => records.rightMissingAs('Service Desk: view tickets') }),
    act: testAutotask,
  },
  {
    name: 'autotask-secret-wrong',
    hash: '#/connections/new/autotask',
    client: with_({ 'connections.check': () => records.secretWrong }),
    act: testAutotask,
  },
  { name: 'autotask-renew', hash: `#/connections/${autotask.id}/renew`, client: with_(otherPsas) },
  { name: 'connectwise-address', hash: '#/connections/new/connectwise', client: with_({}) },
  {
    name: 'connectwise-member',
    hash: '#/connections/new/connectwise',
    client: with_({}),
    async act(hands) {
      await hands.fill({ address: 'https://na.myconnectwise.net/v4_6_release/', company: 'northwind' });
      await hands.send();
    },
  },
  {
    name: 'connectwise-fields',
    hash: '#/connections/new/connectwise',
    client: with_({}),
    act: toConnectWiseFields,
  },
  {
    name: 'connectwise-right-missing',
    hash: '#/connections/new/connectwise',
    client: with_({ 'connections.check': () => records.rightMissingAs('Service Desk > Service Tickets: Inquire') }),
    act: testConnectWise,
  },
  {
    name: 'connectwise-tested',
    hash: '#/connections/new/connectwise',
    client: with_({ 'connections.check': () => records.everyRight }),
    act: testConnectWise,
  },
  { name: 'connectwise-renew', hash: `#/connections/${connectwise.id}/renew`, client: with_(otherPsas) },
  { name: 'connections-psas', hash: '#/connections', client: with_(otherPsas) },
  { name: 'entra-application', hash: '#/connections/new/entra', client: with_({}) },
  {
    name: 'entra-certificate-invalid',
    hash: '#/connections/new/entra',
    client: with_({}),
    async act(hands) {
      await hands.fill({ clientId: '3f0c1a52', credential: 'certificate' });
      await hands.find('[name="privateKey"]');
      await hands.choose({ name: 'counterpart.pem', text: 'MIIC' });
      await hands.find('main form p[role="status"]');
      await hands.send();
    },
  },
  { name: 'entra-tenants', hash: '#/connections/new/entra', client: with_({}), act: (hands) => toEntraTenants(hands) },
  {
    name: 'entra-tenants-invalid',
    hash: '#/connections/new/entra',
    client: with_({}),
    async act(hands) {
      await toEntraTenants(hands, `${TENANTS}\nmilllane.onmicrosoft.com Mill Lane`);
      await hands.send();
    },
  },
  {
    name: 'entra-consent-missing',
    hash: '#/connections/new/entra',
    client: with_({ 'connections.check': () => records.consentMissing }),
    act: testEntra,
  },
  { name: 'entra-renew', hash: `#/connections/${entra.id}/renew`, client: with_(otherDirectories) },
  { name: 'connections-entra', hash: '#/connections', client: with_(otherDirectories) },
  { name: 'ad-servers', hash: '#/connections/new/ad', client: with_({}) },
  {
    name: 'ad-servers-invalid',
    hash: '#/connections/new/ad',
    client: with_({}),
    async act(hands) {
      await hands.fill({ servers: 'ldap://dc1.tilburyfreight.example:389', trust: 'fingerprint' });
      await hands.fill({ fingerprints: '7C:9F:66' });
      await hands.send();
    },
  },
  {
    name: 'ad-account',
    hash: '#/connections/new/ad',
    client: with_({}),
    async act(hands) {
      await hands.fill(CONTROLLERS);
      await hands.send();
    },
  },
  {
    name: 'ad-places-invalid',
    hash: '#/connections/new/ad',
    client: with_({}),
    async act(hands) {
      await toAdPlaces(hands);
      await hands.fill({ base: 'tilburyfreight.example/People' });
      await hands.send();
    },
  },
  {
    name: 'ad-rights-missing',
    hash: '#/connections/new/ad',
    client: with_({ 'connections.check': () => records.adRightsMissing }),
    act: testAd,
  },
  {
    name: 'ad-stranger',
    hash: '#/connections/new/ad',
    client: with_({ 'connections.check': () => records.adStranger }),
    act: testAd,
  },
  { name: 'ad-renew', hash: `#/connections/${ad.id}/renew`, client: with_(domains) },
  { name: 'connections-ad', hash: '#/connections', client: with_(domains) },
  { name: 'google-sign-in', hash: '#/connections/new/google', client: with_({}) },
  { name: 'google-delegation', hash: '#/connections/new/google', client: with_({}), act: toGoogleKey },
  {
    name: 'google-key-invalid',
    hash: '#/connections/new/google',
    client: with_({}),
    async act(hands) {
      await toGoogleKey(hands);
      await hands.choose({ name: 'client_secret.json', text: '{"installed":{}}' });
      await hands.find('main form p[role="status"]');
      await hands.send();
    },
  },
  {
    name: 'google-consent',
    hash: '#/connections/new/google',
    client: with_({}),
    async act(hands) {
      await hands.fill({ signIn: 'consent' });
      await hands.send();
    },
  },
  {
    name: 'google-scope-missing',
    hash: '#/connections/new/google',
    client: with_({ 'connections.check': () => records.scopeMissing }),
    act: testGoogle,
  },
  {
    name: 'google-delegation-missing',
    hash: '#/connections/new/google',
    client: with_({ 'connections.check': () => records.delegationMissing }),
    act: testGoogle,
  },
  { name: 'google-renew', hash: `#/connections/${google.id}/renew`, client: with_(googleAndOkta) },
  { name: 'okta-organisation', hash: '#/connections/new/okta', client: with_({}) },
  {
    name: 'okta-token-wrong',
    hash: '#/connections/new/okta',
    client: with_({ 'connections.check': () => records.tokenWrong }),
    act: testOkta,
  },
  { name: 'okta-renew', hash: `#/connections/${okta.id}/renew`, client: with_(googleAndOkta) },
  { name: 'connections-google-okta', hash: '#/connections', client: with_(googleAndOkta) },
  { name: 'scim-renew', hash: `#/connections/${scim.id}/renew`, client: with_({}) },
  { name: 'renew-gone', hash: '#/connections/7/renew', client: with_({}) },
  { name: 'scim-service', hash: '#/connections/new/scim', client: with_({}) },
  {
    name: 'scim-accounts',
    hash: '#/connections/new/scim',
    client: with_({}),
    async act(hands) {
      await hands.fill({ address: 'https://id.harbourfinch.example/scim/v2', token: 'not-a-real-token' });
      await hands.send();
    },
  },
  { name: 'builtin-new', hash: '#/connections/new/builtin', client: with_({}) },
  { name: 'import-start', hash: `#/connections/import/${builtin.id}`, client: with_({}) },
  {
    name: 'import-preview',
    hash: `#/connections/import/${builtin.id}`,
    client: with_({ 'directories.import': () => records.looked }),
    async act(hands) {
      await hands.choose({ name: 'mill-lane.csv', text: records.csv });
      await hands.find('.figures');
    },
  },
  {
    name: 'import-busy',
    hash: `#/connections/import/${builtin.id}`,
    client: with_({ 'directories.import': ({ import: { apply } }) => (apply ? never() : records.looked) }),
    async act(hands) {
      await hands.choose({ name: 'mill-lane.csv', text: records.csv });
      await hands.find('.figures');
      await hands.press('main .form > .actions .button[data-tone="primary"]');
    },
  },
  {
    name: 'import-utf16',
    hash: `#/connections/import/${builtin.id}`,
    client: with_({}),
    async act(hands) {
      await hands.choose({ name: 'unicode.txt', text: [...records.csv].join('\0') });
      await hands.find('.field-problem');
    },
  },
  {
    name: 'senders-none',
    hash: `#/connections/senders/${builtin.id}`,
    client: with_({ 'scimTokens.list': () => ({ ...records.senders, items: [] }) }),
  },
  {
    name: 'senders',
    hash: `#/connections/senders/${builtin.id}`,
    client: with_({ 'scimTokens.list': () => records.senders }),
  },
  {
    name: 'senders-new',
    hash: `#/connections/senders/${builtin.id}`,
    client: with_({ 'scimTokens.list': () => records.senders, 'scimTokens.create': () => records.newSender }),
    async act(hands) {
      await hands.fill({ sender: 'Entra of Mill Lane Dental' });
      await hands.send();
      await hands.find('#new-token');
    },
  },
  {
    name: 'import-done',
    hash: `#/connections/import/${builtin.id}`,
    client: with_({ 'directories.import': () => ({ ...records.looked, applied: true, errors: [] }) }),
    async act(hands) {
      await hands.choose({ name: 'mill-lane.csv', text: records.csv });
      await hands.find('.figures');
      await hands.press('main .form > .actions .button[data-tone="primary"]');
      await hands.find('#imported');
    },
  },
  {
    name: 'sites',
    hash: '#/sites',
    client: with_(
      {},
      {
        hosts: { 'support.northwind-it.example': 'halopsa', 'help.alder.example': 'halopsa' },
        granted: ['*://*.halopsa.com/*', 'support.northwind-it.example'],
      },
    ),
  },
  { name: 'sites-wanted', hash: '#/sites', host: 'desk.okafor.example', client: with_({}) },
  {
    name: 'sites-denied',
    hash: '#/sites',
    host: 'desk.okafor.example',
    client: with_({}, { allow: async () => false }),
    async act(hands) {
      await hands.send();
      await hands.find('.banner[data-tone="warn"]');
    },
  },
  {
    name: 'sites-added',
    hash: '#/sites',
    host: 'desk.okafor.example',
    client: with_({}),
    async act(hands) {
      await hands.send();
      await hands.find('.banner[data-tone="good"]');
    },
  },
  ...healthStates,
  { name: 'preferences', hash: '#/preferences', client: with_({}, { languages: ['fr-FR', 'en'] }) },
];

/** Every page that can be drawn, the workbench's tab too, which is a frame of its own. */
export const OPTIONS_NAMES: readonly string[] = [...OPTIONS_STATES.map(({ name }) => name), 'workbench'];
