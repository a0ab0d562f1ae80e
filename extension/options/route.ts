/** The places of the options page, as its address names them after `#`: each can be linked to and reloaded. */
export const SECTIONS = ['pairing', 'connections', 'sites', 'preferences'] as const;
export type Section = (typeof SECTIONS)[number];

export const WIZARDS = ['halopsa', 'scim', 'builtin'] as const;
export type WizardId = (typeof WIZARDS)[number];

export type Route =
  | { section: 'pairing' }
  | { section: 'connections'; at: 'list' | 'choose' }
  | { section: 'connections'; at: 'new'; provider: WizardId }
  | { section: 'connections'; at: 'sync' | 'import'; id: string }
  | { section: 'sites' }
  | { section: 'preferences' };

/** An address nobody wrote (or an old one) leads to the pairing section rather than to an error. */
export function readRoute(hash: string): Route {
  const [section, at, what] = hash
    .replace(/^#?\/?/, '')
    .split('?')[0]!
    .split('/');
  switch (section) {
    case 'connections':
      return readConnectionsRoute(at, what);
    case 'sites':
    case 'preferences':
      return { section };
    default:
      return { section: 'pairing' };
  }
}

function readConnectionsRoute(at: string | undefined, what: string | undefined): Route {
  const provider = WIZARDS.find((id) => id === what);
  if (at === 'new')
    return provider ? { section: 'connections', at, provider } : { section: 'connections', at: 'choose' };
  if ((at === 'sync' || at === 'import') && what) return { section: 'connections', at, id: decodeURIComponent(what) };
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
    case 'import':
      return `#/connections/${route.at}/${encodeURIComponent(route.id)}`;
  }
}

/** The host that a link wants allowed: `options.html?host=…#/sites` or `options.html#/sites?host=…`. */
export function readWantedHost({ search, hash }: Pick<Location, 'search' | 'hash'>): string | null {
  return new URLSearchParams(search).get('host') ?? new URLSearchParams(hash.split('?')[1] ?? '').get('host');
}
