import type { Session } from '@counterpart/shared/api.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { Badge, Banner } from '../../ui/banner.tsx';
import { useClient } from '../client.ts';
import { Confirm } from '../confirm.tsx';
import { FaultBanner } from '../fault-banner.tsx';
import { Loading } from '../loading.tsx';
import { useAct, useAnswer } from '../use-answer.ts';

/** Every browser the technician is signed in with; all but this one can be signed out from here. */
export function Sessions({ current }: { current: Session }) {
  const { t } = useTranslation('options');
  const client = useClient();
  const format = useFormat();
  const list = useAnswer(() => client.call('session.list', null));
  const [revoked, setRevoked] = useState<string | null>(null);
  const revoke = useAct(async (session: Session) => {
    await client.call('session.revoke', { id: session.id });
    list.setValue((before) => before?.filter(({ id }) => id !== session.id) ?? null);
    setRevoked(session.device);
  });
  const others = list.value?.filter(({ id }) => id !== current.id) ?? [];

  return (
    <section className="card" aria-labelledby="sessions">
      <h2 id="sessions">{t('sessions.title')}</h2>
      <p className="muted">{t('sessions.intro')}</p>
      {list.loading && !list.value && <Loading />}
      {list.fault && <FaultBanner fault={list.fault} onRetry={list.reload} />}
      {revoke.fault && <FaultBanner fault={revoke.fault} />}
      {revoked && <Banner tone="good" say={t('sessions.revoked', { device: revoked })} />}
      {list.value && (
        <ul className="rows">
          {[current, ...others].map((session) => (
            <li key={session.id} className="row">
              <div className="row-words">
                <p className="row-title">
                  {session.device} {session.id === current.id && <Badge tone="good">{t('sessions.current')}</Badge>}
                </p>
                <p className="muted">
                  {t('sessions.since', { date: format.date(session.createdAt) })} ·{' '}
                  {t('sessions.until', { date: format.date(session.expiresAt) })}
                </p>
              </div>
              {session.id !== current.id && (
                <Confirm
                  label={t('sessions.revoke')}
                  of={session.device}
                  title={t('sessions.revokeConfirm', { device: session.device })}
                  busy={revoke.busy}
                  onConfirm={() => void revoke(session)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {list.value && others.length === 0 && !revoked && <p className="muted">{t('sessions.none')}</p>}
    </section>
  );
}
