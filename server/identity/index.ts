import { ConnectionDraft } from '@counterpart/shared/api.ts';
import type { IdentityId } from '@counterpart/shared/providers.ts';
import type { Http } from '../http.ts';
import { createAd } from './ad/index.ts';
import type { BuiltinStore } from './builtin/api.ts';
import { createBuiltin } from './builtin/index.ts';
import { createEntra } from './entra/index.ts';
import { createGoogle } from './google/index.ts';
import { createOkta } from './okta/index.ts';
import { createScim } from './scim/index.ts';
import type { Identity } from './types.ts';

/** A connection as it is kept: `settings` from its row, `secrets` from the vault, and what a provider may work with. */
export interface IdentityInput {
  settings: unknown;
  secrets: unknown;
  name: string;
  /** The id of our own row: what the built-in directory calls itself by. */
  directoryId: string;
  http: Http;
  store: BuiltinStore;
}

export interface IdentityProvider {
  /** Throws a ZodError where what was kept is no longer what this provider needs. */
  create(input: IdentityInput): Identity;
  /** Requests that one connection may make in a rolling window; null for a provider that makes none. */
  budget: { limit: number; windowMs: number } | null;
  /** Whether accounts can be created in it: what the panel offers before any connector is opened. */
  creates: boolean;
}

export const IDENTITIES: Record<IdentityId, IdentityProvider> = {
  entra: {
    create(input) {
      const { settings, secrets } = read('entra', input);
      return createEntra({ ...settings, secrets }, input.http);
    },
    // The smallest tenants allow 3,500 resource units in ten seconds and our requests cost one to three:
    // https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits
    budget: { limit: 1_000, windowMs: 10_000 },
    creates: true,
  },
  ad: {
    create(input) {
      const { name, settings, secrets } = read('ad', input);
      return createAd({ ...settings, ...secrets, name }, input.http);
    },
    // A controller names no limit; its clerks sign in through the same one, and a request takes it milliseconds.
    budget: { limit: 3_000, windowMs: 60_000 },
    creates: true,
  },
  google: {
    create(input) {
      return createGoogle(read('google', input), input.http);
    },
    // Google allows one administrator 2,400 requests a minute: https://developers.google.com/workspace/admin/directory/v1/limits
    budget: { limit: 1_800, windowMs: 60_000 },
    creates: true,
  },
  okta: {
    create(input) {
      const { name, settings, secrets } = read('okta', input);
      return createOkta({ ...settings, ...secrets, name }, input.http);
    },
    // The smallest organisations allow 600 requests a minute for users, and everything else of theirs shares them:
    // https://developer.okta.com/docs/reference/rl-global-mgmt/
    budget: { limit: 300, windowMs: 60_000 },
    creates: true,
  },
  scim: {
    create(input) {
      const { name, settings, secrets } = read('scim', input);
      return createScim({ ...settings, ...secrets, name }, input.http);
    },
    // SCIM names no limit: ten a second is less than the large services allow one client, and a 429 is heeded besides.
    budget: { limit: 600, windowMs: 60_000 },
    creates: true,
  },
  builtin: {
    create(input) {
      const { name, settings } = read('builtin', input);
      return createBuiltin({ ...settings, id: input.directoryId, name }, input.store);
    },
    budget: null,
    creates: true,
  },
};

function read<I extends IdentityId>(provider: I, { name, settings, secrets }: IdentityInput) {
  return ConnectionDraft.parse({ provider, name, settings, secrets }) as Extract<ConnectionDraft, { provider: I }>;
}
