import type { Freshness } from '@counterpart/shared/api.ts';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import type { Fault } from '../messages.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { usePanel } from './context.tsx';
import { Heading } from './heading.tsx';

/** Whole seconds until a time to wait is over; begins anew with every new thing to wait for. */
function useCountdown(seconds: number | null, since: unknown): number {
  const [left, setLeft] = useState(seconds ?? 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `since` is what begins the wait
  useEffect(() => {
    const end = Date.now() + (seconds ?? 0) * 1000;
    const count = () => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
    count();
    const timer = setInterval(count, 500);
    return () => clearInterval(timer);
  }, [seconds, since]);
  return left;
}

function Retry({ seconds, since }: { seconds: number | null; since: unknown }) {
  const { t } = useTranslation();
  const { client, feed, dismiss } = usePanel();
  const left = useCountdown(seconds, since);
  return (
    <Button
      icon="refresh"
      busy={feed.loading}
      disabled={left > 0}
      onClick={() => {
        dismiss();
        client.say({ type: 'refresh' });
      }}
    >
      {left > 0 ? t('common.retryIn', { seconds: left }) : t('common.retry')}
    </Button>
  );
}

/** What the server said beyond its code: the fields it means and the id under which an admin finds the request. */
function Particulars({ fault }: { fault: Fault }) {
  const { t } = useTranslation();
  return (
    <>
      {fault.fields && fault.fields.length > 0 && (
        <ul className="particulars">
          {fault.fields.map((field) => (
            <li key={field.path + field.message}>
              <strong>{field.path}</strong> {field.message}
            </li>
          ))}
        </ul>
      )}
      {fault.requestId && (
        <p className="request-id">
          {t('common.requestId')}: <code>{fault.requestId}</code>
        </p>
      )}
    </>
  );
}

/** A failed act, above what it was tried on. */
export function FaultBanner({ fault }: { fault: Fault }) {
  const { t } = useTranslation();
  const { t: say } = useTranslation('errors');
  const { client, dismiss } = usePanel();
  const conflict = fault.code === 'conflict' || fault.code === 'already_linked';
  const signIn = fault.code === 'not_signed_in' || fault.code === 'session_expired';
  return (
    <Banner
      tone={conflict ? 'warn' : 'bad'}
      say={say(`${fault.code}.say`)}
      close={{ label: t('common.close'), onClose: dismiss }}
      actions={
        fault.retryAfterSeconds !== undefined ? (
          <Retry seconds={fault.retryAfterSeconds} since={fault} />
        ) : (
          signIn && <Button onClick={() => client.openOptions()}>{t('common.settings')}</Button>
        )
      }
    >
      <p>{say(`${fault.code}.do`)}</p>
      <Particulars fault={fault} />
    </Banner>
  );
}

/** Nothing is known and nothing could be read: what happened and the one thing to do. */
export function FaultScreen({ fault }: { fault: Fault }) {
  const { t } = useTranslation();
  const { t: say } = useTranslation('errors');
  const { client } = usePanel();
  return (
    <section className="card opening-card" data-tone="bad">
      <p className="standing" data-tone="bad">
        <span>{t('fault.title')}</span>
      </p>
      <Heading>{say(`${fault.code}.say`)}</Heading>
      <p className="quiet">{say(`${fault.code}.do`)}</p>
      <Particulars fault={fault} />
      <div className="actions">
        <Retry seconds={fault.retryAfterSeconds ?? null} since={fault} />
        <Button onClick={() => client.openOptions()}>{t('common.settings')}</Button>
      </div>
    </section>
  );
}

/** What is shown is not the newest, why, and since when. */
export function StaleBanner({ freshness }: { freshness: Freshness }) {
  const { t } = useTranslation();
  const { t: say } = useTranslation('errors');
  const format = useFormat();
  if (!freshness.fault) return null;
  return (
    <Banner
      tone="warn"
      icon="clock"
      say={t('fault.stale', { time: format.moment(freshness.asOf) })}
      actions={<Retry seconds={freshness.retryAfterSeconds} since={freshness.asOf} />}
    >
      <p>{say(`${freshness.fault}.say`)}</p>
    </Banner>
  );
}
