import { useTranslation } from 'react-i18next';
import { useClient } from '../client.ts';
import { FaultBanner } from '../fault-banner.tsx';
import { Heading } from '../heading.tsx';
import { Loading } from '../loading.tsx';
import type { PlaceProps } from '../place.ts';
import { useAnswer } from '../use-answer.ts';
import { ConnectAd } from './connect-ad.tsx';
import { ConnectAutotask } from './connect-autotask.tsx';
import { ConnectConnectWise } from './connect-connectwise.tsx';
import { ConnectEntra } from './connect-entra.tsx';
import { ConnectGoogle } from './connect-google.tsx';
import { ConnectHalo } from './connect-halo.tsx';
import { ConnectOkta } from './connect-okta.tsx';
import { ConnectScim } from './connect-scim.tsx';

const RENEWED = {
  halopsa: ConnectHalo,
  autotask: ConnectAutotask,
  connectwise: ConnectConnectWise,
  entra: ConnectEntra,
  ad: ConnectAd,
  google: ConnectGoogle,
  okta: ConnectOkta,
  scim: ConnectScim,
} as const;

/**
 * The wizard that made a connection once more, filled with what is known of it: saved, it is the same connection, so its
 * links stay. A built-in directory has nothing to sign in to, so it has no such page.
 */
export function RenewConnection({ id, ...place }: PlaceProps & { id: string }) {
  const { t } = useTranslation('options');
  const client = useClient();
  const connections = useAnswer(() => client.call('connections.list', null));
  const connection = connections.value?.find((one) => one.id === id);
  if (connections.loading && !connections.value) return <Loading />;
  if (!connection || connection.provider === 'builtin') {
    return (
      <>
        <Heading level={1} focusKey={place.moved}>
          {t('connections.title')}
        </Heading>
        {connections.fault ? (
          <FaultBanner fault={connections.fault} onRetry={connections.reload} />
        ) : (
          <FaultBanner fault={{ code: 'not_found', message: 'No such connection' }} />
        )}
        <p>
          <a href="#/connections">{t('sync.list')}</a>
        </p>
      </>
    );
  }
  const Wizard = RENEWED[connection.provider];
  return <Wizard renew={connection} {...place} />;
}
