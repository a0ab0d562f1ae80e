import { IDENTITIES } from '@counterpart/server/identity/index.ts';
import { createOkta } from '@counterpart/server/identity/okta/index.ts';
import type { Identity } from '@counterpart/server/identity/types.ts';
import type { Account } from '@counterpart/shared/identity.ts';
import { createMemoryStore } from '../builtin.ts';
import { quickHttp } from '../http.ts';
import { createOktaSimulator, type OktaSimulator, ORIGIN, TOKEN } from './index.ts';
import type { OktaSeed } from './store.ts';

export const DIRECTORY = 'okta';

/** A simulator of one organisation with these users, and our connector to it. */
export function startOkta(users: OktaSeed[]) {
  const okta = createOktaSimulator(users);
  return { okta, identity: oktaConnection(okta), store: okta.store };
}

export function oktaConnection(
  okta: Pick<OktaSimulator, 'fetch'>,
  { address = ORIGIN, token = TOKEN, http = quickHttp({ fetch: okta.fetch }) } = {},
): Identity {
  return IDENTITIES.okta.create({
    settings: { address, domains: ['acme.test'], country: 'FR' },
    secrets: { token },
    ...{ name: 'Ours', directoryId: DIRECTORY, http, store: createMemoryStore(DIRECTORY, []) },
  });
}

/** As `startOkta`, and the waits of the connector are counted, not waited for. */
export function startPatient(users: OktaSeed[]) {
  const okta = createOktaSimulator(users);
  const waits: number[] = [];
  const sleep = async (ms: number) => {
    waits.push(ms);
  };
  const settings = { address: ORIGIN, token: TOKEN, name: 'Ours', domains: [], country: null };
  return { okta, identity: createOkta({ ...settings, sleep }, quickHttp({ fetch: okta.fetch })), waits };
}

/** An account as Okta keeps it: two addresses at the most. */
export function toOktaSeed(account: Account): OktaSeed {
  const phone = (kind: string) => account.phones.find((one) => one.kind === kind)?.value;
  const at = account.createdAt ?? '2024-03-01T08:00:00.000Z';
  return {
    ...{ id: account.id, status: account.enabled ? 'ACTIVE' : 'SUSPENDED' },
    ...{ created: at, activated: at, statusChanged: at, lastUpdated: at },
    profile: {
      login: account.username,
      email: account.emails[0] ?? account.username,
      ...(account.emails[1] ? { secondEmail: account.emails[1] } : {}),
      firstName: account.givenName,
      lastName: account.familyName,
      displayName: account.displayName,
      ...(phone('work') ? { primaryPhone: phone('work') } : {}),
      ...(phone('mobile') ? { mobilePhone: phone('mobile') } : {}),
      ...(account.title ? { title: account.title } : {}),
      ...(account.department ? { department: account.department } : {}),
      ...(account.externalId ? { profileUrl: `urn:counterpart:${account.externalId}` } : {}),
    },
  };
}
