import { type CsvImportAnswer, MOST_CSV_PROBLEMS } from '@counterpart/shared/csv.ts';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { useClient } from '../client.ts';
import { errorsAsCsv, problemText } from '../csv.ts';

/** More than this nobody reads on a screen; the download has all. */
const SHOWN = 20;

/** The refused lines with where and what to do, and the whole list to mend them by. */
export function ImportErrors({
  fileName,
  refused,
  errors,
}: Pick<CsvImportAnswer, 'refused' | 'errors'> & { fileName: string }) {
  const { t } = useTranslation('options');
  const client = useClient();
  const format = useFormat();
  if (errors.length === 0) return null;
  const more = errors.length - SHOWN;
  const report = () => errorsAsCsv(errors, head, (problem) => problemText(t, problem));
  const head = { line: t('csv.line'), column: t('csv.column'), message: t('csv.fix') };
  return (
    <div className="import-errors">
      <h2 id="import-errors">{t('csv.errorsTitle', { count: refused })}</h2>
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
            {errors.slice(0, SHOWN).map((problem) => (
              <tr key={`${problem.line} ${problem.column} ${problem.code}`}>
                <td className="figure">{format.number(problem.line)}</td>
                <td>{problem.column ?? '–'}</td>
                <td>{problemText(t, problem)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {more > 0 && <p className="muted">{t('csv.errorsMore', { count: more })}</p>}
      {refused > errors.length && errors.length >= MOST_CSV_PROBLEMS && (
        <p className="muted">{t('csv.errorsCut', { count: MOST_CSV_PROBLEMS })}</p>
      )}
      <div className="actions">
        <Button
          icon="copy"
          onClick={() => client.download(`${fileName.replace(/\.[a-z]+$/i, '')}-errors.csv`, report())}
        >
          {t('csv.download')}
        </Button>
      </div>
    </div>
  );
}
