import { AppError } from '@counterpart/shared/errors.ts';
import type { Http } from '../../http.ts';
import { CompanyInfo } from './api.ts';

export interface Codebase {
  /** Where the API is, without a slash at its end; found once, shared by callers at the same time. */
  base(): Promise<string>;
  /** `stale` has answered that it is not the API: looks again, and says whether it is elsewhere now. */
  moved(stale: string): Promise<boolean>;
}

/** The release that answers under any name of the site; on-premises it is the only one. */
const GENERIC = 'v4_6_release';

/** The web site as an admin knows it, without what is copied along: `https://na.myconnectwise.net`. */
export function siteRoot(address: string): string {
  const { protocol, host } = new URL(address);
  return `${protocol}//${host.replace(/^api-/, '')}`;
}

/**
 * Finds the API of a company: the path carries the release, which changes with every update of the cloud.
 * https://developer.connectwise.com/Best_Practices/PSA_Cloud_URL_Formatting
 */
export function createCodebase(site: string, company: string, http: Http): Codebase {
  let known: string | null = null;
  let pending: Promise<string> | null = null;

  async function discover(): Promise<string> {
    const url = `${site}/login/companyinfo/${encodeURIComponent(company)}`;
    const info = await http.request({ method: 'GET', url, answer: CompanyInfo, nullOn: [404], urgent: true });
    if (!info) {
      throw new AppError('provider_auth', 'ConnectWise does not know the company', { detail: { wrong: 'company' } });
    }
    const release = (info.Codebase ?? GENERIC).replace(/\/+$/, '') || GENERIC;
    if (!/^v\d{1,4}_\w{1,30}$/.test(release)) {
      throw new AppError('provider_invalid', 'ConnectWise names a release that cannot be one');
    }
    return `${apiOrigin(site, release)}/${release}/apis/3.0`;
  }

  function find(): Promise<string> {
    pending ??= discover()
      .then((base) => {
        known = base;
        return base;
      })
      .finally(() => {
        pending = null;
      });
    return pending;
  }

  return {
    base: async () => known ?? find(),
    async moved(stale) {
      if (known === stale) known = null;
      return (known ?? (await find())) !== stale;
    },
  };
}

/** The cloud has its API on a host of its own; an address that is only numbers, or this machine, cannot have one. */
function apiOrigin(site: string, release: string): string {
  const { protocol, hostname, host } = new URL(site);
  const named = /[a-z]/i.test(hostname) && hostname.includes('.') && !hostname.startsWith('[');
  return release === GENERIC || !named ? site : `${protocol}//api-${host}`;
}
