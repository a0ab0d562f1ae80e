import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { isAtLeast } from '../../role.ts';
import { Banner } from '../../ui/banner.tsx';
import { FaultBanner } from '../fault-banner.tsx';
import { Heading } from '../heading.tsx';
import { Loading } from '../loading.tsx';
import type { PlaceProps } from '../place.ts';
import type { Route, WizardId } from '../route.ts';
import { useSession } from '../session.ts';
import { ChooseProvider } from './choose-provider.tsx';
import { ConnectAd } from './connect-ad.tsx';
import { ConnectAutotask } from './connect-autotask.tsx';
import { ConnectBuiltin } from './connect-builtin.tsx';
import { ConnectConnectWise } from './connect-connectwise.tsx';
import { ConnectEntra } from './connect-entra.tsx';
import { ConnectGoogle } from './connect-google.tsx';
import { ConnectHalo } from './connect-halo.tsx';
import { ConnectOkta } from './connect-okta.tsx';
import { ConnectScim } from './connect-scim.tsx';
import { ConnectionList } from './connection-list.tsx';
import { ImportAccounts } from './import-accounts.tsx';
import { RenewConnection } from './renew-connection.tsx';
import { ScimSenders } from './scim-senders.tsx';
import { SyncProgress } from './sync-progress.tsx';

const NEW = {
  halopsa: ConnectHalo,
  autotask: ConnectAutotask,
  connectwise: ConnectConnectWise,
  entra: ConnectEntra,
  ad: ConnectAd,
  google: ConnectGoogle,
  okta: ConnectOkta,
  scim: ConnectScim,
  builtin: ConnectBuiltin,
} as const satisfies Record<WizardId, ComponentType<PlaceProps>>;

type ConnectionsRoute = Extract<Route, { section: 'connections' }>;

/** The list of connections, or the wizard, sync or import that the address names. Who may not is told so at once. */
export function Connections({ route, ...place }: PlaceProps & { route: ConnectionsRoute }) {
  const { t } = useTranslation('options');
  const session = useSession();
  if (session.loading && !session.value) return <Loading />;
  const needed = route.at === 'list' ? 'lead' : 'admin';
  if (isAtLeast(session.value, needed)) return <At route={route} {...place} />;

  return (
    <>
      <Heading level={1} focusKey={place.moved}>
        {t('connections.title')}
      </Heading>
      <p className="lead">{t('connections.intro')}</p>
      {session.fault && !session.value ? (
        <FaultBanner fault={session.fault} onRetry={session.reload} />
      ) : session.value ? (
        <Banner tone="info" say={t('connections.adminOnly')} />
      ) : (
        <Banner
          tone="info"
          say={t('connections.pairFirst')}
          actions={
            <a className="button" href="#/pairing">
              {t('connections.pairLink')}
            </a>
          }
        />
      )}
    </>
  );
}

function At({ route, ...place }: PlaceProps & { route: ConnectionsRoute }) {
  switch (route.at) {
    case 'list':
      return <ConnectionList {...place} />;
    case 'choose':
      return <ChooseProvider {...place} />;
    case 'sync':
      return <SyncProgress key={route.id} id={route.id} first={route.first} {...place} />;
    case 'import':
      return <ImportAccounts key={route.id} id={route.id} {...place} />;
    case 'senders':
      return <ScimSenders key={route.id} id={route.id} {...place} />;
    case 'renew':
      return <RenewConnection key={route.id} id={route.id} {...place} />;
    case 'new': {
      const Wizard = NEW[route.provider];
      return <Wizard {...place} />;
    }
  }
}
