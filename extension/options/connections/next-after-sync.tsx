import type { Connection } from '@counterpart/shared/api.ts';
import { useTranslation } from 'react-i18next';

/** The one thing that is still missing after a sync: the other side. Nothing, where both are there. */
export function NextAfterSync({ connection, all }: { connection: Connection; all: readonly Connection[] }) {
  const { t } = useTranslation('options');
  const other = connection.side === 'psa' ? 'identity' : 'psa';
  if (all.some(({ side }) => side === other)) return <p>{t('next.ticket')}</p>;
  return (
    <a className="button" data-tone="primary" href="#/connections/new">
      {other === 'identity' ? t('sync.nextDirectory') : t('sync.nextPsa')}
    </a>
  );
}
