import type { Connection } from '@counterpart/shared/api.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isAtLeast } from '../../role.ts';
import { Banner } from '../../ui/banner.tsx';
import { useClient } from '../client.ts';
import { FaultBanner } from '../fault-banner.tsx';
import { Heading } from '../heading.tsx';
import { Loading } from '../loading.tsx';
import type { PlaceProps } from '../options.tsx';
import { useSession } from '../session.ts';
import { useAnswer } from '../use-answer.ts';
import { ConnectionCard } from './connection-card.tsx';

/** Both sides with what is connected on each; an admin can test, sync, add and disconnect. */
export function ConnectionList({ moved, go }: PlaceProps) {
  const { t } = useTranslation('options');
  const client = useClient();
  const { value: session } = useSession();
  const list = useAnswer(() => client.call('connections.list', null));
  const [gone, setGone] = useState<string | null>(null);
  const admin = isAtLeast(session, 'admin');
  const sides = [
    { side: 'psa', title: t('connections.psa'), none: t('connections.noPsa') },
    { side: 'identity', title: t('connections.identity'), none: t('connections.noDirectory') },
  ] as const;
  const removed = (connection: Connection) => {
    list.setValue((before) => before?.filter(({ id }) => id !== connection.id) ?? null);
    setGone(connection.name);
  };

  return (
    <>
      <Heading level={1} focusKey={gone ?? moved}>
        {t('connections.title')}
      </Heading>
      <p className="lead">{t('connections.intro')}</p>
      {gone && <Banner tone="info" say={t('connections.disconnected', { name: gone })} />}
      {!admin && <Banner tone="info" say={t('connections.adminOnly')} />}
      {list.loading && !list.value && <Loading />}
      {list.fault && <FaultBanner fault={list.fault} onRetry={list.reload} />}
      {list.value &&
        sides.map(({ side, title, none }) => {
          const connections = list.value?.filter((connection) => connection.side === side) ?? [];
          return (
            <section key={side} aria-labelledby={`side-${side}`} className="side">
              <h2 id={`side-${side}`}>{title}</h2>
              {connections.length === 0 && <p className="empty">{none}</p>}
              {connections.map((connection) => (
                <ConnectionCard
                  key={connection.id}
                  connection={connection}
                  admin={admin}
                  go={go}
                  onRemoved={() => removed(connection)}
                />
              ))}
            </section>
          );
        })}
      {admin && list.value && (
        <p>
          <a className="button" data-tone="primary" href="#/connections/new">
            {t('connections.add')}
          </a>
        </p>
      )}
    </>
  );
}
