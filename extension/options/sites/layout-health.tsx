import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { useClient } from '../client.ts';
import { useAct, useAnswer } from '../use-answer.ts';
import { type FieldHealth, fieldsOf, isByAddressOnly } from './layout.ts';

const TONES = {
  found: { tone: 'good', icon: 'check' },
  lost: { tone: 'warn', icon: 'warning' },
  idle: { tone: undefined, icon: 'clock' },
} as const;

/** How often each selector of a PSA's screens found something, in this browser. Nothing of what it found is kept. */
export function LayoutHealth() {
  const { t } = useTranslation('options');
  const { health, layouts } = useClient();
  const counts = useAnswer(() => health.get());
  useEffect(() => health.watch(counts.setValue), [health, counts.setValue]);
  const reset = useAct(async () => {
    await health.set({});
    counts.setValue({});
  });
  const seen = layouts.filter(({ psa }) => counts.value?.[psa]);
  return (
    <section className="card" aria-labelledby="layout-health">
      <h2 id="layout-health">{t('health.title')}</h2>
      <p className="muted">{t('health.intro')}</p>
      {seen.length === 0 && !counts.loading && <p className="empty">{t('health.none')}</p>}
      {seen.map(({ psa, selectors }) => {
        const fields = fieldsOf(selectors, counts.value?.[psa]);
        return (
          <div key={psa}>
            <h3>{t(`providers.${psa}`)}</h3>
            {isByAddressOnly(fields) && (
              <Banner tone="warn" say={t('health.urlOnly', { psa: t(`providers.${psa}`) })} />
            )}
            <FieldTable caption={t('health.caption', { psa: t(`providers.${psa}`) })} fields={fields} />
          </div>
        );
      })}
      {seen.length > 0 && (
        <div className="actions">
          <Button onClick={() => void reset()} busy={reset.busy}>
            {t('health.reset')}
          </Button>
        </div>
      )}
    </section>
  );
}

function FieldTable({ caption, fields }: { caption: string; fields: readonly FieldHealth[] }) {
  const { t } = useTranslation('options');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard
    <section className="scroll" tabIndex={0} aria-label={caption}>
      <table>
        <thead>
          <tr>
            {(['field', 'way', 'seen', 'hits', 'misses'] as const).map((column) => (
              <th key={column} scope="col" className={column === 'hits' || column === 'misses' ? 'figure' : undefined}>
                {t(`health.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        {fields.map(({ field, state, ways }) => (
          <tbody key={field}>
            {ways.map(({ id, css, seen, hits, misses }, row) => (
              <tr key={id}>
                {row === 0 && (
                  <th scope="rowgroup" rowSpan={ways.length}>
                    {t(`health.fields.${field}`)}
                    <br />
                    <Badge tone={TONES[state].tone} icon={TONES[state].icon}>
                      {t(`health.states.${state}`)}
                    </Badge>
                  </th>
                )}
                <td translate="no">
                  <code>{css}</code>
                </td>
                <td>{seen}</td>
                <td className="figure">{hits}</td>
                <td className="figure">{misses}</td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}
