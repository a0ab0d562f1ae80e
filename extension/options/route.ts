import { IDENTITY_IDS, PSA_IDS } from '@counterpart/shared/providers.ts';

/** The places of the options page, as its address names them after `#`: each can be linked to and reloaded. */
export const SECTIONS = ['pairing', 'connections', 'sites', 'preferences'] as const;
export type Section = (typeof SECTIONS)[number];

export const WIZARDS = [...PSA_IDS, ...IDENTITY_IDS] as const;
export type WizardId = (typeof WIZARDS)[number];

export type Route =
  | { section: 'pairing' }
  | { section: 'connections'; at: 'list' | 'choose' }
  | { section: 'connections'; at: 'new'; provider: WizardId }
  /** `first`: the connection was just made. */
  | { section: 'connections'; at: 'sync'; id: string; first: boolean }
  | { section: 'connections'; at: 'import' | 'senders' | 'renew'; id: string }
  | { section: 'sites' }
  | { section: 'preferences' };

/** An address nobody wrote (or an old one) leads to the pairing section rather than to an error. */
export function readRoute(hash: string): Route {
  const [section, ...place] = hash
    .replace(/^#?\/?/, '')
    .split('?')[0]!
    .split('/');
  switch (section) {
    case 'connections':
      return readConnectionsRoute(...place);
    case 'sites':
    case 'preferences':
      return { section };
    default:
      return { section: 'pairing' };
  }
}

function readConnectionsRoute(at?: string, what?: string, more?: string): Route {
  const provider = WIZARDS.find((id) => id === what);
  if (at === 'new')
    return provider ? { section: 'connections', at, provider } : { section: 'connections', at: 'choose' };
  if (at === 'sync' && what) {
    return { section: 'connections', at, id: decodeURIComponent(what), first: more === 'first' };
  }
  if ((at === 'import' || at === 'senders') && what)
    return { section: 'connections', at, id: decodeURIComponent(what) };
  if (at && what === 'renew') return { section: 'connections', at: what, id: decodeURIComponent(at) };
  return { section: 'connections', at: 'list' };
}

export function routeHash(route: Route): string {
  if (route.section !== 'connections') return `#/${route.section}`;
  switch (route.at) {
    case 'list':
      return '#/connections';
    case 'choose':
      return '#/connections/new';
    case 'new':
      return `#/connections/new/${route.provider}`;
    case 'sync':
      return `#/connections/sync/${encodeURIComponent(route.id)}${route.first ? '/first' : ''}`;
    case 'import':
    case 'senders':
      return `#/connections/${route.at}/${encodeURIComponent(route.id)}`;
    case 'renew':
      return `#/connections/${encodeURIComponent(route.id)}/renew`;
  }
}

/** The host that a link wants allowed: `options.html?host=…#/sites` or `options.html#/sites?host=…`. */
export function readWantedHost({ search, hash }: Pick<Location, 'search' | 'hash'>): string | null {
  return new URLSearchParams(search).get('host') ?? new URLSearchParams(hash.split('?')[1] ?? '').get('host');
}
