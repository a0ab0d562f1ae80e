import type { Connection, ConnectionCheck, SyncState } from '@counterpart/shared/api.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { Badge, type Tone } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import type { IconName } from '../../ui/icons.tsx';
import { useClient } from '../client.ts';
import { Confirm } from '../confirm.tsx';
import { FaultBanner } from '../fault-banner.tsx';
import type { PlaceProps } from '../place.ts';
import { useAct } from '../use-answer.ts';
import { ChangeReports } from './change-reports.tsx';
import { CheckResult } from './check-result.tsx';
import { ExportAccounts } from './export-accounts.tsx';

const STATES: Record<SyncState['state'], { tone?: Tone; icon: IconName }> = {
  never: { icon: 'clock' },
  running: { icon: 'refresh' },
  done: { tone: 'good', icon: 'check' },
  failed: { tone: 'bad', icon: 'stop' },
};

/** One connection: how it stands, what its secret ends in, and what an admin can do with it. */
export function ConnectionCard({
  connection,
  admin,
  go,
  onRemoved,
}: Pick<PlaceProps, 'go'> & { connection: Connection; admin: boolean; onRemoved: () => void }) {
  const { t } = useTranslation(['options', 'errors']);
  const client = useClient();
  const format = useFormat();
  const { id, name, sync, secrets, changesReadAt, directoryId } = connection;
  const provider = t(`providers.${connection.provider}`);
  const [check, setCheck] = useState<ConnectionCheck | null>(null);
  const recheck = useAct(async () => {
    setCheck(null);
    setCheck(await client.call('connections.recheck', { id }));
  });
  const start = useAct(async () => {
    await client.call('connections.sync', { id });
    go({ section: 'connections', at: 'sync', id, first: false });
  });
  const remove = useAct(async () => {
    await client.call('connections.remove', { id });
    onRemoved();
  });
  const when = sync.finishedAt
    ? t('connections.lastSync', { date: format.ago(sync.finishedAt) })
    : sync.startedAt && t('connections.started', { date: format.ago(sync.startedAt) });

  const times = [when, changesReadAt && t('connections.changesRead', { date: format.ago(changesReadAt) })];

  return (
    <article className="card" aria-labelledby={`connection-${id}`}>
      <header className="card-head">
        <div>
          <h3 id={`connection-${id}`}>{name}</h3>
          <p className="muted">
            {[provider === name ? null : provider, connection.address?.replace(/^(https?|ldaps):\/\//, '')]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        <Badge tone={STATES[sync.state].tone} icon={STATES[sync.state].icon}>
          {t(`connections.sync.${sync.state}`)}
        </Badge>
      </header>
      {when && <p>{times.filter(Boolean).join(' · ')}</p>}
      {sync.state === 'failed' && sync.error && (
        <p className="failure">
          {t(`errors:${sync.error}.say`)} {t(`errors:${sync.error}.do`)}
        </p>
      )}
      {secrets.map((secret) => (
        <p key={secret.field} className="muted">
          {t('connections.secret', secret)} · {t('connections.fingerprint', secret)}
        </p>
      ))}
      <ChangeReports connection={connection} admin={admin} />
      {recheck.fault && <FaultBanner fault={recheck.fault} />}
      {check && <CheckResult check={check} provider={connection.provider} />}
      {start.fault && <FaultBanner fault={start.fault} />}
      {remove.fault && <FaultBanner fault={remove.fault} />}
      {admin && (
        <div className="actions">
          {sync.state === 'running' ? (
            <a className="button" href={`#/connections/sync/${id}`}>
              {t('connections.progress')}
              <span className="visually-hidden"> {name}</span>
            </a>
          ) : (
            <Button icon="refresh" busy={start.busy} onClick={() => void start()}>
              {t('connections.syncNow')}
              <span className="visually-hidden"> {name}</span>
            </Button>
          )}
          <Button icon="plug" busy={recheck.busy} onClick={() => void recheck()}>
            {recheck.busy ? t('connections.rechecking') : t('connections.recheck')}
            <span className="visually-hidden"> {name}</span>
          </Button>
          {connection.provider === 'builtin' ? (
            <>
              <a className="button" href={`#/connections/import/${id}`}>
                {t('connections.import')}
                <span className="visually-hidden"> {name}</span>
              </a>
              {directoryId && <ExportAccounts directoryId={directoryId} name={name} />}
              <a className="button" href={`#/connections/senders/${id}`}>
                {t('senders.open')}
                <span className="visually-hidden"> {name}</span>
              </a>
            </>
          ) : (
            <a className="button" href={`#/connections/${id}/renew`} title={t('connections.reenterHelp')}>
              {t('connections.reenter')}
              <span className="visually-hidden"> {name}</span>
            </a>
          )}
          <Confirm
            label={t('connections.disconnect')}
            of={name}
            title={t('connections.disconnectTitle', { name })}
            body={t('connections.disconnectBody', { name })}
            busy={remove.busy}
            onConfirm={() => void remove()}
          />
        </div>
      )}
    </article>
  );
}
