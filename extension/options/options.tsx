import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../ui/banner.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { ClientProvider, type OptionsClient } from './client.ts';
import { Connections } from './connections/connections.tsx';
import { Pairing } from './pairing/pairing.tsx';
import type { PlaceProps } from './place.ts';
import { Preferences } from './preferences/preferences.tsx';
import { type Route, routeHash, SECTIONS, type Section } from './route.ts';
import { SessionProvider } from './session.ts';
import { Sites } from './sites/sites.tsx';
import { useAnswer } from './use-answer.ts';

const ICONS = {
  pairing: 'key',
  connections: 'plug',
  sites: 'shield',
  preferences: 'person',
} as const satisfies Record<Section, IconName>;

/** The whole options page: who is signed in, the sections, and the one that the address names. */
export function Options({
  client,
  route,
  go,
  host,
}: {
  client: OptionsClient;
  route: Route;
  go: (route: Route) => void;
  /** A host that somebody was sent here to allow. */
  host: string | null;
}) {
  const { t } = useTranslation('options');
  const session = useAnswer(() => client.call('session.get', null));
  const moved = useMoved(routeHash(route));
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = `${t(`nav.${route.section}`)} · ${t('page.title')}`;
  }, [route.section, t]);

  return (
    <ClientProvider value={client}>
      <SessionProvider value={session}>
        <button type="button" className="skip" onClick={() => main.current?.focus()}>
          {t('page.skip')}
        </button>
        <header className="top">
          <p className="brand">
            <Icon name="link" />
            Counterpart
          </p>
          {session.value && <Badge icon="company">{session.value.workspace.name}</Badge>}
          {!session.value && !session.loading && <Badge tone="warn">{t('page.notPaired')}</Badge>}
        </header>
        <div className="frame">
          <nav className="sections" aria-label={t('page.sections')}>
            <ul>
              {SECTIONS.map((section) => (
                <li key={section}>
                  <a href={`#/${section}`} aria-current={section === route.section ? 'page' : undefined}>
                    <Icon name={ICONS[section]} />
                    {t(`nav.${section}`)}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <main ref={main} tabIndex={-1}>
            <Place route={route} go={go} host={host} moved={moved} />
          </main>
        </div>
      </SessionProvider>
    </ClientProvider>
  );
}

function Place({ route, host, ...place }: PlaceProps & { route: Route; host: string | null }) {
  switch (route.section) {
    case 'pairing':
      return <Pairing {...place} />;
    case 'connections':
      return <Connections route={route} {...place} />;
    case 'sites':
      return <Sites host={host} {...place} />;
    case 'preferences':
      return <Preferences {...place} />;
  }
}

function useMoved(hash: string): string | null {
  const first = useRef(hash);
  const moved = useRef(false);
  if (hash !== first.current) moved.current = true;
  return moved.current ? hash : null;
}
