import type { CsvField, CsvImportAnswer } from '@counterpart/shared/csv.ts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';

/** What would change in accounts that are there, field by field: how often, and the first of them from and to. */
export function ImportChanges({ answer }: { answer: CsvImportAnswer }) {
  const { t } = useTranslation('options');
  const format = useFormat();
  if (answer.changes.length === 0) return null;
  const counts = (Object.entries(answer.fields) as [CsvField, number][]).map(
    ([field, count]) => `${t(`csv.fields.${field}`)} (${format.number(count)})`,
  );
  const more = answer.updated - answer.changes.length;
  const rows = answer.changes.flatMap(({ line, username, fields }) =>
    fields.map(({ field, from, to }) => ({ line, username, field, from, to })),
  );
  return (
    <div className="import-changes">
      <h2 id="import-changes">{t('csv.changesTitle', { count: answer.updated })}</h2>
      <p className="muted">{counts.join(' · ')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard */}
      <section className="scroll" tabIndex={0} aria-labelledby="import-changes">
        <table>
          <thead>
            <tr>
              <th scope="col" className="figure">
                {t('csv.line')}
              </th>
              <th scope="col">{t('csv.account')}</th>
              <th scope="col">{t('csv.field')}</th>
              <th scope="col">{t('csv.from')}</th>
              <th scope="col">{t('csv.to')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ line, username, field, from, to }) => (
              <tr key={`${line} ${field}`}>
                <td className="figure">{format.number(line)}</td>
                <td>{username}</td>
                <td>{t(`csv.fields.${field}`)}</td>
                <td>{from || '–'}</td>
                <td>{to || '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {more > 0 && <p className="muted">{t('csv.changesMore', { count: more })}</p>}
    </div>
  );
}
