import type { CsvImportAnswer } from '@counterpart/shared/api.ts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { useClient } from '../client.ts';
import { errorsAsCsv } from '../csv.ts';

/** More than this nobody reads on a screen; the download has all. */
const SHOWN = 20;

/** The refused lines with where and what to do, and the whole list to mend them by. */
export function ImportErrors({ fileName, errors }: { fileName: string; errors: CsvImportAnswer['errors'] }) {
  const { t } = useTranslation('options');
  const client = useClient();
  const format = useFormat();
  if (errors.length === 0) return null;
  const more = errors.length - SHOWN;
  const head = { line: t('csv.line'), column: t('csv.column'), message: t('csv.fix') };
  return (
    <div className="import-errors">
      <h2 id="import-errors">{t('csv.errorsTitle', { count: errors.length })}</h2>
      <p className="muted">{t('csv.errorsHelp')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard */}
      <section className="scroll" tabIndex={0} aria-labelledby="import-errors">
        <table>
          <thead>
            <tr>
              <th scope="col" className="figure">
                {head.line}
              </th>
              <th scope="col">{head.column}</th>
              <th scope="col">{head.message}</th>
            </tr>
          </thead>
          <tbody>
            {errors.slice(0, SHOWN).map(({ line, column, message }) => (
              <tr key={`${line} ${column} ${message}`}>
                <td className="figure">{format.number(line)}</td>
                <td>{column ?? '–'}</td>
                <td lang="en">{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {more > 0 && <p className="muted">{t('csv.errorsMore', { count: more })}</p>}
      <div className="actions">
        <Button
          icon="copy"
          onClick={() => client.download(`${fileName.replace(/\.[a-z]+$/i, '')}-errors.csv`, errorsAsCsv(errors, head))}
        >
          {t('csv.download')}
        </Button>
      </div>
    </div>
  );
}
