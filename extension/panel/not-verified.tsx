import type { LookupAnswer } from '@counterpart/shared/api.ts';
import { useTranslation } from 'react-i18next';
import { Breakable } from '../ui/breakable.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icons.tsx';
import { usePanel } from './context.tsx';
import { Heading } from './heading.tsx';
import { usePsaName } from './requester.tsx';

/** The page and the PSA do not say the same: both are shown side by side, and nothing can be done. */
export function NotVerified({ answer }: { answer: Extract<LookupAnswer, { state: 'not_verified' }> }) {
  const { t } = useTranslation();
  const psa = usePsaName();
  const { client, feed } = usePanel();
  return (
    <>
      <section className="card opening-card" data-tone="bad">
        <p className="standing" data-tone="bad">
          <Icon name="stop" />
          <span>{t('notVerified.title')}</span>
        </p>
        <Heading announce={t('notVerified.title')}>{t(`notVerified.${answer.reason}`, { psa })}</Heading>
        {answer.reason === 'contact_missing' && <p>{t('notVerified.contact_missing_next', { psa })}</p>}
        <div className="actions">
          <Button icon="refresh" busy={feed.loading} onClick={() => client.say({ type: 'refresh' })}>
            {t('common.retry')}
          </Button>
          {(answer.reason === 'host_unknown' || answer.reason === 'host_shared') && (
            <Button onClick={() => client.openOptions()}>{t('common.settings')}</Button>
          )}
        </div>
      </section>
      {answer.differences.length > 0 && (
        <section className="card">
          <h2>{t('notVerified.compare')}</h2>
          {answer.differences.map((difference) => (
            <div key={difference.field} className="difference">
              <h3 className="side-name">{t(`notVerified.${difference.field}`)}</h3>
              <dl>
                <div>
                  <dt>{t('notVerified.onPage')}</dt>
                  <dd>
                    <Breakable text={difference.page || t('common.empty')} />
                  </dd>
                </div>
                <div>
                  <dt>{t('notVerified.inPsa', { psa })}</dt>
                  <dd>
                    <Breakable text={difference.psa || t('common.empty')} />
                  </dd>
                </div>
              </dl>
            </div>
          ))}
        </section>
      )}
    </>
  );
}
