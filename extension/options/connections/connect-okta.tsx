import type { Connection, ConnectionDraft } from '@counterpart/shared/api.ts';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Field } from '../../ui/field.tsx';
import { required, secretAddress, type Words } from '../form/fields.ts';
import { StepForm } from '../form/step-form.tsx';
import { useForm } from '../form/use-form.ts';
import type { PlaceProps } from '../place.ts';
import { countryName, DirectoryFields, directorySchema } from './directory-fields.tsx';
import { HowTo } from './how-to.tsx';
import { TestAndSave } from './test-and-save.tsx';
import { Wizard } from './wizard.tsx';

/** Okta in three steps: the organisation, whose accounts it holds, test and save. `renew`: one that gets a new token. */
export function ConnectOkta({ moved, go, renew }: PlaceProps & { renew?: Connection }) {
  const { t, i18n } = useTranslation('options');
  const form = useForm(oktaValues(renew));
  const [at, setAt] = useState(0);
  const schemas = useMemo(() => ({ organisation: organisationSchema(t), directory: directorySchema(t) }), [t]);
  const labels = [t('okta.steps.organisation'), t('okta.steps.accounts'), t('okta.steps.test')];
  const step = (next: number) => {
    form.restart();
    setAt(next);
  };
  const draft = at === 2 ? oktaDraft(schemas, form.values) : null;

  return (
    <Wizard title={t('okta.title')} renew={renew} steps={labels} at={at} onStep={step} moved={moved}>
      {draft ? (
        <TestAndSave
          draft={draft}
          renew={renew}
          intro={t('okta.test.intro')}
          entered={[
            { step: 0, label: t('okta.organisation.address'), value: draft.settings.address },
            { step: 0, label: t('okta.organisation.token'), value: t('wizard.secretSet') },
            { step: 1, label: t('wizard.name'), value: draft.name },
            { step: 1, label: t('directory.domains'), value: draft.settings.domains.join(', ') || t('wizard.none') },
            {
              step: 1,
              label: t('directory.country'),
              value: draft.settings.country
                ? countryName(draft.settings.country, i18n.language)
                : t('directory.countryNone'),
            },
          ]}
          steps={labels}
          onStep={step}
          onSaved={({ id }) => go({ section: 'connections', at: 'sync', id, first: !renew })}
        />
      ) : (
        <StepForm form={form} schema={at === 0 ? schemas.organisation : schemas.directory} at={at} onStep={step}>
          {at === 0 && (
            <>
              <p>{t('okta.organisation.intro')}</p>
              <HowTo
                title={t('okta.organisation.howTitle')}
                steps={(['owner', 'role', 'token'] as const).map((one) => t(`okta.organisation.how.${one}`))}
                rightsTitle={t('okta.organisation.rolesTitle')}
                rights={[
                  ['Read-only Administrator', t('okta.organisation.roles.read')],
                  ['Group Administrator', t('okta.organisation.roles.write')],
                ]}
              />
              <Field
                {...form.field('address')}
                label={t('okta.organisation.address')}
                hint={t('okta.organisation.addressHelp')}
                type="url"
                placeholder="https://acme.okta.com"
                spellCheck={false}
                required
              />
              <Field
                {...form.field('token')}
                label={t('okta.organisation.token')}
                hint={t('okta.organisation.tokenHelp')}
                type="password"
                autoComplete="new-password"
                required
              />
            </>
          )}
          {at === 1 && <DirectoryFields form={form} />}
        </StepForm>
      )}
    </Wizard>
  );
}

function oktaValues(known?: Connection) {
  const settings = known && 'address' in known.settings && 'domains' in known.settings ? known.settings : null;
  return {
    address: settings?.address ?? '',
    token: '',
    name: known?.name ?? '',
    domains: settings?.domains.join('\n') ?? '',
    country: settings?.country ?? '',
  };
}

/** The address as it is copied from any page of Okta: its host says which organisation. */
function organisationSchema(t: Words) {
  return z.object({
    address: secretAddress(t, t('okta.organisation.address'), t('okta.organisation.addressFix')).transform((value) =>
      URL.canParse(value) ? new URL(value).origin : value,
    ),
    token: required(t, t('okta.organisation.token'), t('okta.organisation.tokenFix'), 4096),
  });
}

function oktaDraft(
  schemas: { organisation: ReturnType<typeof organisationSchema>; directory: ReturnType<typeof directorySchema> },
  values: Record<string, string>,
): Extract<ConnectionDraft, { provider: 'okta' }> {
  const { address, token } = schemas.organisation.parse(values);
  const { name, domains, country } = schemas.directory.parse(values);
  return { provider: 'okta', name, settings: { address, domains, country }, secrets: { token } };
}
