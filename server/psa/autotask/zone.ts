import { AppError } from '@counterpart/shared/errors.ts';
import type { Http } from '../../http.ts';
import { ZoneInformation } from './api.ts';
import { explainAutotask } from './explain.ts';

/** Any zone knows where every user is; this one needs no number. */
const ANY_ZONE = 'https://webservices.autotask.net/ATServicesRest/';

export interface AutotaskZone {
  name: string | null;
  /** Where programs ask, with the slash at its end. */
  api: string;
  /** Where people look, without the slash. */
  web: string;
}

export interface AutotaskZones {
  /** The customer's zone, asked for once; callers at the same time share one request. */
  zone(): Promise<AutotaskZone>;
  /** `refused` answered 401: perhaps the customer was moved. Asks anew, once for everybody who was refused there. */
  again(refused: AutotaskZone): Promise<AutotaskZone>;
  /** The screens' address: of the zone where it is known, else what the configured address lets guess. */
  web(): string;
}

/** https://www.autotask.net/help/developerhelp/Content/APIs/General/API_Zones.htm */
export function createZones(config: { username: string; zoneUrl?: string | undefined }, http: Http): AutotaskZones {
  const start = serviceAt(config.zoneUrl ?? ANY_ZONE);
  let kept: AutotaskZone | null = null;
  let pending: Promise<AutotaskZone> | null = null;

  async function ask(): Promise<AutotaskZone> {
    const answer = await http.request({
      method: 'GET',
      url: `${start}V1.0/ZoneInformation?user=${encodeURIComponent(config.username)}`,
      answer: ZoneInformation,
      explain: explainAutotask('API access'),
      urgent: true,
    });
    const { zoneName: name, url, webUrl } = answer!;
    refuseStrange(url, start);
    refuseStrange(webUrl, start);
    kept = { name, api: withSlash(url), web: webUrl.replace(/\/+$/, '') };
    return kept;
  }

  async function zone(): Promise<AutotaskZone> {
    if (kept) return kept;
    pending ??= ask().finally(() => {
      pending = null;
    });
    return pending;
  }

  return {
    zone,
    async again(refused) {
      if (kept === refused) kept = null;
      return zone();
    },
    web: () => kept?.web ?? guessWeb(start),
  };
}

/** The user's key goes to the address that is answered: it must be as safe as the one that was asked. */
function refuseStrange(answered: string, asked: string): void {
  const [to, from] = [new URL(answered), new URL(asked)];
  const vendor = /(^|\.)autotask\.net$/;
  const sameOwner = vendor.test(from.hostname) ? vendor.test(to.hostname) : true;
  if (!sameOwner || (to.protocol !== 'https:' && to.protocol !== from.protocol)) {
    throw new AppError('provider_invalid', 'Autotask names a zone at an address that is not to be trusted');
  }
}

/** `webservices5.autotask.net` is for programs what `ww5.autotask.net` is for people. */
function guessWeb(api: string): string {
  const url = new URL(api);
  const number = /^webservices(\d*)\.autotask\.net$/.exec(url.hostname)?.[1];
  if (number === undefined) return url.origin;
  return `https://${number === '' ? 'www' : `ww${number}`}.autotask.net`;
}

/** An admin who knows the zone's host need not know where on it the service is. */
function serviceAt(address: string): string {
  const url = new URL(address);
  return url.pathname === '/' ? new URL('/ATServicesRest/', url).href : withSlash(address);
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
