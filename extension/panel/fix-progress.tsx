import type { OutboxItem } from '@counterpart/shared/api.ts';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CallFault } from '../fault.ts';
import type { FaultCode } from '../messages.ts';
import { Banner } from '../ui/banner.tsx';
import { Icon, type IconName } from '../ui/icons.tsx';
import { usePanel } from './context.tsx';

const POLL_MS = 500;
const LATER_MS = 5_000;
const ICONS = {
  pending: 'clock',
  done: 'check',
  failed: 'stop',
  skipped: 'close',
  undone: 'undo',
} as const satisfies Record<OutboxItem['steps'][number]['state'], IconName>;

/** How far the PSA is with what was sent last; gone when it is done, and left standing where a step failed. */
export function FixProgress() {
  const { t } = useTranslation('requester');
  const { t: common } = useTranslation();
  const { t: errors } = useTranslation('errors');
  const { client, announce, sent, keepSent: keep } = usePanel();
  const [seen, setSeen] = useState<OutboxItem | null>(null);
  const outboxId = sent?.outboxId ?? null;
  const item = seen?.id === outboxId ? seen : null;
  const undoing = sent?.undoing ?? false;

  useEffect(() => {
    if (!outboxId) return;
    let timer: ReturnType<typeof setTimeout>;
    let over = false;
    const look = async () => {
      const now = await client.call('outbox.get', { id: outboxId }).catch(faultIn);
      if (over) return;
      // Of another workspace, or signed out: there is nobody to follow it for.
      if (now === 'not_found' || now === 'forbidden') return keep(null);
      if (typeof now === 'string' || (now.state !== 'done' && now.state !== 'failed')) {
        if (typeof now !== 'string') setSeen(now);
        timer = setTimeout(look, typeof now === 'string' ? LATER_MS : POLL_MS);
        return;
      }
      setSeen(now);
      client.say({ type: 'refresh' });
      if (now.state === 'failed') return;
      announce(undoing ? common('undo.done') : t('progress.done'));
      keep(null);
    };
    void look();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [announce, client, common, keep, outboxId, t, undoing]);

  if (!sent || item?.state === 'done') return null;
  const steps = <Steps steps={item?.steps ?? []} />;
  if (item?.state === 'failed') {
    return (
      <Banner
        tone="bad"
        say={undoing ? t('progress.notRestored') : t('progress.failed')}
        close={{ label: common('common.close'), onClose: () => keep(null) }}
      >
        {steps}
        <p>{item.error && `${errors(`${item.error}.say`)} ${errors(`${item.error}.do`)}`}</p>
      </Banner>
    );
  }
  return (
    <Banner tone="info" icon="clock" say={undoing ? t('progress.restoring') : t('progress.working')}>
      {steps}
      {item && item.attempts > 1 && <p className="quiet">{t('progress.waits')}</p>}
    </Banner>
  );
}

function Steps({ steps }: { steps: OutboxItem['steps'] }) {
  const { t } = useTranslation('requester');
  return (
    <ul className="fix-steps">
      {steps.map(({ step, state }) => (
        <li key={step} data-state={state}>
          <Icon name={ICONS[state]} />
          {t('progress.step', { step: t(`step.${step}`), state: t(`state.${state}`) })}
        </li>
      ))}
    </ul>
  );
}

function faultIn(error: unknown): FaultCode {
  return error instanceof CallFault ? error.fault.code : 'internal';
}
