import type { Connection, ConnectionDraft } from '@counterpart/shared/api.ts';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { Field } from '../../ui/field.tsx';
import { ErrorSummary } from '../form/error-summary.tsx';
import { required, secretAddress, type Words } from '../form/fields.ts';
import { useForm } from '../form/use-form.ts';
import type { PlaceProps } from '../options.tsx';
import { countryName, DirectoryFields, directorySchema } from './directory-fields.tsx';
import { TestAndSave } from './test-and-save.tsx';
import { StepActions, Wizard } from './wizard.tsx';

/** A SCIM directory in three steps: the service, whose accounts it holds, test and save. `renew`: one that gets a new token. */
export function ConnectScim({ moved, go, renew }: PlaceProps & { renew?: Connection }) {
  const { t, i18n } = useTranslation('options');
  const form = useForm(scimValues(renew));
  const [at, setAt] = useState(0);
  const schemas = useMemo(() => ({ service: serviceSchema(t), directory: directorySchema(t) }), [t]);
  const labels = [t('scim.steps.service'), t('scim.steps.accounts'), t('scim.steps.test')];
  const step = (next: number) => {
    form.restart();
    setAt(next);
  };
  const draft = at === 2 ? scimDraft(schemas, form.values) : null;

  return (
    <Wizard title={t('scim.title')} renew={renew} steps={labels} at={at} onStep={step} moved={moved}>
      {draft ? (
        <TestAndSave
          draft={draft}
          renew={renew}
          intro={t('scim.test.intro')}
          entered={[
            { step: 0, label: t('scim.service.address'), value: draft.settings.address },
            { step: 0, label: t('scim.service.token'), value: t('wizard.secretSet') },
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
        <form
          noValidate
          className="form"
          autoComplete="off"
          onSubmit={(event) => {
            event.preventDefault();
            if (form.check<unknown>(at === 0 ? schemas.service : schemas.directory)) step(at + 1);
          }}
        >
          <ErrorSummary form={form} />
          {at === 0 && (
            <>
              <p>{t('scim.service.intro')}</p>
              <Field
                {...form.field('address')}
                label={t('scim.service.address')}
                hint={t('scim.service.addressHelp')}
                type="url"
                placeholder="https://example.com/scim/v2"
                spellCheck={false}
                required
              />
              <Field
                {...form.field('token')}
                label={t('scim.service.token')}
                hint={t('scim.service.tokenHelp')}
                type="password"
                autoComplete="new-password"
                required
              />
            </>
          )}
          {at === 1 && <DirectoryFields form={form} />}
          <StepActions onBack={at > 0 ? () => step(at - 1) : undefined} />
        </form>
      )}
    </Wizard>
  );
}

function scimValues(known?: Connection) {
  const settings = known && 'address' in known.settings && 'domains' in known.settings ? known.settings : null;
  return {
    address: settings?.address ?? '',
    token: '',
    name: known?.name ?? '',
    domains: settings?.domains.join('\n') ?? '',
    country: settings?.country ?? '',
  };
}

function serviceSchema(t: Words) {
  return z.object({
    address: secretAddress(t, t('scim.service.address'), t('scim.service.addressFix')).transform((value) =>
      value.replace(/\/Users$/i, ''),
    ),
    token: required(t, t('scim.service.token'), t('scim.service.tokenFix'), 4096),
  });
}

function scimDraft(
  schemas: { service: ReturnType<typeof serviceSchema>; directory: ReturnType<typeof directorySchema> },
  values: Record<string, string>,
): Extract<ConnectionDraft, { provider: 'scim' }> {
  const { address, token } = schemas.service.parse(values);
  const { name, domains, country } = schemas.directory.parse(values);
  return { provider: 'scim', name, settings: { address, domains, country }, secrets: { token } };
}
