import type { Connection } from '@counterpart/shared/api.ts';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Heading } from '../heading.tsx';

/**
 * The frame of every "connect" wizard: where one is, the way back to finished steps, the step itself.
 * Each new step's heading takes the focus.
 */
export function Wizard({
  title,
  renew,
  steps,
  at,
  onStep,
  moved,
  children,
}: {
  title: string;
  /** The connection that gets new credentials; the title then names it. */
  renew?: Connection | undefined;
  steps: readonly string[];
  at: number;
  onStep: (step: number) => void;
  moved: string | null;
  children: ReactNode;
}) {
  const { t } = useTranslation('options');
  // On the way in the title has the focus; from the first step taken, each step's own heading.
  const start = useRef(at);
  const hasStepped = useRef(false);
  if (at !== start.current) hasStepped.current = true;
  return (
    <>
      <p>
        <a href="#/connections" className="back">
          <Icon name="back" />
          {t('wizard.leave')}
        </a>
      </p>
      <Heading level={1} focusKey={moved}>
        {renew ? t('renew.title', { name: renew.name }) : title}
      </Heading>
      {renew && (
        <p className="lead">{t('renew.intro', { name: renew.name, provider: t(`providers.${renew.provider}`) })}</p>
      )}
      <ol className="steps" aria-label={t('wizard.steps')}>
        {steps.map((label, index) => (
          <li
            key={label}
            aria-current={index === at ? 'step' : undefined}
            data-state={index < at ? 'done' : index === at ? 'now' : 'later'}
          >
            <span className="step-mark" aria-hidden="true">
              {index < at ? <Icon name="check" /> : index + 1}
            </span>
            {index < at ? (
              <button type="button" className="text-link" onClick={() => onStep(index)}>
                {label}
              </button>
            ) : (
              <span>{label}</span>
            )}
          </li>
        ))}
      </ol>
      <section className="card">
        <Heading key={at} level={2} focusKey={hasStepped.current ? String(at) : null}>
          <span className="step-of">{t('wizard.stepOf', { step: at + 1, steps: steps.length })}</span> {steps[at]}
        </Heading>
        {children}
      </section>
    </>
  );
}

/** Back and next, at the foot of a step's form. */
export function StepActions({ onBack, children }: { onBack?: () => void; children?: ReactNode }) {
  const { t } = useTranslation('options');
  return (
    <div className="actions">
      {children ?? (
        <Button type="submit" tone="primary">
          {t('page.next')}
        </Button>
      )}
      {onBack && <Button onClick={onBack}>{t('page.back')}</Button>}
    </div>
  );
}
