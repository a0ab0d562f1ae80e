import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge, Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { useClient } from '../client.ts';
import { useAct, useAnswer } from '../use-answer.ts';
import { type FieldHealth, fieldsOf, overallOf } from './layout.ts';

const TONES = {
  found: { tone: 'good', icon: 'check' },
  fallback: { tone: 'good', icon: 'check' },
  partly: { tone: 'warn', icon: 'warning' },
  lost: { tone: 'warn', icon: 'warning' },
  idle: { tone: undefined, icon: 'clock' },
} as const;

/** How often each selector of a PSA's screens found something, in this browser. Nothing of what it found is kept. */
export function LayoutHealth() {
  const { t } = useTranslation('options');
  const { health, layouts } = useClient();
  const title = useRef<HTMLHeadingElement>(null);
  const [wasReset, setWasReset] = useState(false);
  const counts = useAnswer(() => health.get());
  useEffect(() => health.watch(counts.setValue), [health, counts.setValue]);
  const reset = useAct(async () => {
    await health.set({});
    counts.setValue({});
    setWasReset(true);
    // The button is gone with the counts, and the focus would be with it.
    title.current?.focus();
  });
  const seen = layouts.filter(({ psa }) => counts.value?.[psa]);
  return (
    <section className="card" aria-labelledby="layout-health">
      <h2 id="layout-health" ref={title} tabIndex={-1}>
        {t('health.title')}
      </h2>
      <p className="muted">{t('health.intro')}</p>
      {seen.length === 0 && !counts.loading && (
        <p className="empty" role="status">
          {wasReset ? t('health.wasReset') : t('health.none')}
        </p>
      )}
      {seen.map(({ psa, selectors }) => {
        const fields = fieldsOf(selectors, counts.value?.[psa]);
        const overall = overallOf(fields);
        return (
          <section key={psa} className="layout" aria-labelledby={`layout-${psa}`}>
            <div className="layout-head">
              <h3 id={`layout-${psa}`}>{t(`providers.${psa}`)}</h3>
              <StateBadge state={overall} />
            </div>
            {overall === 'lost' && <Banner tone="warn" say={t('health.urlOnly', { psa: t(`providers.${psa}`) })} />}
            {fields.map((field) => (
              <Field key={field.field} {...field} isOpen={overall === 'partly' && field.state === 'lost'} />
            ))}
          </section>
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

function StateBadge({ state }: { state: keyof typeof TONES }) {
  const { t } = useTranslation('options');
  return (
    <Badge tone={TONES[state].tone} icon={TONES[state].icon}>
      {t(`health.states.${state}`)}
    </Badge>
  );
}

/** Mostly folded away: the selectors are for whoever mends them. */
function Field({ field, state, ways, isOpen }: FieldHealth & { isOpen: boolean }) {
  const { t } = useTranslation('options');
  return (
    <details className="layout-field" open={isOpen}>
      <summary>
        <span className="layout-name">{t(`health.fields.${field}`)}</span>
        <StateBadge state={state} />
      </summary>
      {state === 'lost' && <p>{t(`health.lost.${field}`)}</p>}
      {state === 'fallback' && <p>{t('health.fallback')}</p>}
      <table className="ways">
        <caption className="visually-hidden">{t(`health.fields.${field}`)}</caption>
        <thead>
          <tr>
            <th scope="col">{t('health.way')}</th>
            <th scope="col" className="figure">
              {t('health.hits')}
            </th>
            <th scope="col" className="figure">
              {t('health.misses')}
            </th>
          </tr>
        </thead>
        <tbody>
          {ways.map(({ id, css, seen, hits, misses }) => (
            <tr key={id}>
              <th scope="row">
                <code translate="no">{css}</code>
                <br />
                <span className="muted">{t('health.seen', { day: seen })}</span>
              </th>
              <td className="figure">{hits}</td>
              <td className="figure">{misses}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
