import type { SyncState } from '@counterpart/shared/api.ts';
import { useTranslation } from 'react-i18next';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { useClient } from '../client.ts';
import { FaultBanner } from '../fault-banner.tsx';
import { Heading } from '../heading.tsx';
import { Loading } from '../loading.tsx';
import type { PlaceProps } from '../options.tsx';
import { useAct, useAnswer } from '../use-answer.ts';
import { NextAfterSync } from './next-after-sync.tsx';
import { ProgressBars } from './progress-bars.tsx';
import { useSyncState } from './use-sync-state.ts';

/** A connection's running sync, kind by kind, until it is done; then what comes next. Closing the page stops nothing. */
export function SyncProgress({ id, first, moved }: PlaceProps & { id: string; first: boolean }) {
  const { t } = useTranslation(['options', 'errors']);
  const client = useClient();
  const connections = useAnswer(() => client.call('connections.list', null));
  const sync = useSyncState(id);
  const state = sync.state;
  const restart = useAct(async () => {
    sync.take(await client.call('connections.sync', { id }));
  });

  const connection = connections.value?.find((one) => one.id === id);
  if (connections.fault) return <FaultBanner fault={connections.fault} onRetry={connections.reload} />;
  if (!connections.value) return <Loading />;
  if (!connection) return <FaultBanner fault={{ code: 'not_found', message: 'No such connection' }} />;
  const secret = connection.secrets[0];

  return (
    <>
      <Heading level={1} focusKey={moved}>
        {t(first ? 'sync.title' : 'sync.again', { name: connection.name })}
      </Heading>
      <p className="lead">
        {secret
          ? t('sync.saved', { name: connection.name, ...secret })
          : t('sync.savedPlain', { name: connection.name })}
      </p>
      <section className="card" aria-label={t('connections.progress')}>
        {sync.fault && (!state || state.state === 'running') && <Banner tone="warn" say={t('sync.noAnswer')} />}
        {state && <Situation state={state} />}
        {state && <ProgressBars progress={state.progress} running={state.state === 'running'} />}
        {restart.fault && <FaultBanner fault={restart.fault} />}
        {state && state.state !== 'running' && (
          <div className="actions">
            {state.state === 'done' && <NextAfterSync connection={connection} all={connections.value} />}
            {state.state !== 'done' && (
              <Button tone="primary" icon="refresh" busy={restart.busy} onClick={() => void restart()}>
                {t('sync.retry')}
              </Button>
            )}
          </div>
        )}
      </section>
      <p>
        <a href="#/connections">{t('sync.list')}</a>
      </p>
    </>
  );
}

function Situation({ state }: { state: SyncState }) {
  const { t } = useTranslation(['options', 'errors']);
  switch (state.state) {
    case 'done':
      return <Banner tone="good" say={t('sync.done')} />;
    case 'failed':
      return (
        <Banner tone="bad" say={t('sync.failed')}>
          {state.error && (
            <p>
              {t(`errors:${state.error}.say`)} {t(`errors:${state.error}.do`)}
            </p>
          )}
        </Banner>
      );
    case 'running':
      return <p>{t('sync.running')}</p>;
    case 'never':
      return <p>{t('connections.sync.never')}</p>;
  }
}
