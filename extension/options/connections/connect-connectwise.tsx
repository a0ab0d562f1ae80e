import type { Connection, ConnectionDraft } from '@counterpart/shared/api.ts';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StepForm } from '../form/step-form.tsx';
import { useForm } from '../form/use-form.ts';
import type { PlaceProps } from '../place.ts';
import { ConnectWiseStep } from './connectwise-steps.tsx';
import { connectwiseDraft, connectwiseSchemas, connectwiseValues } from './connectwise-values.ts';
import { TestAndSave } from './test-and-save.tsx';
import { Wizard } from './wizard.tsx';

/**
 * ConnectWise PSA in four steps: address and company, API member, custom fields and further hosts, test and save.
 * `renew`: the connection that gets a new key; it begins at the first step that lacks something.
 */
export function ConnectConnectWise({ moved, go, renew }: PlaceProps & { renew?: Connection }) {
  const { t } = useTranslation('options');
  const form = useForm(connectwiseValues(t, renew));
  const schemas = useMemo(() => connectwiseSchemas(t), [t]);
  const [at, setAt] = useState(() => (renew && schemas.address.safeParse(form.values).success ? 1 : 0));
  const labels = [
    t('connectwise.steps.address'),
    t('connectwise.steps.member'),
    t('connectwise.steps.fields'),
    t('connectwise.steps.test'),
  ];
  const step = (next: number) => {
    form.restart();
    setAt(next);
  };
  const schema = [schemas.address, schemas.member, schemas.fields][at];
  const draft = at === 3 ? connectwiseDraft(schemas, form.values, renew) : null;

  return (
    <Wizard title={t('connectwise.title')} renew={renew} steps={labels} at={at} onStep={step} moved={moved}>
      {draft ? (
        <TestAndSave
          draft={draft}
          renew={renew}
          intro={t('connectwise.test.intro')}
          entered={entered(draft)}
          steps={labels}
          onStep={step}
          onSaved={({ id }) => go({ section: 'connections', at: 'sync', id, first: !renew })}
        />
      ) : (
        <StepForm form={form} schema={schema} at={at} onStep={step}>
          <ConnectWiseStep at={at} form={form} />
        </StepForm>
      )}
    </Wizard>
  );

  function entered({ settings }: Extract<ConnectionDraft, { provider: 'connectwise' }>) {
    const { customFields, hosts } = settings;
    return [
      { step: 0, label: t('connectwise.address.label'), value: settings.address },
      { step: 0, label: t('connectwise.address.company'), value: settings.company },
      { step: 1, label: t('connectwise.member.publicKey'), value: settings.publicKey },
      { step: 1, label: t('connectwise.member.privateKey'), value: t('wizard.secretSet') },
      { step: 1, label: t('connectwise.member.clientId'), value: settings.clientId },
      { step: 2, label: t('connectwise.fields.key'), value: customFields.key ?? t('wizard.none') },
      { step: 2, label: t('connectwise.fields.external'), value: customFields.external ?? t('wizard.none') },
      { step: 2, label: t('connectwise.fields.entra'), value: customFields.entra ?? t('wizard.none') },
      { step: 2, label: t('connectwise.fields.hosts'), value: hosts.join(', ') || t('wizard.none') },
    ];
  }
}
