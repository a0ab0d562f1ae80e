import { AppError } from '@counterpart/shared/errors.ts';
import type { z } from 'zod';
import type { Http } from '../../http.ts';
import { AuthInfo, InstanceInfo, Token } from './api.ts';
import { explainToken } from './explain.ts';

export interface HaloConfig {
  /** The instance as an admin knows it: `https://acme.halopsa.com`, with or without `/api` or `/auth`. */
  address: string;
  clientId: string;
  /** Hosted instances have one, self-hosted ones do not. */
  tenant: string | null;
  clientSecret: string;
  /** Rows asked for in one list request; Halo may give fewer. */
  pageSize?: number;
}

export interface HaloToken {
  value: string;
  /** The rights that were granted, in Halo's words; null where the answer does not say. */
  scopes: string[] | null;
}

export interface HaloAuth {
  /** The token, kept until shortly before its end; callers at the same time share one request. */
  token(): Promise<HaloToken>;
  /** The API refused this token: the next call of `token` fetches another. */
  drop(value: string): void;
  /** What the instance says before any sign-in. */
  version(): Promise<string | null>;
}

/** An application that was not given everything refuses to be asked for everything. */
const SCOPES = ['all', 'edit:customers edit:tickets', 'read:customers read:tickets'];
const FALL_BACK_ON = [400, 401, 403, 404, 405];

/** The address without what admins copy along with it. */
export function instanceRoot(address: string): string {
  return address.replace(/\/+$/, '').replace(/\/(api|auth)$/i, '');
}

/** Signs in with client credentials (vendor: Config > Integrations > HaloPSA API > "Client ID and Secret (Services)"). */
export function createHaloAuth(config: HaloConfig, http: Http): HaloAuth {
  const root = instanceRoot(config.address);
  let kept: (HaloToken & { until: number }) | null = null;
  let pending: Promise<HaloToken> | null = null;

  async function tokenUrl(): Promise<string> {
    const info = await discover();
    const url = new URL(`${(info ? info.auth_url : `${root}/auth`).replace(/\/+$/, '')}/token`, `${root}/`);
    if (url.protocol !== 'https:' && url.protocol !== new URL(root).protocol) {
      throw new AppError('provider_invalid', 'HaloPSA names an authorisation server without encryption');
    }
    if (config.tenant) url.searchParams.set('tenant', config.tenant);
    return url.href;
  }

  async function discover(): Promise<z.output<typeof AuthInfo> | null> {
    try {
      const url = `${root}/api/authinfo`;
      return await http.request({ method: 'GET', url, answer: AuthInfo, nullOn: FALL_BACK_ON, urgent: true });
    } catch (error) {
      if (error instanceof AppError && error.code === 'provider_invalid') return null;
      throw error;
    }
  }

  async function askFor(scope: string, url: string): Promise<HaloToken> {
    const answer = await http.request({
      method: 'POST',
      url,
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: config.clientId,
        client_secret: config.clientSecret,
        scope,
      }),
      answer: Token,
      explain: explainToken,
      repeat: true,
      urgent: true,
    });
    const { access_token: value, expires_in: seconds, scope: granted } = answer!;
    // A token that ends while a request is under way costs a 401: let go of it a minute early.
    const life = seconds ?? 3600;
    const scopes = granted ? granted.split(/\s+/) : null;
    kept = { value, scopes, until: Date.now() + (life - Math.min(60, life / 10)) * 1000 };
    return kept;
  }

  async function signIn(): Promise<HaloToken> {
    const url = await tokenUrl();
    for (const scope of SCOPES.slice(0, -1)) {
      try {
        return await askFor(scope, url);
      } catch (error) {
        if (!(error instanceof AppError) || error.extra.detail?.wrong !== 'scope') throw error;
      }
    }
    return askFor(SCOPES.at(-1)!, url);
  }

  return {
    async token() {
      if (kept && kept.until > Date.now()) return kept;
      pending ??= signIn().finally(() => {
        pending = null;
      });
      return pending;
    },
    drop(value) {
      if (kept?.value === value) kept = null;
    },
    async version() {
      const url = `${root}/api/InstanceInfo`;
      const info = await http.request({ method: 'GET', url, answer: InstanceInfo, nullOn: FALL_BACK_ON, urgent: true });
      return info?.version ? String(info.version) : null;
    },
  };
}
