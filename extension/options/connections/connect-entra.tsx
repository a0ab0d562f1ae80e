import { type Connection, ENTRA_CLOUDS, type EntraCloud } from '@counterpart/shared/api.ts';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AreaField } from '../../ui/area-field.tsx';
import { Field, SelectField } from '../../ui/field.tsx';
import { StepForm } from '../form/step-form.tsx';
import { useForm } from '../form/use-form.ts';
import type { PlaceProps } from '../place.ts';
import { ConsentLinks } from './consent-links.tsx';
import { EntraHelp } from './entra-help.tsx';
import { entraDraft, entraSchemas, entraValues, readTenant } from './entra-values.ts';
import { PemField } from './pem-field.tsx';
import { TestAndSave } from './test-and-save.tsx';
import { Wizard } from './wizard.tsx';

/** Microsoft Entra ID in three steps: the application, the customers' tenants, test and save. `renew`: the connection that gets a new secret. */
export function ConnectEntra({ moved, go, renew }: PlaceProps & { renew?: Connection }) {
  const { t } = useTranslation('options');
  const form = useForm(entraValues(t, renew));
  const schemas = useMemo(() => entraSchemas(t), [t]);
  const [at, setAt] = useState(0);
  const labels = [t('entra.steps.application'), t('entra.steps.tenants'), t('entra.steps.test')];
  const step = (next: number) => {
    form.restart();
    setAt(next);
  };
  const draft = at === 2 ? entraDraft(schemas, form.values) : null;
  const byCertificate = form.values.credential === 'certificate';

  return (
    <Wizard title={t('entra.title')} renew={renew} steps={labels} at={at} onStep={step} moved={moved}>
      {draft ? (
        <TestAndSave
          draft={draft}
          renew={renew}
          intro={t('entra.test.intro')}
          entered={[
            { step: 0, label: t('entra.application.clientId'), value: draft.settings.clientId },
            {
              step: 0,
              label: t('entra.application.cloud'),
              value: t(`entra.application.clouds.${draft.settings.cloud}`),
            },
            {
              step: 0,
              label: byCertificate ? t('entra.application.certificate') : t('entra.application.secret'),
              value: t('wizard.secretSet'),
            },
            { step: 1, label: t('wizard.name'), value: draft.name },
            {
              step: 1,
              label: t('entra.tenants.label'),
              value: t('entra.tenants.count', { count: draft.settings.tenants.length }),
            },
          ]}
          steps={labels}
          onStep={step}
          onSaved={({ id }) => go({ section: 'connections', at: 'sync', id, first: !renew })}
        />
      ) : (
        <StepForm form={form} schema={at === 0 ? schemas.application : schemas.tenants} at={at} onStep={step}>
          {at === 0 && (
            <>
              <p>{t('entra.application.intro')}</p>
              <EntraHelp />
              <Field
                {...form.field('clientId')}
                label={t('entra.application.clientId')}
                hint={t('entra.application.clientIdHelp')}
                spellCheck={false}
                required
              />
              <SelectField
                {...form.field('cloud')}
                label={t('entra.application.cloud')}
                hint={t('entra.application.cloudHelp')}
              >
                {ENTRA_CLOUDS.map((cloud) => (
                  <option key={cloud} value={cloud}>
                    {t(`entra.application.clouds.${cloud}`)}
                  </option>
                ))}
              </SelectField>
              <SelectField {...form.field('credential')} label={t('entra.application.credential')}>
                <option value="secret">{t('entra.application.credentials.secret')}</option>
                <option value="certificate">{t('entra.application.credentials.certificate')}</option>
              </SelectField>
              {byCertificate ? (
                (['certificate', 'privateKey'] as const).map((name) => (
                  <PemField
                    key={name}
                    name={name}
                    value={form.values[name]}
                    label={t(`entra.application.${name}`)}
                    hint={t(`entra.application.${name}Help`)}
                    problem={form.problems[name] ?? null}
                    onRead={(text) => form.set(name, text)}
                  />
                ))
              ) : (
                <Field
                  {...form.field('clientSecret')}
                  label={t('entra.application.secret')}
                  hint={t('entra.application.secretHelp')}
                  type="password"
                  autoComplete="new-password"
                  required
                />
              )}
            </>
          )}
          {at === 1 && (
            <>
              <p>{t('entra.tenants.intro')}</p>
              <Field {...form.field('name')} label={t('wizard.name')} hint={t('wizard.nameHelp')} required />
              <AreaField
                {...form.field('tenants')}
                label={t('entra.tenants.label')}
                hint={t('entra.tenants.help')}
                placeholder={t('entra.tenants.example')}
                rows={5}
                spellCheck={false}
                required
              />
              <ConsentLinks
                cloud={form.values.cloud as EntraCloud}
                clientId={form.values.clientId.trim().toLowerCase()}
                tenants={tenantsIn(form.values.tenants)}
              />
            </>
          )}
        </StepForm>
      )}
    </Wizard>
  );
}

/** Those lines that are tenants already, each once; the others are complained about when the step is sent. */
function tenantsIn(text: string) {
  const tenants = text.split('\n').flatMap((line) => readTenant(line) ?? []);
  return tenants.filter(({ id }, at) => tenants.findIndex((one) => one.id === id) === at);
}
