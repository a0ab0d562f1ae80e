import type { Connection, ConnectionCheck, ConnectionDraft } from '@counterpart/shared/api.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { useClient } from '../client.ts';
import { FaultBanner } from '../fault-banner.tsx';
import { useAct } from '../use-answer.ts';
import { CheckResult } from './check-result.tsx';
import { StepActions } from './wizard.tsx';

interface Entered {
  /** The step that it was entered in. */
  step: number;
  label: string;
  value: string;
}

/**
 * The last step: what was entered, the test, then "save". Only what passed its test can be saved, since a connection
 * that cannot sign in would be a silent hole. Going back to a step throws the result away with this component.
 */
export function TestAndSave({
  draft,
  renew,
  intro,
  entered,
  steps,
  onStep,
  onSaved,
}: {
  draft: ConnectionDraft;
  /** Saved into this connection; absent: a new one is made. */
  renew?: Connection | undefined;
  intro: string;
  entered: readonly Entered[];
  steps: readonly string[];
  onStep: (step: number) => void;
  onSaved: (connection: Connection) => void;
}) {
  const { t } = useTranslation('options');
  const client = useClient();
  const [check, setCheck] = useState<ConnectionCheck | null>(null);
  const test = useAct(async () => {
    setCheck(null);
    setCheck(await client.call('connections.check', draft));
  });
  const save = useAct(async () => {
    const connection = renew
      ? await client.call('connections.update', { id: renew.id, draft })
      : await client.call('connections.create', draft);
    if (connection.sync.state === 'never') await client.call('connections.sync', { id: connection.id });
    onSaved(connection);
  });
  const passed = check?.ok === true;

  return (
    <div className="form">
      <p>{intro}</p>
      <section aria-label={t('wizard.summary')}>
        <dl className="facts">
          {entered.map(({ label, value, step }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                <span>{value}</span>{' '}
                <button type="button" className="text-link" onClick={() => onStep(step)}>
                  {t('wizard.change')}
                  <span className="visually-hidden"> {steps[step]}</span>
                </button>
              </dd>
            </div>
          ))}
        </dl>
      </section>
      {test.fault && <FaultBanner fault={test.fault} />}
      {check && <CheckResult check={check} provider={draft.provider} />}
      {save.fault && <FaultBanner fault={save.fault} />}
      <p id="save-hint" className="muted" aria-live="polite">
        {check ? verdict() : t('wizard.testFirst')}
      </p>
      <StepActions onBack={() => onStep(steps.length - 2)}>
        {passed && (
          <Button tone="primary" busy={save.busy} onClick={() => void save()} aria-describedby="save-hint">
            {save.busy ? t('wizard.saving') : renew ? t('renew.save') : t('wizard.save')}
          </Button>
        )}
        <Button
          tone={passed ? 'plain' : 'primary'}
          icon="plug"
          busy={test.busy}
          onClick={() => void test()}
          aria-describedby="save-hint"
        >
          {test.busy ? t('wizard.testing') : check ? t('wizard.testAgain') : t('wizard.test')}
        </Button>
      </StepActions>
    </div>
  );

  function verdict(): string {
    if (!passed) return t('wizard.cannotSave');
    const gaps = check?.steps.some(({ state }) => state === 'missing' || state === 'failed');
    return gaps ? t('wizard.canSaveWithGaps') : t('wizard.allWorks');
  }
}
