import type { Connection } from '@counterpart/shared/api.ts';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field, SelectField } from '../../ui/field.tsx';
import { StepForm } from '../form/step-form.tsx';
import { useForm } from '../form/use-form.ts';
import type { PlaceProps } from '../place.ts';
import { GoogleHelp } from './google-help.tsx';
import { googleDraft, googleSchemas, googleValues } from './google-values.ts';
import { PemField } from './pem-field.tsx';
import { TestAndSave } from './test-and-save.tsx';
import { Wizard } from './wizard.tsx';

/** Google Workspace in three steps: how to sign in, with what, test and save. `renew`: the connection that gets new credentials. */
export function ConnectGoogle({ moved, go, renew }: PlaceProps & { renew?: Connection }) {
  const { t } = useTranslation('options');
  const form = useForm(googleValues(t, renew));
  const schemas = useMemo(() => googleSchemas(t), [t]);
  const [at, setAt] = useState(0);
  const labels = [t('google.steps.signIn'), t('google.steps.credentials'), t('google.steps.test')];
  const step = (next: number) => {
    form.restart();
    setAt(next);
  };
  const draft = at === 2 ? googleDraft(schemas, form.values) : null;
  const way = form.values.signIn === 'consent' ? 'consent' : 'delegation';

  return (
    <Wizard title={t('google.title')} renew={renew} steps={labels} at={at} onStep={step} moved={moved}>
      {draft ? (
        <TestAndSave
          draft={draft}
          renew={renew}
          intro={t('google.test.intro')}
          entered={[
            { step: 0, label: t('wizard.name'), value: draft.name },
            { step: 0, label: t('google.signIn.label'), value: t(`google.signIn.ways.${draft.settings.signIn}`) },
            draft.settings.signIn === 'delegation'
              ? { step: 1, label: t('google.delegation.admin'), value: draft.settings.admin }
              : { step: 1, label: t('google.consent.clientId'), value: draft.settings.clientId },
            {
              step: 1,
              label: way === 'delegation' ? t('google.delegation.key') : t('google.consent.refreshToken'),
              value: t('wizard.secretSet'),
            },
          ]}
          steps={labels}
          onStep={step}
          onSaved={({ id }) => go({ section: 'connections', at: 'sync', id, first: !renew })}
        />
      ) : (
        <StepForm form={form} schema={at === 0 ? schemas.signIn : schemas.credentials} at={at} onStep={step}>
          {at === 0 && (
            <>
              <p>{t('google.signIn.intro')}</p>
              <Field {...form.field('name')} label={t('wizard.name')} hint={t('directory.nameHelp')} required />
              <SelectField {...form.field('signIn')} label={t('google.signIn.label')} hint={t('google.signIn.help')}>
                <option value="delegation">{t('google.signIn.ways.delegation')}</option>
                <option value="consent">{t('google.signIn.ways.consent')}</option>
              </SelectField>
            </>
          )}
          {at === 1 && <GoogleHelp way={way} />}
          {at === 1 && way === 'delegation' && (
            <>
              <Field
                {...form.field('admin')}
                label={t('google.delegation.admin')}
                hint={t('google.delegation.adminHelp')}
                type="email"
                spellCheck={false}
                required
              />
              <PemField
                name="serviceAccountKey"
                value={form.values.serviceAccountKey}
                label={t('google.delegation.key')}
                hint={t('google.delegation.keyHelp')}
                problem={form.problems.serviceAccountKey ?? null}
                accept=".json,application/json"
                unreadable={(file) => t('google.delegation.keyUnreadable', { file })}
                onRead={(text) => form.set('serviceAccountKey', text)}
              />
            </>
          )}
          {at === 1 && way === 'consent' && (
            <>
              <Field
                {...form.field('clientId')}
                label={t('google.consent.clientId')}
                hint={t('google.consent.clientIdHelp')}
                spellCheck={false}
                required
              />
              <Field
                {...form.field('clientSecret')}
                label={t('google.consent.clientSecret')}
                type="password"
                autoComplete="new-password"
                required
              />
              <Field
                {...form.field('refreshToken')}
                label={t('google.consent.refreshToken')}
                hint={t('google.consent.refreshTokenHelp')}
                type="password"
                autoComplete="new-password"
                required
              />
            </>
          )}
        </StepForm>
      )}
    </Wizard>
  );
}
