import type { CsvImportAnswer } from '@counterpart/shared/csv.ts';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';

/** The dry run in four figures. */
export function WhatWouldHappen({ answer }: { answer: CsvImportAnswer }) {
  const { t } = useTranslation('options');
  const format = useFormat();
  const { refused } = answer;
  const figures = [
    [t('csv.created'), answer.created],
    [t('csv.updated'), answer.updated],
    [t('csv.unchanged'), answer.unchanged],
    [t('csv.refused'), refused],
  ] as const;
  const nothing = answer.created + answer.updated === 0;
  return (
    <div role="status">
      <h2 id="would-happen">{t('csv.preview')}</h2>
      <dl className="figures">
        {figures.map(([label, count]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{format.number(count)}</dd>
          </div>
        ))}
      </dl>
      {nothing && <p>{refused > 0 && answer.unchanged === 0 ? t('csv.nothingGood') : t('csv.nothing')}</p>}
    </div>
  );
}

/** What was written; takes the focus, since it takes the form's place. */
export function Imported({
  name,
  answer,
  onAnother,
}: {
  name: string;
  answer: CsvImportAnswer;
  onAnother: () => void;
}) {
  const { t } = useTranslation('options');
  const format = useFormat();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="card form" aria-labelledby="imported">
      <h2 id="imported" ref={heading} tabIndex={-1}>
        {t('csv.appliedTitle', { name })}
      </h2>
      <Banner
        tone="good"
        say={t('csv.applied', {
          created: format.number(answer.created),
          updated: format.number(answer.updated),
          unchanged: format.number(answer.unchanged),
        })}
      />
      <div className="actions">
        <a className="button" data-tone="primary" href="#/connections">
          {t('sync.list')}
        </a>
        <Button onClick={onAnother}>{t('csv.another')}</Button>
      </div>
    </section>
  );
}
