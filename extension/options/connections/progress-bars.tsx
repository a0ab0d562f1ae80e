import type { SyncState } from '@counterpart/shared/api.ts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';

const KINDS = ['companies', 'sites', 'contacts', 'tickets', 'accounts'] as const;
type Kind = (typeof KINDS)[number];

/** One bar a kind of record. Screen readers hear quarters, not every record. */
export function ProgressBars({ progress, running }: { progress: SyncState['progress']; running: boolean }) {
  const { t } = useTranslation('options');
  const format = useFormat();
  const rows = Object.entries(progress).sort(([a], [b]) => KINDS.indexOf(a as Kind) - KINDS.indexOf(b as Kind));
  const nameOf = (kind: string) => (KINDS.includes(kind as Kind) ? t(`sync.kinds.${kind as Kind}`) : kind);
  const spoken = rows
    .filter(([, { total }]) => total !== null && total > 0)
    .map(([kind, { seen, total }]) =>
      t('sync.announce', { kind: nameOf(kind), percent: Math.floor((seen / total!) * 4) * 25 }),
    )
    .join(', ');
  if (rows.length === 0) return running ? <p role="status">{t('sync.waiting')}</p> : null;
  return (
    <>
      <ul className="bars">
        {rows.map(([kind, { seen, total }]) => (
          <li key={kind}>
            <span id={`bar-${kind}`}>{nameOf(kind)}</span>
            <span className="bar-count">
              {total === null
                ? t('sync.soFar', { seen: format.number(seen) })
                : t('sync.of', { seen: format.number(seen), total: format.number(total) })}
            </span>
            <progress
              aria-labelledby={`bar-${kind}`}
              {...(total === null
                ? running
                  ? {}
                  : { max: 1, value: 1 }
                : { max: Math.max(total, 1), value: total === 0 ? 1 : seen })}
            />
          </li>
        ))}
      </ul>
      <p className="visually-hidden" role="status">
        {spoken}
      </p>
    </>
  );
}
